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

/// A link is asked for by HEAD first, because that is cheap; and believed only where that is enough.
@Suite(.timeLimit(.minutes(5)))
struct `Checking links by HEAD` {
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
    "Application/PDF; charset=binary",
  ])
  func `costs one request where the answer says a document of some length`(
    type: String
  ) async throws {
    let (methods, link, _) = try await check { _ in .ok(Bodies.pdf("a"), type: type) }
    #expect(methods == ["HEAD"])
    #expect(link.verdict.isAlive)
    #expect(link.status == 200)
  }

  struct Doubt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let head: Reply
    /// Whether the connection ends before any answer.
    var isSilent = false

    static let all =
      [400, 401, 403, 404, 405, 406, 410, 500, 501, 502].map { status in
        Doubt(testDescription: "status \(status)", head: .status(status))
      } + [
        Doubt(testDescription: "a length of nothing", head: .ok([], type: "application/pdf")),
        Doubt(
          testDescription: "no length",
          head: Reply([.send(Reply.head(200, [("Content-Type", "application/pdf")]))])
        ),
        Doubt(testDescription: "a page", head: .ok(Bodies.notFound, type: "text/html")),
        Doubt(
          testDescription: "no type",
          head: .status(200, body: Array(repeating: 1, count: 9))
        ),
        Doubt(testDescription: "a reset", head: Reply([.reset]), isSilent: true),
        Doubt(testDescription: "nothing", head: Reply([.close]), isSilent: true),
        Doubt(testDescription: "no content", head: .status(204)),
      ]
  }

  @Test(arguments: Doubt.all)
  func `is followed by GET where the answer proves nothing`(doubt: Doubt) async throws {
    let (methods, link, _) = try await check { request in
      request.method == "HEAD"
        ? doubt.head : .document(Bodies.pdf("a"), type: "application/pdf", for: request)
    }
    // Over a connection that was used before, libcurl itself asks once more where nothing came.
    #expect(methods == ["HEAD", "GET"] || methods == ["HEAD", "HEAD", "GET"] && doubt.isSilent)
    #expect(link.verdict.isAlive, "\(link.sentence)")
    #expect(link.status == 200)
  }

  @Test
  func `is followed by a GET that ends with the signature`() async throws {
    let (methods, link, bytes) = try await check { request in
      request.method == "HEAD" ? .status(405) : .ok(Self.large, type: "application/pdf")
    }
    #expect(methods == ["HEAD", "GET"])
    // All of it would have passed the limit for documents, and be refused.
    #expect(link.verdict.isAlive, "\(link.sentence)")
    #expect(bytes >= 64 << 10 && bytes < 1_000_000)
  }

  @Test
  func `is followed by a GET that needs no end`() async throws {
    let (methods, link, _) = try await check { request in
      guard request.method == "GET" else { return .status(405) }
      let head = Reply.head(200, [("Content-Type", "application/pdf")])
      let rest = [UInt8](repeating: 0x20, count: 4_096)
      return Reply([.send(head), .content(Bodies.pdf("a")), .endlessly(rest)])
    }
    #expect(methods == ["HEAD", "GET"])
    #expect(link.verdict.isAlive, "\(link.sentence)")
  }

  @Test
  func `believes GET where the two disagree`() async throws {
    let (methods, link, _) = try await check { request in
      request.method == "HEAD"
        ? .ok([], type: "application/pdf")
        : .status(404, [("Content-Type", "text/html")], body: Bodies.notFound)
    }
    #expect(methods == ["HEAD", "GET"])
    #expect(link.verdict == .notFound)
  }

  @Test
  func `sees a page in a file's place`() async throws {
    let (methods, link, _) = try await check { _ in
      .ok(Bodies.softNotFound, type: "text/html")
    }
    #expect(methods == ["HEAD", "GET"])
    #expect(link.verdict.word == "soft-missing")
  }

  @Test(arguments: [(429, "rate-limited"), (503, "server-error")])
  func `asks a host that wants fewer requests only once`(
    status: Int,
    word: String
  ) async throws {
    let (methods, link, _) = try await check { _ in .status(status) }
    #expect(methods == ["HEAD"])
    #expect(link.verdict.word == word)
    #expect(link.status == status)
  }
}
