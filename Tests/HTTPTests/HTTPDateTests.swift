// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `A date of HTTP that is written` {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"),
  ]) func `has the one form of its own`(seconds: Int64, text: String) {
    #expect(HTTPDate(secondsSince1970: seconds).text == text)
  }

  @Test func `reads back as it was written`() {
    let now = HTTPDate(secondsSince1970: 1_796_000_000)
    for seconds in stride(from: Int64(0), to: 4_000_000_000, by: 7_654_321) {
      let date = HTTPDate(secondsSince1970: seconds)
      #expect(HTTPDate(date.text, now: now) == date)
    }
  }
}
