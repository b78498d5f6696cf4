// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTML
import Records
import Support
import Testing

@testable import Night

/// Nights of one source, which is read or not.
private struct Nights {
  enum What {
    case read
    case unread(Verdict)
    /// Read, but for a list that it goes on to.
    case partly
    /// Read to these bounds of ours.
    case bounded(Set<PageLimit>)
    /// Stopped before all sources were read.
    case stopped
  }

  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")
  private(set) var runs: [RunReport] = []
  private var hours = 0.0

  static func day(_ number: Double) -> Date {
    Date(timeIntervalSince1970: 1_900_000_000 + number * 86_400)
  }

  /// One more, so many hours after the last.
  mutating func next(_ what: What, after hours: Double = 24) -> RunReport.SourceOutcome? {
    self.hours += hours
    let source = Source(id: "s", title: "S", place: .page(Self.page))
    let start = Self.day(self.hours / 24)
    var night = Night(
      NightPlan(sources: [source], started: start),
      RunHistory(runs.prefix(RunHistory.reach).map { RunHistory.PastRun($0) }, of: ["s"]),
      RunReport(run: "r", tool: "t", started: start)
    )
    var isComplete = true
    switch what {
    case .read:
      var reading = SourceListing([WebAddress(alreadyNormal: "https://www.example.org/a.pdf")])
      reading.verdict = .page
      _ = night.take(.read(source: 0, reading, SourceMemory()))
    case .partly:
      var reading = SourceListing([WebAddress(alreadyNormal: "https://www.example.org/a.pdf")])
      (reading.verdict, reading.limits, reading.unreadLists) = (.page, [.pages], 1)
      reading.sentence = "1 page it goes on to could not be read"
      _ = night.take(.read(source: 0, reading, SourceMemory()))
    case .bounded(let limits):
      var reading = SourceListing([WebAddress(alreadyNormal: "https://www.example.org/a.pdf")])
      (reading.verdict, reading.limits) = (.page, limits)
      reading.sentence = "it is longer than the bound"
      _ = night.take(.read(source: 0, reading, SourceMemory()))
    case .unread(let verdict):
      let reading = SourceListing(notRead: verdict, because: verdict.sentence)
      _ = night.take(.read(source: 0, reading, SourceMemory()))
    case .stopped: isComplete = false
    }
    _ = night.take(.ended(isComplete: isComplete))
    runs.insert(night.report, at: 0)
    return night.report.sources.first
  }

  /// A person settles what is wrong with the source.
  mutating func settle() {
    guard let outcome = runs.first?.sources.first else { return }
    let start = runs.first?.started.addingTimeInterval(60) ?? Self.day(0)
    var report = RunReport(run: "p", tool: "t", started: start)
    report.settledSources = [
      .init("s", at: start, outcome.openProblems.map(outcome.subject), note: "known")
    ]
    runs.insert(report, at: 0)
  }

