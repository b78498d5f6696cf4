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
    return try #require(
      MementoSet(of: KeptReport.address, versions, nil, at: "http://localhost:8017")
    )
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
    let one = MementoSet(
      of: KeptReport.address,
      [KeptReport.version(1, 0)],
      nil,
      at: "http://localhost"
    )
    #expect(one?.linkFormat.contains("rel=\"first last memento\"") == true)
    #expect(MementoSet(of: KeptReport.address, [], nil, at: "http://localhost") == nil)
  }

  @Test(arguments: [
    (nil, 3), (500_000.0, 1), (1_000_000, 1), (1_999_999, 1), (2_500_000, 2), (9_000_000, 3),
  ]) func `are chosen by the time that is asked for`(seconds: Double?, number: Int) throws {
    let time = seconds.map { Date(timeIntervalSince1970: $0) }
    let memento = try Self.set().memento(at: time)
    guard case .version(let version) = memento else {
      Issue.record("\(String(describing: memento))")
      return
    }
    #expect(version.number == number)
  }

  @Test func `end with what was found of an address that is gone: nothing`() throws {
    func set(goneAt seconds: Double) throws -> MementoSet {
      let standing = Standing.gone(since: Date(timeIntervalSince1970: seconds))
      let versions = [KeptReport.version(1, 1_000_000)]
      return try #require(MementoSet(of: KeptReport.address, versions, standing, at: "http://room"))
    }
    let gone = try set(goneAt: 2_000_000)
    let last = "<http://room/19700124033320id_/https://www.example.org/a.pdf>; rel=\"last memento\""
    #expect(gone.linkFormat.contains(last), "\(gone.linkFormat)")
    #expect(gone.answer.mementos.list.map(\.digest).last == .some(nil))
    let asked: [(Double?, isThere: Bool)] = [
      (nil, true), (1_999_999, true), (2_000_000, false), (3_000_000, false),
    ]
    for (seconds, isThere) in asked {
      let memento = gone.memento(at: seconds.map { Date(timeIntervalSince1970: $0) })
      if case .version = memento { #expect(isThere) } else { #expect(!isThere) }
    }
    // What was kept later was there later.
    #expect(try set(goneAt: 500_000).goneSince == nil)
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
