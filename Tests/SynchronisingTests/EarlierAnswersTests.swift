// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Curl
import Discovery
import Fetching
import Filing
import Foundation
import Night
import Records
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `What was alive in an earlier check` {
  private static let start = Date(timeIntervalSince1970: 1_900_000_000)

  /// Checks the list page, as a check with `--max-age` does.
  private func check(
    _ site: Partnership,
    after seconds: TimeInterval = 0,
    maxAge: Duration = .seconds(3_600),
    through way: String? = nil
  ) async throws -> LinkCheckReport {
    let file = site.archive.path.appending("cache").appending("alive.jsonl")
    var plan = try site.plan(at: Self.start.addingTimeInterval(seconds))
    if let way { plan.network.connectTo.append(way) }
    let earlier = EarlierAnswers(EarlierAnswers.noted(in: file), maxAge: maxAge, plan)
    let checker = LinkChecker(
      plan,
      spool: site.archive.path.appending("staging"),
      earlier: earlier
    )
    let report = try await checker.run([.address(try site.address("/reviews/"))])
    try earlier.write(to: file)
    return report
  }

  private func asked(_ site: Partnership) -> [String: Int] {
    Dictionary(grouping: site.server.requests.map(\.target)) { $0 }.mapValues(\.count)
  }

  @Test func `is not asked again for a while; all else is`() async throws {
    try await Partnership.run { site in
      site.list(["/alive.pdf", "/dead.pdf", "/moved.pdf", "/wall.pdf"])
      site.serve("/alive.pdf", Bodies.pdf("a"))
      site.serve("/moved.pdf") { _ in .redirect(301, to: "/target.pdf") }
      site.serve("/target.pdf", Bodies.pdf("t"))
      site.serve("/wall.pdf") { _ in .status(403) }
      let first = try await check(site)
      let second = try await check(site, after: 600)
      #expect(second.counts == first.counts)
      #expect(first.earlierCount == 0 && second.earlierCount == 1)
      #expect(second.links(.alive).map(\.earlier) == [Self.start])
      #expect(second.links(.alive).map(\.sentence) == first.links(.alive).map(\.sentence))
      let asked = asked(site)
      #expect(asked["/alive.pdf"] == 1, "\(asked)")
      #expect(asked["/dead.pdf"] == 2 && asked["/moved.pdf"] == 2 && asked["/wall.pdf"] == 2)
      #expect(asked["/reviews/"] == 2, "the page may have other links by now")
      // It is as old as it was, however often it was believed.
      #expect(try await check(site, after: 3_700).earlierCount == 0)
      #expect(try await check(site, after: 3_800).earlierCount == 1)
      // Whoever reached it in another way has learnt nothing of this one.
      #expect(
        try await check(site, after: 3_900, through: "x.example:80:127.0.0.1:1").earlierCount == 0
      )
      // Nothing is known from a time that has not come.
      #expect(try await check(site, after: -600).earlierCount == 0)
    }
  }

  private static let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
    { _ in [] }, { _ in [0xFF, 0x00, 0x0A, 0x7B] }, { $0.reversed() },
    { Array($0.prefix($0.count / 2)) },
    { Array("# of another form\n".utf8) + $0 },
    {
      Array(
        String(decoding: $0, as: UTF8.self).replacing("\"document\"", with: "\"not-found\"").utf8
      )
    },
  ]

  @Test(arguments: damages.indices)
  func `is nothing, where the file is damaged; and noted anew`(damage: Int) async throws {
    try await Partnership.run { site in
      site.list(["/alive.pdf"])
      site.serve("/alive.pdf", Bodies.pdf("a"))
      _ = try await check(site)
      let file = site.archive.path.appending("cache").appending("alive.jsonl")
      try Disk().replace(file, with: Self.damages[damage](try Disk().read(file)))
      let report = try await check(site, after: 60)
      #expect(report.earlierCount == 0 && report.tally[.alive] == 1)
      #expect(try await check(site, after: 120).earlierCount == 1)
    }
  }

  @Test func `any bytes can be read`() throws {
    let plan = try Self.plan()
    let line =
      "{\"address\":\"http://a.example/\",\"appraisal\":{\"verdict\":\"page\",\"evidence\":{}},\"at\":1900000000}\n"
    let text = Array("# links that were alive in a check of hanaper, form 1\n\(line)\(line)".utf8)
    Fuzz.run(300) { random in
      let bytes = text.mutated(with: [Array("{[".utf8), [0x0A], Array("1e999".utf8)], &random)
      let earlier = EarlierAnswers(bytes, maxAge: .seconds(60), plan)
      #expect((try? earlier.bytes(besides: bytes)) != nil)
    }
  }

  private static func plan() throws -> RunPlan {
    RunPlan(
      sources: [],
      politeness: .init(),
      limits: .init(),
      network: .init(userAgent: "test"),
      tool: "test",
      contact: "",
      clock: { start }
    )
  }

  private static func candidate(_ number: Int) -> LinkCheck.Candidate {
    var check = LinkCheck()
    let page = WebAddress(alreadyNormal: "https://a.example/")
    let orders = check.take(
      .read(
        LinkCheck.Page(page),
        at: page.text,
        .read(Array("<a href='/\(number)'>x</a>".utf8), at: page, declaredCharset: nil)
      )
    )
    guard case .visit(let candidates)? = orders.first else { preconditionFailure("no link") }
    return candidates[0]
  }

  @Test func `is noted by several checks at once, and nothing is lost`() async throws {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("a").appending("alive.jsonl")
      let plan = try Self.plan()
      let response = LinkCheck.Response(AppraisalRecord(verdict: .page), status: 200)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            let earlier = EarlierAnswers([], maxAge: .seconds(60), plan)
            earlier.note(response, of: Self.candidate(number), at: Self.start)
            try await OwnThread.run { try earlier.write(to: file) }
          }
        }
        try await group.waitForAll()
      }
      let all = EarlierAnswers(EarlierAnswers.noted(in: file), maxAge: .seconds(60), plan)
      for number in 0..<8 { #expect(all.response(to: Self.candidate(number)) != nil, "\(number)") }
    }
  }
}
