// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What the headings tell and what the last line counts; every night of a ``Partnership`` is held
/// against that, and these are the nights on which it could come apart.
@Suite(.timeLimit(.minutes(5)))
struct `News and counts` {
  @Test func `a document that is new on an ill listing is told once`() async throws {
    try await Partnership.run { site in
      let targets = (1...20).map { "/report-\($0).pdf" }
      for target in targets + ["/fresh.pdf"] { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      site.list(targets.prefix(9) + ["/fresh.pdf"])
      let ill = try await site.night()
      #expect(ill.sources.first?.health == "listing-shrank")
      #expect(ill.news.map(\.news) == [.appeared])
      site.list(targets + ["/fresh.pdf"])
      let well = try await site.night()
      #expect(well.news.isEmpty)
      let standing = try await site.standing(of: "/fresh.pdf")
      #expect(standing == "present")
    }
  }

  @Test func `what is held and was never visited is not new`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf"])
      _ = try await site.night()
      // The visits of the first night are lost, and with them what was known of the documents.
      try FileManager.default.removeItem(atPath: site.archive.path.appending("runs").string)
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      let report = try await site.night()
      #expect(report.news.isEmpty)
      #expect(report.counts.unchanged == 2)
      let standing = try await site.standing(of: "/a.pdf")
      #expect(standing == "present")
    }
  }

  @Test func `an address that two sources list is one document`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.list(["/a.pdf"], on: "/other/")
      site.serve("/a.pdf", Bodies.pdf("first"))
      let other = Source(id: "other", title: "Other", place: .page(try site.address("/other/")))
      let named = Source(id: "named", title: "N", place: .addresses([try site.address("/a.pdf")]))
      func night() async throws -> RunReport {
        try await site.night { $0.sources += [other, named] }
      }
      #expect(try await night().counts.new == 1)
      #expect(try await night().counts.unchanged == 1)
      site.serve("/a.pdf", Bodies.pdf("second"))
      let changed = try await night()
      #expect(changed.counts.changed == 1)
      #expect(changed.news.first?.sources == ["named", "other", "reviews"])
    }
  }

  @Test func `what is left out is no failure, on the night on which it is told and on those after`()
    async throws
  {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list(["/a.pdf", "/never.pdf", "/busy.pdf"])
      site.serve("/busy.pdf") { _ in .status(503) }
      let first = try await site.night()
      #expect(first.counts.failed == 1 && first.counts.leftOut == 1)
      let second = try await site.night()
      #expect(second.counts.failed == 1 && second.counts.leftOut == 1)
      #expect(second.news.isEmpty && second.troubles.count == 2)
      site.serve("/never.pdf") { _ in .status(503) }
      let third = try await site.night()
      #expect(third.counts.failed == 2 && third.counts.leftOut == nil, "nobody knows that night")
      site.serve("/never.pdf") { _ in .status(403) }
      let fourth = try await site.night()
      #expect(fourth.news.map(\.news).contains(.leftOut))
      #expect(fourth.counts.failed == 1 && fourth.counts.leftOut == 1)
      #expect(try await site.night().counts.leftOut == 1)
    }
  }

  @Test func `a night with something of everything is told and counted alike`() async throws {
    try await Partnership.run { site in
      let before = ["changed", "moved", "replaced", "lost", "wall", "dropped", "same", "back"]
      for name in before { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(before.map { "/\($0).pdf" })
      _ = try await site.night()
      site.drop("/back.pdf")
      _ = try await site.night()

      site.serve("/back.pdf", Bodies.pdf("other bytes"))
      site.serve("/changed.pdf", Bodies.pdf("changed it is"))
      site.serve("/new.pdf", Bodies.pdf("new"))
      site.serve("/moved.pdf") { _ in .redirect(301, to: "/elsewhere.pdf") }
      site.serve("/elsewhere.pdf", Bodies.pdf("moved"))
      site.serve("/replaced.pdf") { _ in .redirect(301, to: "/other.pdf") }
      site.serve("/other.pdf", Bodies.pdf("other"))
      site.drop("/lost.pdf")
      site.serve("/wall.pdf") { _ in .ok(Bodies.botWall, type: "text/html") }
      let now = before.filter { $0 != "dropped" } + ["new", "new", "never"]
      site.list(now.map { "/\($0).pdf" })
      let report = try await site.night()
      #expect(report.counts.new == 1)
      #expect(report.counts.changed == 3)
      #expect(report.counts.unchanged == 3)
      #expect(report.counts.failed == 2 && report.counts.leftOut == 1)
      #expect(report.counts.visited == 10)
      let told = Dictionary(grouping: report.news, by: \.news).mapValues(\.count)
      #expect(
        told == [
          .appeared: 1, .replaced: 3, .returned: 1, .missing: 1, .blocked: 1, .delisted: 1,
          .leftOut: 1,
        ]
      )
    }
  }
}
