// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A date as HTTP writes it, to the second.
///
///     Sun, 06 Nov 1994 08:49:37 GMT      as it should be
///     Sunday, 06-Nov-94 08:49:37 GMT     as it was once
///     Sun Nov  6 08:49:37 1994           as C's asctime() has it
///
/// Source: RFC 9110 §5.6.7 <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>
package struct HTTPDate: Hashable, Sendable {
  /// Seconds since the beginning of 1970, without leap seconds.
  package let secondsSince1970: Int64

  package init(secondsSince1970 seconds: Int64) {
    secondsSince1970 = seconds
  }

  /// Reads a date in any of the three forms; years are four digits but in the second.
  ///
  /// The day of the week plays no part. A missing `GMT` is taken as read; any other zone is refused, and
  /// so is a day that no calendar has.
  ///
  /// - Parameters:
  ///   - text: a field's value; white space around it is allowed.
  ///   - now: what two digits of a year are measured against; they never lie more than 50 years ahead.
  package init?(_ text: String, now: HTTPDate) {
    var words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == "-" }
    if let first = words.first, Self.isWeekday(first) { words.removeFirst() }
    guard words.count >= 3 else { return nil }
    if Self.month(words[0]) != nil {
      // C's order: month, day, time, year.
      guard words.count == 4 else { return nil }
      words = [words[1], words[0], words[3], words[2]]
    }
    guard words.count == 4 || words.count == 5 && Self.isGreenwich(words[4]),
      let day = Self.number(words[0], digits: 1...2), let month = Self.month(words[1]),
      let year = Self.year(words[2], now: now), let time = Self.time(words[3]),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    secondsSince1970 = Self.daysSince1970(year, month, day) * 86_400 + time
  }

  /// As it should be written: `Sun, 06 Nov 1994 08:49:37 GMT`.
  package var text: String {
    let days = secondsSince1970.quotient(by: 86_400)
    let second = secondsSince1970 - days * 86_400
    let (year, month, day) = Self.calendarDay(days)
    func padded(_ number: Int64, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let weekday = Self.weekdays[Int((days % 7 + 11) % 7)]
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0) }
    return
      "\(weekday), \(padded(day)) \(Self.monthNames[Int(month) - 1]) \(padded(year, 4)) \(time.joined(separator: ":")) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The day of the calendar, by days since the beginning of 1970.
  ///
  /// Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days
  private static func calendarDay(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted.quotient(by: 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  // MARK: Parts

  private static func number(_ word: Substring, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(word.utf8.count), word.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int64(word)
  }

  /// Seconds since midnight; a leap second is the next minute's first.
  private static func time(_ word: Substring) -> Int64? {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let hours = number(parts[0], digits: 1...2), hours < 24,
      let minutes = number(parts[1], digits: 2...2), minutes < 60,
      let seconds = number(parts[2], digits: 2...2), seconds <= 60
    else { return nil }
    return (hours * 60 + minutes) * 60 + seconds
  }

  private static func year(_ word: Substring, now: HTTPDate) -> Int64? {
    if let year = number(word, digits: 4...4) { return year > 0 ? year : nil }
    guard let year = number(word, digits: 2...2) else { return nil }
    let current = 1970 + now.secondsSince1970 / 31_556_952
    let near = current - current % 100 + year
    return near > current + 50 ? near - 100 : near <= current - 50 ? near + 100 : near
  }

  private static func isWeekday(_ word: Substring) -> Bool {
    ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains(word.prefix(3).lowercased())
  }

  private static func isGreenwich(_ word: Substring) -> Bool {
    ["gmt", "utc", "ut", "z", "+0000", "0000"].contains(word.lowercased())
  }

  private static func month(_ word: Substring) -> Int64? {
    guard word.utf8.count == 3 else { return nil }
    return months.firstIndex(of: word.lowercased()).map { Int64($0) + 1 }
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  // MARK: Calendar

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Counts the days of the Gregorian calendar, with years that begin in March.
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}

extension HTTPDate: Comparable {
  package static func < (left: HTTPDate, right: HTTPDate) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }
}

extension Int64 {
  /// Rounded down, also below zero.
  fileprivate func quotient(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
