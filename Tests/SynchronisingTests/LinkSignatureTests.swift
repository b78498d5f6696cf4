// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Foundation
import Night
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

/// What stands behind a link is told by what is served, and by no more of it than that takes.
@Suite(.timeLimit(.minutes(5)))
struct `Checking links by what is served` {
  /// Five megabytes, more than the site's limit for documents.
  private static let large = Bodies.pdf("large", padding: 5_000_000)

  private typealias Answer = @Sendable (ReceivedRequest) -> Reply

  /// Checks one link to a PDF: the methods it was asked with, what was concluded, and how many bytes
  /// of bodies it took.
  private func check(
    _ target: String = "/a.pdf",
    _ answer: @escaping Answer
  ) async throws -> (methods: [String], link: LinkCheckReport.Link, bytes: Int64) {
    let outcome = Mutex<([String], LinkCheckReport.Link, Int64)?>(nil)
    try await Partnership.run { site in
      site.list([target])
      site.serve(target, answer)
      let plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
      let check = LinkChecker(plan, spool: site.archive.path.appending("staging"))
      let bytes = Mutex<Int64>(0)
      let report = try await check.run([.address(try site.address("/reviews/"))]) { progress in
        bytes.withLock { $0 = progress.bytes }
      }
      let link = try #require(report.links.first)
      #expect(report.links.count == 1)
      let methods = site.server.requests.filter { $0.target == target }.map(\.method)
      let received = bytes.withLock { $0 }
      outcome.withLock { $0 = (methods, link, received) }
    }
    return try #require(outcome.withLock { $0 })
  }

  @Test(arguments: [
    "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/html", "",
  ])
  func `costs one request, whatever the answer says of itself`(type: String) async throws {
    let (methods, link, _) = try await check { _ in .ok(Bodies.pdf("a"), type: type) }
    #expect(methods == ["GET"])
    #expect(link.verdict.isAlive)
    #expect(link.status == 200)
  }

  @Test(arguments: [200, 403, 404, 405, 500])
  func `does not ask what an answer without a body would say`(status: Int) async throws {
    let (methods, link, _) = try await check { request in
      request.method == "HEAD"
        ? .status(status) : .document(Bodies.pdf("a"), type: "application/pdf", for: request)
    }
    #expect(methods == ["GET"])
    #expect(link.verdict.isAlive, "\(link.sentence)")
  }

  @Test func `calls nothing alive that only says so`() async throws {
    // A length, a type, and another body.
    let (_, link, _) = try await check { _ in .ok(Bodies.notFound, type: "application/pdf") }
    #expect(!link.verdict.isAlive, "\(link.sentence)")
  }

  @Test func `calls a circle of redirects uncertain, with cookies or without`() async throws {
    for cookies in [[], [("Set-Cookie", "seen=1")]] {
      let (_, link, _) = try await check { _ in
        .status(302, cookies + [("Location", "/a.pdf")])
      }
      #expect(link.class == .uncertain, "\(link.sentence)")
    }
  }

  @Test
  func `ends with the signature`() async throws {
    let (methods, link, bytes) = try await check { _ in
      .ok(Self.large, type: "application/pdf")
    }
    #expect(methods == ["GET"])
    // All of it would have passed the limit for documents, and be refused.
    #expect(link.verdict.isAlive, "\(link.sentence)")
    #expect(bytes >= 64 << 10 && bytes < 1_000_000)
  }

  @Test
  func `needs no end`() async throws {
    let (methods, link, _) = try await check { _ in
      let head = Reply.head(200, [("Content-Type", "application/pdf")])
      let rest = [UInt8](repeating: 0x20, count: 4_096)
      return Reply([.send(head), .content(Bodies.pdf("a")), .endlessly(rest)])
    }
    #expect(methods == ["GET"])
    #expect(link.verdict.isAlive, "\(link.sentence)")
  }

  @Test
  func `sees a page in a file's place`() async throws {
    let (methods, link, _) = try await check { _ in
      .ok(Bodies.softNotFound, type: "text/html")
    }
    #expect(methods == ["GET"])
    #expect(link.verdict.word == "soft-missing")
  }

  @Test(arguments: [(429, "rate-limited"), (503, "server-error")])
  func `asks a host that wants fewer requests only once`(
    status: Int,
    word: String
  ) async throws {
    let (methods, link, _) = try await check { _ in .status(status) }
    #expect(methods == ["GET"])
    #expect(link.verdict.word == word)
    #expect(link.status == status)
  }
}
