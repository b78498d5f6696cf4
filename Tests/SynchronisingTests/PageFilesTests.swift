// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A source whose links lead to pages with the reports` {
  @Test func `is told so once, and reads them once it follows them`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b"] {
        site.serve("/\(name).pdf", Bodies.pdf(name))
        site.list(["/\(name).pdf"], on: "/case/\(name)/")
      }
      site.list(["/case/a/", "/case/b/"])
      let first = try await site.night()
      let asked = site.server.requests.map(\.path).filter { $0.hasSuffix(".pdf") }
      #expect(asked == [], "nobody asks for what is only seen")
      let unkept = first.sources.first?.unkept
      #expect(unkept?.keepsNothing == true && unkept?.isNews == true)
      #expect(unkept?.files?.documents == 2 && unkept?.files?.pages == 2)
      let follow = try #require(unkept?.files?.follow)
      #expect(follow == ["http://\(Partnership.host)/case/*"])
      #expect(unkept?.sentence.contains("2 pages that its links lead to have 2 files") == true)
      let second = try await site.night()
      #expect(!second.hasNews && second.sources.first?.unkept?.files == unkept?.files)
      let third = try await site.night { $0.sources[0].follow = follow.map(AddressPattern.init) }
      #expect(third.sources.first?.unkept == nil)
      #expect(
        third.news.filter { $0.news == .appeared }.map(\.address.path) == ["/a.pdf", "/b.pdf"]
      )
    }
  }

  @Test func `is told so besides what it keeps, and nothing of what some source lists`()
    async throws
  {
    try await Partnership.run { site in
      for name in ["a", "b"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf"], on: "/case/x/")
      site.list(["/a.pdf", "/case/x/"])
      let unkept = try await site.night().sources.first?.unkept
      #expect(unkept?.keepsNothing == false && unkept?.files?.documents == 1)
      #expect(unkept?.files?.document == (try site.address("/b.pdf")))
      site.list(["/a.pdf", "/b.pdf", "/case/x/"])
      #expect(try await site.night().counts.new == 1)
    }
  }
}
