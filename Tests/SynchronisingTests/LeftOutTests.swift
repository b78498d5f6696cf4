// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Records
import Support
import Testing

@testable import Synchronising

/// Every listed document is either held, or told.
@Suite(.timeLimit(.minutes(5)))
struct `What is listed and cannot be kept` {
  @Test func `is told once, whatever the reason, and stands so until that changes`() async throws {
    try await Partnership.run { site in
      site.serve("/robots.txt") { _ in
        .ok(Array("User-agent: *\nDisallow: /private/\n".utf8), type: "text/plain")
      }
      site.serve("/good.pdf", Bodies.pdf("good"))
      site.serve("/private/a.pdf", Bodies.pdf("a"))
      site.serve("/login.pdf") { _ in .status(401) }
      site.serve("/wall.pdf") { _ in .status(403) }
      site.serve("/large.pdf") { _ in
        .ok([UInt8](repeating: 0x25, count: 3_000_000), type: "application/pdf")
      }
      site.list([
        "/good.pdf", "/private/a.pdf", "/login.pdf", "/wall.pdf", "/large.pdf", "/dead.pdf",
      ])
      let first = try await site.night()
      let told = Dictionary(
        first.news.filter { $0.news == .leftOut }
          .map { ($0.address.path, $0.standing.leftOutReason) },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(
        told == [
          "/private/a.pdf": .robots, "/login.pdf": .login, "/wall.pdf": .wall,
          "/large.pdf": .tooLarge, "/dead.pdf": .dead,
        ]
      )
      #expect(first.counts.new == 1 && first.news.count == 6)
      #expect(first.degradedHosts.isEmpty, "what was never held says nothing about its host")
      let second = try await site.night()
      #expect(second.news.isEmpty)
      let standing = try await site.standing(of: "/private/a.pdf")
      #expect(standing == "left-out")

      site.serve("/dead.pdf", Bodies.pdf("alive"))
      site.serve("/robots.txt") { _ in .status(404) }
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.appeared, .appeared])
    }
  }

  @Test func `is not fetched to its limit every night`() async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      site.serve("/large.pdf") { _ in
        // Whoever waits for all of it waits too long.
        let head = [("Content-Type", "application/pdf"), ("Content-Length", "40000000")]
        return Reply([
          .send(Reply.head(200, head)), .content([UInt8](repeating: 0x25, count: 100_000)),
          .pause(.seconds(60)), .close,
        ])
      }
      let report = try await site.night { plan in
        plan.limits.bodyBytes = 30_000_000
        plan.limits.total = .seconds(5)
      }
      #expect(report.news.map(\.standing.leftOutReason) == [.tooLarge])
      #expect(report.troubles.map(\.verdict) == [.refused(.tooLarge)])
    }
  }
}
