// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A date and time as the Internet writes them: `2026-11-23T02:00:01.5+01:00`.
///
/// Source: RFC 3339 §5.6 and §5.7 <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
struct InternetDateTime {
  private var text: ArraySlice<UInt8>

  /// Whether a text is a `date-time`, and one that there is.
  ///
  /// There is no 30 February, and 29 February only in leap years. Second 60 is the leap second,
  /// 23:59:60 UTC on the last day of June or December, the months in which RFC 3339 §5.7 says that
  /// leap seconds occur; it is believed in any year, because no list of them stays complete.
  static func isValid(_ text: String) -> Bool {
    var reading = InternetDateTime(text: Array(text.utf8)[...])
    return reading.isWholeDateTime()
  }

  private mutating func isWholeDateTime() -> Bool {
    guard let year = number(digits: 4), passes("-"),
      let month = number(digits: 2), (1...12).contains(month), passes("-"),
      let day = number(digits: 2), (1...Self.days(in: month, of: year)).contains(day),
      passes("T") || passes("t"),
      let time = minuteOfDay(), passes(":"),
      let second = number(digits: 2), second <= 60,
      passesFraction(),
      let offset = offset(), text.isEmpty
    else { return false }

    guard second == 60 else { return true }
    // East of Greenwich the leap second is in the small hours of the day after.
    return switch (month, day) {
    case (6, 30), (12, 31): time - offset == 23 * 60 + 59
    case (7, 1), (1, 1): time - offset == -1
    default: false
    }
  }

  /// Hours and minutes, in minutes.
  private mutating func minuteOfDay() -> Int? {
    guard let hour = number(digits: 2), hour < 24, passes(":"),
      let minute = number(digits: 2), minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  /// How far local time is ahead of UTC, in minutes.
  private mutating func offset() -> Int? {
    if passes("Z") || passes("z") { return 0 }
    if passes("+") { return minuteOfDay() }
    return passes("-") ? minuteOfDay().map { -$0 } : nil
  }

  private mutating func passesFraction() -> Bool {
    guard passes(".") else { return true }
    let digits = text.prefix(while: \.isDigit)
    text.removeFirst(digits.count)
    return !digits.isEmpty
  }

  private mutating func passes(_ character: Unicode.Scalar) -> Bool {
    guard text.first == UInt8(ascii: character) else { return false }
    text.removeFirst()
    return true
  }

  private mutating func number(digits count: Int) -> Int? {
    let digits = text.prefix(count)
    guard digits.count == count, digits.allSatisfy(\.isDigit) else { return nil }
    text.removeFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