  /// Makes the reports what they were before outages were counted.
  mutating func forgetCounts() {
    for index in runs.indices {
      for source in runs[index].sources.indices {
        runs[index].sources[source].unread = nil
        runs[index].sources[source].partlyRead = nil
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A source that could not be read` {
  private static let missing = Nights.What.unread(.notFound)

  @Test func `is news on its first night and on its third, and never again`() {
    var nights = Nights()
    let news = (0..<60).map { _ in nights.next(Self.missing)?.isNews }
    #expect(news == [true, false, true] + Array(repeating: false, count: 57))
    let last = nights.runs.first?.sources.first
    #expect(last?.unread?.nights == 60 && last?.unread?.since == Nights.day(1))
    #expect(last?.sentence != nil, "each report says why")
  }

  @Test func `is told once of a list beyond a bound of ours, and again for another bound`() {
    var nights = Nights()
    var told: [Int] = []
    for night in 0..<8 {
      let isNews = nights.next(.bounded(night < 5 ? [.pages] : [.links]))?.isNews
      if isNews == true { told.append(night) }
      #expect(nights.runs.first?.isWhole == !(isNews == true), "status 4 is for what is told")
      #expect(nights.runs.first?.sources.first?.openProblems == [.partlyRead])
    }
    #expect(told == [0, 5])
    // What was cut, or not delivered, may be there tomorrow.
    var other = Nights()
    let cut = (0..<4).map { _ in other.next(.bounded([.cut]))?.isNews }
    #expect(cut == [true, false, true, false] && other.runs.first?.isWhole == false)
  }

  @Test func `needs no more attention when a person has settled it, until it stands otherwise`() {
    var nights = Nights()
    #expect(nights.next(Self.missing)?.openProblems == [.unread])
    nights.settle()
    // For longer than reports are looked into, and for another reason.
    for _ in 0..<50 { _ = nights.next(.unread(.forbidden)) }
    #expect(nights.runs.first?.sources.first?.settled?.note == "known")
    #expect(nights.runs.first?.sources.first?.openProblems == [])
    #expect(nights.next(Self.missing)?.unread?.nights == 52, "it is no night that it was settled")
    #expect(nights.next(.partly)?.openProblems == [.partlyRead])
    nights.settle()
    #expect(nights.next(.partly)?.openProblems == [])
    #expect(nights.next(.read)?.problems == [])
    #expect(nights.next(.partly)?.openProblems == [.partlyRead], "it was over")
  }

  @Test func `is one night's news in three runs of one evening`() {
    var nights = Nights()
    #expect(nights.next(Self.missing)?.isNews == true)
    for _ in 0..<3 { #expect(nights.next(Self.missing, after: 1)?.isNews == false) }
    #expect(nights.next(Self.missing)?.isNews == false)
    #expect(nights.next(Self.missing)?.isNews == true)
  }

  @Test func `is no flood where the reason changes every night`() {
    var nights = Nights()
    let verdicts: [Verdict] = [.notFound, .serverError(status: 503), .forbidden, .tls(.expired)]
    let news = (0..<12).filter { nights.next(.unread(verdicts[$0 % 4]))?.isNews == true }
    #expect(news == [0, 2])
  }

  @Test(arguments: [1, 2, 3, 90])
  func `is read again, which is told once with the time in between`(count: Int) {
    var nights = Nights()
    #expect(nights.next(.read)?.readAgain == nil)
    for _ in 0..<count {
      _ = nights.next(Self.missing)
      #expect(nights.runs.first?.sources.first?.lastRead == Nights.day(1))
    }
    let again = nights.next(.read)
    let outage = RunReport.Outage(
      since: Nights.day(2),
      until: Nights.day(Double(1 + count)),
      nights: count
    )
    #expect(again?.readAgain == outage && again?.isNews == true)
    #expect(nights.runs.first?.hasNews == true)
    let next = nights.next(.read)
    #expect(next?.readAgain == nil && next?.isNews == false)
  }

  @Test func `is told as read again where the run in between was stopped`() {
    var nights = Nights()
    _ = nights.next(Self.missing)
    #expect(nights.next(.stopped) == nil)
    #expect(nights.next(.read)?.readAgain?.since == Nights.day(1))
    _ = nights.next(.stopped)
    #expect(nights.next(.read)?.isNews == false)
  }

  @Test func `counts nights in which nobody answered, and tells of none that was not told`() {
    var nights = Nights()
    let silence = Nights.What.unread(.unreachable(.timedOut))
    _ = nights.next(.read)
    #expect(nights.next(silence)?.isNews == false, "our own network, as it seems")
    #expect(nights.next(.read)?.readAgain == nil)
    // Told, silent, silent: the third night was not the one to tell of it.
    #expect(nights.next(Self.missing)?.isNews == true)
    #expect(nights.next(silence)?.isNews == false)
    #expect(nights.next(silence)?.isNews == false)
    #expect(nights.next(silence)?.isNews == true)
    #expect(nights.next(silence)?.isNews == false)
    #expect(nights.next(.read)?.readAgain?.nights == 5)
  }

  @Test(arguments: [false, true])
  func `to its end is news when that begins, with the third night, and when it is over`(
    isOfBefore: Bool
  ) {
    var nights = Nights()
    _ = nights.next(.read)
    let news = (0..<10).map { _ in
      if isOfBefore { nights.forgetCounts() }
      return nights.next(.partly)?.isNews
    }
    #expect(news == [true, false, true] + Array(repeating: false, count: 7))
    let last = nights.runs.first?.sources.first
    #expect(last?.partlyRead?.nights == 10 && last?.partlyRead?.since == Nights.day(2))
    #expect(last?.unread == nil && last?.unreadLists == 1)
    let again = nights.next(.read)
    let outage = RunReport.Outage(since: Nights.day(2), until: Nights.day(11), nights: 10)
    #expect(again?.readWholeAgain == outage && again?.isNews == true && again?.readAgain == nil)
    #expect(nights.next(.read)?.isNews == false)
  }

  @Test func `at all, after nights in which it was not read to its end, begins to count anew`() {
    var nights = Nights()
    for _ in 0..<4 { _ = nights.next(.partly) }
    #expect(nights.next(Self.missing)?.unread?.nights == 1)
    let again = nights.next(.partly)
    #expect(again?.readAgain?.nights == 1 && again?.partlyRead?.nights == 1)
    #expect(again?.readWholeAgain == nil)
  }

  @Test func `is followed from reports of before`() {
    var nights = Nights()
    _ = nights.next(.read)
    for _ in 0..<2 { _ = nights.next(Self.missing) }
    nights.forgetCounts()
    let third = nights.next(Self.missing)
    #expect(third?.isNews == true && third?.unread?.nights == 3)
    nights.forgetCounts()
    let again = nights.next(.read)?.readAgain
    #expect(again?.since == Nights.day(2) && again?.nights == 3)
  }
}
