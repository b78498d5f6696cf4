// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Discovery
import Fixity
import Foundation
import HTML
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `A document under a notice of withdrawal` {
  private static let notice = "the publisher withdrew it on 2026-03-01: “Out of date”"

  /// What was told of one document in each of some nights.
  private static func nights(
    _ listings: [(inout SourceListing, WebAddress) -> Void]
  ) throws -> [[RunReport.NewsItem]] {
    let address = try WebAddress("https://assets.example.org/a.pdf")
    let page = try WebAddress("https://www.example.org/a")
    let source = Source(id: "s", title: "S", place: .page(page))
    var archive = MemoryArchive()
    return listings.enumerated().map { night, adjust in
      var listing = SourceListing([address])
      listing.verdict = .page
      listing.statesWithdrawals = true
      adjust(&listing, address)
      let start = Date(timeIntervalSince1970: 1_700_000_000 + Double(night) * 86_400)
      let replayed = ReplayedNight(
        plan: NightPlan(sources: [source], started: start),
        listings: [listing],
        answers: [address: .file("bytes")]
      )
      return replayed.run(&archive).news
    }
  }

  private static func withdrawn(_ listing: inout SourceListing, _ address: WebAddress) {
    listing.withdrawals[address] = notice
  }

  private static func asBefore(_ listing: inout SourceListing, _ address: WebAddress) {}

  @Test func `is told once, with what the publisher says, and once when the notice is gone`() throws
  {
    let news = try Self.nights([
      Self.asBefore, Self.withdrawn, Self.withdrawn, Self.asBefore, Self.asBefore,
    ])
    #expect(news.map { $0.map(\.news) } == [[.appeared], [.withdrawn], [], [.returned], []])
    #expect(news[1].first?.sentence == Self.notice)
    #expect(news[3].first?.sentence == "the publisher has taken its notice of withdrawal back")
  }

  @Test func `is new and withdrawn where it was so from the beginning`() throws {
    let news = try Self.nights([Self.withdrawn])
    #expect(news.map { $0.map(\.news) } == [[.withdrawn, .appeared]])
  }

  @Test func `stays so while nothing that would say otherwise is read whole`() throws {
    let news = try Self.nights([
      Self.withdrawn,
      { listing, _ in listing = SourceListing(notRead: .notFound, because: "not tonight") },
      { listing, _ in listing.limits = [.length] },
      { listing, _ in listing.statesWithdrawals = false },
      Self.withdrawn,
    ])
    #expect(news.dropFirst().map(\.count) == [0, 0, 0, 0])
  }

  @Test func `is no longer listed before it is anything else`() throws {
    let news = try Self.nights([Self.withdrawn, { listing, _ in listing.links = [] }])
    #expect(news[1].map(\.news) == [.delisted])
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A file of which a length is stated` {
  private static func judgement(
    stated: Int64?,
    length: Int64,
    kind: BodyKind = .pdf
  ) throws -> BodyJudgement {
    let address = try WebAddress("https://assets.example.org/a.pdf")
    var candidate = Candidate(address: address, title: "A", known: nil)
    candidate.kinds = [.pdf, .html]
    candidate.stated = StatedBody(kind: kind, bytes: stated)
    let record = AppraisalRecord(verdict: kind == .html ? .page : .document(kind), kind: kind)
    return BodyJudgement(of: candidate, record, Digest.of("a"), length: length, held: nil, nil)
  }

  @Test func `is fetched again where another length came, and kept if that is so twice`() throws {
    var judgement = try Self.judgement(stated: 100, length: 90)
    #expect(judgement.needsSecondFetch)
    judgement.take(second: Digest.of("a"))
    judgement.settle()
    #expect(judgement.course == .keep(.pdf))
    #expect(judgement.appraisal.doubt == .otherThanStated)
  }

  @Test func `is damaged where the second is another`() throws {
    var judgement = try Self.judgement(stated: 100, length: 90)
    judgement.take(second: Digest.of("b"))
    judgement.settle()
    #expect(judgement.appraisal.verdict == .damaged(.truncated))
    #expect(judgement.course == .putAside(.pdf))
  }

  @Test(
    arguments: [(100, 100, .pdf), (nil, 90, .pdf), (100, 90, .html)] as [(Int64?, Int64, BodyKind)]
  )
  func `is believed where the length is as stated, or none is, or it is a page`(
    stated: Int64?,
    length: Int64,
    kind: BodyKind
  ) throws {
    let judgement = try Self.judgement(stated: stated, length: length, kind: kind)
    #expect(!judgement.needsSecondFetch && judgement.appraisal.doubt == nil)
  }

  @Test func `is asked for as what it is stated to be`() throws {
    let address = try WebAddress("https://www.example.org/publications/a")
    var candidate = Candidate(address: address, title: "A", known: nil)
    candidate.linkedKind = Self.link(address, .html).expectedKind
    #expect(candidate.expectation == .page)
    candidate.linkedKind = Self.link(address, .ods).expectedKind
    #expect(candidate.expectation == .document(known: .ods))
  }

  private static func link(_ address: WebAddress, _ kind: BodyKind) -> Link {
    Link(address: address, text: "A", stated: StatedBody(kind: kind, bytes: nil))
  }
}
