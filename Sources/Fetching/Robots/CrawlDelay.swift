// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A `Crawl-delay` line: how long the site would like a pause between two requests to be.
///
/// It is no part of RFC 9309, and its value is the site's word: anything from nothing to years.
public struct CrawlDelay: Hashable, Sendable {
  public let line: RobotsLine
  /// The value as written.
  public let value: String
  /// The value as a time, of at most a thousand million seconds.
  ///
  /// Capping it to what makes sense is the caller's business.
  public let pause: Duration

  /// - Returns: nil where the value is no plain number of seconds, with or without a fraction.
  init?(_ line: RobotsLine, value: ArraySlice<UInt8>) {
    let zero = UInt8(ascii: "0")
    let parts = value.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
      parts.joined().allSatisfy({ (zero...UInt8(ascii: "9")).contains($0) })
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
