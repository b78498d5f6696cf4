// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Puts lines together to groups.
struct RobotsReader {
  private(set) var groups: [RobotsGroup] = []
  private(set) var sitemaps: [RobotsFile.Sitemap] = []
  /// Whether the first line that is not empty begins with a tag.
  var beginsAsMarkup: Bool { first.map(Self.beginsWithTag) ?? false }

  private var first: ArraySlice<UInt8>?

  mutating func read(_ line: (number: Int, text: ArraySlice<UInt8>)) {
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
      return (line[..<colon].trimmed, line[(colon + 1)...].trimmed)
    }
    guard let gap = line.firstIndex(where: isBlank) else { return nil }
    let value = line[gap...].drop(while: isBlank)
    return value.contains(where: isBlank) ? nil : (line[..<gap], value)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func name(_ value: ArraySlice<UInt8>) -> RobotsGroup.Name {
    if value.first == UInt8(ascii: "*"), value.dropFirst().first.map(\.isSpace) ?? true {
      return .everyone
    }
    let token = RobotsToken.prefix(of: value)
    return token.isEmpty ? .nobody : .product(RobotsToken.folded(token))
  }

  private static func beginsWithTag(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "<"), let next = text.dropFirst().first else { return false }
    switch next {
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return true
    default: return false
    }
  }
}
