// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(10)))
struct `A held report that we may not fetch any more` {
  /// Forbids a path, or nothing.
  private static func robots(_ site: Partnership, _ path: String) {
    let text = Array("User-agent: *\nDisallow: \(path)\n".utf8)
    site.serve("/robots.txt") { _ in .ok(text, type: "text/plain") }
  }

  @Test func `is told with the third night, stands in the records, and is told when it is over`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/private/b.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/private/b.pdf", Bodies.pdf("b"))
      let first = try await site.night()
      #expect(first.counts.new == 2)
      Self.robots(site, "/private/")
      for _ in 1...2 {
        let report = try await site.night()
        #expect(!report.hasNews && report.troubles.map(\.verdict) == [.refused(.robots)])
      }
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.refused])
      #expect(
        third.news.first?.sentence
          == "the site's robots.txt asks us to stay away (line 2: Disallow: /private/)"
      )
      #expect(third.news.first?.lastAlive == first.started && third.news.first?.version == 1)
      let fourth = try await site.night()
      #expect(!fourth.hasNews)

      let address = try site.address("/private/b.pdf")
      let known = try await site.archive.catalogue().document(at: address)
      #expect(known?.standing == .present && known?.refusal?.toldOn == third.started)
      // The records alone say the same.
      _ = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
      let again = try await site.archive.catalogue().document(at: address)
      #expect(again?.refusal == known?.refusal && again?.lastAlive == known?.lastAlive)

      Self.robots(site, "/other/")
      let back = try await site.night()
      #expect(back.news.map(\.news) == [.fetchedAgain])
      let after = try await site.archive.catalogue().document(at: address)
      #expect(after?.refusal == nil)
      let last = try await site.night()
      #expect(!last.hasNews)
    }
  }
}
