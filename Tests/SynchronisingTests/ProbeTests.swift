// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Curl
import Foundation
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// A page comes in a held file's place, and does not say why.
@Suite(.timeLimit(.minutes(5)))
struct `A page in a held file's place` {
  private static let documents = ["/files/a.pdf", "/files/b.pdf", "/files/c.pdf", "/files/d.pdf"]

  /// A site that holds four files, of which the pages come for the first.
  private static func site(
    _ body: (Partnership) async throws -> Void
  ) async throws {
    try await Partnership.run { site in
      site.list(documents)
      for document in documents { site.serve(document, Bodies.pdf(document)) }
      #expect(try await site.night().counts.new == 4)
      try await body(site)
    }
  }

  private static func page(_ text: String) -> Reply {
    let page = "<!doctype html><html><head><title>Reports</title></head><body><main>\(text)</main>"
    return .ok(Array(page.utf8), type: "text/html; charset=utf-8")
  }

  private static let words = "<h1>Our reports</h1><p>Choose a report from the menu to read it."

  private static func isProbe(_ target: String) -> Bool {
    !documents.contains(target) && target != "/reviews/" && target != "/robots.txt"
  }

  @Test func `is death where any other address is answered so`() async throws {
    try await Self.site { site in
      site.serveAnythingElse { _ in Self.page(Self.words) }
      site.drop("/files/a.pdf")
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.news.map(\.news) == [.missing])
        #expect(report.news.first?.sentence.contains("any other beside it") == true)
      }
      #expect(requests.filter(Self.isProbe).count == 1)
      _ = try await site.night()
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.gone])
    }
  }

  @Test func `is doubt where the site says of others that they are not there`() async throws {
    try await Self.site { site in
      site.serve("/files/a.pdf") { _ in Self.page(Self.words) }
      for night in 1...4 {
        let report = try await site.night()
        #expect(report.news.map(\.news) == (night == 3 ? [.unreachable] : []))
        #expect(report.troubles.map(\.verdict) == [.softMissing(.wrongType)])
      }
      #expect(try await site.standing(of: "/files/a.pdf") == "unreachable")
      site.serve("/files/a.pdf", Bodies.pdf("/files/a.pdf"))
      #expect(try await site.night().news.map(\.news) == [.returned])
    }
  }

  @Test func `is doubt where robots.txt keeps us from asking for anything else`() async throws {
    try await Self.site { site in
      site.serve("/robots.txt") { _ in
        let allowed = Self.documents.map { "Allow: \($0)$" }.joined(separator: "\n")
        return .ok(
          Array("User-agent: *\nDisallow: /files/\n\(allowed)\n".utf8),
          type: "text/plain"
        )
      }
      site.serveAnythingElse { _ in Self.page(Self.words) }
      site.drop("/files/a.pdf")
      let requests = try await site.requests {
        let report = try await site.night {
          $0.clock = { Date(timeIntervalSince1970: 1_772_600_000) }
        }
        #expect(report.troubles.map(\.verdict) == [.softMissing(.wrongType)])
      }
      #expect(requests.filter(Self.isProbe).isEmpty)
    }
  }

  @Test func `asks the site once a night, however many pages come`() async throws {
    try await Self.site { site in
      site.serveAnythingElse { _ in Self.page(Self.words) }
      site.drop("/files/a.pdf")
      site.drop("/files/b.pdf")
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.news.map(\.news) == [.missing, .missing])
      }
      #expect(requests.filter(Self.isProbe).count == 1)
    }
  }

  @Test(arguments: ["<h1>Page not found</h1>", "<h1>Our reports</h1>"])
  func `with a list of reports is none that says something is missing`(heading: String)
    async throws
  {
    try await Self.site { site in
      let list = (1...4).map { "<li><a href='/r\($0)'>Report \($0)</a></li>" }.joined()
      site.serve("/files/a.pdf") { _ in Self.page("\(heading)<ul>\(list)</ul>") }
      let report = try await site.night()
      #expect(report.troubles.map(\.verdict) == [.softMissing(.wrongType)])
      #expect(report.news.isEmpty)
    }
  }

  @Test func `that says that something is missing, and has nothing else, is death without asking`()
    async throws
  {
    try await Self.site { site in
      site.serve("/files/a.pdf") { _ in Self.page("<h1>Page not found</h1><p>It was removed.") }
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.news.map(\.news) == [.missing])
      }
      #expect(requests.filter(Self.isProbe).isEmpty)
    }
  }

  @Test func `is dead for a check where any other address is answered so, and uncertain else`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/files/a.pdf"])
      func check() async throws -> [LinkCheckReport.Class] {
        let plan = try site.plan(at: .now)
        return try await ScratchDirectory.run { folder in
          try await LinkChecker(plan, spool: folder).run([.address(site.address("/reviews/"))])
            .links.map(\.class)
        }
      }
      site.serve("/files/a.pdf") { _ in Self.page(Self.words) }
      let honest = try await check()
      #expect(honest == [.uncertain])
      site.serveAnythingElse { _ in Self.page(Self.words) }
      let catchAll = try await check()
      #expect(catchAll == [.dead])
    }
  }
}
