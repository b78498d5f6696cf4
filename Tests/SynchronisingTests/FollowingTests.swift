// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Cataloguing
import Records
import Archiving
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A source that goes on` {
  private static func night(
    on site: Partnership,
    follow: [String] = ["*/reviews/*"],
    _ adjust: (inout Source) -> Void = { _ in }
  ) async throws -> RunReport {
    try await site.night { plan in
      plan.sources[0].follow = follow.map { AddressPattern($0) }
      adjust(&plan.sources[0])
    }
  }

  /// A list of one page for each report, and the page of each with the report on it.
  private static func publish(_ names: [String], on site: Partnership) {
    site.list(names.map { "/reviews/\($0)" } + ["/contact"])
    site.list([], on: "/contact")
    for name in names {
      site.list(["/files/\(name).pdf", "/reviews/"], on: "/reviews/\(name)")
      site.serve("/files/\(name).pdf", Bodies.pdf(name))
    }
  }

  @Test func `tells once of a page without a file, and keeps it when told to`()
    async throws
  {
    try await Partnership.run { site in
      Self.publish(["child-a"], on: site)
      site.list(["/reviews/child-a", "/reviews/thematic/"])
      let text =
        "<!doctype html><title>What we learned</title><main><h1>What we learned</h1>"
        + String(repeating: "<p>Practitioners ought to talk with each other.</p>", count: 9)
      site.serve("/reviews/thematic/", Array(text.utf8), type: "text/html")
      let first = try await Self.night(on: site)
      let told = try #require(first.sources.first?.leftOut)
      #expect(told.contains("1 page that `follow` leads to holds no file"), "\(told)")
      #expect(told.contains("/reviews/thematic/") && told.contains("includePages"), "\(told)")
      let second = try await Self.night(on: site)
      #expect(second.sources.first?.leftOut == nil && !second.hasNews)
      let third = try await Self.night(on: site) { source in
        source.kinds.insert(.html)
        source.includePages = [AddressPattern("*/thematic/")]
      }
      #expect(third.news.map(\.news) == [.appeared], "it was kept as a list until then")
      #expect(third.counts.new == 1 && third.counts.unchanged == 1)
      site.drop("/reviews/thematic/")
      let fourth = try await Self.night(on: site) { source in
        source.kinds.insert(.html)
        source.includePages = [AddressPattern("*/thematic/")]
      }
      #expect(fourth.news.map(\.news) == [.missing])
    }
  }

  @Test func `tells once of pages that lie deeper than it is read, and of new ones later`()
    async throws
  {
    try await Partnership.run { site in
      Self.publish(["child-a"], on: site)
      func archive(of years: [String]) {
        let links = years.map { "<li><a href='/reviews/archive/\($0)'>\($0)</a>" }.joined()
        let html = "<!doctype html><title>Older</title><main><h1>Older</h1><ul>\(links)</ul></main>"
        site.serve("/reviews/archive/", Array(html.utf8), type: "text/html")
      }
      site.list(["/reviews/child-a", "/reviews/archive/"])
      archive(of: ["2014", "2015"])
      let first = try await Self.night(on: site)
      let told = try #require(first.sources.first?.leftOut)
      #expect(told.contains("deeper than `depth: 1`") && told.contains("`depth: 2`"), "\(told)")
      #expect(told.contains("2 pages") && told.contains("/reviews/archive/2014"), "\(told)")
      #expect(!told.contains("holds no file"), "\(told)")
      let quiet = try await Self.night(on: site)
      #expect(quiet.sources.first?.leftOut == nil && !quiet.hasNews, "\(quiet.sources)")

      archive(of: ["2014", "2015", "2016"])
      let later = try await Self.night(on: site)
      let new = try #require(later.sources.first?.leftOut)
      #expect(new.contains("1 page that `follow` fits lies deeper"), "\(new)")
      #expect(new.contains("/reviews/archive/2016") && later.hasNews, "\(new)")
      let end = try await Self.night(on: site)
      #expect(!end.hasNews, "\(end.sources)")
    }
  }

  @Test func `tells of a new link to what seems to be a report that is a page`() async throws {
    try await Partnership.run { site in
      let page = { (links: [String]) in
        "<!doctype html><title>Reviews</title><main><h1>Reviews</h1><ul>"
          + links.map { "<li><a href='/about/\($0)'>\($0) serious case review: full report</a>" }
          .joined() + "<li><a href='/files/a.pdf'>Child A</a></ul></main>"
      }
      site.serve("/files/a.pdf", Bodies.pdf("a"))
      site.serve("/reviews/", Array(page(["Child B"]).utf8), type: "text/html")
      let first = try await site.night()
      let told = try #require(first.sources.first?.leftOut)
      #expect(told.contains("a report that is a web page") && told.contains("Child B"), "\(told)")
      let quiet = try await site.night()
      #expect(!quiet.hasNews, "\(quiet.sources)")
      site.serve("/reviews/", Array(page(["Child B", "Child C"]).utf8), type: "text/html")
      let later = try await site.night()
      let new = try #require(later.sources.first?.leftOut)
      #expect(new.contains("Child C") && !new.contains("Child B"), "\(new)")
      let end = try await site.night()
      #expect(!end.hasNews, "\(end.sources)")
    }
  }

  @Test func `is read in part where a further page fails from the first night on`() async throws {
    try await Partnership.run { site in
      Self.publish(["child-a"], on: site)
      let html =
        "<!doctype html><main><h1>Reviews</h1><a href='/files/child-a.pdf'>Child A</a>"
        + "<a rel=next href='/reviews/?page=2'>Next page</a></main>"
      site.serve("/reviews/", Array(html.utf8), type: "text/html")
      site.serve("/reviews/?page=2") { _ in .status(500) }
      for _ in 1...3 {
        let report = try await site.night()
        #expect(!report.isWhole && report.sources.first?.unreadLists == 1, "\(report.sources)")
      }
      site.serve("/reviews/?page=2") { _ in .status(404) }
      let end = try await site.night()
      #expect(end.isWhole, "a list that ends where its link says it goes on hides nothing")
    }
  }

  @Test func `is whole where robots.txt bars one of its pages, which is told once`() async throws {
    try await Partnership.run { site in
      Self.publish(["child-a"], on: site)
      site.list(["/reviews/child-a", "/reviews/private/b"])
      site.serve("/robots.txt") { _ in
        .ok(Array("User-agent: *\nDisallow: /reviews/private/\n".utf8), type: "text/plain")
      }
      let first = try await Self.night(on: site)
      #expect(first.isWhole && first.sources.first?.unreadLists == nil)
      let sentence = try #require(first.sources.first?.sentence)
      #expect(sentence.contains("robots.txt keeps us from 1 page it goes on to"), "\(sentence)")
      #expect(first.sources.first?.isNews == true)
      let second = try await Self.night(on: site)
      #expect(second.isWhole && !second.hasNews, "\(second.sources)")
    }
  }

  @Test func `finds the reports behind its pages, and says on which`() async throws {
    try await Partnership.run { site in
      Self.publish(["child-a", "child-b"], on: site)
      let requests = try await site.requests {
        let report = try await Self.night(on: site)
        #expect(report.news.map(\.address.path) == ["/files/child-a.pdf", "/files/child-b.pdf"])
        #expect(report.news.first?.foundOn == (try site.address("/reviews/child-a")))
        #expect(report.isWhole && report.counts.pages == 3)
      }
      // The page of a report is read once, and is no document.
      #expect(
        requests == [
          "/contact", "/files/child-a.pdf", "/files/child-b.pdf", "/reviews/", "/reviews/child-a",
          "/reviews/child-b",
        ]
      )
      let capture = try site.archive.capture(of: site.address("/files/child-b.pdf"), version: 1)
      #expect(capture.listed.map(\.page) == [try site.address("/reviews/child-b")])
      let quiet = try await Self.night(on: site)
      #expect(!quiet.hasNews, "\(quiet.news) \(quiet.retired) \(quiet.sources)")
      #expect(quiet.sources.first?.listed == 3)
    }
  }

  @Test func `that begins to follow loses nothing by it`() async throws {
    try await Partnership.run { site in
      Self.publish((1...6).map { "child-\($0)" }, on: site)
      let before = try await Self.night(on: site, follow: [])
      #expect(before.news.isEmpty)
      let report = try await Self.night(on: site)
      #expect(report.isWhole && report.sources.first?.health == "healthy")
      #expect(report.news.count == 6 && report.news.allSatisfy { $0.news == .appeared })
      let after = try await Self.night(on: site, follow: [])
      #expect(after.news.isEmpty || after.sources.first?.health != "healthy")
    }
  }

  @Test func `concludes nothing where a page fails, until that is gone`() async throws {
    try await Partnership.run { site in
      Self.publish(["child-a", "child-b"], on: site)
      _ = try await Self.night(on: site)
      site.serve("/reviews/child-b") { _ in .status(503) }
      let bad = try await Self.night(on: site)
      #expect(bad.news.isEmpty && !bad.isWhole)
      #expect(bad.sources.first?.sentence?.contains("/reviews/child-b: ") == true)
      #expect(try await site.isListed("/files/child-b.pdf"))
      site.serve("/reviews/child-b") { _ in .status(410) }
      let gone = try await Self.night(on: site)
      #expect(gone.isWhole && gone.news.map(\.news) == [.delisted])
    }
  }

  @Test func `keeps the name of a report though the page that gives it fails for a night`()
    async throws
  {
    try await Partnership.run { site in
      func serve(_ page: String, _ link: String) {
        let body = "<main><h1>\(page)</h1><a href=/files/a.pdf>\(link)</a></main>"
        site.serve("/reviews/\(page)") { _ in .ok(Array(body.utf8), type: "text/html") }
      }
      site.list(["/reviews/first", "/reviews/second"])
      serve("first", "Child A overview report")
      serve("second", "Read more")
      site.serve("/files/a.pdf", Bodies.pdf("a"))
      for night in 0..<3 {
        if night == 1 { site.serve("/reviews/first") { _ in .status(503) } }
        if night == 2 { serve("first", "Child A overview report") }
        _ = try await Self.night(on: site)
        let document = try await site.archive.catalogue().document(at: site.address("/files/a.pdf"))
        #expect(document?.title == "Child A overview report", "night \(night)")
      }
    }
  }

  @Test func `reads its next pages and numbered ones, each once`() async throws {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(name, Bodies.pdf(name)) }
      func page(_ body: String) -> [UInt8] {
        Array("<html><body><main><h1>Reviews</h1>\(body)</main></body></html>".utf8)
      }
      site.serve(
        "/reviews/",
        page("<a href=/a.pdf>Child A</a><a href='?page=2'>2</a>"),
        type: "text/html"
      )
      site.serve(
        "/reviews/?page=2",
        page(
          "<a href=/b.pdf>Child B</a><a rel=next href='?from=c'>Older</a><a href='/reviews/'>1</a>"
        ),
        type: "text/html"
      )
      site.serve("/reviews/?from=c", page("<a href=/c.pdf>Child C</a>"), type: "text/html")
      let requests = try await site.requests {
        let report = try await Self.night(on: site, follow: [])
        #expect(report.news.map(\.address.path) == ["/a.pdf", "/b.pdf", "/c.pdf"])
        #expect(report.isWhole)
      }
      #expect(
        requests == [
          "/a.pdf", "/b.pdf", "/c.pdf", "/reviews/", "/reviews/?from=c", "/reviews/?page=2",
        ]
      )
      let quiet = try await Self.night(on: site, follow: [])
      #expect(!quiet.hasNews, "\(quiet.news) \(quiet.retired)")
      let one = try await Self.night(on: site, follow: []) { $0.mostPages = 1 }
      #expect(one.counts.pages == 1 && one.sources.first?.listed == 1)
    }
  }

  @Test func `says when there are more pages than may be read`() async throws {
    try await Partnership.run { site in
      Self.publish((1...5).map { "child-\($0)" }, on: site)
      let report = try await Self.night(on: site) { $0.mostPages = 3 }
      #expect(!report.isWhole && report.counts.pages == 3)
      let sentence = report.sources.first?.sentence ?? ""
      #expect(sentence.contains("3 pages it goes on to would be too many"), "\(sentence)")
      #expect(sentence.contains("`pages` allows 3"))
      #expect(report.sources.first?.isNews == true)
      let again = try await Self.night(on: site) { $0.mostPages = 3 }
      #expect(again.sources.first?.isNews == false)
    }
  }

  @Test func `goes no deeper than it may`() async throws {
    try await Partnership.run { site in
      site.list(["/reviews/one"])
      site.list(["/reviews/two", "/1.pdf"], on: "/reviews/one")
      site.list(["/2.pdf"], on: "/reviews/two")
      for name in ["/1.pdf", "/2.pdf"] { site.serve(name, Bodies.pdf(name)) }
      let shallow = try await Self.night(on: site)
      #expect(shallow.news.map(\.address.path) == ["/1.pdf"])
      let deep = try await Self.night(on: site) { $0.depth = 2 }
      #expect(deep.news.map(\.address.path) == ["/2.pdf"])
    }
  }

  @Test func `keeps what turns out to be a file, and asks for it once a night from then on`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/reviews/child-a"])
      site.serve("/reviews/child-a", Bodies.pdf("a"))
      let first = try await Self.night(on: site)
      #expect(first.news.map(\.news) == [.appeared] && first.isWhole)
      let requests = try await site.requests {
        let second = try await Self.night(on: site)
        #expect(!second.hasNews && second.isWhole)
      }
      #expect(requests == ["/reviews/", "/reviews/child-a"])
    }
  }
}
