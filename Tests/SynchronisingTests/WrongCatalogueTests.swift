// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Night
import Addressing
import Archiving
import Cataloguing
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What only the catalogue says does not get into the records that are for ever.
@Suite(.timeLimit(.minutes(5)))
struct `A catalogue that is wrong` {
  /// Lines of all runs that say that something is asked for no more.
  private static func retirements(_ site: Partnership) throws -> [String] {
    let runs = site.archive.path.appending("runs")
    return try Disk().list(runs).flatMap { run in
      try Disk().readText(runs.appending(run.component).appending("visits.jsonl"))
        .split(separator: "\n").map(String.init).filter { $0.contains("isRetired") }
    }
  }

  private static func prepare(_ site: Partnership) async throws {
    site.list(["/a.pdf", "/b.pdf"])
    for name in ["a", "b"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
    _ = try await site.night()
  }

  @Test(arguments: ["document", "version", "listed"])
  func `of a kind that nothing comes after ends whoever reads all of it`(table: String)
    async throws
  {
    try await Partnership.run { site in
      try await Self.prepare(site)
      try site.changeCatalogue("UPDATE \(table) SET address = CAST(address AS BLOB)")
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(!outcome.findings.isEmpty)
      let catalogue = try await site.archive.catalogue()
      guard table == "document" else { return }
      await #expect(throws: CatalogueError.self) { try await catalogue.forEachDocument { _ in } }
    }
  }

  @Test(arguments: [
    // An address that is none, where a document's, a list's entry, or both stood.
    ("UPDATE document SET address = 'no address' WHERE address LIKE '%/a.pdf'", "no address"),
    ("UPDATE document SET address = 'http://' WHERE address LIKE '%/a.pdf'", "http://"),
    ("UPDATE document SET address = upper(address) WHERE address LIKE '%/a.pdf'", "HTTP"),
    ("UPDATE listed SET address = 'no address' WHERE address LIKE '%/a.pdf'", "no address"),
    ("UPDATE document SET address = 'x', role = 'listing' WHERE address LIKE '%/a.pdf'", "x"),
  ])
  func `about an address is told every night, and nothing of it is recorded`(
    sql: String,
    address: String
  ) async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      try site.changeCatalogue(sql)
      for _ in 1...2 {
        let report = try await site.night()
        #expect(report.catalogueFaults.contains { $0.address.text.hasPrefix(address) })
        #expect(report.retired.isEmpty)
        #expect(report.counts.visited == 2, "both documents are visited")
      }
      #expect(try Self.retirements(site) == [])
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(!outcome.findings.isEmpty)
      #expect(outcome.findings.allSatisfy { $0.next.description.contains("hanaper reindex") })

      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      let after = try await Verification(of: site.archive).full(cores: 1)
      #expect(after.findings.isEmpty, "\(after.findings)")
      let well = try await site.night()
      #expect(!well.hasNews && well.counts.unchanged == 2)
    }
  }

  @Test func `about what a document is does not keep it from being visited`() async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      try site.changeCatalogue("UPDATE document SET role = 'listing' WHERE address LIKE '%/a.pdf'")
      site.serve("/a.pdf", Bodies.pdf("another"))
      let report = try await site.night()
      #expect(report.counts.changed == 1 && report.counts.visited == 2)
      #expect(try Self.retirements(site) == [])
      #expect(
        try await site.archive.catalogue().document(at: site.address("/a.pdf"))?.role == .document
      )
      // What a person does take out is recorded, and found here.
      _ = try await site.night { $0.sources[0].exclude = [AddressPattern("*a.pdf")] }
      #expect(try Self.retirements(site).count == 1)
    }
  }

  @Test func `about what a document is does not have it told as a list page`() async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      let sql = "DELETE FROM listed; UPDATE document SET role = 'listing'"
      try site.changeCatalogue(sql)
      site.list(["/b.pdf"])
      for _ in 1...2 {
        let report = try await site.night()
        #expect(report.retired.isEmpty)
        #expect(report.catalogueFaults.map(\.address.lastPathComponent) == ["a.pdf"])
        #expect(report.catalogueFaults.first?.sentence.contains("kept as a document") == true)
      }
      #expect(try Self.retirements(site) == [])
    }
  }

  @Test func `about a document that is gone with its object is told as damage`() async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      let object = try site.archive.contentFile(of: site.address("/a.pdf"), version: 1)
        .removingLastComponent().removingLastComponent().removingLastComponent()
      try Disk().removeTree(object)
      let report = try await site.night { $0.sources[0].exclude = [AddressPattern("*a.pdf")] }
      #expect(report.retired.isEmpty)
      #expect(report.damaged.map(\.address?.lastPathComponent) == ["a.pdf"])
      #expect(try Self.retirements(site) == [])
    }
  }

  @Test(arguments: ["taken_in - 1", "taken_in + 500", "0", "7"])
  func `about how much of a run it has read is not blamed on the run`(
    value: String
  ) async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      _ = try await site.night()
      try site.changeCatalogue("UPDATE run SET taken_in = \(value)")
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.findings.map(\.path) == ["catalogue.sqlite"], "\(outcome.findings)")
      #expect(outcome.findings.first?.next.description.contains("hanaper reindex") == true)
      let report = try await site.night()
      #expect(report.damaged.count == 1)
      #expect(report.damaged.first?.next == "hanaper reindex")
      #expect(report.damaged.first?.sentence.contains("could not be read") == false)
      #expect(report.counts.unchanged == 2)
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      let after = try await Verification(of: site.archive).full(cores: 1)
      #expect(after.findings.isEmpty, "\(after.findings)")
    }
  }

  @Test func `is not blamed where the visits of a run are cut`() async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      let runs = site.archive.path.appending("runs")
      let run = try #require(try Disk().list(runs).first)
      let visits = runs.appending(run.component).appending("visits.jsonl")
      let lines = try Disk().readText(visits).split(separator: "\n")
      try Disk().replace(visits, with: lines.dropLast().joined(separator: "\n") + "\n")
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.findings.count == 1)
      #expect(outcome.findings.first?.sentence.contains("are cut") == true)
    }
  }

  @Test func `is not meant where a record of a run is of another form`() async throws {
    try await Partnership.run { site in
      try await Self.prepare(site)
      let runs = site.archive.path.appending("runs")
      let run = runs.appending(try #require(try Disk().list(runs).first).component)
      let report = run.appending("report.json")
      let text = try Disk().readText(report)
      try Disk().replace(report, with: text.replacing("hanaper/sync/1", with: "hanaper/sync/9"))
      // Who wrote it so signed for it so, or has no ledger.
      try Disk().removeTree(site.archive.path.appending("ledger"))
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.findings.isEmpty, "\(outcome.findings)")
      #expect(outcome.warnings.count == 1)
      #expect(outcome.warnings.map(\.path).allSatisfy { $0.hasSuffix("report.json") })
      #expect(outcome.warnings.first?.sentence.contains("“hanaper/sync/9”") == true)
    }
  }
}
