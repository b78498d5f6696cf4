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

  @Test func `is only proposed where a title is that of several, and not where nothing is stated`()
    throws
  {
    let (a, b) = try (Self.link("2/a.pdf", "A"), Self.link("2/b.pdf", "A"))
    let (c, d) = try (Self.lost("1/a.pdf", "A"), Self.lost("1/b.pdf", "A"))
    #expect(
      Succession.proposals([a, b], after: [c]) == [a.address: c.address, b.address: c.address]
    )
    // The one with the name of its file, else the one in its place.
    #expect(Succession.proposals([b], after: [c, d]) == [b.address: d.address])
    let e = try Self.link("2/e.pdf", "A")
    #expect(Succession.proposals([e], after: [d, c]) == [e.address: c.address])
    let link = Link(address: a.address, text: "A", heading: "Review")
    #expect(Succession.proposals([link], after: [c]).isEmpty)
    #expect(try Succession.proposals([Self.link("2/a.pdf", "A", nil)], after: [c]).isEmpty)
  }

  private static func named(_ link: Link, _ publication: String) -> Link {
    Link(
      address: link.address,
      text: link.text,
      heading: link.heading,
      stated: link.stated,
      publication: publication
    )
  }

  private static func held(
    _ path: String,
    _ text: String,
    _ heading: String? = "Review",
    of publication: String? = nil
  ) throws -> ListedDocument {
    let entry = ListEntry(
      source: "s",
      text: text,
      heading: heading,
      position: 0,
      publication: publication
    )
    let brief = DocumentBrief(
      role: .document,
      verdict: .document(.pdf),
      lastVisited: Date(timeIntervalSince1970: 0),
      isHeld: true,
      isRetired: false,
      mayBePage: false
    )
    let address = try WebAddress("https://assets.example.org/\(path)")
    return ListedDocument(address: address, entry: entry, isListed: true, brief: brief)
  }

  private static func joins(
    _ now: [Link],
    after before: [ListedDocument]
  ) -> [WebAddress: WebAddress] {
    let (listed, known) = (Set(now.map(\.address)), Set(before.map(\.address)))
    let proposals = Succession.proposals(
      now.filter { !known.contains($0.address) },
      after: before.filter { !listed.contains($0.address) }
    )
    return Succession.joins(proposals, among: now, after: before)
  }

  @Test func `is known by its publication's own name, whatever that is called`() throws {
    let old = try Self.held("1/a.pdf", "A", "Review 2023", of: "x")
    let new = try Self.named(Self.link("2/a.pdf", "A", "Review 2024"), "x")
    #expect(Self.joins([new], after: [old]) == [new.address: old.address])
    // Of another with the same title in the same list, it is another's.
    let others = try Self.named(Self.link("2/a.pdf", "A", "Review 2023"), "y")
    #expect(Self.joins([others], after: [old]).isEmpty)
    #expect(Succession.proposals([others], after: [old]).isEmpty)
    // One that has its title in another publication is in nobody's way.
    let neighbour = try Self.held("1/n.pdf", "A", "Review 2023", of: "y")
    let staying = try Self.named(Self.link("1/n.pdf", "A", "Review 2023"), "y")
    #expect(Self.joins([new, staying], after: [old, neighbour]) == [new.address: old.address])
    // The page itself has no heading, and a title that others may have.
    let page = try Self.held("1", "T", nil, of: "x")
    let (own, other) = try (Self.link("2", "T", nil), Self.link("3", "T", nil))
    #expect(Self.joins([Self.named(own, "x")], after: [page]) == [own.address: page.address])
    #expect(Self.joins([Self.named(other, "y")], after: [page]).isEmpty)
    #expect(try Self.joins([Self.named(own, "x")], after: [Self.held("1", "T", nil)]).isEmpty)
  }

  @Test func `is known by the publication's title where a name was not known of both`() throws {
    let old = try Self.held("1/a.pdf", "A")
    let new = try Self.named(Self.link("2/a.pdf", "A"), "x")
    #expect(Self.joins([new], after: [old]) == [new.address: old.address])
    let unnamed = try Self.link("2/a.pdf", "A")
    let named = try Self.held("1/a.pdf", "A", of: "x")
    #expect(Self.joins([unnamed], after: [named]) == [unnamed.address: named.address])
    // Two publications of one title: whose it was, nobody knows.
    let twin = try Self.named(Self.link("3/a.pdf", "A"), "y")
    #expect(Self.joins([new, twin], after: [old]).isEmpty)
    #expect(Succession.proposals([new, twin], after: [old]).count == 2)
    let second = try Self.held("4/a.pdf", "A", of: "y")
    let staying = try Self.named(Self.link("4/a.pdf", "A"), "y")
    #expect(Self.joins([new, staying], after: [old, second]).isEmpty)
  }

  @Test func `of ten thousand of one title, each is proposed one`() throws {
    let links = try (0..<10_000).map { try Self.named(Self.link("2/\($0).pdf", "A"), "x") }
    let lost = try (0..<10_000).map { try Self.held("1/a\($0).pdf", "A", of: "x") }
    #expect(Succession.proposals(links, after: lost).count == 10_000)
    #expect(Self.joins(links, after: lost).isEmpty)
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
