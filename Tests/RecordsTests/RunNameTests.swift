// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The name of a run` {
  private static let time = Date(timeIntervalSince1970: 1_763_863_201)

  @Test func `says when it began, and which one of that second it is`() {
    #expect(RunName(started: Self.time).text == "2025-11-23T020001Z")
    #expect(RunName(started: Self.time, repetition: 12).text == "2025-11-23T020001Z-12")
    #expect(RunName("2025-11-23T020001Z").started == Self.time)
    #expect(RunName("2025-11-23T020001Z-12").started == Self.time)
  }

  @Test(arguments: ["", "Z", "notes", "2025-11-23", "2025-13-45T020001Z", "2025-11-23T02:00:01"])
  func `is not what others put there`(text: String) {
    #expect(RunName(text).started == nil)
    #expect(!RunName(text).isAhead(of: .distantPast))
  }

  @Test func `is ahead where it lies more than minutes after now`() {
    let name = RunName(started: Self.time)
    #expect(!name.isAhead(of: Self.time.addingTimeInterval(-200)))
    #expect(name.isAhead(of: Self.time.addingTimeInterval(-400)))
  }
}
