// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Fixity
import Foundation
import GRDB
import Night
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What a list said is remembered, so that a quiet night need not read it again.
@Suite(.timeLimit(.minutes(5)))
struct `A list that is not changed` {
  /// A site whose list page has a tag, and names two reports.
  private static func serve(_ site: Partnership, _ targets: [String] = ["/a.pdf", "/b.pdf"]) {
    let items = targets.map { "<li><a href=\"\($0)\">Report \($0)</a></li>" }.joined()
    site.serve(
      "/reviews/",
      Array("<!doctype html><title>Reviews</title><main><ul>\(items)</ul></main>".utf8),
      type: "text/html"
    )
    for target in targets { site.serve(target, Bodies.pdf(target)) }
  }

  /// How many lists are remembered for a source.
  private static func remembered(_ site: Partnership, _ source: String) throws -> Int? {
    let path = site.archive.path.appending("catalogue.sqlite").string
    return try DatabaseQueue(path: path).read { database in
      try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM reading WHERE source = ?",
        arguments: [source]
      )
    }
  }

  /// Makes what is remembered name another document, as no night would write it.
  private static func falsify(_ site: Partnership, by program: String = "hanaper/test") async throws
  {
    let source = try site.plan(at: .now).sources[0]
    let page = try site.address("/reviews/")
    let version = try #require(try await site.archive.catalogue().versions(of: page).last)
    let step = try #require(ListGathering(source, from: page).next)
    let key = ReadingKey(
      version.digest,
      at: page,
      charset: nil,
      step,
      of: source,
      by: program
    ).digest
    let writer = try await ArchiveWriter(site.archive, for: "test")
    defer { withExtendedLifetime(writer) {} }
    let catalogue = try await writer.catalogue()
    let known = try #require(try await catalogue.reading(of: "reviews", at: page, key))
    let text = String(decoding: known, as: UTF8.self).replacing("/b.pdf", with: "/c.pdf")
    try await catalogue.keep(reading: Array(text.utf8), of: "reviews", at: page, key)
    try await catalogue.close()
  }

  @Test func `lists what it is remembered to list`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      try await Self.falsify(site)
      site.serve("/c.pdf", Bodies.pdf("c"))
      let night = try await site.night()
      // So the page itself was not read.
      #expect(night.news.map(\.address.path) == ["/c.pdf", "/b.pdf"])
      #expect(night.sources.map(\.listed) == [2])
    }
  }

  @Test(arguments: [true, false])
  func `is read again where something that decides it has changed`(isConfiguration: Bool)
    async throws
  {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      try await Self.falsify(site)
      let night = try await site.night { plan in
        if isConfiguration {
          plan.sources[0].exclude = [AddressPattern("*/nothing/*")]
        } else {
          plan.program = "hanaper/another"
        }
      }
      #expect(!night.hasNews && night.sources.map(\.listed) == [2])
    }
  }

  @Test func `is read again in the night that brings another`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      for _ in 1...3 { _ = try await site.night() }
      Self.serve(site, ["/a.pdf", "/b.pdf", "/d.pdf"])
      #expect(try await site.night().news.map(\.address.path) == ["/d.pdf"])
      for _ in 1...2 {
        let night = try await site.night()
        #expect(!night.hasNews && night.sources.map(\.listed) == [3])
      }
    }
  }

  @Test func `is remembered no more when no source reads it`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      #expect(try Self.remembered(site, "reviews") == 1)
      _ = try await site.night { plan in
        let old = plan.sources[0]
        plan.sources = [Source(id: "another", title: "Another", place: old.place)]
      }
      #expect(try Self.remembered(site, "reviews") == 0)
      #expect(try Self.remembered(site, "another") == 1)
    }
  }

  @Test func `goes on to its further pages`() async throws {
    try await Partnership.run { site in
      for (page, next, report) in [
        ("/reviews/", "/reviews/?page=2", "/a.pdf"), ("/reviews/?page=2", "", "/b.pdf"),
      ] {
        let pager = next.isEmpty ? "" : "<a rel=\"next\" href=\"\(next)\">Next</a>"
        site.serve(
          page,
          Array("<!doctype html><main><a href=\"\(report)\">Report</a>\(pager)</main>".utf8),
          type: "text/html"
        )
        site.serve(report, Bodies.pdf(report))
      }
      _ = try await site.night()
      for _ in 1...2 {
        let quiet = try await site.night()
        #expect(!quiet.hasNews && quiet.sources.map(\.listed) == [2])
      }
      // And where the second is missing tonight, its reports are listed still.
      site.drop("/reviews/?page=2")
      let night = try await site.night()
      #expect(night.sources.map(\.wasReached) == [true])
      #expect(try await site.isListed("/b.pdf"))
    }
  }
}
