// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Validators that promise too much` {
  private static let tag = "\"60267ae6-2cfa0\""

  /// Serves bytes under one entity tag, whatever they are, and never says that they are unchanged.
  private func serve(_ body: [UInt8], on site: Partnership) {
    site.serve("/a.pdf") { _ in
      .ok(body, type: "application/pdf", headers: [("ETag", Self.tag)])
    }
  }

  /// The fields of the requests for the document in one night.
  private func conditions(
    of site: Partnership,
    _ night: () async throws -> Void
  ) async throws -> [String?] {
    let before = site.server.requests.count
    try await night()
    return site.server.requests.dropFirst(before).filter { $0.target == "/a.pdf" }
      .map { $0["If-None-Match"] }
  }

  @Test func `those that never spare a transfer are sent three times and no more`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      serve(Bodies.pdf("a"), on: site)
      var asked: [String?] = []
      for _ in 1...6 {
        asked += try await conditions(of: site) {
          let report = try await site.night()
          #expect(report.counts.failed == 0)
        }
      }
      #expect(asked == [nil, Self.tag, Self.tag, Self.tag, nil, nil])
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }

  @Test func `other bytes under an old tag are believed when they come twice`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      serve(Bodies.pdf("a"), on: site)
      _ = try await site.night()
      serve(Bodies.pdf("b"), on: site)
      let asked = try await conditions(of: site) {
        let report = try await site.night()
        #expect(report.news.map(\.news) == [.replaced])
      }
      #expect(asked == [Self.tag, nil], "once with the tag, once to be sure")
      #expect(try site.body(of: "/a.pdf", version: 2) == Bodies.pdf("b"))
      let later = try await conditions(of: site) { _ = try await site.night() }
      #expect(later == [nil], "a tag that lied is not sent again")
      let known = try await site.archive.catalogue().document(at: site.address("/a.pdf"))
      #expect(known?.lyingValidators == true)
    }
  }

  @Test func `other bytes that come once under an old tag are a bad moment, and no version`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      serve(Bodies.pdf("a"), on: site)
      _ = try await site.night()
      site.serve("/a.pdf") { request in
        let isFirst = request["If-None-Match"] != nil
        let body = Bodies.pdf(isFirst ? "x" : "a")
        return .ok(body, type: "application/pdf", headers: [("ETag", Self.tag)])
      }
      let report = try await site.night()
      #expect(report.counts.unchanged == 1 && !report.hasNews)
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }

  @Test func `every document is fetched whole within 28 days, and not all in one night`()
    async throws
  {
    try await Partnership.run { site in
      let targets = (1...6).map { "/\($0).pdf" }
      site.list(targets)
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      _ = try await site.night()
      var nights: [String: Int] = [:]
      for night in 1...28 {
        let before = site.server.requests.count
        _ = try await site.night()
        for request in site.server.requests.dropFirst(before)
        where request["If-None-Match"] == nil && nights[request.target] == nil {
          nights[request.target] = night
        }
      }
      let found = targets.compactMap { nights[$0] }
      #expect(found.count == targets.count)
      #expect(found.allSatisfy { (22...28).contains($0) })
      #expect(Set(found).count > 1)
    }
  }
}
