// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTP
import Text

/// A second, as the paths of web archives have it: `20261130102030`.
///
/// Source: RFC 7089 <https://www.rfc-editor.org/rfc/rfc7089>; the paths are those of pywb
struct MementoTime: Hashable, Sendable {
  let date: Date

  init(_ date: Date) {
    self.date = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
  }

  /// - Parameter digits: fourteen; nil where they are no time.
  init?(digits: String) {
    guard digits.utf8.allSatisfy(\.isDigit) else { return nil }
    var numbers: [Int] = []
    var rest = digits[...]
    for length in [4, 2, 2, 2, 2, 2] {
      guard let number = Int(rest.prefix(length)) else { return nil }
      numbers.append(number)
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 61
    else { return nil }
    let parts = DateComponents(
      year: numbers[0],
      month: numbers[1],
      day: numbers[2],
      hour: numbers[3],
      minute: numbers[4],
      second: numbers[5]
    )
    guard let date = Self.calendar.date(from: parts) else { return nil }
    self.init(date)
  }

  private static var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }

  var digits: String {
    let parts = Self.calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: date
    )
    func padded(_ number: Int?, _ width: Int = 2) -> String {
      let text = String(number ?? 0)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return padded(parts.year, 4) + padded(parts.month) + padded(parts.day) + padded(parts.hour)
      + padded(parts.minute) + padded(parts.second)
  }

  /// As a header field has it.
  var httpDate: String {
    HTTPDate(secondsSince1970: Int64(date.timeIntervalSince1970)).text
  }
}
