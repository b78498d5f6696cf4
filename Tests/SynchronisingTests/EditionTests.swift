// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Records
import Support
import Testing

@testable import Night
@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Editions that are delivered in turn` {
  private static let (one, two) = (Bodies.pdf("one"), Bodies.pdf("two"))

  /// Serves these bodies in turn, one at each request.
  private func serve(_ bodies: [[UInt8]], on site: Partnership) {
    let counter = Counter()
    site.serve("/a.pdf") { _ in
      .ok(bodies[(counter.next() - 1) % bodies.count], type: "application/pdf")
    }
  }

  /// What is told of the next night, on which one body is served.
  private func news(of site: Partnership, _ body: [UInt8]? = nil) async throws -> [News] {
    if let body { serve([body], on: site) }
    return try await site.night().news.map(\.news)
  }

  @Test func `by two servers, request by request, are told once`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      serve([Self.one, Self.two], on: site)
      #expect(try await news(of: site) == [.appeared])
      #expect(try await news(of: site) == [.replaced])
      // The one again; a second fetch brings the other.
      #expect(try await news(of: site) == [.inTurn])
      for _ in 1...4 { #expect(try await news(of: site).isEmpty) }
      #expect(try await site.versions(of: "/a.pdf") == 2)
    }
  }

  @Test func `night by night are told once, and come back with the catalogue`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      #expect(try await news(of: site, Self.one) == [.appeared])
      #expect(try await news(of: site, Self.two) == [.replaced])
      // Once, it is a change that was taken back.
      #expect(try await news(of: site, Self.one) == [.replaced])
      #expect(try await news(of: site, Self.two) == [.inTurn])
      for body in [Self.one, Self.two, Self.two, Self.one, Self.two] {
        #expect(try await news(of: site, body).isEmpty)
      }
      #expect(try await site.versions(of: "/a.pdf") == 3)
      let address = try site.address("/a.pdf")
      let before = try await site.archive.catalogue().document(at: address)
      #expect(before?.edition == 2)
      _ = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
      #expect(try await site.archive.catalogue().document(at: address) == before)
      // A third is a change as any other.
      #expect(try await news(of: site, Bodies.pdf("three")) == [.replaced])
      #expect(try await site.versions(of: "/a.pdf") == 4)
    }
  }

  @Test func `become the newest version where one alone has come for long`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      for body in [Self.one, Self.two, Self.one, Self.two] {
        _ = try await news(of: site, body)
      }
      for _ in 1..<EditionJudgement.daysUntilBelieved {
        #expect(try await news(of: site).isEmpty)
      }
      #expect(try await news(of: site) == [.replaced])
      #expect(try await site.versions(of: "/a.pdf") == 4)
      #expect(try site.body(of: "/a.pdf", version: 4) == Self.two)
      for body in [Self.two, Self.one, Self.two] {
        #expect(try await news(of: site, body).isEmpty)
      }
    }
  }
}
