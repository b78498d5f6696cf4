// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Appraisal
import Addressing
import Records
import Archiving
import Fetching
import Filing
import Fixity
import Foundation
import HTML
import HTTP
import Support
import SystemPackage
import Testing

@testable import Curl
@testable import Discovery
@testable import Fetching
@testable import Synchronising

/// A page that cannot be read, or not to its end, is its source's affair and nobody else's.
@Suite(.timeLimit(.minutes(10)))
struct `A page that is not read` {
  /// A page of these links, with more elements before the last one than are read.
  private static func bomb(_ targets: [String]) -> [UInt8] {
    let links = targets.map { "<p><a href=\"\($0)\">Report \($0)</a>" }
    let elements = repeatElement("<b>", count: 200_000).joined()
    return Array("<main>\(links.dropLast().joined())\(elements)\(links.last ?? "")</main>".utf8)
  }

  private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
  }

  @Test func `to its end takes nothing back, and is told when that begins and ends`() async throws {
    try await Partnership.run { site in
      let targets = ["/a.pdf", "/b.pdf", "/c.pdf"]
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      let before = try await site.night()
      #expect(before.isWhole)
      #expect(before.sources.first?.limits == nil)

      site.serve("/reviews/") { _ in .ok(Self.bomb(targets), type: "text/html") }
      let report = try await site.night()
      let source = try #require(report.sources.first)
      #expect(source.wasReached && !source.wasReadToEnd)
      #expect(source.limits == ["nodes"])
      #expect(source.sentence?.contains("too long to be read to its end") == true)
      #expect(source.sentence?.contains("2 links were found") == true)
      #expect(source.isNews)
      #expect(!report.isWhole)
      #expect(report.news.isEmpty, "what lies behind the end of what was read is not lost")
      #expect(report.counts.unchanged == 3, "and is visited all the same")
      #expect(try await site.isListed("/c.pdf"))
      #expect(try await site.standing(of: "/c.pdf") == "present")

      // However often: it is never believed that the page has lost what was not read of it.
      for _ in 2...RunHealth.nightsOfListing + 2 {
        let again = try await site.night()
        #expect(!again.hasNews, "a bound of ours is told when it begins")
        #expect(again.sources.first?.sentence != nil)
      }
      #expect(try await site.standing(of: "/c.pdf") == "present")

      site.list(targets)
      let well = try await site.night()
      #expect(well.isWhole && well.hasNews, "and once when it is over")
      let later = try await site.night()
      #expect(!later.hasNews)
    }
  }

  @Test func `because it is longer than any is read as far as that, and the others are read`()
    async throws
  {
    try await Partnership.run { site in
      let filler = Array(repeating: UInt8(ascii: " "), count: 1 << 20)
      let head = Reply.head(
        200,
        [("Content-Type", "text/html"), ("ETag", "\"1\""), ("Transfer-Encoding", "chunked")]
      )
      let page = [
        Self.chunk(Array("<main><a href=/a.pdf>A</a><!--".utf8)),
        Self.chunk(Array("--><a href=/z.pdf>Z</a>".utf8)),
      ]
      let middle = Self.chunk(filler)
      site.serve("/reviews/") { request in
        if request["If-None-Match"] != nil { return .status(304, [("ETag", "\"1\"")]) }
        let steps = repeatElement(Reply.Step.content(middle), count: PageBudget.bytes >> 20)
        return Reply(
          [.send(head), .content(page[0])] + steps + [.content(page[1]), .content(Self.chunk([]))]
        )
      }
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list(["/b.pdf"], on: "/other/")
      site.serve("/b.pdf", Bodies.pdf("b"))
      let other = Source(id: "other", title: "Other", place: .page(try site.address("/other/")))
      // The first night reads what came, the second what was kept.
      for night in 1...2 {
        let report = try await site.night { plan in
          plan.sources.append(other)
          plan.limits.bodyBytes = 100_000_000
        }
        #expect(report.sources.map(\.limits) == [["length"], nil])
        #expect(report.sources.map(\.listed) == [1, 1])
        #expect(report.sources[0].isNews == (night == 1))
        #expect(report.counts.visited == 2)
        #expect(report.damaged.isEmpty)
        #expect(report.troubles.isEmpty)
      }
      #expect(try await site.versions(of: "/a.pdf") == 1)
      #expect(try await site.versions(of: "/b.pdf") == 1)
    }
  }

  /// Markup that the page goes beyond a bound with, before all its links.
  private static let fillers = [
    String(repeating: "<div>", count: 600),
    "<p \((0..<70).map { "d\($0)=x" }.joined(separator: " "))>",
  ]

  @Test(arguments: fillers)
  func `for a tag that hides links keeps nobody from judging what was seen`(
    markup: String
  ) async throws {
    try await Partnership.run { site in
      func list(_ names: String) {
        let links = names.map { "<li><a href=\"/\($0).pdf\">Report \($0)</a></li>" }
        let page = "\(markup)<main><h1>Reviews</h1><ul>\(links.joined())</ul></main>"
        site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html") }
      }
      for name in "abcde" { site.serve("/\(name).pdf", Bodies.pdf("\(name)")) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf", "/e.pdf"])
      _ = try await site.night()
      site.list(["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"])
      #expect(try await site.night().news.map(\.news) == [.delisted])

      // One that was delisted is back, one is missing, one answers 404 and one 410.
      list("bcde")
      site.drop("/c.pdf")
      site.serve("/d.pdf") { _ in .status(410) }
      let report = try await site.night()
      #expect(report.sources.first?.health == "links-hidden")
      #expect(report.sources.first?.sentence?.hasSuffix("counts as listed still") == true)
      #expect(report.sources.first?.isNews == true)
      #expect(Set(report.news.map(\.news)) == [.missing, .gone, .returned])
      #expect(try await site.isListed("/a.pdf"))
      #expect(try await site.standing(of: "/e.pdf") == "present")

      for _ in 1..<RunHealth.nightsOfListing {
        _ = try await site.night()
        #expect(try await site.standing(of: "/a.pdf") == "present")
      }
      #expect(try await site.standing(of: "/c.pdf") == "gone")
      let last = try await site.night()
      #expect(last.news.map(\.news) == [.delisted], "what was missed for so long is gone from it")
      #expect(last.sources.first?.health == RunReport.healthy)
      #expect(try await !site.isListed("/a.pdf"))
      #expect(try await !site.night().hasNews)
    }
  }

  @Test func `to its end keeps nobody from judging what was seen, however long`() async throws {
    try await Partnership.run { site in
      let targets = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf", "/e.pdf", "/f.pdf", "/g.pdf"]
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      // Only the last four are behind the end: more than a tenth of all that was listed.
      let elements = repeatElement("<b>", count: 200_000).joined()
      let links = targets.map { "<p><a href=\"\($0)\">Report \($0)</a>" }
      let page = "<main>\(links.prefix(3).joined())\(elements)\(links.dropFirst(3).joined())</main>"
      site.serve("/reviews/") { _ in .ok(Array(page.utf8), type: "text/html") }
      site.serve("/a.pdf") { _ in .status(410) }
      site.drop("/g.pdf")
      let report = try await site.night()
      #expect(report.sources.first?.health == RunReport.healthy)
      #expect(report.sources.first?.sentence?.hasSuffix("count as listed still") == true)
      #expect(Set(report.news.map(\.news)) == [.gone, .missing])
      for _ in 0...RunHealth.nightsOfListing { _ = try await site.night() }
      #expect(try await site.standing(of: "/g.pdf") == "gone")
      #expect(try await site.standing(of: "/f.pdf") == "present")
      #expect(try await site.isListed("/f.pdf"))
    }
  }

  @Test func `as a document counts as changed with every byte`() async throws {
    try await Partnership.run { site in
      site.list(["/report/"])
      let page = Self.bomb(["/a", "/b"])
      for (night, ending) in ["one", "two", "two"].enumerated() {
        // The change is behind the place to which the page is read.
        site.serve("/report/") { _ in
          .ok(page + Array("<p>\(ending)".utf8), type: "text/html")
        }
        let report = try await site.night { plan in plan.sources[0].kinds = [.html] }
        #expect(report.counts.changed == (night == 1 ? 1 : 0))
      }
      #expect(try await site.versions(of: "/report/") == 2)
    }
  }

  @Test func `because its file is gone is its own verdict`() async throws {
    try await ScratchDirectory.run { folder in
      let head = try #require(ResponseHead(Array("HTTP/1.1 200 OK\r\nETag: 1\r\n\r\n".utf8)))
      let response = Response(
        head: head,
        peer: "127.0.0.1",
        httpVersion: "1.1",
        receivedBytes: 3,
        firstByteAfter: .zero,
        took: .zero,
        cookies: [],
        redirect: nil,
        isAbandoned: false
      )
      let body = SpooledBody(path: folder.appending("none"), length: 3, digest: .of("abc"))
      let address = try WebAddress("http://www.example.org/")
      let answer = FetchedResponse(
        address: address,
        method: .get,
        head: head,
        response: response,
        wasConditional: false,
        body: body,
        receivedBytes: 3,
        requests: 1,
        retryAfter: nil
      )
      let fetch = Fetch(
        order: FetchOrder(address, purpose: .page),
        hops: [],
        permission: nil,
        outcome: .success(answer)
      )
      let appraisal = try await fetch.appraised(expecting: .page)
      #expect(appraisal.verdict == .refused(.unreadable))
      #expect(throws: FilingError.self) { try answer.listing() }
      #expect(throws: FilingError.self) {
        try Listing.read(body.place, at: address, declaredCharset: nil)
      }
    }
  }

  @Test func `does not keep a check from the others`() async throws {
    try await Partnership.run { site in
      let targets = ["/a.pdf", "/b.pdf"]
      site.serve("/long/") { _ in .ok(Self.bomb(targets), type: "text/html") }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      let plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
      let missing = site.archive.path.appending("missing.html")
      let report = try await LinkChecker(plan, spool: site.archive.path.appending("staging")).run([
        .file(missing, base: nil), .address(try site.address("/long/")),
      ])
      #expect(report.links(.alive).map(\.address.path) == ["/a.pdf"])
      #expect(!report.isWhole)
      let long = try #require(report.pages.first { $0.page.hasSuffix("/long/") })
      #expect(!long.isWhole && long.links == 1)
      #expect(long.sentence?.contains("too long to be read to its end") == true)
      let unread = try #require(report.pages.first { $0.page == missing.string })
      #expect(!unread.isWhole && unread.links == 0)
      #expect(unread.sentence?.hasPrefix("the page was not read") == true)
    }
  }

  @Test func `nor does a part of a body that nobody asked for end a night`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/b.pdf", Bodies.pdf("b"))
      let body = Array(repeating: UInt8(1), count: 200_000)
      site.serve("/a.pdf") { request in
        guard request["Range"] != nil else {
          return .cutShort(
            Array(body.prefix(120_000)),
            declaring: body.count,
            headers: [("ETag", "\"1\"")]
          )
        }
        return .status(206, [("Content-Range", "bytes 5-9/200000")], body: Array(body.prefix(5)))
      }
      let report = try await site.night { plan in
        plan.retries = RetryPolicy(retries: 1, firstPause: .zero, longestPause: .zero)
      }
      #expect(report.troubles.map(\.verdict) == [.unreachable(.protocolFault)])
      #expect(report.counts.new == 1)
      #expect(report.isComplete)
    }
  }
}
