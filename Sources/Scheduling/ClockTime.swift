// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// A time of the day by the clock of the machine, to the minute.
package struct ClockTime: Hashable, Sendable {
  /// 0 to 23.
  package let hour: Int
  /// 0 to 59.
  package let minute: Int

  private static let dayLength = 24 * 60

  private init(minutes: Int) {
    let minutes = minutes % Self.dayLength
    (hour, minute) = (minutes / 60, minutes % 60)
  }

  /// Reads `02:20`, or `2:20`; nil for what is no time of a day.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.allSatisfy({
        $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }),
      let hour = Int(parts[0]), let minute = Int(parts[1])
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  /// - Returns: nil for what is no time of a day.
  package init?(hour: Int, minute: Int) {
    guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
    (self.hour, self.minute) = (hour, minute)
  }

  /// A time between half past midnight and three that is always the same for the same words, and another for others: so that
  /// not all archives ask one site at once.
  ///
  /// - Parameter words: the machine and the archive.
  /// - Returns: the time.
  package static func spread(by words: [String]) -> ClockTime {
    let digest = Digest.of(words.joined(separator: "\n"), by: .sha256)
    let number = digest.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    return ClockTime(minutes: 30 + number % 150)
  }

  /// The time so many minutes later, on the next day where it has to be.
  package func adding(minutes: Int) -> ClockTime {
    ClockTime(minutes: hour * 60 + minute + minutes)
  }
}

extension ClockTime: CustomStringConvertible {
  package var description: String {
    "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
