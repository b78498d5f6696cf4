// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A document that is listed and never was kept` {
  private static let start = Date(timeIntervalSince1970: 1_700_000_000)

  /// How it stands after some nights, and what each told.
  private static func nights(
    _ verdicts: [Verdict],
    from standing: Standing = .unknown,
    wanting kinds: Set<BodyKind> = [.pdf, .docx],
    isNamed: Bool = false,
    isRejected: Bool = false,
    health: RunHealth = .healthy
  ) -> (standing: Standing, news: [[News]]) {
    var standing = standing
    let news = verdicts.enumerated().map { night, verdict in
      let next = standing.afterNothingHeld(
        verdict,
        on: start.addingTimeInterval(Double(night) * 86_400),
        wanting: kinds,
        isNamed: isNamed,
        isRejected: isRejected,
        health: health
      )
      defer { standing = next }
      return StandingChange(from: standing, to: next).news
    }
    return (standing, news)
  }

  @Test func `is counted as left out on the night on which it is told, too, and not as failed`() {
    #expect(VisitResult([.leftOut], isAlive: false, isKept: false) == .leftOut)
    #expect(VisitResult([], isAlive: false, isKept: false, isLeftOut: true) == .leftOut)
    #expect(VisitResult([.missing], isAlive: false, isKept: true) == .failed)
    #expect(VisitResult([], isAlive: false, isKept: true) == .failed)
    #expect(VisitResult([.missing], isAlive: false, isKept: true, isLeftOut: true) == .failed)
  }

  @Test(
    arguments: [
      (.refused(.robots), .robots), (.softMissing(.wrongType), .page),
      (.softMissing(.landingPage), .page), (.softMissing(.viewerPage), .viewer),
      (.document(.unknown), .unknownKind), (.refused(.tooLarge), .tooLarge),
      (.authenticationRequired, .login), (.forbidden, .wall), (.blocked(by: .imperva), .wall),
      (.refused(.privateAddress), .privateAddress), (.notFound, .dead), (.gone, .dead),
      (.softMissing(.notFoundPage), .dead), (.softMissing(.redirectedHome), .dead),
      (.softMissing(.parked), .dead), (.document(.json), .otherKind),
      (.document(.xml), .otherKind), (.document(.text), .otherKind),
    ] as [(Verdict, LeftOutReason)]
  )
  func `is left out with its reason, told once, and never missing or gone`(
    verdict: Verdict,
    reason: LeftOutReason
  ) {
    let outcome = Self.nights([verdict, verdict, verdict, verdict])
    #expect(outcome.standing == .leftOut(since: Self.start, reason))
    #expect(outcome.news == [[.leftOut], [], [], []])
  }

  @Test(
    arguments: [
      .page, .document(.jpeg), .refused(.deferred), .refused(.failingHost), .refused(.noSpace),
    ] as [Verdict]
  )
  func `is nothing to tell of where nobody asks for it, or it was not asked for`(verdict: Verdict) {
    let outcome = Self.nights([verdict, verdict])
    #expect(outcome.standing == .unknown)
    #expect(outcome.news == [[], []])
  }

  @Test func `is told where a page came for an address that a person wrote down`() {
    let named = Self.nights([.page, .page], isNamed: true)
    #expect(named.standing == .leftOut(since: Self.start, .page))
    #expect(named.news == [[.leftOut], []])
    let kept = Self.nights([.page], wanting: [.pdf, .html], isNamed: true)
    #expect(kept.news == [[]])
  }

  @Test func `is named by what came and what would keep it`() {
    func sentence(_ reason: LeftOutReason, _ verdict: Verdict) -> String {
      reason.sentence(after: verdict)
    }
    #expect(
      sentence(.otherKind, .document(.json))
        == "a JSON file came, which is of no kind that the source keeps; `json` among its `kinds` keeps it"
    )
    #expect(sentence(.otherKind, .document(.text)).hasPrefix("plain text came"))
    #expect(sentence(.page, .page).contains("`page` among its `kinds` keeps it"))
    #expect(sentence(.page, .softMissing(.wrongType)) == LeftOutReason.page.sentence)
    #expect(LeftOutReason.otherKind.words(after: .document(.xml)) == "an XML file")
    for reason in LeftOutReason.allCases { #expect(sentence(reason, .notFound) == reason.sentence) }
  }

  @Test(
    arguments: [
      ("a.txt", nil, true), ("get?file=a.txt", nil, true), ("a", .text, true),
      ("a.eml", nil, false),
      ("a", nil, false), ("a.ics", .pdf, false),
    ] as [(String, BodyKind?, Bool)]
  )
  func `is kept as plain text only where it says that it is`(
    path: String,
    stated: BodyKind?,
    isKept: Bool
  ) throws {
    let page = try WebAddress("https://example.org/")
    var source = Source(id: "a", title: "A", place: .page(page))
    let address = try WebAddress("https://example.org/\(path)")
    #expect(source.kinds(at: address, stated: stated).contains(.text) == isKept)
    source.kinds = [.pdf]
    #expect(source.kinds(at: address, stated: stated) == [.pdf])
  }

  @Test func `is told again with another reason, and not for a night of silence`() {
    let outcome = Self.nights([
      .refused(.robots), .unreachable(.timedOut), .refused(.robots), .notFound, .notFound,
    ])
    #expect(outcome.news == [[.leftOut], [], [], [.leftOut], []])
  }

  @Test func `is told once for each reason that comes in turn, and stays settled meanwhile`() throws
  {
    let source = Source(
      id: "s",
      title: "S",
      place: .page(WebAddress(alreadyNormal: "https://lists.example/"))
    )
    let address = WebAddress(alreadyNormal: "https://example.org/1.pdf")
    var listing = SourceListing([])
    listing.links = [Link(address: address, text: "Report")]
    var archive = MemoryArchive()
    var night = 0
    func news(_ verdict: Verdict?) -> [News] {
      defer { night += 1 }
      let start = Self.start.addingTimeInterval(Double(night) * 86_400)
      return ReplayedNight(
        plan: NightPlan(sources: [source], started: start),
        listings: [listing],
        answers: [address: verdict.map { .verdict($0) } ?? .file("one")]
      ).run(&archive).news.map(\.news)
    }
    let (robots, large) = (Verdict.refused(.robots), Verdict.refused(.tooLarge))
    #expect(
      [robots, large, robots, .notFound, large, robots].map(news) == [
        [.leftOut], [.leftOut], [], [.leftOut], [], [],
      ]
    )
    var document = try #require(archive.documents[address])
    #expect(document.toldReasons == [.robots, .tooLarge, .dead])
    #expect(document.openStanding?.leftOutReason == .robots, "the last one is shown")
    document.acknowledgement = Acknowledgement(
      at: document.lastVisited,
      subject: document.toldStanding.subject,
      body: nil
    )
    #expect(document.openStanding == nil)
    _ = news(large)
    let later = try #require(archive.documents[address])
    #expect(later.toldStanding.subject == document.toldStanding.subject)
    #expect(news(nil) == [.appeared] && archive.documents[address]?.toldReasons == [])
  }

  @Test func `is not reached for several nights where it only is silent`() {
    let silence = Verdict.unreachable(.timedOut)
    let outcome = Self.nights([silence, silence, silence])
    #expect(outcome.news == [[], [], [.unreachable]])
  }

  @Test func `is new when it comes after all, and nothing else`() {
    let change = StandingChange(
      from: .leftOut(since: Self.start, .wall),
      to: .present,
      accession: .first
    )
    #expect(change.news == [.appeared])
  }

  @Test(
    arguments: [
      .leftOut(since: start, .dead), .unreachable(since: start, count: 5),
      .faulty(since: start, .expired),
    ] as [Standing]
  )
  func `is nothing when a page comes in the place of what it was`(old: Standing) {
    let outcome = Self.nights([.page], from: old)
    #expect(outcome.standing == .unknown && outcome.news == [[]])
  }

  @Test(
    arguments: [
      (.missing(since: start, count: 2), .notFound), (.gone(since: start), .gone),
      (.blocked(since: start), .forbidden), (.blocked(since: start), .authenticationRequired),
    ] as [(Standing, Verdict)]
  )
  func `is not told anew where it was told in other words before`(old: Standing, verdict: Verdict) {
    let outcome = Self.nights([verdict], from: old)
    #expect(outcome.standing.leftOutReason != nil)
    #expect(outcome.news == [[]])
  }

  @Test(arguments: [.notFound, .gone, .softMissing(.parked)] as [Verdict])
  func `was there once, where all that is kept of it was rejected`(verdict: Verdict) {
    for old in [Standing.present, .unknown, .leftOut(since: Self.start, .dead)] {
      let outcome = Self.nights([verdict, verdict], from: old, isRejected: true)
      #expect(outcome.standing == .leftOut(since: Self.start, .rejected))
      #expect(outcome.news == [[], []], "whoever rejected it knows")
    }
    let robots = Self.nights([.refused(.robots)], isRejected: true)
    #expect(robots.standing.leftOutReason == .robots)
  }

  @Test func `is not judged in a night that is not believed`() {
    let ill = RunHealth.degraded(.ownNetwork)
    #expect(Self.nights([.notFound], health: ill).standing == .unknown)
    let suppressed = Standing.suppressed(since: Self.start)
    #expect(Self.nights([.notFound], from: suppressed).standing == suppressed)
  }

  @Test(arguments: LeftOutReason.allCases)
  func `stands in records with its reason`(reason: LeftOutReason) throws {
    let standing = Standing.leftOut(since: Self.start, reason)
    let text = try JSONEncoder().encode(standing)
    #expect(try JSONDecoder().decode(Standing.self, from: text) == standing)
    #expect(Standing.words.contains(standing.word))
  }
}
