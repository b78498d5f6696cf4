// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `A file under a new address` {
  private static func link(_ path: String, _ text: String, _ heading: String? = "Review") throws
    -> Link
  {
    let address = try WebAddress("https://assets.example.org/\(path)")
    return Link(
      address: address,
      text: text,
      heading: heading,
      stated: StatedBody(kind: .pdf, bytes: 1)
    )
  }

  private static func lost(_ path: String, _ text: String, _ heading: String? = "Review") throws
    -> ListedDocument
  {
    let entry = ListEntry(source: "s", text: text, heading: heading, position: 0)
    let address = try WebAddress("https://assets.example.org/\(path)")
    return ListedDocument(address: address, entry: entry, isListed: true, brief: nil)
  }

  @Test func `seems to succeed what had its title in its publication`() throws {
    let proposals = try Succession.proposals(
      [Self.link("2/a.pdf", "A"), Self.link("2/c.pdf", "C"), Self.link("2/d.pdf", "D", "Other")],
      after: [Self.lost("1/a.pdf", "A"), Self.lost("1/b.pdf", "B"), Self.lost("1/d.pdf", "D")]
    )
    let (new, old) = try (Self.link("2/a.pdf", "A").address, Self.lost("1/a.pdf", "A").address)
    #expect(proposals == [new: old])
  }

  @Test func `succeeds nothing where a title is that of several, or nothing is stated`() throws {
    let (a, b) = try (Self.link("2/a.pdf", "A"), Self.link("2/b.pdf", "A"))
    let (c, d) = try (Self.lost("1/a.pdf", "A"), Self.lost("1/b.pdf", "A"))
    #expect(Succession.proposals([a, b], after: [c]).isEmpty)
    #expect(Succession.proposals([a], after: [c, d]).isEmpty)
    let link = Link(address: a.address, text: "A", heading: "Review")
    #expect(Succession.proposals([link], after: [c]).isEmpty)
    #expect(try Succession.proposals([Self.link("2/a.pdf", "A", nil)], after: [c]).isEmpty)
  }

  @Test func `succeeds for sure only what is held and alone had its title, before and after`()
    throws
  {
    func held(_ path: String, _ text: String, isHeld: Bool = true) throws -> ListedDocument {
      let lost = try Self.lost(path, text)
      let brief = DocumentBrief(
        role: .document,
        verdict: .document(.pdf),
        lastVisited: Date(timeIntervalSince1970: 0),
        isHeld: isHeld,
        isRetired: false,
        mayBePage: false
      )
      return ListedDocument(address: lost.address, entry: lost.entry, isListed: true, brief: brief)
    }
    let (new, old) = try (Self.link("2/a.pdf", "A"), held("1/a.pdf", "A"))
    let other = try held("1/b.pdf", "B")
    let proposals = Succession.proposals([new], after: [old])
    func joins(_ now: [Link], _ before: [ListedDocument]) -> [WebAddress: WebAddress] {
      Succession.joins(proposals, among: now, after: before)
    }
    let expected = [new.address: old.address]
    #expect(joins([new], [old]) == expected)
    #expect(try joins([new, Self.link("1/b.pdf", "B")], [other, old]) == expected)
    #expect(try joins([new, Self.link("2/c.pdf", "A", "Other")], [old]) == expected)
    #expect(try joins([new, Self.link("2/c.pdf", "A")], [old]).isEmpty)
    #expect(try joins([new], [old, held("1/c.pdf", "A")]).isEmpty)
    #expect(try joins([new], [held("1/a.pdf", "A", isHeld: false)]).isEmpty)
    #expect(Succession.joins([:], among: [new], after: [old]).isEmpty)
  }
}
