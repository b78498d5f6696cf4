// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Night
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// A run that a power cut ends has kept documents, and told nobody.
@Suite(.timeLimit(.minutes(5)))
struct `What a run found that was cut off before it could tell` {
  /// Leaves of a run what there is before it writes its report.
  private static func cutOff(_ run: RunReport, of site: Partnership) throws {
    let folder = site.archive.path.appending("runs").appending(run.run)
    try Disk().removeFile(folder.appending("report.json"))
  }

  private static func told(_ report: RunReport) -> [String] {
    report.news.map { "\($0.news.word) \($0.address.lastPathComponent)" }.sorted()
  }

  @Test func `is told by the next one, once`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b", "c"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      let first = try await site.night()
      #expect(first.news.count == 3)
      try Self.cutOff(first, of: site)
      let second = try await site.night()
      #expect(Self.told(second) == ["appeared a.pdf", "appeared b.pdf", "appeared c.pdf"])
      #expect(second.news.allSatisfy { $0.ofRun == first.run && $0.sources == ["reviews"] })
      #expect(second.notes.contains { $0.sentence.contains("\(first.run) was cut off") })
      #expect(second.counts.unchanged == 3)
      let third = try await site.night()
      #expect(!third.hasNews, "\(third.news)")
    }
  }

  @Test func `is told of versions that changed and of what is missing, too`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b", "c"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      _ = try await site.night()
      site.serve("/a.pdf", Bodies.pdf("a, revised"))
      site.drop("/b.pdf")
      let cut = try await site.night()
      #expect(Self.told(cut) == ["missing b.pdf", "replaced a.pdf"])
      try Self.cutOff(cut, of: site)
      let next = try await site.night()
      #expect(Self.told(next) == ["missing b.pdf", "replaced a.pdf"])
      #expect(next.news.first { $0.news == .replaced }?.version == 2)
      site.serve("/b.pdf", Bodies.pdf("b"))
      let back = try await site.night()
      #expect(Self.told(back) == ["returned b.pdf"])
      try Self.cutOff(back, of: site)
      let last = try await site.night()
      #expect(Self.told(last) == ["returned b.pdf"])
    }
  }

  @Test func `of several such runs is told of each`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf"])
      try Self.cutOff(try await site.night(), of: site)
      site.list(["/a.pdf", "/b.pdf"])
      try Self.cutOff(try await site.night(), of: site)
      let report = try await site.night()
      #expect(Self.told(report) == ["appeared a.pdf", "appeared b.pdf"])
    }
  }
}
