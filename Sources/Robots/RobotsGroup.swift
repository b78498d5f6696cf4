// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Agents, and what they may ask for.
///
/// A group begins with its `User-agent` lines. Further such lines right after belong to it as well,
/// whatever unknown lines stand between; one that follows a rule begins the next group.
///
/// Source: RFC 9309 §2.2.1 <https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1>
package struct RobotsGroup: Hashable, Sendable {
  package internal(set) var agents: [Agent] = []
  package internal(set) var rules: [RobotsRule] = []
  package internal(set) var crawlDelays: [CrawlDelay] = []

  /// A `User-agent` line.
  package struct Agent: Hashable, Sendable {
    package let line: RobotsLine
    package let name: Name
  }

  /// Whom a `User-agent` line addresses.
  package enum Name: Hashable, Sendable {
    /// `*`, alone or before white space.
    case everyone
    /// A product token in lower case; what follows it in the line does not count.
    case product(String)
    /// Something that is no product token, so that nobody can feel addressed.
    case nobody
  }

  /// The first line that addresses somebody by this name.
  func line(naming name: Name) -> RobotsLine? {
    agents.first { $0.name == name }?.line
  }
}

/// An `Allow` or `Disallow` line.
package struct RobotsRule: Hashable, Sendable {
  package let line: RobotsLine
  package let isAllow: Bool
  /// What it covers.
  let pattern: RobotsPattern
  /// For `Allow: /folder/index.html`: the folder itself, which such a file is served for.
  private let folder: RobotsPattern?

  init(_ line: RobotsLine, isAllow: Bool, path: ArraySlice<UInt8>) {
    self.line = line
    self.isAllow = isAllow
    pattern = RobotsPattern(path)
    folder = isAllow ? Self.folder(of: pattern.bytes) : nil
  }

  /// How many bytes of the rule count for `target`; nil where it does not cover it.
  func weight(for target: RobotsTarget) -> Int? {
    if pattern.fits(target) { return pattern.length }
    guard let folder, folder.fits(target) else { return nil }
    return folder.length
  }

  /// How many bytes are compared at most to find the weight.
  func cost(for target: RobotsTarget) -> Int {
    pattern.cost(for: target) + (folder?.cost(for: target) ?? 0)
  }

  private static func folder(of path: [UInt8]) -> RobotsPattern? {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")),
      path[slash...].starts(with: "/index.htm".utf8)
    else { return nil }
    return RobotsPattern(path[...slash] + [UInt8(ascii: "$")])
  }
}

/// A `Crawl-delay` line: how long the site would like a pause between two requests to be.
///
/// It is no part of RFC 9309, and its value is the site's word: anything from nothing to years.
package struct CrawlDelay: Hashable, Sendable {
  package let line: RobotsLine
  /// The value as written.
  package let value: String
  /// The value as a time, of at most a thousand million seconds.
  ///
  /// Capping it to what makes sense is the caller's business.
  package let pause: Duration

  /// - Returns: nil where the value is no plain number of seconds, with or without a fraction.
  init?(_ line: RobotsLine, value: ArraySlice<UInt8>) {
    let zero = UInt8(ascii: "0")
    let parts = value.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
      parts.joined().allSatisfy(\.isDigit)
    else { return nil }
    let seconds = whole.reduce(into: Int64(0)) { sum, digit in
      sum = min(sum * 10 + Int64(digit - zero), Self.mostSeconds)
    }
    let fraction = parts.dropFirst().joined().prefix(9) + [UInt8](repeating: zero, count: 9)
    let nanoseconds = fraction.prefix(9).reduce(Int64(0)) { $0 * 10 + Int64($1 - zero) }
    self.line = line
    self.value = String(decoding: value, as: UTF8.self)
    pause = .seconds(seconds) + .nanoseconds(nanoseconds)
  }

  private static let mostSeconds: Int64 = 1_000_000_000
}
