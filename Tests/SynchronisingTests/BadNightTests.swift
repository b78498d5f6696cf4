// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Archiving
import Curl
import Fetching
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// Whatever a server sends: never a crash, never a wrong version.
@Suite(.timeLimit(.minutes(5)))
struct `Bad nights` {
  /// What is served where a sound report was, and what is concluded.
  static let misdeeds: [(name: String, word: String, answer: Partnership.Answer)] = [
    (
      "an error page with status 200", "soft-missing",
      { _ in
        .ok(Bodies.softNotFound, type: "text/html")
      }
    ),
    (
      "an error page that says it is a PDF", "soft-missing",
      { _ in
        .ok(Bodies.softNotFound, type: "application/pdf")
      }
    ),
    (
      "a bot wall", "blocked",
      { _ in
        .status(
          403,
          [("Content-Type", "text/html"), ("cf-mitigated", "challenge")],
          body: Bodies.botWall
        )
      }
    ),
    ("a bot wall with status 200", "blocked", { _ in .ok(Bodies.botWall, type: "text/html") }),
    (
      "a password prompt", "authentication-required",
      { _ in
        .status(401, [("WWW-Authenticate", "Basic")])
      }
    ),
    ("a refusal", "forbidden", { _ in .status(403, body: Array("no".utf8)) }),
    ("too many requests", "rate-limited", { _ in .status(429, [("Retry-After", "60")]) }),
    ("a server's error", "server-error", { _ in .status(500) }),
    (
      "a body shorter than declared", "damaged",
      { _ in
        .cutShort(Array(Bodies.pdf("cut").dropLast(50)), declaring: Bodies.pdf("cut").count)
      }
    ),
    ("a chunked body without its end", "damaged", { _ in .cutChunked(Bodies.pdf("cut")) }),
    (
      "half a PDF in a body that ends with the connection", "damaged",
      { _ in
        .untilClose(Array(Bodies.pdf("half").prefix(300)))
      }
    ),
    (
      "a part that nobody asked for", "damaged",
      { _ in
        .status(
          206,
          [("Content-Type", "application/pdf"), ("Content-Range", "bytes 0-99/500")],
          body: Bodies.pdf("part")
        )
      }
    ),
    ("nothing at all", "damaged", { _ in .ok([], type: "application/pdf") }),
    ("a reset", "unreachable", { _ in Reply([.reset]) }),
    (
      "a greeting from another protocol", "unreachable",
      { _ in
        Reply([.send(Array("220 smtp.example ESMTP\r\n".utf8)), .close])
      }
    ),
    (
      "a head that goes on with no line", "unreachable",
      { _ in
        Reply([.send(Array("HTTP/1.1 200 OK\r\n folded: 1\r\n\r\n".utf8)), .close])
      }
    ),
    (
      "a body without end", "refused",
      { _ in
        Reply([
          .send(Reply.head(200, [("Content-Type", "application/pdf")])),
          .endlessly(Array(repeating: 0x41, count: 65_536)),
        ])
      }
    ),
    ("a redirect to itself", "refused", { _ in .redirect(302, to: "/a.pdf") }),
    ("a redirect to a file", "refused", { _ in .redirect(302, to: "file:///etc/passwd") }),
    ("a redirect to nowhere that parses", "refused", { _ in .redirect(302, to: "http://[::1") }),
  ]

  @Test(arguments: misdeeds.indices)
  func `what a server does wrong is never kept and never displaces`(index: Int) async throws {
    let (name, word, answer) = Self.misdeeds[index]
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      for target in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(target, Bodies.pdf(target)) }
      _ = try await site.night()
      site.serve("/a.pdf", answer)
      let report = try await site.night()
      #expect(report.troubles.map(\.verdict.word) == [word], "\(name)")
      let versions = try await site.versions(of: "/a.pdf")
      #expect(versions == 1, "\(name)")
      let held = try site.body(of: "/a.pdf", version: 1)
      #expect(held == Bodies.pdf("/a.pdf"), "\(name)")

