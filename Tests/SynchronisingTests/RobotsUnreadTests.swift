// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(10)))
struct `A robots.txt that the site cannot deliver` {
  private static let unread = Verdict.unreachable(.robotsUnread)

  @Test func `is an outage of the site, asks for nothing, and heals by itself`() async throws {
    try await Partnership.run { site in
      let targets = ["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"]
      site.list(targets)
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      #expect(try await site.night().counts.new == 4)
      site.serve("/robots.txt") { _ in .status(503) }
      for night in 1...4 {
        var report: RunReport?
        let asked = try await site.requests { report = try await site.night() }
        let outcome = try #require(report?.sources.first)
        #expect(asked.isEmpty)
        #expect(outcome.verdict == Self.unread && !outcome.wasReached)
        #expect(
          outcome.sentence
            == "the site's robots.txt could not be read (status 503), so nothing was asked for"
        )
        #expect(outcome.isNews == [1, 3].contains(night))
        // None is told as kept from us by a rule; those that were alive are told once, when the host is believed.
        #expect(
          report?.news.map(\.news) == (night == 3 ? Array(repeating: .unreachable, count: 4) : [])
        )
        #expect(night > 2 || report?.degradedHosts.map(\.host) == [Partnership.host])
      }
      site.drop("/robots.txt")
      let back = try await site.night()
      #expect(back.news.map(\.news) == Array(repeating: .returned, count: 4))
      #expect(back.counts.unchanged == 4)
    }
  }

  @Test func `leaves out nothing new, on another host either`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "http://files.partnership.example/new.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/new.pdf", Bodies.pdf("new"))
      site.serve("/robots.txt") { request in
        request.host == "files.partnership.example" ? .status(503) : .status(404)
      }
      func night() async throws -> RunReport {
        try await site.night {
          $0.network.connectTo.append("files.partnership.example:80:127.0.0.1:\(site.server.port)")
        }
      }
      let first = try await night()
      #expect(first.counts.new == 1 && !first.news.contains { $0.news == .leftOut })
      #expect(first.troubles.map(\.verdict) == [Self.unread])
      site.drop("/robots.txt")
      #expect(try await night().news.map(\.news) == [.appeared])
    }
  }
}
