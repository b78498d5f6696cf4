// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A source that is a feed` {
  private static func serve(_ targets: [String], on site: Partnership) {
    let items = targets.map {
      "<item><title>Review of \($0)</title><enclosure url=\"\($0)\" type=\"application/pdf\"/></item>"
    }
    let feed = "<rss version=\"2.0\"><channel><title>News</title>\(items.joined())</channel></rss>"
    site.serve("/sitemap.xml", Array(feed.utf8), type: "application/rss+xml")
  }

  private static func night(on site: Partnership) async throws -> RunReport {
    try await `A source that is a sitemap`.night(on: site, as: Source.Place.feed)
  }

  @Test func `keeps what its items enclose, and asks for it when the feed has it no more`()
    async throws
  {
    try await Partnership.run { site in
      let names = (1...8).map { "/\($0).pdf" }
      for name in names { site.serve(name, Bodies.pdf(name)) }
      Self.serve(Array(names.prefix(6)), on: site)
      let first = try await Self.night(on: site)
      #expect(first.news.count == 6)
      #expect(first.news.first?.title == "Review of /1.pdf")

      Self.serve(Array(names.suffix(2)), on: site)
      let second = try await Self.night(on: site)
      #expect(second.news.map(\.news) == [.appeared, .appeared])
      #expect(second.isWhole && second.counts.visited == 8)
      let source = try #require(second.sources.first)
      #expect(source.health == "healthy" && source.sentence == nil)
      #expect(source.appeared == 2 && source.disappeared == 0)
      #expect(try await site.standing(of: "/1.pdf") == "present")

      site.drop("/1.pdf")
      let third = try await Self.night(on: site)
      #expect(third.news.map(\.news) == [.missing], "its own address says that it is gone")
    }
  }

  @Test func `that comes as a page is not read`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"], on: "/sitemap.xml")
      let report = try await Self.night(on: site)
      #expect(!report.isWhole)
      #expect(report.sources.first?.sentence?.contains("a web page came and no feed") == true)
    }
  }
}