      site.serve("/a.pdf", Bodies.pdf("/a.pdf"))
      let healed = try await site.night()
      #expect(healed.counts.unchanged == 3, "\(name)")
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.isIntact, "\(name): \(outcome.findings)")
    }
  }

  @Test(arguments: misdeeds.indices)
  func `what was never sound is never kept`(index: Int) async throws {
    let (name, _, answer) = Self.misdeeds[index]
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", answer)
      let report = try await site.night()
      #expect(report.counts.new == 0, "\(name)")
      let versions = try await site.versions(of: "/a.pdf")
      #expect(versions == 0, "\(name)")
    }
  }

  @Test func `a listing that lost many links takes nothing back`() async throws {
    try await Partnership.run { site in
      let targets = (1...20).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      site.list(Array(targets.prefix(10)))
      let ill = try await site.night()
      #expect(ill.sources.first?.health == "listing-shrank")
      #expect(ill.news.isEmpty)
      #expect(ill.hasNews, "an ill source is told")
      let again = try await site.night()
      #expect(!again.hasNews, "and told once")
      let standing = try await site.standing(of: "/report-20.pdf")
      #expect(standing == "present")
      site.list(targets)
      let well = try await site.night()
      #expect(well.sources.first?.health == "healthy")
      #expect(!well.hasNews)
    }
  }

  @Test func `a listing that stays short is believed after two weeks`() async throws {
    try await Partnership.run { site in
      let targets = (1...20).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      site.list(Array(targets.prefix(10)))
      for _ in 1...RunHealth.nightsOfListing {
        let report = try await site.night()
        #expect(report.news.isEmpty)
      }
      let believed = try await site.night()
      #expect(believed.news.count { $0.news == .delisted } == 10)
    }
  }

  @Test func `a page that cannot be read leaves everything as it stood`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      site.serve("/reviews/") { _ in .status(500) }
      let report = try await site.night()
      #expect(report.sources.first?.wasReached == false)
      #expect(report.counts.unchanged == 1, "its documents are visited all the same")
      let isListed = try await site.isListed("/a.pdf")
      #expect(isListed)
    }
  }

  @Test func `a host most of whose documents fail is believed on the third night`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      for target in targets.prefix(4) { site.drop(target) }
      let report = try await site.night()
      #expect(report.degradedHosts.count == 1)
      #expect(report.news.isEmpty)
      let standing = try await site.standing(of: "/report-1.pdf")
      #expect(standing == "missing", "it counts all the same")
      #expect(try await site.night().news.isEmpty)
      #expect(try await site.night().news.map(\.news) == Array(repeating: .gone, count: 4))
      #expect(try await !site.night().hasNews)
    }
  }

  @Test func `a name that is not known does no harm to what is asked after it`() async throws {
    try await Partnership.run { site in
      // Too long for any name server, so that no question leaves this machine.
      let dead = String(repeating: "a", count: 70) + ".example"
      let good = (1...12).map { "/report-\($0).pdf" }
      for target in good { site.serve(target, Bodies.pdf(target)) }
      site.list(good + (1...6).map { "http://\(dead)/\($0).pdf" })
      for _ in 0..<2 {
        let report = try await site.night { $0.politeness.connectionsPerHost = 3 }
        #expect(report.counts.new + report.counts.unchanged == 12)
        #expect(report.troubles.count == 6)
        #expect(report.troubles.allSatisfy { $0.verdict == .unreachable(.nameTemporary) })
      }
    }
  }

  @Test func `if nothing answers it is our network, and nothing is judged`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      for target in ["/robots.txt", "/reviews/", "/a.pdf"] {
        site.serve(target) { _ in Reply([.pause(.seconds(1)), .close]) }
      }
      let report = try await site.night { $0.limits.total = .milliseconds(200) }
      #expect(report.isNetworkDown)
      #expect(report.news.isEmpty)
      let standing = try await site.standing(of: "/a.pdf")
      #expect(standing == "present")
    }
  }

  @Test func `a host that refuses every connection has answered, and is told`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      let report = try await site.night { plan in
        // A port that nobody listens at.
        plan.network.connectTo = ["\(Partnership.host):80:127.0.0.1:1"]
      }
      #expect(!report.isNetworkDown)
      #expect(report.sources.map(\.isNews) == [true])
      #expect(report.sources.first?.verdict == .unreachable(.refusedConnection))
    }
  }

  @Test func `a private address is refused unless it is allowed`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      let report = try await site.night { $0.network.allowsPrivateAddresses = false }
      #expect(report.sources.first?.verdict == .refused(.privateAddress))
    }
  }
}
