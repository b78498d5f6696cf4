// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// By which of our layouts the objects of a storage root lie, told from their names alone.
///
/// A name says which digits lead to it, so a stray folder is not taken for a part of the layout.
struct LayoutSurvey {
  /// The layout of the first object that was found; of those lying by the expected one, if any does.
  private(set) var found: StorageLayout?

  private let expected: StorageLayout?
  /// How many more directories may be listed: a root without objects of ours may be of any size.
  private var remaining = 10_000

  /// - Parameters:
  ///   - root: the storage root.
  ///   - expected: what its configuration states; one object that lies by it is enough.
  init(of root: FilePath, expecting expected: StorageLayout?) {
    self.expected = expected
    look(in: root, at: [])
  }

  private var isOver: Bool {
    remaining == 0 || found != nil && (expected == nil || found == expected)
  }

  private mutating func look(in directory: FilePath, at names: [String]) {
    guard !isOver else { return }
    remaining -= 1
    guard let entries = try? Disk().list(directory) else { return }
    for entry in entries where entry.kind == .directory {
      if isOver { return }
      if names.isEmpty, entry.name == "extensions" { continue }
      let place = names + [entry.name]
      if let layout = StorageLayout.ofObject(at: place) {
        if found == nil || layout == expected { found = layout }
      } else if place.count < StorageLayout.greatestDepth {
        look(in: directory.appending(entry.component), at: place)
      }
    }
  }
}

extension StorageLayout {
  static let greatestDepth = known.map(\.depth).max() ?? 0

  /// The layout of ours that puts an object exactly there.
  ///
  /// - Parameter names: the way from the storage root to the object, or on to something in it.
  /// - Returns: nil where none does, as for the way to anything else.
  package static func ofObject(at names: some RandomAccessCollection<String>) -> StorageLayout? {
    known.first { $0.leads(along: Array(names.prefix($0.depth))) }
  }

  private func leads(along names: [String]) -> Bool {
    guard names.count == depth, let name = names.last, !Self.isTuple(name) else { return false }
    let tuples = names.dropLast()
    guard tuples.allSatisfy(Self.isTuple), let digest = digest(ofObjectNamed: name) else {
      return false
    }
    return digest.hasPrefix(tuples.joined())
  }

  private static func isTuple(_ name: String) -> Bool {
    name.utf8.count == 3 && name.utf8.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
