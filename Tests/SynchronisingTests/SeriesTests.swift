// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Foundation
import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A document that takes the place of another` {
  private static let publication = GOVUKSite.publication("z")

  /// Serves a publication whose attachments have these titles, each under the address of its name.
  private static func publish(_ files: [(name: String, title: String)], on govuk: GOVUKSite) {
    let attachments = files.map { file in
      let body = Bodies.pdf(file.name)
      govuk.site.serve(GOVUKSite.file(file.name), body)
      return GOVUKSite.attachment(file.name, bytes: body.count)
        .replacing("Report \(file.name)", with: file.title)
    }
    govuk.publish("z", attachments: attachments)
  }

  private static func document(_ target: String, on site: Partnership) async throws -> Document {
    try #require(try await site.archive.catalogue().document(at: site.address(target)))
  }

  @Test func `is joined where its title is the only one, and told once`() async throws {
    try await GOVUKSite.run { govuk in
      Self.publish([("a", "Child A"), ("b", "Child B")], on: govuk)
      _ = try await govuk.night(Self.publication)
      Self.publish([("a-2", "Child A"), ("b", "Child B")], on: govuk)
      let report = try await govuk.night(Self.publication)
      let (old, new) = (GOVUKSite.file("a"), GOVUKSite.file("a-2"))
      #expect(report.news.map(\.news) == [.succeeded])
      #expect(report.news.first?.address == (try govuk.site.address(new)))
      #expect(report.news.first?.succeeds == (try govuk.site.address(old)))
      #expect(report.counts.new == 1)
      let expected = Predecessor(try govuk.site.address(old), .title)
      #expect(try await Self.document(new, on: govuk.site).succeeds == expected)
      #expect(
        try govuk.site.archive.capture(of: govuk.site.address(new), version: 1).succeeds == expected
      )
      let catalogue = try await govuk.site.archive.catalogue()
      #expect(
        try await catalogue.successor(of: govuk.site.address(old))?.address
          == (try govuk.site.address(new))
      )
      #expect(try await Self.document(old, on: govuk.site).standing?.word == "delisted")
      #expect(!(try await govuk.night(Self.publication)).hasNews)
    }
  }

  @Test func `is only proposed where another has its title`() async throws {
    try await GOVUKSite.run { govuk in
      Self.publish([("a", "Report"), ("b", "Report")], on: govuk)
      _ = try await govuk.night(Self.publication)
      Self.publish([("a-2", "Report"), ("b", "Report")], on: govuk)
      let report = try await govuk.night(Self.publication)
      #expect(Set(report.news.map(\.news)) == [.appeared, .delisted])
      #expect(
        report.news.first { $0.news == .appeared }?.sentence.contains("seems to take the place")
          == true
      )
      #expect(
        report.news.first { $0.news == .appeared }?.seemsToSucceed
          == (try govuk.site.address(GOVUKSite.file("a")))
      )
      #expect(try await Self.document(GOVUKSite.file("a-2"), on: govuk.site).succeeds == nil)
    }
  }

  @Test func `stands as proposed until a person has said whether it does`() async throws {
    try await GOVUKSite.run { govuk in
      let names = [GOVUKSite.file("a"), GOVUKSite.file("a-2")]
      func proposal() async throws -> WebAddress? {
        OpenNews(of: try await Self.document(names[1], on: govuk.site), waiting: []).proposal
      }
      Self.publish([("a", "Report"), ("b", "Report")], on: govuk)
      _ = try await govuk.night(Self.publication)
      Self.publish([("a-2", "Report"), ("b", "Report")], on: govuk)
      _ = try await govuk.night(Self.publication)
      let old = try govuk.site.address(names[0])
      #expect(try await proposal() == old)
      #expect(!(try await govuk.night(Self.publication)).hasNews)
      #expect(try await proposal() == old, "not only on the night that told it")
      let writer = try await ArchiveWriter(govuk.site.archive, for: "join")
      let catalogue = try await writer.catalogue()
      let run = PersonRun(writer, catalogue, tool: "t", contact: "c", at: Date())
      let (before, after) = (
        try await Self.document(names[0], on: govuk.site),
        try await Self.document(names[1], on: govuk.site)
      )
      try await Joining(run).part(before, from: after)
      #expect(try await proposal() == nil)
      await #expect(throws: Joining.Failure.notJoined) {
        let denied = try await Self.document(names[1], on: govuk.site)
        try await Joining(run).part(before, from: denied)
      }
    }
  }

  /// A publication that is called otherwise, or has another content id, than its path says.
  private static func publish(
    _ path: String,
    _ file: String,
    _ title: String,
    id: String,
    on govuk: GOVUKSite
  ) {
    let body = Bodies.pdf(file)
    govuk.site.serve(GOVUKSite.file(file), body)
    let attachment = GOVUKSite.attachment(file, bytes: body.count)
      .replacing("Report \(file)", with: "Annual report")
    govuk.publish(path, attachments: [attachment], title: title, id: id)
  }

  @Test func `is joined where its publication has another title and another address by now`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      Self.publish("x", "x-1", "Review 2023", id: "1-a", on: govuk)
      Self.publish("y", "y-1", "Review", id: "2-b", on: govuk)
      govuk.collect(["x", "y"])
      _ = try await govuk.night(GOVUKSite.collection)
      Self.publish("x-2024", "x-2", "Review", id: "1-a", on: govuk)
      govuk.collect(["x-2024", "y"])
      let report = try await govuk.night(GOVUKSite.collection)
      #expect(report.news.map(\.news) == [.succeeded])
      let old = try govuk.site.address(GOVUKSite.file("x-1"))
      #expect(report.news.first?.succeeds == old)
      #expect(
        try await Self.document(GOVUKSite.file("x-2"), on: govuk.site).succeeds?.address == old
      )
      #expect(!(try await govuk.night(GOVUKSite.collection)).hasNews)
    }
  }

  @Test func `is not taken for one of another publication with the same title`() async throws {
    try await GOVUKSite.run { govuk in
      Self.publish("x", "x-1", "Review", id: "1-a", on: govuk)
      govuk.collect(["x"])
      _ = try await govuk.night(GOVUKSite.collection)
      Self.publish("y", "y-1", "Review", id: "2-b", on: govuk)
      govuk.collect(["y"])
      let report = try await govuk.night(GOVUKSite.collection)
      #expect(Set(report.news.map(\.news)) == [.appeared, .delisted])
      #expect(report.news.allSatisfy { $0.seemsToSucceed == nil })
    }
  }

  @Test func `is joined in an archive that knew no content ids, whose first night learns them`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      Self.publish("z", "z-1", "Review", id: "", on: govuk)
      _ = try await govuk.night(Self.publication)
      Self.publish("z", "z-1", "Review", id: "1-a", on: govuk)
      #expect(!(try await govuk.night(Self.publication)).hasNews)
      let catalogue = try await govuk.site.archive.catalogue()
      #expect(try await catalogue.entries(of: "s").map(\.entry.publication) == ["1-a"])
      Self.publish("z", "z-2", "Review of 2024", id: "1-a", on: govuk)
      #expect(try await govuk.night(Self.publication).news.map(\.news) == [.succeeded])
      _ = try await Reindexing.run(
        ArchiveWriter(govuk.site.archive, for: "test", replacingCatalogue: true)
      )
      let again = try await govuk.site.archive.catalogue()
      #expect(
        try await again.entries(of: "s").filter(\.isListed).map(\.entry.publication) == ["1-a"]
      )
    }
  }

  @Test func `does not hide that the old one is listed no more where the new one fails`()
    async throws
  {
    try await GOVUKSite.run { govuk in
      Self.publish([("a", "Child A"), ("b", "Child B")], on: govuk)
      _ = try await govuk.night(Self.publication)
      Self.publish([("a-2", "Child A"), ("b", "Child B")], on: govuk)
      govuk.site.serve(GOVUKSite.file("a-2")) { _ in .status(503) }
      let report = try await govuk.night(Self.publication)
      #expect(report.news.map(\.news) == [.delisted])
      #expect(try await Self.document(GOVUKSite.file("a-2"), on: govuk.site).succeeds == nil)
    }
  }

  @Test func `is joined where the old address sends its readers to it for good`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      site.list(["/a.pdf", "/b.pdf"])
      _ = try await site.night()
      site.serve("/a-final.pdf", Bodies.pdf("final"))
      site.serve("/a.pdf") { _ in .status(301, [("Location", "/a-final.pdf")]) }
      site.list(["/a-final.pdf", "/b.pdf"])
      let report = try await site.night()
      #expect(report.news.filter { $0.news != .replaced }.map(\.news) == [.succeeded])
      #expect(report.counts.relisted == 1)
      let expected = Predecessor(try site.address("/a.pdf"), .redirect)
      #expect(try await Self.document("/a-final.pdf", on: site).succeeds == expected)
      let quiet = try await site.night()
      #expect(!quiet.hasNews && quiet.counts.relisted == nil)
    }
  }

  @Test(arguments: [(302, true), (301, false)])
  func `is joined by no other redirect`(status: Int, isListed: Bool) async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      site.list(["/a.pdf", "/b.pdf"])
      _ = try await site.night()
      site.serve("/a.pdf") { _ in .status(status, [("Location", "/c.pdf")]) }
      site.serve("/c.pdf", Bodies.pdf("a"))
      site.list(isListed ? ["/b.pdf", "/c.pdf"] : ["/b.pdf"])
      let report = try await site.night()
      #expect(!report.news.contains { $0.news == .succeeded })
      #expect(try await site.archive.catalogue().successors().isEmpty)
    }
  }

  @Test func `stands in the records, so that reindexing finds it again`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      site.list(["/a.pdf", "/b.pdf"])
      _ = try await site.night()
      try await Self.join(site, "/a.pdf", "/b.pdf")
      let before = try await Self.document("/b.pdf", on: site)
      #expect(before.succeeds == Predecessor(try site.address("/a.pdf"), .person))
      _ = try await Reindexing.run(
        ArchiveWriter(site.archive, for: "test", replacingCatalogue: true)
      )
      #expect(try await Self.document("/b.pdf", on: site) == before)
      #expect(!(try await site.night()).hasNews)
    }
  }

  private static func join(
    _ site: Partnership,
    _ old: String,
    _ new: String,
    undo: Bool = false
  ) async throws {
    let writer = try await ArchiveWriter(site.archive, for: "test")
    let catalogue = try await writer.catalogue()
    let time = try Date("2026-03-01T12:00:00Z", strategy: .iso8601)
    let joining = Joining(
      PersonRun(writer, catalogue, tool: "test", contact: "mailto:a@example.org", at: time)
    )
    let (old, new) = (try await document(old, on: site), try await document(new, on: site))
    if undo { try await joining.part(old, from: new) } else { try await joining.join(old, to: new) }
  }

  @Test func `is joined by a person once, never in a circle, and parted for good`() async throws {
    try await Partnership.run { site in
      for target in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(target, Bodies.pdf(target)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      _ = try await site.night()
      func failure(_ old: String, _ new: String, undo: Bool = false) async throws -> Joining
        .Failure?
      {
        do {
          try await Self.join(site, old, new, undo: undo)
          return nil
        } catch let failure as Joining.Failure {
          return failure
        }
      }
      #expect(try await failure("/a.pdf", "/a.pdf") == .same)
      #expect(try await failure("/a.pdf", "/b.pdf", undo: true) == .notJoined)
      #expect(try await failure("/a.pdf", "/b.pdf") == nil)
      #expect(try await failure("/a.pdf", "/b.pdf") == .already)
      let second = try site.address("/b.pdf")
      #expect(try await failure("/a.pdf", "/c.pdf") == .taken(by: second))
      #expect(try await failure("/b.pdf", "/c.pdf") == nil)
      #expect(try await failure("/c.pdf", "/a.pdf") == .circle)
      #expect(try await failure("/b.pdf", "/a.pdf") == .circle)
      #expect(try await failure("/a.pdf", "/b.pdf", undo: true) == nil)
      #expect(try await Self.document("/b.pdf", on: site).succeeds == Predecessor(nil, .person))
      // What a person parted, no redirect joins again.
      site.serve("/a.pdf") { _ in .status(301, [("Location", "/b.pdf")]) }
      site.list(["/b.pdf", "/c.pdf"])
      _ = try await site.night()
      #expect(try await Self.document("/b.pdf", on: site).succeeds == Predecessor(nil, .person))
    }
  }

  @Test func `may take several places, each of which is joined and parted by itself`() async throws
  {
    try await Partnership.run { site in
      for target in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(target, Bodies.pdf(target)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      _ = try await site.night()
      let (a, b, c) = (
        try site.address("/a.pdf"), try site.address("/b.pdf"), try site.address("/c.pdf")
      )
      try await Self.join(site, "/b.pdf", "/c.pdf")
      try await Self.join(site, "/a.pdf", "/c.pdf")
      let catalogue = try await site.archive.catalogue()
      #expect(try await catalogue.successors() == [a: c, b: c])
      #expect(try await catalogue.successor(of: a)?.address == c)
      try await Self.join(site, "/b.pdf", "/c.pdf", undo: true)
      let before = try await Self.document("/c.pdf", on: site)
      #expect(before.succeeds == Predecessor(a, .person))
      #expect(before.succeedsToo == [Predecessor(b, .undone)])
      _ = try await Reindexing.run(
        ArchiveWriter(site.archive, for: "test", replacingCatalogue: true)
      )
      #expect(try await Self.document("/c.pdf", on: site) == before)
      #expect(try await site.archive.catalogue().successors() == [a: c])
    }
  }
}
