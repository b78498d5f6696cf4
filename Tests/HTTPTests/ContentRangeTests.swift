// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A Content-Range` {
  @Test(arguments: [
    ("bytes 0-0/1", 0, 0, 1), ("bytes 5-9/*", 5, 9, nil), ("Bytes  5-9/10", 5, 9, 10),
  ])
  func `is read as HTTP writes it`(
    text: String,
    first: Int64,
    last: Int64,
    total: Int64?
  ) throws {
    let range = try #require(ContentRange(text))
    #expect((range.first, range.last) == (first, last))
    #expect(range.total == total)
  }

  @Test(arguments: [
    "", "bytes", "bytes */10", "bytes 9-5/10", "bytes 5-10/10", "bytes -5/10", "bytes 5-/10",
    "bytes 5-9/-1", "bytes +5-9/10", "bytes 99999999999999999999-99999999999999999999/*",
  ])
  func `is refused where it is none`(text: String) {
    #expect(ContentRange(text) == nil)
  }
}
