// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Night
import Addressing
import Records
import Archiving
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A source that is a sitemap` {
  static func text(_ targets: [String], root: String = "urlset", entry: String = "url") -> [UInt8] {
    let entries = targets.map {
      "<\(entry)><loc>http://\(Partnership.host)\($0)</loc><lastmod>2026-01-01</lastmod></\(entry)>"
    }
    return Array("<\(root)>\(entries.joined(separator: "\n"))</\(root)>".utf8)
  }

  static func serve(_ targets: [String], at place: String = "/sitemap.xml", on site: Partnership) {
    site.serve(place, text(targets), type: "text/html; charset=utf-8")
  }

  private static func index(_ targets: [String], on site: Partnership) {
    site.serve(
      "/sitemap.xml",
      text(targets, root: "sitemapindex", entry: "sitemap"),
      type: "application/xml"
    )
  }

  static func night(
    on site: Partnership,
    as place: (WebAddress) -> Source.Place = Source.Place.sitemap,
    adjust: (inout Source) -> Void = { _ in }
  ) async throws -> RunReport {
    let address = try site.address("/sitemap.xml")
    var source = Source(id: "reviews", title: "Reviews", place: place(address))
    adjust(&source)
    return try await site.night { $0.sources = [source] }
  }

  @Test func `visits what names a document, and no page that it does not name`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/reviews/child-b"] { site.serve(name, Bodies.pdf(name)) }
      Self.serve(["/", "/a.pdf", "/reviews/child-b", "/contact", "/x.png", "/y.php"], on: site)
      let first = try await site.requests {
        let report = try await Self.night(on: site)
        #expect(report.news.map(\.news) == [.appeared])
        #expect(report.sources.first?.listed == 1)
      }
      #expect(first == ["/a.pdf", "/sitemap.xml"])
      let named = try await Self.night(
        on: site,
        adjust: {
          $0.include = [AddressPattern("*.pdf"), AddressPattern("*/reviews/*")]
        }
      )
      #expect(named.news.map(\.address.path) == ["/reviews/child-b"])
      #expect(try await site.versions(of: "/sitemap.xml") == 1)
    }
  }

  @Test func `reads the copy that is held on a 304, and tells what was taken off`() async throws {
    try await Partnership.run { site in
      let names = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"]
      for name in names { site.serve(name, Bodies.pdf(name)) }
      Self.serve(names, on: site)
      _ = try await Self.night(on: site)
      let quiet = try await Self.night(on: site)
      #expect(!quiet.hasNews && quiet.sources.first?.verdict == .unchanged)
      #expect(quiet.sources.first?.listed == 4)
      Self.serve(Array(names.dropFirst()), on: site)
      let third = try await Self.night(on: site)
      #expect(third.news.map(\.news) == [.delisted])
      #expect(try await site.standing(of: "/a.pdf") == "delisted")
    }
  }

  @Test func `goes on to the sitemaps of an index, packed or not`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf"] { site.serve(name, Bodies.pdf(name)) }
      Self.index(["/maps/1.xml.gz", "/maps/2.xml", "/sitemap.xml"], on: site)
      Self.serve(["/b.pdf"], at: "/maps/2.xml", on: site)
      // Packed: <urlset><url><loc>/a.pdf</loc></url></urlset>
      let packed = try #require(
        Data(
          base64Encoded:
            "H4sIAAAAAAACA7MpLcopTi2xswHSdjY5+cl2+ol6BSlpNvogto0+WFgfqggA+Aoqji0AAAA="
        )
      )
      site.serve("/maps/1.xml.gz", [UInt8](packed), type: "application/x-gzip")
      let first = try await Self.night(on: site)
      #expect(first.news.map(\.address.path) == ["/a.pdf", "/b.pdf"])
      #expect(first.isWhole && first.counts.pages == 3)
      let second = try await Self.night(on: site)
      #expect(!second.hasNews, "\(second.sources) \(second.news) \(second.damaged)")
      #expect(second.sources.first?.listed == 2)
      #expect(try site.body(of: "/maps/1.xml.gz", version: 1) == [UInt8](packed))
    }
  }

  @Test func `concludes nothing where one of its sitemaps fails, until that is gone`() async throws
  {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf"] { site.serve(name, Bodies.pdf(name)) }
      Self.index(["/1.xml", "/2.xml"], on: site)
      Self.serve(["/a.pdf"], at: "/1.xml", on: site)
      Self.serve(["/b.pdf"], at: "/2.xml", on: site)
      _ = try await Self.night(on: site)
      site.serve("/2.xml") { _ in .status(500) }
      let bad = try await Self.night(on: site)
      #expect(bad.news.isEmpty && !bad.isWhole)
      #expect(bad.sources.first?.sentence?.contains("/2.xml: ") == true)
      #expect(bad.sources.first?.isNews == true)
      #expect(try await site.standing(of: "/b.pdf") == "present")
      site.serve("/2.xml") { _ in .status(410) }
      let gone = try await Self.night(on: site)
      #expect(gone.isWhole && gone.news.map(\.news) == [.delisted])
      #expect(gone.sources.first?.sentence?.contains("is gone: ") == true)
    }
  }

  @Test func `concludes nothing from a sitemap that is cut, or is none`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf"] { site.serve(name, Bodies.pdf(name)) }
      Self.serve(["/a.pdf", "/b.pdf"], on: site)
      _ = try await Self.night(on: site)
      site.serve("/sitemap.xml", Array(Self.text(["/a.pdf"]).dropLast(9)), type: "text/xml")
      let cut = try await Self.night(on: site)
      #expect(cut.news.isEmpty && !cut.isWhole)
      #expect(try await site.isListed("/b.pdf"))
      site.list(["/a.pdf"], on: "/sitemap.xml")
      let page = try await Self.night(on: site)
      #expect(page.news.isEmpty && !page.isWhole)
      #expect(page.sources.first?.sentence?.contains("write `page` in place of") == true)
      #expect(try await site.versions(of: "/sitemap.xml") == 2)
    }
  }

  @Test func `is read from no more than may be, and from no other site`() async throws {
    try await Partnership.run { site in
      let targets = (1...5).map { "/\($0).xml" }
      let far = "<sitemap><loc>http://elsewhere.example/s.xml</loc></sitemap>"
      let index = String(
        decoding: Self.text(targets, root: "sitemapindex", entry: "sitemap"),
        as: UTF8.self
      )
      site.serve(
        "/sitemap.xml",
        Array(index.replacing("</sitemapindex>", with: far + "</sitemapindex>").utf8),
        type: "text/xml"
      )
      for target in targets { Self.serve([], at: target, on: site) }
      let requests = try await site.requests {
        let report = try await Self.night(on: site, adjust: { $0.mostPages = 3 })
        #expect(!report.isWhole)
        let sentence = report.sources.first?.sentence ?? ""
        #expect(sentence.contains("3 sitemaps it goes on to would be too many"))
        #expect(sentence.contains("another site and was not read: http://elsewhere.example/s.xml"))
      }
      #expect(requests == ["/1.xml", "/2.xml", "/sitemap.xml"])
    }
  }

  @Test func `that is an index gets a version more when what it names changes, and not before`()
    async throws
  {
    try await Partnership.run { site in
      for name in ["/1.xml", "/2.xml"] { Self.serve(["/a.pdf"], at: name, on: site) }
      site.serve("/a.pdf", Bodies.pdf("a"))
      Self.index(["/1.xml"], on: site)
      _ = try await Self.night(on: site)
      Self.index(["/1.xml", "/2.xml"], on: site)
      _ = try await Self.night(on: site)
      #expect(try await site.versions(of: "/sitemap.xml") == 2)
      // In another order, they are the same.
      Self.index(["/2.xml", "/1.xml"], on: site)
      _ = try await Self.night(on: site)
      #expect(try await site.versions(of: "/sitemap.xml") == 2)
    }
  }
}
