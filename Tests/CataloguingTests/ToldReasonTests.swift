// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import GRDB
import Records
import Support
import SystemPackage
import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(5)))
struct `Why a document is left out, as far as it was told` {
  private let address = WebAddress(alreadyNormal: "https://example.org/a.pdf")

  private func visit(
    day: Int,
    _ standing: Standing?,
    told: Standing? = nil,
    version: Int? = nil
  ) -> Visit {
    var visit = Visit(
      at: Date(timeIntervalSince1970: Double(day) * 86_400),
      address: address,
      role: .document,
      verdict: version == nil ? .refused(.robots) : .document(.pdf),
      status: nil,
      standing: standing,
      told: told,
      title: nil,
      validators: nil,
      listed: nil
    )
    visit.version = version
    return visit
  }

  private func leftOut(_ reason: LeftOutReason) -> Standing {
    .leftOut(since: Date(timeIntervalSince1970: 0), reason)
  }

  @Test func `is known reason by reason until it is kept`() async throws {
    let catalogue = try await Catalogue.empty()
    func reasons(after visit: Visit) async throws -> Set<LeftOutReason>? {
      try await catalogue.apply(versions: [], visits: [visit])
      return try await catalogue.document(at: address)?.toldReasons
    }
    #expect(try await reasons(after: visit(day: 1, leftOut(.robots))) == [.robots])
    #expect(try await reasons(after: visit(day: 2, leftOut(.tooLarge))) == [.robots, .tooLarge])
    #expect(try await reasons(after: visit(day: 3, nil)) == [.robots, .tooLarge])
    // A night that tells nothing: what it found is no reason that was told.
    let withheld = visit(day: 4, leftOut(.dead), told: leftOut(.tooLarge))
    #expect(try await reasons(after: withheld) == [.robots, .tooLarge])
    #expect(try await reasons(after: visit(day: 5, .present, version: 1)) == [])
  }

  @Test func `is unknown in a catalogue of before, which gets room for it`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let catalogue = try await Catalogue(at: path)
      try await catalogue.apply(versions: [], visits: [visit(day: 1, leftOut(.robots))])
      try await catalogue.close()
      let queue = try DatabaseQueue(path: path.string)
      try await queue.write {
        try $0.execute(sql: "ALTER TABLE document DROP COLUMN told_reasons")
      }
      try queue.close()
      let again = try await Catalogue(at: path)
      #expect(try await again.document(at: address)?.toldReasons == [])
      try await again.apply(versions: [], visits: [visit(day: 2, leftOut(.tooLarge))])
      #expect(try await again.document(at: address)?.toldReasons == [.tooLarge])
      try await again.close()
    }
  }
}
