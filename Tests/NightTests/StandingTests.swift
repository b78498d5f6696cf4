// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import FoundationEssentials
import Support
import Testing

@testable import Night
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Standings over time` {
  static let start = Date(timeIntervalSince1970: 1_700_000_000)
  static func hour(_ hours: Double) -> Date { start.addingTimeInterval(hours * 3_600) }

  /// The standing after visits at these hours, beginning with `present`.
  static func after(
    _ visits: [(Double, Verdict)],
    from standing: Standing = .present,
    isListed: Bool = true,
    health: RunHealth = .healthy
  ) -> Standing {
    visits.reduce(standing) { standing, visit in
      standing.after(visit.1, on: hour(visit.0), isListed: isListed, health: health)
    }
  }

  static let soft = Verdict.softMissing(.notFoundPage)

  @Test(
    arguments: [
      ([(0, .notFound)], Standing.missing(since: start, count: 1)),
      ([(0, .notFound), (24, soft)], .missing(since: start, count: 2)),
      ([(0, .notFound), (24, soft), (48, .notFound)], .gone(since: start)),
      ([(0, soft), (10, soft), (20, soft)], .gone(since: start)),
      // Three runs in one evening are one night's observation.
      ([(0, .notFound), (1, .notFound), (2, .notFound)], .missing(since: start, count: 3)),
      ([(0, .notFound), (10, .notFound), (19.99, .notFound)], .missing(since: start, count: 3)),
      ([(0, .notFound), (1, .notFound), (2, .notFound), (20, .notFound)], .gone(since: start)),
      // Two runs, however far apart, are two.
      ([(0, .notFound), (2_000, .notFound)], .missing(since: start, count: 2)),
      ([(0, .gone)], .gone(since: start)),
      ([(0, .notFound), (24, .gone)], .gone(since: start)),
      // Flapping: a sign of life starts the count again.
      ([(0, .notFound), (24, .unchanged), (48, .notFound)], .missing(since: hour(48), count: 1)),
      (
        [(0, soft), (24, soft), (48, .document(.pdf)), (72, soft), (96, soft)],
        .missing(since: hour(72), count: 2)
      ),
      // What says nothing neither counts nor starts again.
      (
        [
          (0, .notFound), (24, .unreachable(.timedOut)), (48, .blocked(by: .imperva)),
          (72, .notFound),
        ],
        .missing(since: start, count: 2)
      ),
      // All reversible.
      ([(0, .gone), (24, .unchanged)], .present),
      ([(0, .gone), (24, .notFound), (48, .tls(.expired))], .gone(since: start)),
      // A clock that was set back delays, and no more.
      ([(0, .notFound), (-48, .notFound), (-24, .notFound)], .missing(since: start, count: 3)),
    ] as [([(Double, Verdict)], Standing)]
  )
  func `death takes three signs and 20 hours`(visits: [(Double, Verdict)], standing: Standing) {
    #expect(Self.after(visits) == standing)
  }

  @Test(arguments: [
    (Verdict.blocked(by: .cloudflare), Standing.blocked(since: start)),
    (.forbidden, .blocked(since: start)),
    (.authenticationRequired, .blocked(since: start)),
    (.tls(.expired), .faulty(since: start, .expired)),
    (.unreachable(.stalled), .unreachable(since: start, count: 1)),
    (.serverError(status: 500), .unreachable(since: start, count: 1)),
    (.rateLimited(retryAfter: nil), .unreachable(since: start, count: 1)),
    (.clientError(status: 400), .unreachable(since: start, count: 1)),
    (.damaged(.truncated), .unreachable(since: start, count: 1)),
    (.refused(.redirectLoop), .unreachable(since: start, count: 1)),
    (.refused(.robots), .present), (.refused(.tooLarge), .present),
    (.document(.pdf), .present), (.unchanged, .present), (.page, .present),
  ])
  func `one visit changes the standing`(verdict: Verdict, standing: Standing) {
    #expect(Self.after([(0, verdict)]) == standing)
    let isRefusal = verdict == .refused(.robots) || verdict == .refused(.tooLarge)
    #expect(Self.after([(0, verdict)], from: .unknown) == (isRefusal ? .unknown : standing))
  }

  @Test
  func `the date of a standing is the first of its kind`() {
    let blocked = Self.after([(0, .forbidden), (24, .blocked(by: .akamai))])
    #expect(blocked == .blocked(since: Self.start))
    let faulty = Self.after([(0, .tls(.expired)), (24, .tls(.wrongHost))])
    #expect(faulty == .faulty(since: Self.start, .wrongHost))
    let silent = Self.after([(0, .serverError(status: 500)), (24, .unreachable(.reset))])
    #expect(silent == .unreachable(since: Self.start, count: 2))
  }

  @Test
  func `what is served and not linked is delisted`() {
    let delisted = Self.after([(0, .unchanged), (24, .unchanged)], isListed: false)
    #expect(delisted == .delisted(since: Self.start))
    #expect(Self.after([(48, .unchanged)], from: delisted) == .present)
    #expect(Self.after([(48, .forbidden)], from: delisted, isListed: false) == delisted)
    let missing = Self.after([(48, .notFound)], from: delisted, isListed: false)
    #expect(missing == .missing(since: Self.hour(48), count: 1))
  }

  @Test(arguments: [.robots, .tooLarge, .privateAddress, .deferred, .failingHost] as [Refusal])
  func `what lists say is no less true where we do not ask`(reason: Refusal) {
    func visit(_ standing: Standing, isListed: Bool, isWithdrawn: Bool = false) -> Standing {
      standing.after(
        .refused(reason),
        on: Self.start,
        isListed: isListed,
        isWithdrawn: isWithdrawn,
        health: .healthy
      )
    }
    let delisted = Standing.delisted(since: Self.start)
    let withdrawn = Standing.withdrawn(since: Self.start)
    let outage = Standing.unreachable(since: Self.start, count: 2)
    for standing in [.present, .unknown, outage, withdrawn, delisted] {
      #expect(visit(standing, isListed: false) == delisted)
      #expect(visit(standing, isListed: true, isWithdrawn: true) == withdrawn)
    }
    #expect(visit(delisted, isListed: true) == .present)
    #expect(visit(withdrawn, isListed: true) == .present)
    for standing in [.present, .unknown, outage] {
      #expect(visit(standing, isListed: true) == standing)
    }
    let told: [Standing] = [
      .missing(since: Self.start, count: 2), .gone(since: Self.start), .blocked(since: Self.start),
      .faulty(since: Self.start, .selfSigned), .unreachable(since: Self.start, count: 3),
      .suppressed(since: Self.start),
    ]
    for standing in told { #expect(visit(standing, isListed: false) == standing) }
  }

  @Test
  func `a notice of withdrawal stands until it is taken off`() {
    func visit(_ standing: Standing, _ hour: Double, isWithdrawn: Bool) -> Standing {
      standing.after(
        .unchanged,
        on: Self.hour(hour),
        isListed: true,
        isWithdrawn: isWithdrawn,
        health: .healthy
      )
    }
    let withdrawn = visit(visit(.present, 0, isWithdrawn: true), 24, isWithdrawn: true)
    #expect(withdrawn == .withdrawn(since: Self.start))
    #expect(visit(withdrawn, 48, isWithdrawn: false) == .present)
  }

  static let everyStanding: [Standing] = [
    .unknown, .present, .missing(since: start, count: 2), .gone(since: start),
    .blocked(since: start), .faulty(since: start, .selfSigned),
    .unreachable(since: start, count: 2), .delisted(since: start), .withdrawn(since: start),
    .suppressed(since: start),
  ]

  @Test(arguments: everyStanding)
  func `a degraded run changes nothing`(standing: Standing) {
    for verdict in EveryVerdict.all {
      for isListed in [true, false] {
        let next = Self.after(
          [(100, verdict)],
          from: standing,
          isListed: isListed,
          health: .degraded(.ownNetwork)
        )
        #expect(next == standing)
      }
    }
  }

  @Test(arguments: everyStanding)
  func `all but suppressed is reversible`(standing: Standing) {
    let next = Self.after([(100, .document(.pdf))], from: standing)
    #expect(next == (standing.word == "suppressed" ? standing : .present))
  }

  @Test(arguments: everyStanding)
  func `a standing survives JSON`(standing: Standing) throws {
    let data = try JSONEncoder().encode(standing)
    #expect(try JSONDecoder().decode(Standing.self, from: data) == standing)
  }

  @Test
  func `suppression is final`() {
    let suppressed = Standing.gone(since: Self.start).suppressed(on: Self.hour(1))
    #expect(suppressed == .suppressed(since: Self.hour(1)))
    #expect(suppressed.suppressed(on: Self.hour(2)) == suppressed)
    for verdict in EveryVerdict.all {
      #expect(Self.after([(24, verdict)], from: suppressed) == suppressed)
    }
  }
}
