// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Support
import Testing

@testable import Synchronising

/// List pages in the encoding of another time.
@Suite(.timeLimit(.minutes(5)))
struct `A list page in a legacy encoding` {
  private static let page =
    Array("<title>R</title><main><a href='/Child-A-".utf8) + [0x96]
    + Array("-report.pdf'>Child A</a><a href=/b.pdf>Child B</a></main>".utf8)

  @Test func `that declares none is read as browsers read it`() async throws {
    try await Partnership.run { site in
      site.serve("/reviews/", Self.page, type: "text/html")
      for target in ["/Child-A-%E2%80%93-report.pdf", "/b.pdf"] {
        site.serve(target, Bodies.pdf(target))
      }
      let report = try await site.night()
      #expect(report.counts.new == 2 && report.sources.first?.sentence == nil)
    }
  }

  @Test func `that declares another asks for no address that was never written, and is told once`()
    async throws
  {
    try await Partnership.run { site in
      site.serve("/reviews/", Self.page, type: "text/html; charset=utf-8")
      site.serve("/b.pdf", Bodies.pdf("b"))
      let report = try await site.night()
      #expect(report.counts.new == 1 && report.counts.failed == 0 && report.hasNews)
      let sentence = try #require(report.sources.first?.sentence)
      #expect(
        sentence.hasPrefix("1 link on its page cannot be followed")
          && sentence.hasSuffix("“Child A”")
      )
      #expect(!(try await site.night()).hasNews)
      #expect(site.server.requests.allSatisfy { !$0.target.contains("%EF%BF%BD") })
    }
  }
}
