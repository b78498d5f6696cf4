// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTP
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A date of HTTP` {
  // 2024-03-07 12:00:00
  private static let now = HTTPDate(secondsSince1970: 1_709_812_800)

  private static func read(_ text: String) -> Int64? {
    HTTPDate(text, now: now)?.secondsSince1970
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    // Not quite as they should be, and plain all the same.
    "  Sun, 06 Nov 1994 08:49:37 GMT\t", "sun, 6 nov 1994 8:49:37 gmt", "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06-Nov-1994 08:49:37 UTC", "06 Nov 1994 08:49:37 +0000",
    "Mon, 06 Nov 1994 08:49:37 -0000",
    "Sun Nov 06 08:49:37 1994",
  ])
  func `is read in each of its forms`(text: String) {
    #expect(Self.read(text) == 784_111_777)
  }

  @Test(
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
      ("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
      ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
      ("Mon, 01 Jan 0001 00:00:00 GMT", -62_135_596_800),
      ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
      // Two digits of a year, in March 2024.
      ("Friday, 07-Mar-25 12:00:00 GMT", 1_741_348_800),
      ("Monday, 07-Mar-74 12:00:00 GMT", 3_287_649_600),
      ("Friday, 07-Mar-75 12:00:00 GMT", 163_425_600),
      ("Tuesday, 07-Mar-00 12:00:00 GMT", 952_430_400),
    ] as [(String, Int64)]
  )
  func `is counted in seconds`(text: String, seconds: Int64) {
    #expect(Self.read(text) == seconds)
  }

  @Test(arguments: [
    "", "soon", "Sun", "Sun, 31 Feb 2024 00:00:00 GMT", "Fri, 29 Feb 1900 00:00:00 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 06 Nov 1994 08:49:37 +0100",
    "Sun, 06 Nov 10000 08:49:37 GMT", "Sun, 06 Nov 0000 08:49:37 GMT",
    "Sun, 06 Nov 199 08:49:37 GMT",
    "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT GMT", "1994-11-06T08:49:37Z",
    "Sun Nov 6 1994 08:49:37", "Sun, ٠٦ Nov 1994 08:49:37 GMT", "784111777", "19941106",
  ])
  func `is refused where it is none`(text: String) {
    #expect(Self.read(text) == nil)
  }

  /// Every day of eight centuries, against the calendar of the platform.
  @Test
  func `agrees with the calendar`() throws {
    let format = Date.VerbatimFormatStyle(
      format: """
        \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \
        \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
        \(second: .twoDigits) GMT
        """,
      locale: Locale(identifier: "en_US_POSIX"),
      timeZone: .gmt,
      calendar: Calendar(identifier: .gregorian)
    )
    for day in stride(from: -136_000 as Int64, to: 156_000, by: 37) {
      let seconds = day * 86_400 + (day + 200_000) * 7_919 % 86_400
      let text = Date(timeIntervalSince1970: Double(seconds)).formatted(format)
      #expect(Self.read(text) == seconds, "\(text)")
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Reading Retry-After` {
  private static let now = HTTPDate(secondsSince1970: 1_709_812_800)

  private static func delay(_ value: String, date: String? = nil) -> Duration? {
    let date = date.map { [HeaderField("Date", $0)] } ?? []
    return RetryAfter.delay(in: date + [HeaderField("retry-after", value)], receivedAt: now)
  }

  @Test(
    arguments: [
      ("120", 120), (" 0 ", 0), ("007", 7), ("\t5\t", 5), ("3155760000", 3_155_760_000),
      ("3155760001", 3_155_760_000), ("9223372036854775807", 3_155_760_000),
      ("99999999999999999999999999", 3_155_760_000),
    ] as [(String, Int64)]
  )
  func `seconds are counted from now, however many`(value: String, seconds: Int64) {
    #expect(Self.delay(value) == .seconds(seconds))
    #expect(Self.delay(value, date: "Thu, 01 Jan 1970 00:00:00 GMT") == .seconds(seconds))
  }

  @Test(
    arguments: [
      ("Thu, 07 Mar 2024 12:05:00 GMT", 300), ("Thursday, 07-Mar-24 12:05:00 GMT", 300),
      ("Thu Mar  7 12:05:00 2024", 300), ("Thu, 07 Mar 2024 12:00:00 GMT", 0),
      ("Thu, 07 Mar 2024 11:00:00 GMT", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 3_155_760_000),
    ] as [(String, Int64)]
  )
  func `a date is measured against our clock where there is no other`(
    value: String,
    seconds: Int64
  ) {
    #expect(Self.delay(value) == .seconds(seconds))
    #expect(Self.delay(value, date: "yesterday") == .seconds(seconds))
  }

  @Test(
    arguments: [
      // The server's clock is an hour slow, and three years fast.
      ("Thu, 07 Mar 2024 11:05:00 GMT", "Thu, 07 Mar 2024 11:00:00 GMT", 300),
      ("Sun, 07 Mar 2027 12:05:00 GMT", "Sun, 07 Mar 2027 12:00:00 GMT", 300),
      ("Thu, 07 Mar 2024 12:05:00 GMT", "Sun, 07 Mar 2027 12:00:00 GMT", 0),
    ] as [(String, String, Int64)]
  )
  func `a date is measured against the clock of the server`(
    value: String,
    date: String,
    seconds: Int64
  ) {
    #expect(Self.delay(value, date: date) == .seconds(seconds))
  }

  @Test(arguments: [
    "", " ", "-1", "+5", "5s", "1.5", "1e3", "0x10", "5 6", "soon", "٥",
    "Thu, 99 Mar 2024 12:05:00 GMT",
    "Thu, 07 Mar 2024 12:05:00 EST",
  ])
  func `what makes no sense says nothing`(value: String) {
    #expect(Self.delay(value) == nil)
  }

  @Test
  func `of several the first that makes sense counts`() {
    let fields = ["soon", "7", "9"].map { HeaderField("Retry-After", $0) }
    #expect(RetryAfter.delay(in: fields, receivedAt: Self.now) == .seconds(7))
    #expect(RetryAfter.delay(in: [], receivedAt: Self.now) == nil)
  }

  @Test
  func `changed fields give a sensible wait or none`() {
    let seeds = [
      "120", "Thu, 07 Mar 2024 12:05:00 GMT", "Thursday, 07-Mar-24 12:05:00 GMT",
      "Thu Mar  7 12:05:00 2024",
    ].map { Array($0.utf8) }
    let pieces = [
      "9", "99999999999", "-", "+", " ", ",", ":", "Feb", "29", "9999", "00", "GMT", "\u{0}",
    ]
    .map { Array($0.utf8) }
    Fuzz.run(2_000) { random in
      for seed in seeds {
        let value = String(decoding: seed.mutated(with: pieces, &random), as: UTF8.self)
        let date = String(decoding: seed.mutated(with: pieces, &random), as: UTF8.self)
        guard let delay = Self.delay(value, date: date) else { continue }
        #expect(delay >= .zero && delay <= RetryAfter.longest)
      }
    }
  }
}
