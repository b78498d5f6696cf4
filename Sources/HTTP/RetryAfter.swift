// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Reads `Retry-After`: how long a host wants to be left alone, in seconds or until a date.
///
/// A date is measured against the response's own `Date`, so that neither clock need be right; where
/// there is none, against ours.
///
/// Source: RFC 9110 §10.2.3 <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
package enum RetryAfter {
  /// What any longer wait counts as: a hundred years, so that sums with it never overflow.
  package static let longest = Duration.seconds(3_155_760_000)

  /// How long to wait from the moment the response came.
  ///
  /// - Parameters:
  ///   - fields: of the response; of several `Retry-After` the first that makes sense counts.
  ///   - now: when the response came, by our clock.
  /// - Returns: nil where there is no such field or it makes no sense; zero for a date in the past.
  package static func delay(in fields: [HeaderField], receivedAt now: HTTPDate) -> Duration? {
    // Nearly no answer has one.
    guard fields.first(named: "Retry-After") != nil else { return nil }
    let date = fields["Date"].flatMap { HTTPDate($0, now: now) } ?? now
    return fields.lazy.filter { $0.isNamed("Retry-After") }
      .compactMap { delay($0.value, date: date, now: now) }
      .first
  }

  private static func delay(_ value: String, date: HTTPDate, now: HTTPDate) -> Duration? {
    let digits = value.utf8.drop(while: \.isBlank).prefix(while: \.isDigit)
    if !digits.isEmpty, value.utf8[digits.endIndex...].allSatisfy(\.isBlank) {
      // More digits than a number takes still say: not for a long time.
      return Int64(Substring(digits)).map { min(.seconds($0), longest) } ?? longest
    }
    guard let until = HTTPDate(value, now: now) else { return nil }
    let seconds = until.secondsSince1970 - date.secondsSince1970
    return min(.seconds(max(0, seconds)), longest)
  }
}
