// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import HTTP
import Records
import Testing

@testable import Cataloguing

/// What of a person's decisions the catalogue goes by.
@Suite(.timeLimit(.minutes(5)))
struct `Decisions in the catalogue` {
  private let address = WebAddress(alreadyNormal: "https://example.org/a.pdf")

  private func time(_ day: Int) -> Date { Date(timeIntervalSince1970: Double(day) * 86_400) }

  private func version(_ number: Int, day: Int) -> Version {
    Version(
      address: address,
      number: number,
      digest: .of("body \(number)"),
      size: Int64(number) * 1_000,
      kind: .pdf,
      capturedAt: time(day),
      path: "ocfl/x/v\(number)/content/document.pdf",
      fileName: "a.pdf",
      fingerprint: nil,
      title: "A report",
      role: .document
    )
  }

  private func visit(day: Int, _ standing: Standing?, told: Standing? = nil) -> Visit {
    Visit(
      at: time(day),
      address: address,
      role: .document,
      verdict: standing?.isAlive ?? true ? .document(.pdf) : .notFound,
      status: standing?.isAlive ?? true ? 200 : 404,
      standing: standing,
      told: told,
      title: nil,
      validators: Validators(address: address, etag: "\"\(day)\"", lastModified: nil),
      listed: nil
    )
  }

  private func decision(_ choice: Decision.Choice, day: Int, _ version: Int? = nil) -> Decision {
    Decision(at: time(day), address: address, decision: choice, version: version)
  }

  private func document(_ catalogue: Catalogue) async throws -> Document {
    try #require(try await catalogue.document(at: address))
  }

  @Test(arguments: [Standing.unreachable(since: Date(timeIntervalSince1970: 3 * 86_400), count: 4)])
  func `a damaged copy that was accepted leaves nothing open, and the next one begins anew`(
    standing: Standing
  ) async throws {
    let catalogue = try await Catalogue.empty()
    try await catalogue.apply(versions: [version(1, day: 1)], visits: [visit(day: 1, .present)])
    let damaged = Visit(
      at: time(6),
      address: address,
      role: .document,
      verdict: .damaged(.truncated),
      status: 200,
      standing: standing,
      title: nil,
      validators: nil,
      listed: nil
    )
    try await catalogue.apply(versions: [], visits: [damaged])
    #expect(try await document(catalogue).openStanding != nil, "it is told")
    let accepted = Decision(
      at: time(7),
      address: address,
      decision: .accepted,
      version: 2,
      quarantined: "quarantine/x"
    )
    try await catalogue.apply(
      versions: [version(2, day: 6)],
      visits: [],
      decisions: [accepted]
    )
    let now = try await document(catalogue)
    #expect(now.version == 2 && now.standing == .present && now.verdict == .document(.pdf))
    #expect(now.lastAlive == time(6) && now.openStanding == nil)
    // Said again, where the catalogue learns of it once more.
    try await catalogue.apply(versions: [], visits: [], decisions: [accepted])
    #expect(try await document(catalogue) == now)
    let again = Standing.unreachable(since: time(8), count: 1)
    try await catalogue.apply(versions: [], visits: [visit(day: 8, again)])
    #expect(try await document(catalogue).standing == again)
  }

  @Test func `a version that is taken back gives way to the one before`() async throws {
    let catalogue = try await Catalogue.empty()
    try await catalogue.apply(versions: [version(1, day: 1)], visits: [visit(day: 1, .present)])
    try await catalogue.apply(versions: [version(2, day: 5)], visits: [visit(day: 5, nil)])
    try await catalogue.apply(versions: [], visits: [visit(day: 8, nil)])
    try await catalogue.apply(versions: [], visits: [], decisions: [decision(.rejected, day: 9, 2)])
    var now = try await document(catalogue)
    #expect(now.version == 1 && now.digest == .of("body 1") && now.size == 1_000)
    #expect(now.rejected == [2] && now.newestKept == 2)
    #expect(now.validators == nil, "they vouch for what was rejected")
    #expect(now.lastReceived == nil)
    #expect(now.lastAlive == time(5), "from then on it was not the document")
    // A recovery tells of a version again that was told before.
    try await catalogue.apply(versions: [version(2, day: 5)], visits: [])
    #expect(try await document(catalogue) == now)
    try await catalogue.apply(
      versions: [],
      visits: [],
      decisions: [decision(.rejected, day: 10, 2)]
    )
    #expect(try await document(catalogue) == now)

    try await catalogue.apply(
      versions: [],
      visits: [],
      decisions: [decision(.accepted, day: 11, 2)]
    )
    now = try await document(catalogue)
    #expect(now.version == 2 && now.digest == .of("body 2") && now.rejected.isEmpty)
    #expect(try await catalogue.versions(of: address).map(\.number) == [1, 2])
  }

