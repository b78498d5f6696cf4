// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import FoundationEssentials
import Testing

@testable import Night
import Records

@Suite(.timeLimit(.minutes(20)))
struct `News of a document` {
  static let start = Date(timeIntervalSince1970: 1_700_000_000)

  /// All that is told of a document visited every night.
  static func told(_ verdicts: [Verdict], from standing: Standing = .present) -> [[News]] {
    var standing = standing
    var told = standing
    return verdicts.enumerated().map { night, verdict in
      let date = start.addingTimeInterval(Double(night) * 86_400)
      let next = standing.after(verdict, on: date, isListed: true, health: .healthy)
      defer {
        told = StandingChange.told(of: next, after: told)
        standing = next
      }
      return StandingChange(from: told, to: next).news
    }
  }

  @Test(
    arguments: [
      ([.unchanged, .unchanged], [[], []]),
      ([.notFound, .notFound, .notFound, .notFound], [[.missing], [], [.gone], []]),
      ([.notFound, .unchanged], [[.missing], [.returned]]),
      ([.gone, .gone, .unchanged], [[.gone], [], [.returned]]),
      // An outage of a night or two is not worth a message, nor is its end.
      ([.unreachable(.timedOut), .unchanged], [[], []]),
      ([.serverError(status: 500), .unreachable(.reset), .unchanged], [[], [], []]),
      (
        [
          .unreachable(.reset), .unreachable(.reset), .unreachable(.reset), .unreachable(.reset),
          .unchanged,
        ],
        [[], [], [.unreachable], [], [.returned]]
      ),
      ([.forbidden, .blocked(by: .imperva), .unchanged], [[.blocked], [], [.returned]]),
      ([.tls(.expired), .tls(.other), .unchanged], [[.faulty], [], [.returned]]),
      ([.notFound, .forbidden, .notFound, .notFound], [[.missing], [], [], [.gone]]),
      // What was told is what a reader knows, whatever was seen and not told since.
      ([.forbidden, .unreachable(.reset), .unchanged], [[.blocked], [], [.returned]]),
      ([.forbidden, .unreachable(.reset), .forbidden], [[.blocked], [], []]),
      ([.tls(.expired), .unreachable(.reset), .unchanged], [[.faulty], [], [.returned]]),
      (
        [
          .unreachable(.reset), .unreachable(.reset), .unreachable(.reset), .forbidden,
          .unreachable(.reset), .unchanged,
        ],
        [[], [], [.unreachable], [.blocked], [], [.returned]]
      ),
    ] as [([Verdict], [[News]])]
  )
  func `news is told once`(verdicts: [Verdict], news: [[News]]) {
    #expect(Self.told(verdicts) == news)
  }

  @Test func `an outage that was told stays told until it ends, whatever was withheld meanwhile`() {
    func unreachable(_ count: Int) -> Standing { .unreachable(since: Self.start, count: count) }
    #expect(StandingChange.told(of: unreachable(1), after: unreachable(3)) == unreachable(3))
    #expect(StandingChange.told(of: unreachable(2), after: unreachable(1)) == unreachable(2))
    #expect(StandingChange(from: unreachable(3), to: .present).news == [.returned])
    #expect(StandingChange(from: unreachable(3), to: unreachable(4)).news == [])
  }

  @Test
  func `a new document has appeared, alive or not`() {
    let first = StandingChange(from: .unknown, to: .present, accession: .first)
    #expect(first.news == [.appeared])
    #expect(Self.told([.document(.pdf)], from: .unknown) == [[]], "what is not kept is not new")
    #expect(Self.told([.notFound], from: .unknown) == [[.missing]])
    let late = StandingChange(
      from: .blocked(since: Self.start),
      to: .present,
      accession: .first
    )
    #expect(late.news == [.appeared])
  }

  @Test
  func `a new version is told beside a return`() {
    let change = StandingChange(from: .present, to: .present, accession: .further)
    #expect(change.news == [.replaced])
    let back = StandingChange(from: .gone(since: Self.start), to: .present, accession: .further)
    #expect(back.news == [.returned, .replaced])
  }

  @Test
  func `delisting, withdrawal and suppression are told`() {
    let delisted = Standing.delisted(since: Self.start)
    #expect(StandingChange.news(from: .present, to: delisted) == .delisted)
    #expect(StandingChange.news(from: .gone(since: Self.start), to: delisted) == .returned)
    #expect(StandingChange.news(from: delisted, to: delisted) == nil)
    #expect(StandingChange.news(from: delisted, to: .present) == .returned)
    let withdrawn = Standing.withdrawn(since: Self.start)
    #expect(StandingChange.news(from: .present, to: withdrawn) == .withdrawn)
    let suppressed = Standing.suppressed(since: Self.start)
    #expect(StandingChange.news(from: withdrawn, to: suppressed) == .suppressed)
  }

  @Test(arguments: News.allCases)
  func `news has a word and a clause`(news: News) {
    #expect(news.word == news.rawValue && !news.sentence.isEmpty)
  }
}
