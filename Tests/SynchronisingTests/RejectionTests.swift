// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Foundation
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// The nights after a person took a version back.
@Suite(.timeLimit(.minutes(10)))
struct `A version that was taken back` {
  private static let (good, bad) = (Bodies.pdf("good"), Bodies.pdf("fooled us"))

  private func decide(
    on site: Partnership,
    _ body: (Deciding) async throws -> Void
  ) async throws {
    let writer = try await ArchiveWriter(site.archive, for: "test")
    let catalogue = try await writer.catalogue()
    let time = try Date("2026-03-02T12:00:00Z", strategy: .iso8601)
    try await body(
      Deciding(
        PersonRun(
          writer,
          catalogue,
          tool: "hanaper/test",
          contact: "mailto:a@b.example",
          at: time
        )
      )
    )
    try await catalogue.close()
  }

  private func reject(_ version: Int, on site: Partnership) async throws {
    try await decide(on: site) {
      _ = try await $0.reject(version: version, of: site.address("/a.pdf"), note: nil)
    }
  }

  /// Two nights: a good version, then one that fooled us, which is taken back.
  private func fooled(_ body: (Partnership) async throws -> Void) async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.good)
      _ = try await site.night()
      site.serve("/a.pdf", Self.bad)
      #expect(try await site.night().news.map(\.news) == [.replaced])
      try await reject(2, on: site)
      try await body(site)
    }
  }

  private func document(_ site: Partnership) async throws -> Document {
    try #require(try await site.archive.catalogue().document(at: site.address("/a.pdf")))
  }

  private func expectReindexed(_ site: Partnership) async throws {
    let before = try await document(site)
    _ = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
    #expect(try await document(site) == before)
  }

  @Test
  func `does not become one again when it comes again, and the document is missing, then gone`()
    async throws
  {
    try await fooled { site in
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.missing])
      #expect(report.news.first?.sentence == "the address delivers a version that was rejected")
      #expect(report.news.first?.version == 1)
      #expect(
        report.news.first?.lastAlive == (try Date("2026-03-02T02:00:00Z", strategy: .iso8601))
      )
      #expect(try await site.versions(of: "/a.pdf") == 2)
      #expect(try await site.night().news.isEmpty)
      #expect(try await site.night().news.map(\.news) == [.gone])
      #expect(try await site.night().news.isEmpty)
      #expect(try await site.versions(of: "/a.pdf") == 2)
      #expect(try await document(site).version == 1)
      try await expectReindexed(site)
      let held = try await site.archive.heldVersions(
        of: site.address("/a.pdf"),
        in: site.archive.catalogue()
      )
      #expect(held.fault == nil)
      let report2 = try await Verification(of: site.archive).full(cores: 1)
      #expect(report2.findings.isEmpty)
    }
  }

  @Test func `is forgotten where the good one comes back`() async throws {
    try await fooled { site in
      site.serve("/a.pdf", Self.good)
      #expect(try await site.night().news.isEmpty, "nothing has changed from the one before")
      #expect(try await site.standing(of: "/a.pdf") == "present")
      #expect(try await site.versions(of: "/a.pdf") == 2)
      let targets = try await site.requests { _ = try await site.night() }
      #expect(targets == ["/a.pdf", "/reviews/"])
      let last = site.server.requests.last { $0.target == "/a.pdf" }
      #expect(last?.headers.contains { $0.name.lowercased() == "if-none-match" } == true)
      // The one that fooled us, once more.
      site.serve("/a.pdf", Self.bad)
      #expect(try await site.night().news.map(\.news) == [.missing])
      site.serve("/a.pdf", Self.good)
      #expect(try await site.night().news.map(\.news) == [.returned])
      try await expectReindexed(site)
    }
  }

  @Test func `stands in no other's way`() async throws {
    try await fooled { site in
      site.serve("/a.pdf", Bodies.pdf("revised"))
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.replaced])
      #expect(report.damaged.isEmpty && report.catalogueFaults.isEmpty)
      #expect(try site.body(of: "/a.pdf", version: 3) == Bodies.pdf("revised"))
      #expect(try await site.night().news.isEmpty)
      try await expectReindexed(site)
    }
  }

  @Test func `is one again once it is accepted`() async throws {
    try await fooled { site in
      #expect(try await site.night().news.map(\.news) == [.missing])
      try await decide(on: site) {
        _ = try await $0.acceptRejected(version: nil, of: site.address("/a.pdf"), note: nil)
      }
      #expect(try await document(site).version == 2)
      #expect(try await site.night().news.map(\.news) == [.returned])
      #expect(try await site.versions(of: "/a.pdf") == 2)
      #expect(try await site.night().news.isEmpty)
      try await expectReindexed(site)
    }
  }

  @Test func `and was the only one leaves nothing, until something else comes`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.bad)
      _ = try await site.night()
      try await reject(1, on: site)
      for _ in 1...3 { #expect(try await site.night().news.isEmpty, "who decided knows it") }
      let document = try await document(site)
      #expect(document.standing?.leftOutReason == .rejected && document.openStanding == nil)
      #expect(document.version == nil)
      site.serve("/a.pdf", Self.good)
      let report = try await site.night()
      #expect(report.counts.new + report.counts.changed == 1 && report.damaged.isEmpty)
      #expect(try await self.document(site).version == 2)
      #expect(try await site.standing(of: "/a.pdf") == "present")
      try await expectReindexed(site)
    }
  }

  @Test func `and is a page is known again by what it says`() async throws {
    func page(_ text: String, token: String) -> [UInt8] {
      Array(
        """
        <!doctype html><html><head><title>\(text)</title><meta name="token" content="\(token)"></head>
        <body><main><h1>\(text)</h1><p>\(text): of the review, its findings and what is to be done.</p></main></body></html>
        """.utf8
      )
    }
    try await Partnership.run { site async throws in
      site.list(["/report/a"])
      func night() async throws -> [News] {
        try await site.night { plan in
          plan.sources = plan.sources.map { source in
            var source = source
            source.kinds.insert(.html)
            return source
          }
        }.news.map(\.news)
      }
      func serve(_ bytes: [UInt8]) {
        site.serve("/report/a") { _ in .ok(bytes, type: "text/html; charset=utf-8") }
      }
      serve(page("Child A", token: "1"))
      #expect(try await night() == [.appeared])
      serve(page("Something else", token: "1"))
      #expect(try await night() == [.replaced])
      try await decide(on: site) {
        _ = try await $0.reject(version: 2, of: site.address("/report/a"), note: nil)
      }
      serve(page("Something else", token: "2"))
      #expect(try await night() == [.missing])
      serve(page("Child A", token: "3"))
      #expect(try await night() == [.returned])
      #expect(try await site.versions(of: "/report/a") == 2)
    }
  }
}
