// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(5)))
struct `Whose place a document seems to take` {
  private let address = WebAddress(alreadyNormal: "https://example.org/new.pdf")
  private let old = WebAddress(alreadyNormal: "https://example.org/old.pdf")

  private func visit(
    day: Int,
    proposes: WebAddress? = nil,
    succeeds: Predecessor? = nil
  ) -> Visit {
    Visit(
      at: Date(timeIntervalSince1970: Double(day) * 86_400),
      address: address,
      role: .document,
      verdict: .unchanged,
      status: 304,
      standing: nil,
      title: nil,
      validators: nil,
      listed: nil,
      succeeds: succeeds,
      proposes: proposes
    )
  }

  @Test func `is known until a person says so, or settles it`() async throws {
    let catalogue = try await Catalogue.empty()
    func proposed(after visit: Visit) async throws -> WebAddress? {
      let line = try RecordCoding.decode(Visit.self, from: Array(visit.line.utf8))
      try await catalogue.apply(versions: [], visits: [line])
      return try await catalogue.document(at: address)?.proposed
    }
    #expect(try await proposed(after: visit(day: 1, proposes: old)) == old)
    #expect(try await proposed(after: visit(day: 2)) == old)
    let another = WebAddress(alreadyNormal: "https://example.org/another.pdf")
    let ofAnother = visit(day: 2, succeeds: Predecessor(another, .redirect))
    #expect(try await proposed(after: ofAnother) == old, "that answers another question")
    let joined = visit(day: 3, succeeds: Predecessor(old, .person))
    #expect(try await proposed(after: joined) == nil)
    #expect(try await proposed(after: visit(day: 4, proposes: old)) == old)
    let at = Date(timeIntervalSince1970: 5 * 86_400)
    let decision = Decision(at: at, address: address, decision: .acknowledged)
    try await catalogue.apply(versions: [], visits: [], decisions: [decision])
    #expect(try await catalogue.document(at: address)?.proposed == nil)
  }
}
