// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import Testing

@testable import Night

/// A host whose documents fail together: what is recorded, and when it is told.
@Suite(.timeLimit(.minutes(20)))
struct `A host most of whose documents fail` {
  private struct Site {
    var archive = MemoryArchive()
    var hours = 0.0
    let documents: [WebAddress]

    init(_ count: Int) {
      documents = (1...count).map { WebAddress(alreadyNormal: "https://www.example.org/\($0).pdf") }
    }

    /// A night on which these fail, by their numbers; all others answer with the same file as ever.
    mutating func night(
      _ verdict: Verdict = .notFound,
      failing: ClosedRange<Int>? = nil,
      after hours: Double = 24
    ) -> RunReport {
      self.hours += hours
      var answers: [WebAddress: ReplayedNight.Answer] = [:]
      for document in documents { answers[document] = .file(document.text) }
      for number in failing.map(Array.init) ?? [] {
        answers[documents[number - 1]] = .verdict(verdict)
      }
      let source = Source(id: "s", title: "S", place: .addresses(documents))
      let start = Date(timeIntervalSince1970: 1_900_000_000).addingTimeInterval(self.hours * 3_600)
      let replay = ReplayedNight(
        plan: NightPlan(sources: [source], started: start),
        listings: [SourceListing(documents)],
        answers: answers
      )
      return replay.run(&archive)
    }

    func word(_ number: Int) -> String? { archive.documents[documents[number - 1]]?.standing?.word }
  }

  @Test(arguments: [
    Verdict.forbidden, .blocked(by: .imperva), .serverError(status: 503), .notFound,
  ])
  func `changes nothing of why what was never there is left out`(verdict: Verdict) {
    var history = MoveHistory()
    let documents = (1...7).map { "https://example.org/\($0).pdf" }
    let well = Dictionary(
      uniqueKeysWithValues: documents.dropLast().map { ($0, MoveHistory.Answer.file($0)) }
    )
    let ill = Dictionary(
      uniqueKeysWithValues: documents.map { ($0, MoveHistory.Answer.verdict(verdict)) }
    )
    #expect(history.night([documents], well).news.contains { $0.news == .leftOut })
    let last = MoveHistory.address(documents[6])
    let before = history.archive.documents[last]?.standing
    #expect(before?.leftOutReason == .dead)
    #expect(history.night([documents], ill).news.isEmpty)
    #expect(history.archive.documents[last]?.standing == before)
    #expect(history.night([documents], well).news.isEmpty)
    #expect(history.archive.documents[last]?.standing == before)
  }

  @Test(arguments: [Verdict.notFound, .softMissing(.notFoundPage), .gone])
  func `is believed on the third night, and then told of each, once`(verdict: Verdict) {
    var site = Site(6)
    _ = site.night()
    for night in 1...2 {
      let report = site.night(verdict, failing: 1...5)
      #expect(report.news.isEmpty && report.notes.isEmpty)
      #expect(report.degradedHosts.map(\.isNews) == [night == 1])
      #expect(report.degradedHosts.map(\.illness?.nights) == [night])
      #expect(site.word(1) == (verdict == .gone ? "gone" : "missing"), "it is counted meanwhile")
    }
    let third = site.night(verdict, failing: 1...5)
    #expect(third.news.map(\.news) == Array(repeating: .gone, count: 5))
    #expect(third.degradedHosts.isEmpty)
    #expect(third.notes.map(\.isNews) == [true])
    for _ in 4...40 {
      let later = site.night(verdict, failing: 1...5)
      #expect(!later.hasNews && later.degradedHosts.isEmpty, "once believed it stays so")
    }
    let back = site.night(verdict, failing: 1...4)
    #expect(back.news.map(\.news) == [.returned])
    #expect(back.degradedHosts.isEmpty)
  }

  @Test func `is silence until the third night, and then told as that`() {
    var site = Site(4)
    _ = site.night()
    #expect(site.night(.serverError(status: 503), failing: 1...4).news.isEmpty)
    #expect(site.night(.serverError(status: 503), failing: 1...4).news.isEmpty)
    let third = site.night(.serverError(status: 503), failing: 1...4)
    #expect(third.news.map(\.news) == Array(repeating: .unreachable, count: 4))
    #expect(!site.night(.serverError(status: 503), failing: 1...4).hasNews)
    #expect(site.night().news.map(\.news) == Array(repeating: .returned, count: 4))
  }

  @Test func `says nothing if it is well again before`() {
    var site = Site(6)
    _ = site.night()
    _ = site.night(failing: 1...6)
    _ = site.night(failing: 1...6)
    let well = site.night()
    #expect(!well.hasNews)
    #expect(site.word(1) == "present")
    // The count begins anew with the next illness.
    #expect(site.night(failing: 1...6).degradedHosts.map(\.illness?.nights) == [1])
  }

  @Test func `is judged by nights and not by runs`() {
    var site = Site(6)
    _ = site.night()
    for run in 0..<30 {
      let report = site.night(failing: 1...6, after: run == 0 ? 24 : 0.5)
      #expect(report.news.isEmpty && report.degradedHosts.count == 1)
    }
    #expect(site.night(failing: 1...6).news.isEmpty)
    #expect(site.night(failing: 1...6).news.count == 6)
  }

