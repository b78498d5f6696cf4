// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// A time as lists and web archives write it; what is no day or no hour is none.
///
///     2017-03-01    2017-03-01T09:30:00Z    2017-03-01T09:30:00.125+01:00
///
/// Source: RFC 3339; a profile of ISO 8601 <https://www.w3.org/TR/NOTE-datetime>, of which WARC takes shorter ones, too.
enum WrittenTime {
  /// - Parameters:
  ///   - text: as it is written.
  ///   - mayBeShort: whether a year or a month will do, as in WARC 1.1.
  /// - Returns: nil for what is none.
  static func date(_ text: String, mayBeShort: Bool = false) -> Date? {
    var bytes = Array(text.utf8)[...]
    func number(_ digits: Int) -> Int? {
      let part = bytes.prefix(digits)
      guard part.count == digits, part.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      bytes = bytes.dropFirst(digits)
      return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func sign(_ signs: String) -> UInt8? {
      guard let byte = bytes.first, signs.utf8.contains(byte) else { return nil }
      bytes = bytes.dropFirst()
      return byte
    }
    var parts = DateComponents()
    parts.calendar = Calendar(identifier: .gregorian)
    parts.timeZone = .gmt
    parts.year = number(4)
    guard parts.year != nil else { return nil }
    (parts.month, parts.day) = (1, 1)
    if sign("-") == nil { return mayBeShort && bytes.isEmpty ? checked(parts, 0) : nil }
    parts.month = number(2)
    if sign("-") == nil { return mayBeShort && bytes.isEmpty ? checked(parts, 0) : nil }
    parts.day = number(2)
    if bytes.isEmpty { return checked(parts, 0) }
    guard sign("T") != nil, let hour = number(2), sign(":") != nil, let minute = number(2) else {
      return nil
    }
    (parts.hour, parts.minute, parts.second) = (hour, minute, 0)
    if sign(":") != nil {
      // A leap second is the one before it.
      guard let second = number(2) else { return nil }
      parts.second = min(second, 59)
      guard second <= 60 else { return nil }
      if sign(".,") != nil {
        guard number(1) != nil else { return nil }
        while number(1) != nil {}
      }
    } else if !mayBeShort {
      return nil
    }
    if sign("Zz") != nil { return bytes.isEmpty ? checked(parts, 0) : nil }
    guard let direction = sign("+-"), let hours = number(2) else { return nil }
    _ = sign(":")
    guard let minutes = number(2), hours < 24, minutes < 60, bytes.isEmpty else { return nil }
    let offset = (hours * 60 + minutes) * 60
    return checked(parts, direction == UInt8(ascii: "+") ? -offset : offset)
  }

  /// The date, unless its parts come out as others: there is no 30th of February.
  private static func checked(_ parts: DateComponents, _ offset: Int) -> Date? {
    guard let calendar = parts.calendar, let date = calendar.date(from: parts) else { return nil }
    var own = calendar
    own.timeZone = .gmt
    let again = own.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    guard again.year == parts.year, again.month == parts.month, again.day == parts.day,
      again.hour == parts.hour ?? 0, again.minute == parts.minute ?? 0
    else { return nil }
    return date.addingTimeInterval(TimeInterval(offset))
  }
}
