// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(10)))
struct `A list page that redirects for good` {
  private static let front = Array(
    "<title>Home</title><main><h1>Home</h1><p>We work together for children.</p></main>".utf8
  )

  @Test func `to a page without the list has not moved, and nobody is to write that down`()
    async throws
  {
    try await Partnership.run { site in
      let targets = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"]
      site.list(targets)
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      _ = try await site.night()
      site.serve("/reviews/") { _ in .redirect(301, to: "/home/") }
      site.serve("/home/") { _ in .ok(Self.front, type: "text/html") }
      let lost = try #require(try await site.night().sources.first)
      #expect(lost.moved == nil && lost.isNews)
      let home = "http://\(Partnership.host)/home/"
      #expect(
        lost.sentence?.contains("leads to \(home), which lists none of them; look for the list")
          == true,
        "\(lost.sentence ?? "")"
      )
      // With the list it has.
      site.list(targets, on: "/home/")
      let found = try #require(try await site.night().sources.first)
      #expect(found.moved?.to.text == home && found.moved?.isNews == true)
    }
  }

  @Test func `to a page that never listed anything has not moved either`() async throws {
    try await Partnership.run { site in
      site.serve("/reviews/") { _ in .redirect(308, to: "/home/") }
      site.serve("/home/") { _ in .ok(Self.front, type: "text/html") }
      let first = try #require(try await site.night().sources.first)
      #expect(first.moved == nil)
      #expect(first.sentence?.contains("which lists nothing that it keeps") == true)
    }
  }
}
