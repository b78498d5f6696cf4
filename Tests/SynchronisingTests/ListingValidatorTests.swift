// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Night
import Addressing
import Records
import Archiving
import Cataloguing
import Support
import Testing

@testable import Synchronising

/// What is read on a 304 is what the validators vouch for, which were sent.
@Suite(.timeLimit(.minutes(5)))
struct `Validators belong to the copy that is held` {
  /// A list page under a tag, with something of which no version is made.
  private static func page(_ menu: String, _ links: [String], head: String = "") -> [UInt8] {
    let items = links.map { "<li><a href=\"\($0)\">Report \($0)</a></li>" }.joined()
    return Array(
      """
      <!doctype html><html><head><title>Reviews</title>\(head)</head><body><nav>\(menu)</nav>
      <main><h1>Reviews</h1><ul>\(items)</ul></main></body></html>
      """.utf8
    )
  }

  private static func serve(_ page: [UInt8], as tag: String, on site: Partnership) {
    site.serve("/reviews/") { .document(page, type: "text/html", etag: "\"\(tag)\"", for: $0) }
  }

  /// The tags that the page was asked for with in one night.
  private func tags(
    of target: String,
    on site: Partnership,
    _ night: () async throws -> Void
  ) async throws -> [String?] {
    let before = site.server.requests.count
    try await night()
    return site.server.requests.dropFirst(before).filter { $0.target == target }
      .map { $0["If-None-Match"] }
  }

  @Test func `a file that appears in a menu is not lost in the night after`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf"] { site.serve(name, Bodies.pdf(name)) }
      Self.serve(Self.page("", ["/a.pdf"]), as: "one", on: site)
      _ = try await site.night()
      let menu = "<a href=\"/b.pdf\">Strategy</a>"
      Self.serve(Self.page(menu, ["/a.pdf"]), as: "two", on: site)
      let second = try await site.night()
      #expect(second.news.map(\.news) == [.appeared])
      for _ in 3...5 {
        let quiet = try await site.night()
        #expect(!quiet.hasNews)
        #expect(quiet.sources.map(\.listed) == [2])
      }
      #expect(try await site.standing(of: "/b.pdf") == "present")
    }
  }

  @Test func `a menu that loses a file is read as it is, too`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(name, Bodies.pdf(name)) }
      let menu = "<a href=\"/b.pdf\">Strategy</a>"
      Self.serve(Self.page(menu, ["/a.pdf", "/c.pdf"]), as: "one", on: site)
      _ = try await site.night()
      Self.serve(Self.page("", ["/a.pdf", "/c.pdf"]), as: "two", on: site)
      _ = try await site.night()
      #expect(try await !site.isListed("/b.pdf"))
      let quiet = try await site.night()
      #expect(try await !site.isListed("/b.pdf"))
      #expect(!quiet.hasNews)
    }
  }

  @Test func `the tag of a page that is kept is sent, and spares it`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      Self.serve(Self.page("", ["/a.pdf"]), as: "one", on: site)
      _ = try await site.night()
      let asked = try await tags(of: "/reviews/", on: site) { _ = try await site.night() }
      #expect(asked == ["\"one\""])
      #expect(try await site.versions(of: "/reviews/") == 1)
    }
  }

  @Test func `a copy that comes without a tag takes that of the copy before it away`() async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      let next = Bodies.pdf("another")
      site.serve("/a.pdf") { _ in .ok(next, type: "application/pdf") }
      _ = try await site.night()
      #expect(try await site.versions(of: "/a.pdf") == 2)
      let asked = try await tags(of: "/a.pdf", on: site) { _ = try await site.night() }
      #expect(asked == [nil])
      // And when the catalogue is made again from what the archive holds.
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      let later = try await tags(of: "/a.pdf", on: site) { _ = try await site.night() }
      #expect(later == [nil])
    }
  }

  @Test func `a report that is a page and changes only in its menu is no liar`() async throws {
    try await Partnership.run { site in
      site.list(["/report/"])
      func serve(_ menu: String, as tag: String) {
        let page = Self.page(menu, ["/a.pdf"])
        site.serve("/report/") { _ in
          .ok(page, type: "text/html", headers: [("ETag", "\"\(tag)\"")])
        }
      }
      func night() async throws {
        _ = try await site.night { plan in
          for index in plan.sources.indices { plan.sources[index].kinds = [.html] }
        }
      }
      serve("<a href=/news/>News</a>", as: "one")
      try await night()
      serve("<a href=/other/>Other</a>", as: "two")
      for _ in 2...4 { try await night() }
      let known = try await site.archive.catalogue().document(at: site.address("/report/"))
      #expect(known?.version == 1)
      #expect(known?.lyingValidators == false)
      #expect(known?.validators?.etag == "\"one\"")
    }
  }

  @Test func `a page in windows-1252 says the same on quiet nights`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      let text = String(decoding: Self.page("", ["/a.pdf"]), as: UTF8.self)
        .replacing("<title>Reviews", with: "<title>Reviews \u{1} families")
        .replacing("Report /a.pdf", with: "Report \u{1} family A")
      let bytes = text.utf8.map { $0 == 1 ? 0x96 : $0 }
      site.serve("/reviews/") {
        .document(bytes, type: "text/html; charset=\"windows-1252\"", etag: "\"one\"", for: $0)
      }
      _ = try await site.night()
      for _ in 2...3 {
        let quiet = try await site.night()
        #expect(!quiet.hasNews)
        let document = try await site.archive.catalogue().document(at: site.address("/a.pdf"))
        #expect(document?.title == "Report – family A")
        let listing = try await site.archive.catalogue().document(at: site.address("/reviews/"))
        #expect(listing?.title == "Reviews – families")
      }
    }
  }
}
