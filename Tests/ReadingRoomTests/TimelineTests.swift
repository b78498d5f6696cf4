// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Testing

@testable import ReadingRoom

@Suite(.timeLimit(.minutes(1)))
struct `A timeline` {
  private static func document(_ standing: Standing) -> Document {
    var document = Document(
      address: KeptReport.address,
      role: .document,
      title: "A",
      firstSeen: Date(timeIntervalSince1970: 0),
      lastVisited: Date(timeIntervalSince1970: 86_400_000)
    )
    document.standing = standing
    return document
  }

  private static let versions = [
    KeptReport.version(1, 0),
    KeptReport.version(2, 43_200_000),
  ]
  private static let now = Date(timeIntervalSince1970: 86_400_000)

  @Test func `shows when a report was online, changed and gone`() {
    let gone = Date(timeIntervalSince1970: 64_800_000)
    let line = Timeline(Self.document(.gone(since: gone)), Self.versions, now: Self.now)
    #expect(line.stretches.map(\.start) == [0, 750] && line.stretches.map(\.width) == [750, 250])
    #expect(line.stretches.map(\.tone) == ["good", "bad"])
    #expect(line.marks.map(\.place) == [0, 500])
    #expect(line.stretches.map(\.name) == ["online, as far as is known", "gone"])
    #expect(
      line.events.map(\.what) == ["gone", "changed: version 2 kept", "first kept, as version 1"]
    )
  }

  @Test func `of a report that is online is of one colour, and of one day is no picture of hours`()
  {
    let line = Timeline(
      Self.document(.present),
      [Self.versions[0]],
      now: Date(timeIntervalSince1970: 60)
    )
    #expect(line.stretches.count == 1 && line.stretches[0].tone == "good")
    #expect(line.stretches.allSatisfy { $0.start + $0.width <= 1_000 })
  }

  @Test func `stays in its picture, whatever the clocks said`() {
    let past = Date(timeIntervalSince1970: -9e9)
    let line = Timeline(Self.document(.gone(since: past)), Self.versions, now: past)
    #expect(line.marks.allSatisfy { (0...1_000).contains($0.place) })
    #expect(line.stretches.allSatisfy { $0.start >= 0 && $0.width > 0 })
  }

  @Test func `says of what nobody has looked at since that it is not known`() {
    let line = Timeline(
      Self.document(.present),
      Self.versions,
      now: Date(timeIntervalSince1970: 172_800_000)
    )
    #expect(line.stretches.map(\.tone) == ["good", "calm"])
    #expect(line.stretches.last?.name == "not asked for since 1972-09-27")
    #expect(line.stretches.map(\.start) == [0, 500])
  }
}
