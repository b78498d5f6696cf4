// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A document that changes every night` {
  /// Whether it is told with the last of these versions, by the hours in which they came.
  private static func isTold(_ hours: [Double]) -> Bool {
    let dates = hours.map { Date(timeIntervalSince1970: 1_700_000_000 + $0 * 3_600) }
    guard let now = dates.last else { return false }
    return EveryNight.isTold(after: dates.dropLast().reversed(), at: now)
  }

  @Test(
    arguments: [
      ([0, 24, 48, 72, 96], true), ([0, 24, 48, 72], false), ([0, 24, 48, 72, 96, 120], false),
      ([0, 240, 264, 288, 312, 336], true), ([0, 24, 48, 144, 168, 192], false),
      ([0, 168, 336, 504, 672], false), ([0, 1, 2, 3, 4], false), ([0, 24, 25, 48, 72, 96], true),
      ([0, 24, 48, 72, 96, 97], false), ([0, 39, 60, 84, 108], true), ([], false), ([7], false),
    ] as [([Double], Bool)]
  )
  func `is told on the fifth night in a row, and not again`(hours: [Double], isTold: Bool) {
    #expect(Self.isTold(hours) == isTold)
  }

  @Test func `is told once, however long it goes on`() {
    let told = (1...40).count { Self.isTold((0..<$0).map { Double($0) * 24 }) }
    #expect(told == 1)
  }

  @Test func `is named, with what to do`() {
    let sentence = EveryNight.sentence(of: "Child A", at: "https://a.example/a")
    #expect(sentence.hasPrefix("“Child A” (https://a.example/a) has changed on 5 nights in a row"))
    #expect(sentence.contains("`exclude`"))
  }
}
