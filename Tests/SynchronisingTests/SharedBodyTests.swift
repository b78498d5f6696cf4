// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Foundation
import Night
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// Nights on which a site answers for several reports with the same file.
@Suite(.timeLimit(.minutes(10)))
struct `The same file for several reports` {
  private static let targets = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"]
  private static let notice = Bodies.pdf("This document has moved.")
  /// One that is spooled to the disk.
  private static let longNotice = Bodies.pdf("This document has moved.", padding: 200_000)

  private func withReports(_ body: (Partnership) async throws -> Void) async throws {
    try await Partnership.run { site async throws in
      site.list(Self.targets)
      for target in Self.targets { site.serve(target, Bodies.pdf(target)) }
      #expect(try await site.night().counts.new == 4)
      try await body(site)
    }
  }

  /// - Returns: the newest version after it.
  private func accept(_ target: String, on site: Partnership) async throws -> Int? {
    let writer = try await ArchiveWriter(site.archive, for: "test")
    let catalogue = try await writer.catalogue()
    let outcome = try await Deciding(
      PersonRun(
        writer,
        catalogue,
        tool: "hanaper/test",
        contact: "mailto:a@b.example",
        at: try Date("2026-03-02T12:00:00Z", strategy: .iso8601)
      )
    ).acceptWaiting(of: site.address(target), note: nil)
    try await catalogue.close()
    return outcome?.newest
  }

  private func waiting(_ site: Partnership) throws -> [String] {
    site.archive.waitingBodies().map(\.capture.address.lastPathComponent).sorted()
  }

  private func expectReindexed(_ site: Partnership) async throws {
    func documents() async throws -> [Document] {
      var documents: [Document] = []
      try await site.archive.catalogue().forEachDocument { documents.append($0) }
      return documents
    }
    let before = try await documents()
    _ = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
    #expect(try await documents() == before)
    let report = try await Verification(of: site.archive).full(cores: 1)
    #expect(report.findings.isEmpty, "\(report.findings)")
  }

  @Test(arguments: [notice, longNotice])
  func `waits in quarantine, and what else changed is kept`(notice: [UInt8]) async throws {
    try await withReports { site in
      for target in Self.targets.dropLast() { site.serve(target, notice) }
      site.serve("/d.pdf", Bodies.pdf("revised"))
      let report = try await site.night()
      let same = report.news.filter { $0.news == .sameFile }
      #expect(same.map(\.address.lastPathComponent) == ["a.pdf", "b.pdf", "c.pdf"])
      #expect(same.allSatisfy { $0.sentence == "the same file now answers for 3 reports" })
      #expect(same.allSatisfy { $0.waiting?.hasPrefix("quarantine/waiting-") == true })
      #expect(report.counts.heldBack == 3 && report.counts.changed == 1)
      #expect(report.damaged.isEmpty && report.catalogueFaults.isEmpty)
      #expect(try waiting(site) == ["a.pdf", "b.pdf", "c.pdf"])
      #expect(try await site.versions(of: "/a.pdf") == 1)
      #expect(try await site.standing(of: "/a.pdf") == "present")
      try await expectReindexed(site)
      let next = try await site.night()
      #expect(next.news.isEmpty && next.counts.heldBack == 3)
      #expect(try waiting(site).count == 3, "once each")

      site.serve("/a.pdf", Bodies.pdf("/a.pdf"))
      #expect(try await site.night().news.isEmpty)
      try await expectReindexed(site)
    }
  }

  @Test func `is a version once a person accepts it, and after 14 nights`() async throws {
    try await withReports { site in
      for target in Self.targets { site.serve(target, Self.notice) }
      _ = try await site.night()
      #expect(try await accept("/a.pdf", on: site) == 2)
      for _ in 3...14 {
        let report = try await site.night()
        #expect(report.news.isEmpty && report.counts.heldBack == 3 && report.counts.unchanged == 1)
      }
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.replaced, .replaced, .replaced])
      #expect(try await site.versions(of: "/a.pdf") == 2)
      #expect(try site.body(of: "/b.pdf", version: 2) == Self.notice)
      // What is a version now waits for nobody.
      let document = try await site.archive.catalogue().document(at: site.address("/b.pdf"))
      let bodies = site.archive.waitingBodies().filter { $0.capture.address == document?.address }
      #expect(bodies.count == 1)
      #expect(document.map { OpenNews(of: $0, waiting: bodies).isNothing } == true)
      try await expectReindexed(site)
    }
  }

  @Test func `is known again in a file that is made anew at each request`() async throws {
    try await withReports { site in
      let counter = Counter()
      for target in Self.targets {
        site.serve(target) { _ in
          let text = String(decoding: Bodies.pdf("notice"), as: UTF8.self)
          let made = text.replacing(
            "/Root 1 0 R",
            with: "/Root 1 0 R /ID [<\(String(format: "%032x", counter.next()))> <00>]"
          )
          return .ok(Array(made.utf8), type: "application/pdf")
        }
      }
      let report = try await site.night()
      #expect(report.counts.heldBack == 4)
      #expect(try await site.night().news.isEmpty)
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }

  @Test func `waits for its host, and no file is left behind`() async throws {
    try await withReports { site in
      for target in Self.targets { site.serve(target, Bodies.pdf("\(target) revised")) }
      #expect(try await site.night().counts.changed == 4)
      let staging = site.archive.path.appending("staging")
      #expect(try Disk().list(staging).isEmpty)
      #expect(site.archive.waitingBodies().isEmpty)
      try await expectReindexed(site)
    }
  }

  @Test func `need no decision where the report itself has come again`() async throws {
    try await withReports { site in
      for target in Self.targets { site.serve(target, Self.notice) }
      _ = try await site.night()
      func open() async throws -> Int {
        let catalogue = try await site.archive.catalogue()
        var count = 0
        for body in site.archive.waitingBodies() {
          let document = try await catalogue.document(at: body.capture.address)
          if let document, !OpenNews(of: document, waiting: [body]).isNothing { count += 1 }
        }
        return count
      }
      #expect(try await open() == 4)
      for target in Self.targets.dropLast() { site.serve(target, Bodies.pdf(target)) }
      _ = try await site.night()
      #expect(try await open() == 1, "what was refuted waits for nobody")
      #expect(try waiting(site).count == 4, "and nothing is thrown away")
    }
  }
}
