// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Night
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

  @Test func `is told as what it is, be it data or text, and rests then`() async throws {
    try await Partnership.run { site in
      let bodies = [
        ("/a.json", "application/json", "{\"a\": [1, 2]}", "a JSON file came"),
        ("/a.xml", "application/xml", "<?xml version='1.0'?><reviews/>", "an XML file came"),
        ("/a.eml", "message/rfc822", "From: a@example.org\r\n\r\nHello\r\n", "plain text came"),
        ("/a.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "plain text came"),
        ("/a.vtt", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:05.000\nHello\n", "plain text came"),
      ]
      for (target, type, text, _) in bodies { site.serve(target, Array(text.utf8), type: type) }
      site.serve("/good.pdf", Bodies.pdf("good"))
      site.serve("/notes.txt", Array("Notes of the board.".utf8), type: "text/plain")
      site.list(bodies.map(\.0) + ["/good.pdf", "/notes.txt"])
      let first = try await site.night()
      #expect(first.counts.new == 2, "what ends in .txt is kept")
      let told = Dictionary(
        first.news.filter { $0.news == .leftOut }.map {
          (String($0.address.path), $0.standing.leftOutReason?.sentence(after: $0.verdict) ?? "")
        },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(told.count == bodies.count)
      for (target, _, _, sentence) in bodies { #expect(told[target]?.hasPrefix(sentence) == true) }
      #expect(first.firstNotKept?.path == "/a.eml" && first.sources[0].pages == nil)
      let requests = try await site.requests {
        let second = try await site.night()
        #expect(second.news.isEmpty)
      }
      #expect(!requests.contains("/a.json"))

      let third = try await site.night { plan in
        plan.sources[0].kinds.insert(.json)
      }
      #expect(third.news.map(\.news) == [.appeared] && third.news.first?.address.path == "/a.json")
    }
  }

  @Test func `is told where a person wrote its address down and a page came`() async throws {
    try await Partnership.run { site in
      let page = "<html><title>A report</title><main><p>What was seen and done.</p></main></html>"
      site.serve("/report") { _ in .ok(Array(page.utf8), type: "text/html") }
      site.serve("/linked") { _ in .ok(Array(page.utf8), type: "text/html") }
      site.list(["/linked"])
      let report = try site.address("/report")
      func name(_ plan: inout RunPlan) {
        plan.sources.append(Source(id: "named", title: "Named", place: .addresses([report])))
      }
      let first = try await site.night(name)
      let told = first.news.filter { $0.news == .leftOut }
      #expect(told.map(\.address) == [report] && told.map(\.standing.leftOutReason) == [.page])
      let second = try await site.night(name)
      #expect(second.news.isEmpty)
      let third = try await site.night { plan in
        name(&plan)
        plan.sources[1].kinds.insert(.html)
      }
      #expect(third.news.map(\.news) == [.appeared])
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
