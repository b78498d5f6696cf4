// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Night
import Records
import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `Of sources that are not read` {
  private static let day = Date(timeIntervalSince1970: 0)

  private static func source(
    _ id: String,
    _ verdict: Verdict = .notFound,
    nights: Int = 1,
    isNews: Bool = false
  ) throws -> RunReport.SourceOutcome {
    var source = RunReport.SourceOutcome(
      id: id,
      title: id,
      address: try WebAddress("https://example.org/"),
      verdict: verdict,
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: "it failed",
      wasReached: false
    )
    source.isNews = isNews
    source.unread = (1..<nights).reduce(Illness(since: day)) { illness, night in
      illness.lasting(until: day.addingTimeInterval(Double(night) * 86_400))
    }
    return source
  }

  private static func reminder(_ run: RunReport) -> [String] {
    Report(ofUnreadIn: run).lines.map(\.description)
  }

  @Test func `it is told each night since when and why, and nothing else where nothing is news`()
    throws
  {
    var run = RunReport.sample
    #expect(Self.reminder(run) == [])
    run.sources = [try Self.source("a", nights: 5)]
    let line = "Still not read, the source a (since 1970-01-01): it failed."
    #expect(Self.reminder(run) == [line])
    #expect(run.told == [line])
    run.isNetworkDown = true
    #expect(Self.reminder(run) == [], "that is told, whatever it was")
  }

  @Test func `it is told too why a list was not read to its end`() throws {
    var run = RunReport.sample
    var source = try Self.source("a")
    (source.wasReached, source.unread, source.limits) = (true, nil, ["length"])
    run.sources = [source]
    #expect(Self.reminder(run) == [], "a bound of ours was told, and the status is 0")
    run.sources[0].unreadLists = 1
    #expect(Self.reminder(run) == ["Still not read to the end, the source a: it failed."])
    run.sources[0].limits = ["nesting"]
    #expect(Self.reminder(run) == [], "it was read, and the status is 0")
  }

  @Test
  func `what is not read to its end is told since when, with what helps, and when it is over`()
    throws
  {
    var run = RunReport.sample
    var source = try Self.source("a", nights: 3, isNews: true)
    (source.wasReached, source.limits, source.unreadLists) = (true, ["pages"], 1)
    (source.partlyRead, source.unread, source.listed) = (source.unread, nil, 12)
    run.sources = [source]
    let again =
      "what was read is kept, and the rest is asked for again in the next run; should it stay so, open it with a browser"
    #expect(
      run.told == [
        "Not read to the end for 3 nights in a row, the source a (since 1970-01-01): it failed.",
        "  next: \(again)",
      ]
    )
    let attention = SourceAttention.all(of: source, in: .sample)
    #expect(
      attention.map(\.words) == ["not read to its end since 1970-01-01, for 3 nights; it failed"]
    )
    #expect(attention.map(\.next) == [again])
    source.unreadLists = nil
    #expect(SourceAttention.all(of: source, in: .sample).first?.next.contains("`pages`") == true)
    run.sources[0].isNews = false
    #expect(
      Self.reminder(run) == [
        "Still not read to the end, the source a (since 1970-01-01): it failed."
      ]
    )
    (source.partlyRead, source.limits, source.sentence) = (nil, nil, nil)
    source.readWholeAgain = RunReport.Outage(since: Self.day, until: Self.day, nights: 1)
    run.sources = [source]
    #expect(
      run.told == [
        "The source a is read to the end again: 12 documents listed; not read to the end on 1970-01-01."
      ]
    )
  }

  @Test func `what its links are signed with needs attention as long as it is so`() throws {
    var source = try Self.source("a", nights: 1, isNews: false)
    (source.wasReached, source.sentence, source.unread, source.listed) = (true, nil, nil, 12)
    #expect(SourceAttention.all(of: source, in: .sample).isEmpty)
    source.proposedNoise = ["Expires", "Signature"]
    let attention = SourceAttention.all(of: source, in: .sample)
    #expect(attention.map(\.words) == [RunReport.SourceOutcome.sentenceOfNoise])
    #expect(
      attention.map(\.next) == [
        "write `queryNoise: [Expires, Signature]` to the source in the configuration, if none of that tells two documents apart"
      ]
    )
  }

  @Test func `the third night says how long it has been so`() throws {
    var run = RunReport.sample
    run.sources = [try Self.source("a", nights: 3, isNews: true)]
    run.sources[0].listed = 12
    #expect(
      run.told.first
        == "Not read for 3 nights in a row, the source a (since 1970-01-01): it failed; nothing new is found there; "
        + "what it listed is visited still (12 documents)."
    )
  }

  @Test func `being read again is told with the time in between`() throws {
    var run = RunReport.sample
    var source = try Self.source("a", isNews: true)
    (source.wasReached, source.sentence, source.listed) = (true, nil, 1)
    let until = Self.day.addingTimeInterval(9 * 86_400)
    source.readAgain = RunReport.Outage(since: Self.day, until: until, nights: 10)
    run.sources = [source]
    #expect(
      run.told == [
        "The source a is read again: 1 document listed; not read from 1970-01-01 to 1970-01-10."
      ]
    )
    run.sources[0].readAgain = RunReport.Outage(since: Self.day, until: Self.day, nights: 1)
    #expect(run.told.first?.hasSuffix("not read on 1970-01-01.") == true)
  }

  @Test(arguments: [true, false])
  func `more than ten of one reason are one line`(isNews: Bool) throws {
    var run = RunReport.sample
    run.sources = try (1...10).map { try Self.source("s\($0)", isNews: isNews) }
    run.sources.append(try Self.source("other", .forbidden, isNews: isNews))
    #expect(run.told.count == (isNews ? 22 : 11))
    run.sources.insert(try Self.source("s11", isNews: isNews), at: 3)
    let first = isNews ? "Could not read 11" : "Still not read, 11"
    let since = isNews ? "" : " (the first since 1970-01-01)"
    #expect(run.told.first == "\(first) sources (s1, s2, s3 and 8 more)\(since): s1: it failed.")
    #expect(run.told.count == (isNews ? 4 : 2))
  }

  @Test func `a host that was left alone counts with what it answered before`() throws {
    var run = RunReport.sample
    run.sources = try (1...4).map { try Self.source("left\($0)", .refused(.failingHost)) }
    run.sources += try (1...5).map { try Self.source("ill\($0)", .serverError(status: 503)) }
    #expect(run.told.count == 9)
    run.sources += try (6...8).map { try Self.source("ill\($0)", .serverError(status: 503)) }
    let all = "Still not read, 12 sources (ill1, left1, left2 and 9 more)"
    #expect(run.told == ["\(all) (the first since 1970-01-01): ill1: it failed."])
  }

  @Test func `more than ten that are read again are one line`() throws {
    var run = RunReport.sample
    run.sources = try (1...11).map { number in
      var source = try Self.source("s\(number)", isNews: true)
      (source.wasReached, source.sentence, source.listed) = (true, nil, 2)
      source.readAgain = RunReport.Outage(since: Self.day, until: Self.day, nights: 1)
      return source
    }
    #expect(
      run.told == [
        "11 sources are read again (s1, s2, s3 and 8 more): 22 documents listed; not read from 1970-01-01 to 1970-01-01 "
          + "at the longest."
      ]
    )
    run.sources.removeLast()
    #expect(run.told.count == 10)
  }

  /// One of each verdict, and each reason of those that have some.
  private static func verdicts() throws -> [Verdict] {
    let other = try WebAddress("https://example.org/new")
    return [
      .document(.pdf), .unchanged, .page, .moved(to: other), .movedAndChanged(to: other, .pdf),
      .gone, .notFound, .blocked(by: .unnamed), .authenticationRequired, .forbidden,
      .rateLimited(retryAfter: nil), .serverError(status: 503), .clientError(status: 451),
      .clientError(status: 400),
    ] + SoftMissingReason.allCases.map(Verdict.softMissing)
      + UnreachableReason.allCases.map(Verdict.unreachable) + TLSFault.allCases.map(Verdict.tls)
      + Damage.allCases.map(Verdict.damaged) + Refusal.allCases.map(Verdict.refused)
  }

  private static func advice(on verdict: Verdict) throws -> String {
    let advice = Report.advice(
      onReading: try source("a", verdict),
      in: .sample
    )
    return advice.description
  }

  @Test func `each reason has a next step, and only a list that may have moved that of a move`()
    throws
  {
    for verdict in try Self.verdicts() {
      let advice = try Self.advice(on: verdict)
      let mayHaveMoved =
        switch verdict {
        case .gone, .notFound, .unreachable(.nameUnknown): true
        case .softMissing(let reason): ![.siteNotice, .parked].contains(reason)
        default: false
        }
      #expect(!advice.isEmpty)
      #expect(advice.contains("if the list has moved") == mayHaveMoved, "\(verdict): \(advice)")
    }
    let tooLarge = try Self.advice(on: .refused(.tooLarge))
    #expect(tooLarge.hasPrefix("raise `documentSize` below `limits`"))
    #expect(try Self.advice(on: .refused(.noSpace)).hasPrefix("make room on the archive's disk"))
    #expect(try Self.advice(on: .refused(.redirectLoop)).contains("the address it ends at"))
    #expect(try Self.advice(on: .unreachable(.ownNetwork)).contains("this machine's network"))
    #expect(try Self.advice(on: .page).hasPrefix("`hanaper"))
  }
}
