// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Goes through an XML file of an office document, element by element, and knows which are open.
///
/// Names are those without their prefix, in lower case: which prefix stands for which vocabulary, every program of the
/// kind has alike, and none of the vocabularies has the same name for two things that matter here.
struct XMLWalk {
  enum Step {
    case start(String, [XMLScanner.Name: String])
    case end(String)
    case text([UInt8])
  }

  private var scanner: XMLScanner
  private var open: [String] = []
  /// Ends that are still to be handed out.
  private var closing = 0

  init(_ bytes: [UInt8]) { scanner = XMLScanner(bytes) }

  /// Whether the file ends inside of something, or is nested too deep.
  var isCut: Bool { scanner.isCut || scanner.isTooDeep }

  /// The elements that are open, the outermost first; one that begins or ends is among them.
  var path: [String] { open }

  /// What comes next; nil at the end.
  mutating func next() -> Step? {
    if closing > 0 {
      closing -= 1
      return open.popLast().map(Step.end)
    }
    guard let event = scanner.next() else { return nil }
    switch event {
    case .text(let text): return .text(text)
    case .start(let name, let attributes):
      open.append(name.local)
      return .start(name.local, attributes)
    case .end:
      closing = open.count - scanner.depth
      return next()
    }
  }

  /// Passes over the element that has just begun, with all that is in it.
  mutating func skip() {
    let depth = open.count
    while open.count >= depth, next() != nil {}
  }
}

extension [XMLScanner.Name: String] {
  /// An attribute, whatever its prefix.
  subscript(local name: String) -> String? {
    first { $0.key.local == name }?.value
  }

  /// Whether an attribute says yes.
  func isTrue(_ name: String) -> Bool { ["1", "true"].contains(self[local: name]?.lowercased()) }

  /// Whether a switch is on: present, and not said to be off.
  var isOn: Bool {
    guard let value = self[local: "val"]?.lowercased() else { return true }
    return !["0", "false", "off", "none"].contains(value)
  }
}
