// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `A night in which nobody answers` {
  private static let source = Source(
    id: "s",
    title: "S",
    place: .page(WebAddress(alreadyNormal: "https://www.example.org/reviews/"))
  )

  /// The report of a night in which the only page comes to a verdict.
  private static func night(
    _ verdict: Verdict,
    after runs: [RunReport] = [],
    hours: Double = 0
  ) -> RunReport {
    let start = Date(timeIntervalSince1970: 1_900_000_000).addingTimeInterval(hours * 3_600)
    var night = Night(
      NightPlan(sources: [source], started: start),
      RunHistory(runs.map { RunHistory.PastRun($0) }, of: ["s"]),
      RunReport(run: "r", tool: "t", started: start)
    )
    let reading = SourceListing(notRead: verdict, because: verdict.sentence)
    _ = night.take(.read(source: 0, reading, SourceMemory([], strangers: [:])))
    _ = night.take(.ended(isComplete: true))
    return night.report
  }

  @Test(
    arguments: [
      .unreachable(.timedOut), .unreachable(.nameTemporary), .unreachable(.ownNetwork),
    ] as [Verdict]
  )
  func `is our own network's, at first`(verdict: Verdict) {
    let report = Self.night(verdict)
    #expect(report.isNetworkDown && report.silentNights == 1)
    #expect(report.sources.map(\.isNews) == [false])
  }

  @Test(
    arguments: [
      .tls(.expired), .tls(.protocolFault), .unreachable(.nameUnknown),
      .unreachable(.refusedConnection), .unreachable(.reset), .unreachable(.stalled),
      .unreachable(.protocolFault), .refused(.redirectLoop), .refused(.tooManyRedirects),
      .serverError(status: 500), .forbidden, .notFound, .damaged(.truncated),
    ] as [Verdict]
  )
  func `is none where somebody answered, whatever it was`(verdict: Verdict) {
    let report = Self.night(verdict)
    #expect(!report.isNetworkDown && report.silentNights == nil)
    #expect(report.sources.map(\.isNews) == [true])
  }

  @Test(
    arguments: [.refused(.robots), .refused(.deferred), .refused(.privateAddress)] as [Verdict]
  )
  func `is none where nobody was asked`(verdict: Verdict) {
    #expect(!Self.night(verdict).isNetworkDown)
  }

  @Test func `is the host's with the third night, told once, until somebody answers`() {
    let silence = Verdict.unreachable(.timedOut)
    var runs: [RunReport] = []
    func next(_ verdict: Verdict, hours: Double) -> RunReport {
      let report = Self.night(verdict, after: runs, hours: hours)
      runs.insert(report, at: 0)
      return report
    }
    #expect(next(.page, hours: 0).silentNights == nil)
    #expect(next(silence, hours: 24).isNetworkDown)
    // Three runs in one evening are one night.
    #expect(next(silence, hours: 25).silentNights == 1)
    #expect(next(silence, hours: 26).isNetworkDown)
    #expect(next(silence, hours: 48).isNetworkDown)
    let third = next(silence, hours: 72)
    #expect(!third.isNetworkDown && third.silentNights == 3)
    #expect(third.sources.map(\.isNews) == [true])
    let fourth = next(silence, hours: 96)
    #expect(!fourth.isNetworkDown && fourth.silentNights == 4)
    #expect(fourth.sources.map(\.isNews) == [false])
    #expect(next(.serverError(status: 503), hours: 120).silentNights == nil)
    #expect(next(silence, hours: 144).isNetworkDown)
  }
}
