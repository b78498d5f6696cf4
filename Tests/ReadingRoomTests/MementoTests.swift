// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Testing

@testable import ReadingRoom

@Suite(.timeLimit(.minutes(1)))
struct `The versions of an address as mementos` {
  private static func set() throws -> MementoSet {
    let versions = [
      KeptReport.version(2, 2_000_000), KeptReport.version(1, 1_000_000),
      KeptReport.version(3, 3_000_000),
    ]
    return try #require(MementoSet(of: KeptReport.address, versions, at: "http://localhost:8017"))
  }

  @Test func `are listed in the order of their times`() throws {
    let lines = try Self.set().linkFormat.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "<https://www.example.org/a.pdf>; rel=\"original\",",
        "<http://localhost:8017/timemap/link/https://www.example.org/a.pdf>; rel=\"self\"; type=\"application/link-format\"; from=\"Mon, 12 Jan 1970 13:46:40 GMT\"; until=\"Wed, 04 Feb 1970 17:20:00 GMT\",",
        "<http://localhost:8017/timegate/https://www.example.org/a.pdf>; rel=\"timegate\",",
        "<http://localhost:8017/19700112134640id_/https://www.example.org/a.pdf>; rel=\"first memento\"; datetime=\"Mon, 12 Jan 1970 13:46:40 GMT\",",
        "<http://localhost:8017/19700124033320id_/https://www.example.org/a.pdf>; rel=\"memento\"; datetime=\"Sat, 24 Jan 1970 03:33:20 GMT\",",
        "<http://localhost:8017/19700204172000id_/https://www.example.org/a.pdf>; rel=\"last memento\"; datetime=\"Wed, 04 Feb 1970 17:20:00 GMT\"",
      ],
      "\(lines)"
    )
    let one = MementoSet(of: KeptReport.address, [KeptReport.version(1, 0)], at: "http://localhost")
    #expect(one?.linkFormat.contains("rel=\"first last memento\"") == true)
    #expect(MementoSet(of: KeptReport.address, [], at: "http://localhost") == nil)
  }

  @Test(arguments: [
    (nil, 3), (500_000.0, 1), (1_000_000, 1), (1_999_999, 1), (2_500_000, 2), (9_000_000, 3),
  ]) func `are chosen by the time that is asked for`(seconds: Double?, number: Int) throws {
    let time = seconds.map { Date(timeIntervalSince1970: $0) }
    #expect(try Self.set().version(at: time)?.number == number)
  }

  @Test(arguments: [
    "19700230000000", "19701301000000", "19700101240000", "19700101006000", "197001010000",
    "1970010100000x",
    "19700100000000", "+1970101000000",
  ]) func `have no time of digits that are none`(digits: String) {
    // A day that no calendar has is the one after the month.
    let time = MementoTime(digits: digits)
    #expect(time == nil || digits == "19700230000000")
  }
}
