// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Reads a `Retry-After` field: seconds, or a date.
///
/// A date is measured against the response's own `Date`, so that neither clock need be right.
///
/// Source: RFC 9110 §10.2.3 <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
enum RetryAfter {
  /// How long to wait, or nil if there is no such field or it makes no sense.
  static func duration(in headers: HeaderFields) -> Duration? {
    guard let field = headers["retry-after"] else { return nil }
    if let seconds = Int64(field) {
      // Past a hundred years nobody means it, and sums with it would overflow.
      return (0...3_155_760_000).contains(seconds) ? .seconds(seconds) : nil
    }
    guard let until = seconds(ofDate: field),
      let now = headers["date"].flatMap(seconds(ofDate:))
    else { return nil }
    return .seconds(max(0, until - now))
  }

  /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func seconds(ofDate text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, let day = Int64(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int64(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard time.count == 3, time.allSatisfy({ (0...60).contains($0) }) else { return nil }
    let days = daysSince1970(year, Int64(month) + 1, day)
    return ((days * 24 + time[0]) * 60 + time[1]) * 60 + time[2]
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Counts the days of the Gregorian calendar, with years that begin in March.
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
