// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Curl
import Records
import Support
import Synchronization
import Testing

@testable import Synchronising

/// What is larger than the limit is asked for its length every night, and for its bytes only when they may fit.
@Suite(.timeLimit(.minutes(5)))
struct `What is too large` {
  /// How a server answers HEAD.
  enum Head: String, CaseIterable, CustomTestStringConvertible {
    case honest, refused, unknown, missing, forbidden, lengthless, empty, hanging, cut, failing

    var testDescription: String { rawValue }

    func reply(_ length: Int) -> Reply {
      let type = ("Content-Type", "application/pdf")
      return switch self {
      case .honest: Reply([.send(Reply.head(200, [type, ("Content-Length", "\(length)")]))])
      case .refused: .status(405)
      case .unknown: .status(501)
      case .missing: .status(404)
      case .forbidden: .status(403)
      case .lengthless: Reply([.send(Reply.head(200, [type])), .close])
      case .empty: Reply([.send(Reply.head(200, [type, ("Content-Length", "0")]))])
      case .hanging: Reply([.pause(.seconds(60)), .close])
      case .cut: Reply([.reset])
      case .failing: .status(500)
      }
    }
  }

  private static let pdf = Bodies.pdf("large", padding: 300_000)

  /// Serves a PDF of 300 kB, and counts the bytes of it that were sent for.
  private static func serve(_ site: Partnership, head: Head) {
    site.serve("/large.pdf") { request in
      request.method == "HEAD" ? head.reply(pdf.count) : .ok(pdf, type: "application/pdf")
    }
  }

  private static func methods(
    _ site: Partnership,
    during work: () async throws -> Void
  ) async throws -> [String] {
    let before = site.server.requests.count
    try await work()
    return site.server.requests.dropFirst(before).filter { $0.target == "/large.pdf" }
      .map(\.method)
  }