  @Test func `is believed however many runs there are in a night`() {
    var site = Site(3)
    _ = site.night()
    var told: [Int] = []
    for run in 0..<80 where !site.night(failing: 1...3, after: 1).news.isEmpty { told.append(run) }
    #expect(told.count == 1, "a host is not ill for ever, and what it lost is told once")
  }

  @Test func `is not one whose documents died before`() {
    var site = Site(9)
    _ = site.night()
    for _ in 1...4 { _ = site.night(failing: 1...5) }
    // Those five are silent for their own sake: of the four that were alive, one fails.
    let report = site.night(failing: 1...6)
    #expect(report.degradedHosts.isEmpty)
    #expect(report.news.map(\.news) == [.missing])
    // Three of these four are more than half of them.
    let ill = site.night(failing: 1...8)
    #expect(ill.degradedHosts.isEmpty, "one was missing before, two are left")
    var other = Site(9)
    _ = other.night()
    for _ in 1...4 { _ = other.night(failing: 1...5) }
    #expect(other.night(failing: 1...8).degradedHosts.count == 1)
  }

  @Test func `is one though a wall hid it in between`() {
    var site = Site(4)
    _ = site.night()
    _ = site.night(.forbidden, failing: 1...4)
    _ = site.night(failing: 1...4)
    let third = site.night(failing: 1...4)
    #expect(third.degradedHosts.isEmpty)
    #expect(third.news.map(\.news) == Array(repeating: .missing, count: 4))
    #expect(site.night(failing: 1...4).news.map(\.news) == Array(repeating: .gone, count: 4))
  }

  @Test func `is as ill after a run that did not ask it`() {
    let ill = (1...6).map { WebAddress(alreadyNormal: "https://ill.example/\($0).pdf") }
    let other = WebAddress(alreadyNormal: "https://other.example/1.pdf")
    let sources = [
      Source(id: "ill", title: "I", place: .addresses(ill)),
      Source(id: "other", title: "O", place: .addresses([other])),
    ]
    var archive = MemoryArchive()
    func night(_ hours: Double, _ sources: ArraySlice<Source>, isDown: Bool) -> RunReport {
      var answers: [WebAddress: ReplayedNight.Answer] = [other: .file("o")]
      for document in ill {
        answers[document] = isDown ? .verdict(.notFound) : .file(document.text)
      }
      let replay = ReplayedNight(
        plan: NightPlan(
          sources: Array(sources),
          started: Date(timeIntervalSince1970: 1_900_000_000 + hours * 3_600)
        ),
        listings: sources.map { SourceListing($0.namedDocuments) },
        answers: answers
      )
      return replay.run(&archive)
    }
    _ = night(0, sources[...], isDown: false)
    #expect(night(24, sources[...], isDown: true).news.isEmpty)
    for hour in 25...30 {
      let between = night(Double(hour), sources[1...], isDown: true)
      #expect(!between.hasNews && between.degradedHosts.map(\.wasNotAsked) == [true])
    }
    let again = night(31, sources[...], isDown: true)
    #expect(again.news.isEmpty && again.degradedHosts.map(\.illness?.nights) == [1])
    #expect(night(48, sources[...], isDown: true).news.isEmpty)
    #expect(night(72, sources[...], isDown: true).news.count == 6)
  }

  @Test func `by reports of before nights were counted is as ill as these say`() throws {
    let start = Date(timeIntervalSince1970: 1_900_000_000)
    let runs = (0..<4).map { night in
      var report = RunReport(run: "r", tool: "t", started: start + Double(night) * 86_400)
      if night > 0 { report.degradedHosts = [.init(host: "h", sentence: "", isNews: true)] }
      report.sources = [
        .init(
          id: "s",
          title: "S",
          address: nil,
          listed: 0,
          appeared: 0,
          disappeared: 0,
          health: night > 1 ? "listing-shrank" : "healthy",
          wasReached: true
        )
      ]
      return RunHistory.PastRun(report)
    }
    let history = RunHistory(runs.reversed(), of: ["s"])
    let host = try #require(history.illness(ofHost: "h"))
    #expect(host.nights == 3 && host.since == start + 86_400)
    #expect(history.illness(ofSource: "s")?.nights == 2)
    var unread = RunReport(run: "r", tool: "t", started: start + 5 * 86_400)
    unread.sources = [
      .init(
        id: "s",
        title: "S",
        address: nil,
        listed: 0,
        appeared: 0,
        disappeared: 0,
        health: "healthy",
        wasReached: false
      )
    ]
    let later = RunHistory([RunHistory.PastRun(unread)] + runs.reversed(), of: ["s"])
    #expect(later.illness(ofSource: "s")?.nights == 2, "a page that was not read is no healthier")
    #expect(history.illness(ofHost: "other") == nil)
    #expect(history.lastWell(ofHost: "h") == start)
  }
}
