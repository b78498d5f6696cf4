// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Foundation
import Records
import Support
import Testing

@testable import Synchronising

/// What a person took back of one document comes under another address.
@Suite(.timeLimit(.minutes(10)))
struct `A body that was taken back` {
  private static let new = "www.newname.example"
  private static let bad = Bodies.pdf("fooled us")

  private static func reject(_ version: Int, of target: String, on site: Partnership) async throws {
    try await deciding(on: site, at: "2026-03-01T12:00:00Z") {
      _ = try await $0.reject(version: version, of: site.address(target), note: nil)
    }
  }

  private static func deciding(
    on site: Partnership,
    at time: String,
    _ body: (Deciding) async throws -> Void
  ) async throws {
    let writer = try await ArchiveWriter(site.archive, for: "test")
    let catalogue = try await writer.catalogue()
    let run = PersonRun(
      writer,
      catalogue,
      tool: "hanaper/test",
      contact: "mailto:a@b.example",
      at: try Date(time, strategy: .iso8601)
    )
    try await body(Deciding(run))
    try await catalogue.close()
  }

  private static func withNewName(_ site: Partnership) -> (inout RunPlan) -> Void {
    let port = site.server.port
    return { $0.network.connectTo.append("\(new):80:127.0.0.1:\(port)") }
  }

  /// A site with a report of which all that was kept was taken back, and a good one.
  private static func site(_ body: (Partnership) async throws -> Void) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf", bad)
      site.serve("/b.pdf", Bodies.pdf("b"))
      _ = try await site.night()
      try await reject(1, of: "/a.pdf", on: site)
      try await body(site)
    }
  }

  @Test(arguments: [true, false])
  func `comes in under no new name where the host moves, whether it leads there or not`(
    leads: Bool
  ) async throws {
    try await Self.site { site in
      for (target, body) in [("/a.pdf", Self.bad), ("/b.pdf", Bodies.pdf("b"))] {
        site.serve(target) { request in
          if request.host == Self.new { return .ok(body, type: "application/pdf") }
          return leads ? .redirect(301, to: "http://\(Self.new)\(target)") : .status(404)
        }
      }
      site.list(["http://\(Self.new)/a.pdf", "http://\(Self.new)/b.pdf"])
      for _ in 1...4 { _ = try await site.night(Self.withNewName(site)) }
      let catalogue = try await site.archive.catalogue()
      let place = try WebAddress("http://\(Self.new)/a.pdf")
      let there = try await catalogue.document(at: place)
      #expect(there?.version == nil, "what was taken back is no document")
      #expect(leads ? there == nil : there?.standing?.leftOutReason == .rejected)
      let found = try await DocumentFinder(in: catalogue).find(place.text)
      let name = try site.address("/a.pdf")
      #expect(found.address == (leads ? name : place))
      // Whatever else comes there is one.
      site.serve("/a.pdf") { request in
        guard request.host == Self.new else {
          return leads ? .redirect(301, to: "http://\(Self.new)/a.pdf") : .status(404)
        }
        return .ok(Bodies.pdf("a"), type: "application/pdf")
      }
      let report = try await site.night(Self.withNewName(site))
      #expect(report.counts.new + report.counts.changed == 1)
    }
  }

  @Test func `displaces nothing of a neighbour`() async throws {
    try await Self.site { site in
      site.serve("/b.pdf", Self.bad)
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.sameFile] && report.counts.heldBack == 1)
      #expect(report.news.first?.sentence == "the same file now answers for 2 reports")
      #expect(try await site.versions(of: "/b.pdf") == 1)
      let second = try await site.night()
      #expect(!second.hasNews && second.counts.heldBack == 1)
      site.serve("/b.pdf", Bodies.pdf("revised"))
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.replaced])
    }
  }

  @Test func `does not come in unseen at a new address, and waits there until a person says`()
    async throws
  {
    try await Self.site { site in
      site.list(["/a.pdf", "/b.pdf", "/new/c.pdf"])
      site.serve("/new/c.pdf", Self.bad)
      let report = try await site.night()
      let news = report.news.filter { $0.address.text.hasSuffix("c.pdf") }
      #expect(news.map(\.news) == [.leftOut] && report.counts.new == 0)
      #expect(report.counts.heldBack == 1 && news.first?.waiting != nil)
      #expect(
        news.first?.sentence == "somebody rejected the same when it came for another document"
      )
      for _ in 1...15 {
        let later = try await site.night()
        #expect(!later.hasNews && later.counts.new == 0)
      }
      let address = try site.address("/new/c.pdf")
      let waiting = try await Self.document(address, on: site)
      #expect(waiting?.version == nil && waiting?.standing?.leftOutReason == .rejected)
      #expect(waiting?.isAskedForInVain == true && waiting?.lastAlive == nil)
      _ = try await Reindexing.run(
        ArchiveWriter(site.archive, for: "test", replacingCatalogue: true)
      )
      #expect(try await Self.document(address, on: site) == waiting)
      try await Self.deciding(on: site, at: "2026-03-17T12:00:00Z") {
        _ = try await $0.acceptWaiting(of: address, note: nil)
      }
      let after = try await site.night()
      #expect(!after.hasNews)
      let held = try await Self.document(address, on: site)
      #expect(held?.version == 1 && held?.standing == .present && held?.shared == nil)
    }
  }

  @Test func `is new where something else comes at the new address`() async throws {
    try await Self.site { site in
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      site.serve("/c.pdf", Self.bad)
      _ = try await site.night()
      site.serve("/c.pdf", Bodies.pdf("c"))
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.appeared])
    }
  }

  private static func document(_ address: WebAddress, on site: Partnership) async throws
    -> Document?
  {
    try await site.archive.catalogue().document(at: address)
  }
}