  @Test func `the only version, an older one, and the next that comes`() async throws {
    let catalogue = try await Catalogue.empty()
    try await catalogue.apply(versions: [version(1, day: 1)], visits: [visit(day: 1, .present)])
    try await catalogue.apply(versions: [], visits: [], decisions: [decision(.rejected, day: 2, 1)])
    var now = try await document(catalogue)
    #expect(now.version == nil && now.digest == nil && now.kind == nil && now.newestKept == 1)
    try await catalogue.apply(versions: [version(2, day: 3)], visits: [visit(day: 3, nil)])
    now = try await document(catalogue)
    #expect(now.version == 2 && now.rejected == [1] && now.validators != nil)
    // One further back changes nothing of what is gone by.
    try await catalogue.apply(versions: [version(3, day: 4)], visits: [visit(day: 4, nil)])
    let before = try await document(catalogue)
    try await catalogue.apply(versions: [], visits: [], decisions: [decision(.rejected, day: 5, 2)])
    now = try await document(catalogue)
    #expect(now.rejected == [1, 2])
    now.rejected = before.rejected
    #expect(now == before)
  }

  @Test func `the same follows where all versions are known before the first decision`()
    async throws
  {
    let live = try await Catalogue.empty()
    let again = try await Catalogue.empty()
    let versions = [version(1, day: 1), version(2, day: 3), version(3, day: 6)]
    try await again.apply(versions: versions, visits: [])
    for (day, number) in [(1, 1), (3, 2), (6, 3)] {
      let choices: [Decision] =
        switch number {
        case 2: [decision(.rejected, day: 4, 2)]
        case 3: [decision(.rejected, day: 7, 3), decision(.accepted, day: 8, 2)]
        default: []
        }
      let visits = [visit(day: day, day == 1 ? .present : nil)]
      try await live.apply(versions: [versions[number - 1]], visits: visits, decisions: choices)
      try await again.apply(versions: [], visits: visits, decisions: choices)
    }
    let document = try await document(live)
    #expect(document.version == 2 && document.rejected == [3])
    #expect(try await self.document(again) == document)
  }

  @Test func `what is settled stays so until something else is told`() async throws {
    let catalogue = try await Catalogue.empty()
    func open() async throws -> String? { try await document(catalogue).openStanding?.subject }
    func night(_ day: Int, _ standing: Standing?, told: Standing? = nil) async throws {
      try await catalogue.apply(versions: [], visits: [visit(day: day, standing, told: told)])
    }
    func settle(_ day: Int) async throws {
      try await catalogue.apply(
        versions: [],
        visits: [],
        decisions: [decision(.acknowledged, day: day)]
      )
    }
    try await catalogue.apply(versions: [version(1, day: 1)], visits: [visit(day: 1, .present)])
    #expect(try await open() == nil)
    try await night(2, .missing(since: time(2), count: 1))
    #expect(try await open() == "missing")
    try await settle(2)
    #expect(try await open() == nil)
    #expect(try await document(catalogue).acknowledgement?.at == time(2))
    try await night(3, .missing(since: time(2), count: 2))
    #expect(try await open() == nil, "a second night is no news")
    try await night(4, .gone(since: time(2)))
    #expect(try await open() == "gone")
    try await settle(4)
    try await night(5, .present)
    try await night(6, .gone(since: time(6)))
    #expect(try await open() == "gone", "it was back meanwhile")
    try await settle(6)
    try await night(7, nil)
    #expect(try await open() == nil)
    // A night of which nothing is told.
    try await night(8, .present)
    try await night(9, .missing(since: time(9), count: 1), told: .present)
    #expect(try await open() == nil)
    try await night(10, .missing(since: time(9), count: 2))
    #expect(try await open() == "missing")
  }

  @Test func `each reason for which something is left out is settled by itself`() async throws {
    let catalogue = try await Catalogue.empty()
    for (day, reason) in [(1, LeftOutReason.robots), (3, .wall), (5, .wall)] {
      try await catalogue.apply(
        versions: [],
        visits: [visit(day: day, .leftOut(since: time(day), reason))]
      )
      let open = try await document(catalogue).openStanding
      #expect(open?.leftOutReason == (day == 5 ? nil : reason))
      try await catalogue.apply(
        versions: [],
        visits: [],
        decisions: [decision(.acknowledged, day: day + 1)]
      )
    }
  }

  @Test func `what nobody knows of is decided in vain`() async throws {
    let catalogue = try await Catalogue.empty()
    try await catalogue.apply(
      versions: [],
      visits: [],
      decisions: Decision.Choice.allCases.map { decision($0, day: 1, 1) }
    )
    #expect(try await catalogue.document(at: address) == nil)
  }
}
