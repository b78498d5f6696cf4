// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Records
import Support
import Testing

@testable import Synchronising

/// Further things that sites were seen to do, in the order of the table above ``A real site``.
extension `A real site` {
  @Test(arguments: [401, 403, 404])
  func `has a robots.txt that it keeps to itself, which forbids nothing`(status: Int) async throws {
    try await Partnership.run { site in
      site.serve("/robots.txt") { _ in .status(status) }
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.appeared])
    }
  }

  @Test func `has a robots.txt with wildcards, in the middle and at the end`() async throws {
    try await Partnership.run { site in
      let rules = "User-agent: *\nDisallow: */feed/*\nDisallow: /*.doc$\n"
      site.serve("/robots.txt") { _ in .ok(Array(rules.utf8), type: "text/plain") }
      let targets = ["/x/feed/a.pdf", "/feedback/b.pdf", "/c.doc", "/c.docx.pdf"]
      site.list(targets)
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      let report = try await site.night()
      let leftOut = report.news.filter { $0.news == .leftOut }.map { String($0.address.path) }
      #expect(leftOut.sorted() == ["/c.doc", "/x/feed/a.pdf"])
      #expect(report.counts.new == 2)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `sends who asks for a file on to a page`(status: Int) async throws {
    try await Partnership.run { site in
      site.list(["/media/a.pdf"])
      site.serve("/media/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      site.serve("/media/a.pdf") { _ in .redirect(status, to: "/publications/a/") }
      site.list(["/media/other.pdf"], on: "/publications/a/")
      var told: [News] = []
      for _ in 1...4 {
        let report = try await site.night()
        told += report.news.map(\.news)
        #expect(report.movedHosts == nil)
      }
      #expect(told == [.unreachable], "a page that does not say that something is missing is doubt")
      #expect(try await site.versions(of: "/media/a.pdf") == 1)
    }
  }

  @Test(arguments: [true, false])
  func `lets its old name go, to somebody who parks it`(isRedirected: Bool) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      _ = try await site.night()
      let parked = Array("<title>example.org</title><h1>Buy this domain</h1>".utf8)
      for target in ["/a.pdf", "/b.pdf"] {
        site.serve(target) { _ in
          isRedirected ? .redirect(301, to: "/lander") : .ok(parked, type: "text/html")
        }
      }
      site.serve("/lander") { _ in .ok(parked, type: "text/html") }
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.missing, .missing] && report.movedHosts == nil)
      #expect(report.troubles.map(\.verdict) == [.softMissing(.parked), .softMissing(.parked)])
      for target in ["/a.pdf", "/b.pdf"] { #expect(try await site.versions(of: target) == 1) }
    }
  }

  @Test func `has its list made by a script from one night on`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      let shell = Array(
        "<title>Reviews</title><div id=root></div><script src=/app.js></script>".utf8
      )
      site.serve("/reviews/") { _ in .ok(shell, type: "text/html") }
      let report = try await site.night()
      let sentence = report.sources.first?.sentence ?? ""
      #expect(sentence.contains("made by a script"), "\(sentence)")
      #expect(report.sources.first?.isNews == true)
      #expect(report.news.isEmpty && report.counts.unchanged == 6, "nothing is taken back for that")
    }
  }

  @Test func `calls all its links "here"`() async throws {
    try await Partnership.run { site in
      let list = """
        <main><h2>Child C</h2><p>The Executive Summary is <a href=/c.pdf>here</a></p>
        <h2>Franklyn</h2><p>Read more <a href=/f.pdf>here</a></p></main>
        """
      site.serve("/reviews/") { _ in .ok(Array(list.utf8), type: "text/html") }
      for target in ["/c.pdf", "/f.pdf"] { site.serve(target, Bodies.pdf(target)) }
      let titles = try await site.night().news.map(\.title)
      #expect(titles.count == 2 && Set(titles).count == 2)
      #expect(titles.contains { $0.contains("Child C") })
      #expect(titles.contains { $0.contains("Franklyn") })
    }
  }

  @Test func `wants to be left alone for ten minutes, and is`() async throws {
    try await Partnership.run { site in
      let targets = (1...3).map { "/\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      for target in targets {
        site.serve(target) { _ in .status(429, [("Retry-After", "600")]) }
      }
      let asked = try await site.requests {
        let report = try await site.night()
        #expect(report.news.isEmpty)
        #expect(report.troubles.count == 3)
      }
      #expect(
        asked.count { $0 != "/reviews/" } == 1,
        "after the first word nobody asks again: \(asked)"
      )
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      let well = try await site.night()
      #expect(!well.hasNews && well.counts.unchanged == 3)
    }
  }
}
