// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// One night's clock is a year ahead.
@Suite(.timeLimit(.minutes(5)))
struct `A night whose clock was wrong` {
  private static let ahead: TimeInterval = 400 * 86_400

  /// Three nights, of which the second is ahead; in that, the site does `meanwhile`.
  private func nights(
    of site: Partnership,
    _ meanwhile: () -> Void,
    _ after: () -> Void = {}
  ) async throws -> (wrong: RunReport, next: RunReport) {
    for target in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(target, Bodies.pdf(target)) }
    site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
    _ = try await site.night()
    meanwhile()
    let wrong = try await site.night { plan in
      let time = plan.clock().addingTimeInterval(Self.ahead)
      plan.clock = { time }
    }
    after()
    return (wrong, try await site.night())
  }

  @Test func `says so, and the next says it once and goes on as ever`() async throws {
    try await Partnership.run { site in
      let (wrong, next) = try await nights(of: site) {
        site.serve("/b.pdf") { _ in .status(503, [("Retry-After", "7200")]) }
      } _: {
        site.serve("/b.pdf", Bodies.pdf("b, a new edition"))
      }
      #expect(wrong.notes.contains { $0.sentence.hasPrefix("the last run was 401 days ago") })
      #expect(
        next.notes.contains { $0.isNews && $0.sentence.hasPrefix("a run is dated after now") }
      )
      #expect(next.counts.changed == 1 && next.counts.failed == 0)
      let again = try await site.night()
      #expect(again.notes.contains { $0.sentence.hasPrefix("a run is dated after now") })
      #expect(!again.notes.contains { $0.isNews })
      #expect(again.counts.unchanged == 3)
      let document = try await site.archive.catalogue().document(at: site.address("/a.pdf"))
      let known = try #require(document)
      #expect(known.lastVisited == again.started && known.lastAlive == again.started)
      #expect(known.lastReceived == next.started, "what was dated after now was fetched whole")
    }
  }

  @Test func `is replayed where it was, and the catalogue is the same`() async throws {
    try await Partnership.run { site in
      _ = try await nights(of: site) {
        site.drop("/a.pdf")
      } _: {
        site.serve("/a.pdf", Bodies.pdf("/a.pdf"))
        site.drop("/c.pdf")
      }
      let before = try await documents(of: site.archive)
      #expect(before.first?.standing == .present)
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      let after = try await documents(of: site.archive)
      #expect(after == before)
    }
  }

  @Test func `keeps nobody from finishing what a later run began`() async throws {
    try await Partnership.run { site in
      _ = try await nights(of: site) {}
      let last = try await #require(site.archive.catalogue().lastRun())
      let runs = site.archive.path.appending("runs")
      let names = try Disk().list(runs).map(\.name)
      #expect(names.last != last, "by its name, another is the last")
      // As after a kill: the lines are there, the report is not, and the catalogue knows half of them.
      try Disk().removeFile(runs.appending(last).appending("report.json"))
      try site.changeCatalogue("UPDATE run SET taken_in = 0 WHERE name = '\(last)'")
      try site.changeCatalogue("UPDATE document SET last_visited = 7")
      // While nothing can be written to the catalogue, nobody goes on without it.
      let journal = site.archive.path.appending("catalogue.sqlite-journal")
      try Disk().makeDirectory(journal)
      await #expect(throws: CatalogueError.self) {
        try await ArchiveWriter(site.archive, for: "test")
      }
      _ = try await ArchiveWriter(site.archive, for: "test", replacingCatalogue: true)
      try Disk().removeTree(journal)
      _ = try await ArchiveWriter(site.archive, for: "test")
      let known = try await documents(of: site.archive)
      #expect(known.allSatisfy { $0.lastVisited.timeIntervalSince1970 > 7 })
    }
  }

  private func documents(of archive: Archive) async throws -> [Document] {
    var documents: [Document] = []
    try await archive.catalogue().forEachDocument { documents.append($0) }
    return documents
  }
}
