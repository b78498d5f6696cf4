// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A line of a robots.txt that says something.
package struct RobotsLine: Hashable, Sendable {
  /// Counted from one; CR, LF and CRLF each end a line.
  package let number: Int
  /// The line without its comment and without white space around it.
  ///
  /// It comes from outside and may hold control characters. Bytes that are not UTF-8 are U+FFFD.
  package let text: String
}

/// Reads a robots.txt line by line, and puts the lines together to groups.
struct RobotsReader {
  private(set) var groups: [RobotsGroup] = []
  private(set) var sitemaps: [RobotsFile.Sitemap] = []
  /// Whether the first line that is not empty begins with a tag.
  var beginsAsMarkup: Bool { first.map(Self.beginsWithTag) ?? false }

  private var first: ArraySlice<UInt8>?

  /// Reads a whole file, or its beginning where it is cut.
  init(_ bytes: ArraySlice<UInt8>, isCut: Bool) {
    for line in RobotsLines(bytes, isCut: isCut) { read(line) }
  }

  private mutating func read(_ line: (number: Int, text: ArraySlice<UInt8>)) {
    if first == nil, !line.text.isEmpty { first = line.text }
    guard let (key, value) = Self.keyAndValue(of: line.text),
      let directive = Directive(key)
    else { return }
    let said = RobotsLine(number: line.number, text: String(decoding: line.text, as: UTF8.self))
    switch directive {
    case .agent: begin(RobotsGroup.Agent(line: said, name: Self.name(value)))
    case .allow, .disallow:
      let rule = RobotsRule(said, isAllow: directive == .allow, path: value)
      withLastGroup { $0.rules.append(rule) }
    case .crawlDelay:
      guard let delay = CrawlDelay(said, value: value) else { return }
      withLastGroup { $0.crawlDelays.append(delay) }
    case .sitemap:
      let address = String(decoding: value, as: UTF8.self)
      if !address.isEmpty { sitemaps.append(RobotsFile.Sitemap(line: said, address: address)) }
    }
  }

  private enum Directive: String {
    case agent = "user-agent"
    case allow
    case disallow
    case crawlDelay = "crawl-delay"
    case sitemap

    /// In upper or lower case, and spelt as it should be.
    init?(_ key: ArraySlice<UInt8>) {
      self.init(rawValue: RobotsToken.folded(key.prefix(20)))
    }
  }

  private mutating func begin(_ agent: RobotsGroup.Agent) {
    if groups.last?.rules.isEmpty ?? false {
      withLastGroup { $0.agents.append(agent) }
    } else {
      groups.append(RobotsGroup(agents: [agent]))
    }
  }

  // In place: a copy of the group for each of its lines would make reading quadratic.
  private mutating func withLastGroup(_ change: (inout RobotsGroup) -> Void) {
    guard !groups.isEmpty else { return }
    change(&groups[groups.count - 1])
  }

  /// What stands before and after the colon.
  ///
  /// A forgotten colon is put in where the line is two words and no more: `Disallow /private/`.
  private static func keyAndValue(
    of line: ArraySlice<UInt8>
  ) -> (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
    if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      return (line[..<colon].trimmed(\.isSpace), line[(colon + 1)...].trimmed(\.isSpace))
    }
    guard let gap = line.firstIndex(where: \.isBlank) else { return nil }
    let value = line[gap...].drop(while: \.isBlank)
    return value.contains(where: \.isBlank) ? nil : (line[..<gap], value)
  }

  private static func name(_ value: ArraySlice<UInt8>) -> RobotsGroup.Name {
    if value.first == UInt8(ascii: "*"), value.dropFirst().first.map(\.isSpace) ?? true {
      return .everyone
    }
    let token = RobotsToken.prefix(of: value)
    return token.isEmpty ? .nobody : .product(RobotsToken.folded(token))
  }

  private static func beginsWithTag(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "<"), let next = text.dropFirst().first else { return false }
    return next.isLetter || "!?".utf8.contains(next)
  }
}

/// The lines of a robots.txt, ready to be read: without comment, end and white space around.
///
/// - CR, LF and CRLF each end a line.
/// - A byte order mark at the front is skipped, and so is the front of one that is broken off.
/// - A line counts up to its first NUL, and up to ``longest`` bytes.
/// - Where the file is cut, what stands after its last line end is left out.
private struct RobotsLines: Sequence, IteratorProtocol {
  /// How much of a line is read, in bytes: what Google's parser reads.
  private static let longest = 16_663

  private var rest: ArraySlice<UInt8>
  private var number = 0
  private let isCut: Bool

  init(_ bytes: ArraySlice<UInt8>, isCut: Bool) {
    let mark = zip(bytes, [0xEF, 0xBB, 0xBF]).prefix { $0 == $1 }
    rest = bytes.dropFirst(mark.count)
    self.isCut = isCut
  }

  mutating func next() -> (number: Int, text: ArraySlice<UInt8>)? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D }
    guard end != nil || !isCut else { return nil }
    let line = rest[..<(end ?? rest.endIndex)]
    rest = rest[(end ?? rest.endIndex)...]
    rest = rest.dropFirst(rest.starts(with: [0x0D, 0x0A]) ? 2 : 1)
    return (number, line.prefix(Self.longest).prefix { $0 != 0 && $0 != 0x23 }.trimmed(\.isSpace))
  }
}