  @Test(arguments: Head.allCases)
  func `is left alone while it is so, however HEAD is answered, and comes when the limit is raised`(
    head: Head
  ) async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      Self.serve(site, head: head)
      @Sendable func limited(_ plan: inout RunPlan) {
        plan.limits.bodyBytes = 200_000
        plan.limits.total = .seconds(3)
      }
      let first = try await site.night(limited)
      #expect(first.news.map(\.standing.leftOutReason) == [.tooLarge])
      let methods = try await Self.methods(site) {
        let second = try await site.night(limited)
        #expect(second.news.isEmpty)
        #expect(second.troubles.map(\.verdict) == [.refused(.tooLarge)])
        #expect(second.counts.bytes < 100_000, "only the list page came")
      }
      // libcurl asks again by itself where a connection that stood is broken off.
      let once = methods.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      #expect(once == (head == .honest ? ["HEAD"] : ["HEAD", "GET"]))
      let third = try await site.night { plan in
        plan.limits.bodyBytes = 400_000
        plan.limits.total = .seconds(3)
      }
      #expect(third.news.map(\.news) == [.appeared])
    }
  }

  @Test(arguments: Head.allCases)
  func `comes on the night on which it has shrunk`(head: Head) async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      Self.serve(site, head: head)
      @Sendable func limited(_ plan: inout RunPlan) {
        plan.limits.bodyBytes = 200_000
        plan.limits.total = .seconds(3)
      }
      _ = try await site.night(limited)
      let small = Bodies.pdf("small")
      site.serve("/large.pdf") { request in
        request.method == "HEAD" ? head.reply(small.count) : .ok(small, type: "application/pdf")
      }
      let second = try await site.night(limited)
      #expect(second.news.map(\.news) == [.appeared])
    }
  }

  @Test(arguments: [Head.honest, .refused])
  func `is told with its size and the limit, and known by them as long as it is so`(head: Head)
    async throws
  {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      Self.serve(site, head: head)
      @Sendable func limited(_ plan: inout RunPlan) { plan.limits.bodyBytes = 200_000 }
      let size = Oversize(length: Int64(Self.pdf.count), limit: 200_000)
      let first = try await site.night(limited)
      #expect(first.news.map(\.oversize) == [size])
      _ = try await site.night(limited)
      let document = try await site.archive.catalogue().document(at: site.address("/large.pdf"))
      #expect(document?.oversize == size)
      let second = try await site.night(limited)
      #expect(second.troubles.first?.sentence.contains("`limits.documentSize` allows 200") == true)
    }
  }

  /// Neither HEAD nor GET says how long it is.
  @Test func `and never says how long it is, is taken to its limit only when that was raised`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      let pdf = Bodies.pdf("large", padding: 3_000_000)
      site.serve("/large.pdf") { _ in
        .untilClose(pdf, headers: [("Content-Type", "application/pdf")])
      }
      let first = try await site.night()
      #expect(first.news.map(\.standing.leftOutReason) == [.tooLarge])
      #expect(first.news.first?.oversize?.length == nil && first.news.first?.oversize != nil)
      let second = try await site.night()
      #expect(second.troubles.map(\.verdict) == [.refused(.tooLarge)] && second.news.isEmpty)
      let third = try await site.night { $0.limits.bodyBytes = 4_000_000 }
      #expect(third.news.map(\.news) == [.appeared])
    }
  }

  @Test func `and is an error page meanwhile, is told as what it is now`() async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      Self.serve(site, head: .missing)
      @Sendable func limited(_ plan: inout RunPlan) { plan.limits.bodyBytes = 200_000 }
      _ = try await site.night(limited)
      site.drop("/large.pdf")
      let second = try await site.night(limited)
      #expect(second.troubles.map(\.verdict) == [.notFound])
    }
  }

  @Test func `though a version is held, stays held and is asked by HEAD`() async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      site.serve("/large.pdf", Bodies.pdf("small"))
      @Sendable func limited(_ plan: inout RunPlan) { plan.limits.bodyBytes = 200_000 }
      let first = try await site.night(limited)
      #expect(first.news.map(\.news) == [.appeared])
      Self.serve(site, head: .honest)
      _ = try await site.night(limited)
      let methods = try await Self.methods(site) { _ = try await site.night(limited) }
      #expect(methods == ["HEAD"])
      #expect(try await site.standing(of: "/large.pdf") == "present")
      let raised = try await site.night()
      #expect(raised.news.map(\.news) == [.replaced])
    }
  }

  @Test func `is not asked twice where HEAD is answered that we ask too often`() async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      Self.serve(site, head: .honest)
      @Sendable func limited(_ plan: inout RunPlan) { plan.limits.bodyBytes = 200_000 }
      _ = try await site.night(limited)
      site.serve("/large.pdf") { request in
        request.method == "HEAD" ? .status(429) : .ok(Self.pdf, type: "application/pdf")
      }
      let methods = try await Self.methods(site) {
        let report = try await site.night(limited)
        #expect(report.troubles.map(\.verdict) == [.rateLimited(retryAfter: nil)])
      }
      #expect(methods == ["HEAD"])
      #expect(try await site.standing(of: "/large.pdf") == "left-out")
    }
  }

  /// Servers that are wrong about a length are so for ever.
  @Test func `is fetched as if it fitted every 28 days, whatever HEAD says`() async throws {
    try await Partnership.run { site in
      site.list(["/large.pdf"])
      site.serve("/large.pdf") { request in
        request.method == "HEAD"
          ? Head.honest.reply(9_000_000) : .ok(Self.pdf, type: "application/pdf")
      }
      @Sendable func limited(_ plan: inout RunPlan) { plan.limits.bodyBytes = 200_000 }
      _ = try await site.night(limited)
      site.serve("/large.pdf") { request in
        request.method == "HEAD"
          ? Head.honest.reply(9_000_000) : .ok(Bodies.pdf("small"), type: "application/pdf")
      }
      var nights = 0
      while nights < 40, try await site.versions(of: "/large.pdf") == 0 {
        _ = try await site.night(limited)
        nights += 1
      }
      #expect((1...28).contains(nights))
    }
  }
}
