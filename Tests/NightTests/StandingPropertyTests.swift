// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import FoundationEssentials
import Support
import Testing

@testable import Night
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Standings under any history` {
  /// What is remembered beside the standing, to judge it by.
  private struct Witness {
    var signs: [Date] = []

    mutating func note(_ verdict: Verdict, on date: Date) {
      if verdict.isAlive { signs = [] }
      if verdict.isDeadSign { signs.append(date) }
    }

    var allowsDeath: Bool {
      guard let first = signs.first, let last = signs.last else { return false }
      return signs.count >= 3 && last.timeIntervalSince(first) >= 20 * 3_600
    }
  }

  @Test(arguments: 0..<200)
  func `nothing is ever gone without three signs 20 hours apart, or a 410`(seed: UInt64) {
    var random = Seeded(seed: seed)
    // Some histories are short of 410 or of life, so that the long way is walked too.
    let verdicts = EveryVerdict.all.filter { verdict in
      if verdict == .gone { return seed % 3 == 0 }
      return !verdict.isAlive || seed % 5 != 0 || verdict == .page
    }
    var standing = Standing.unknown
    var witness = Witness()
    var date = Date(timeIntervalSince1970: 1_600_000_000)
    for _ in 0..<300 {
      date.addTimeInterval(Double.random(in: 0.1...30, using: &random) * 3_600)
      let verdict = verdicts.randomElement(using: &random) ?? .page
      let isHealthy = Int.random(in: 0..<4, using: &random) > 0
      let next = standing.after(
        verdict,
        on: date,
        isListed: Bool.random(using: &random),
        isWithdrawn: Bool.random(using: &random),
        health: isHealthy ? .healthy : .degraded(.ownNetwork)
      )

      if isHealthy {
        witness.note(verdict, on: date)
      } else {
        #expect(next == standing)
      }
      let isGone = next.word == "gone"
      if isGone, standing.word != "gone" {
        #expect(isHealthy && (verdict == .gone || witness.allowsDeath))
      }
      if isHealthy, verdict.isAlive { #expect(next.isAlive) }
      // And death is not put off either.
      if isHealthy, verdict.isDeadSign, witness.allowsDeath { #expect(isGone) }
      if let since = next.since { #expect(since <= date) }
      standing = next
    }
  }

  @Test
  func `every short history is judged as the rule says`() {
    let choices: [Verdict] = [.unchanged, .notFound, .gone, .blocked(by: .imperva)]
    let start = Date(timeIntervalSince1970: 1_600_000_000)
    // Seven visits of four verdicts, 8 hours apart: 16,384 histories.
    for history in 0..<(1 << 14) {
      var standing = Standing.present
      var witness = Witness()
      var hasCertificate = false
      for night in 0..<7 {
        let verdict = choices[(history >> (2 * night)) & 3]
        let date = start.addingTimeInterval(Double(night) * 8 * 3_600)
        standing = standing.after(verdict, on: date, isListed: true, health: .healthy)
        witness.note(verdict, on: date)
        hasCertificate = verdict == .gone || (hasCertificate && !verdict.isAlive)
        let isGone = standing.word == "gone"
        // The witness keeps all signs since life was last seen, so the rule is exact.
        if isGone != (hasCertificate || witness.allowsDeath) {
          Issue.record("history \(history), night \(night): \(standing)")
        }
      }
    }
  }
}
