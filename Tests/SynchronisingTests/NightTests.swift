// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Cataloguing
import Support
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Nights of a mirror` {
  @Test func `what is new is kept, and the second night asks once for each`() async throws {
    try await Partnership.run { site in
      site.list(["/files/a.pdf", "/files/b.pdf", "/files/c.pdf"])
      for name in ["a", "b", "c"] { site.serve("/files/\(name).pdf", Bodies.pdf(name)) }
      let first = try await site.night()
      #expect(first.counts.new == 3)
      #expect(first.news.map(\.news) == [.appeared, .appeared, .appeared])
      #expect(first.isComplete)

      let requests = try await site.requests {
        let second = try await site.night()
        #expect(second.counts.unchanged == 3)
        #expect(!second.hasNews)
      }
      #expect(requests == ["/files/a.pdf", "/files/b.pdf", "/files/c.pdf", "/reviews/"])
      #expect(site.server.requests.suffix(3).allSatisfy { $0["If-None-Match"] != nil })
      let versions = try await site.versions(of: "/files/a.pdf")
      #expect(versions == 1)
    }
  }

  @Test func `what changes every night is told so once`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/b.pdf", Bodies.pdf("b"))
      var told: [Int] = []
      for night in 1...7 {
        site.serve("/a.pdf", Bodies.pdf("of night \(night)"))
        let report = try await site.night()
        if report.notes.contains(where: { $0.isNews && $0.sentence.contains("nights in a row") }) {
          told.append(night)
        }
      }
      #expect(told == [5])
    }
  }

  @Test func `bytes replaced in place become a version, old bytes that return another`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("first"))
      _ = try await site.night()
      site.serve("/a.pdf", Bodies.pdf("second"))
      let changed = try await site.night()
      #expect(changed.news.map(\.news) == [.replaced])
      #expect(changed.news.first?.version == 2)
      site.serve("/a.pdf", Bodies.pdf("first"))
      _ = try await site.night()

      let (one, two, three) = try (
        site.body(of: "/a.pdf", version: 1), site.body(of: "/a.pdf", version: 2),
        site.body(of: "/a.pdf", version: 3)
      )
      #expect(one == Bodies.pdf("first"))
      #expect(two == Bodies.pdf("second"))
      #expect(three == one)
      let path = try site.archive.contentFile(of: site.address("/a.pdf"), version: 3)
      #expect(path.string.hasSuffix("v1/content/document.pdf"), "old bytes are not stored again")
    }
  }

  @Test func `a server without validators costs a body and no version`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf") { _ in .ok(Bodies.pdf("same"), type: "application/pdf") }
      _ = try await site.night()
      let second = try await site.night()
      #expect(second.counts.unchanged == 1)
      let versions = try await site.versions(of: "/a.pdf")
      #expect(versions == 1)
    }
  }

  @Test func `a dropped link is delisted while it is served, and told once`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      site.list(["/a.pdf", "/b.pdf"])
      _ = try await site.night()
      site.list(["/a.pdf"])
      let dropped = try await site.night()
      #expect(dropped.news.map(\.news) == [.delisted])
      let again = try await site.night()
      #expect(!again.hasNews)
      let standing = try await site.standing(of: "/b.pdf")
      let isListed = try await site.isListed("/b.pdf")
      #expect(standing == "delisted")
      #expect(!isListed)
      site.list(["/a.pdf", "/b.pdf"])
      let back = try await site.night()
      #expect(back.news.map(\.news) == [.returned])
    }
  }

  @Test func `a document is gone after three nights of 404, and its versions stay`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b", "c", "d"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"])
      _ = try await site.night()
      site.drop("/a.pdf")
      let told = [
        try await site.night().news.map(\.news), try await site.night().news.map(\.news),
        try await site.night().news.map(\.news), try await site.night().news.map(\.news),
      ]
      #expect(told == [[.missing], [], [.gone], []])
      let body = try site.body(of: "/a.pdf", version: 1)
      #expect(body == Bodies.pdf("a"))
      site.serve("/a.pdf", Bodies.pdf("a"))
      let back = try await site.night()
      #expect(back.news.map(\.news) == [.returned])
    }
  }

  @Test func `410 is gone at once`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list(["/a.pdf"])
      _ = try await site.night()
      site.serve("/a.pdf") { _ in .status(410) }
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.gone])
      #expect(report.news.first?.lastAlive != nil)
    }
  }

  @Test func `the page itself is kept when its links change, not for a token`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      site.list(["/a.pdf"], token: "one")
      _ = try await site.night()
      site.list(["/a.pdf"], token: "two")
      _ = try await site.night()
      let afterToken = try await site.versions(of: "/reviews/")
      #expect(afterToken == 1)
      site.list(["/a.pdf", "/b.pdf"], token: "three")
      _ = try await site.night()
      let afterLink = try await site.versions(of: "/reviews/")
      #expect(afterLink == 2)
    }
  }

  @Test func `a link that turns out to be a page is not asked for again the next night`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/download?id=7"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/download?id=7") { _ in
        let text = String(repeating: "<p>About us and our work.</p>", count: 40)
        return .ok(Array("<!doctype html><title>About</title>\(text)".utf8), type: "text/html")
      }
      let first = try await site.night()
      #expect(first.counts.notKept == 1)
      #expect(first.counts.new == 1)
      let requests = try await site.requests { _ = try await site.night() }
      #expect(requests == ["/a.pdf", "/reviews/"])
    }
  }

  @Test func `pages are kept where they are asked for, by their text`() async throws {
    try await Partnership.run { site in
      let counter = Counter()
      site.list(["/family-a.html"])
      site.serve("/family-a.html") { _ in
        let text = String(repeating: "<p>What was learned.</p>", count: 30)
        let page =
          "<!doctype html><title>Family A</title><main>\(text)</main><i>\(counter.next())</i>"
        return .ok(Array(page.utf8), type: "text/html")
      }
      for _ in 0..<3 {
        _ = try await site.night { $0.sources[0].kinds.insert(.html) }
      }
      let versions = try await site.versions(of: "/family-a.html")
      #expect(versions == 1)
    }
  }

  @Test func `what is excluded is not asked for again, and stays as it was`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/form.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/form.pdf", Bodies.pdf("form"))
      _ = try await site.night()
      let requests = try await site.requests {
        let report = try await site.night { $0.sources[0].exclude = [AddressPattern("*form*")] }
        #expect(report.news.isEmpty)
        #expect(report.retired.map(\.documents) == [1], "it is said once, with their number")
      }
      #expect(requests == ["/a.pdf", "/reviews/"])
      let versions = try await site.versions(of: "/form.pdf")
      #expect(versions == 1)
    }
  }

  @Test func `a link given by address alone is visited like any other`() async throws {
    try await Partnership.run { site in
      site.serve("/v1/file/5028", Bodies.pdf("inspection"))
      let address = try site.address("/v1/file/5028")
      let report = try await site.night { plan in
        plan.sources = [Source(id: "files", title: "Files", place: .addresses([address]))]
      }
      #expect(report.counts.new == 1)
      let kind = try await site.archive.catalogue().document(at: address)?.kind
      #expect(kind == .pdf)
    }
  }
}
