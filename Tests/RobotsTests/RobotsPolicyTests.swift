// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Robots

@Suite(.timeLimit(.minutes(5)))
struct `What the answer for a robots.txt means` {
  private static let rules = Array("User-agent: *\nDisallow: /a\nCrawl-delay: 3\n".utf8)
  private static let page = Array("<html><body>Not here</body></html>".utf8)
  private let agent = RobotsAgent("hanaper/0.1")

  private func allows(_ policy: RobotsPolicy, _ path: String) throws -> Bool {
    policy.decision(on: try WebAddress("https://example.org\(path)"), for: agent).isAllowed
  }

  /// A reply; whether `/a` and `/b` are allowed; whether the host was reached; part of the reason.
  static let table: [(reply: RobotsReply, a: Bool, b: Bool, isReachable: Bool, words: String)] = [
    (.answer(status: 200, body: rules), false, true, true, "was read (status 200)"),
    (.answer(status: 203, body: rules), false, true, true, "status 203"),
    (.answer(status: 200, body: []), true, true, true, "was read"),
    (.answer(status: 204, body: []), true, true, true, "status 204"),
    (.answer(status: 200, body: page), true, true, true, "is a web page and holds no rules"),
    (.answer(status: 300, body: rules), true, true, true, "redirects to nowhere, status 300"),
    (.answer(status: 302, body: []), true, true, true, "status 302"),
    (.lostInRedirects("more than 5 redirects"), true, true, true, "not available (more than 5"),
    (.answer(status: 400, body: rules), true, true, true, "status 400"),
    (.answer(status: 401, body: []), true, true, true, "status 401"),
    (.answer(status: 403, body: []), true, true, true, "status 403"),
    (.answer(status: 404, body: page), true, true, true, "status 404), so everything is allowed"),
    (.answer(status: 410, body: []), true, true, true, "status 410"),
    (.answer(status: 499, body: []), true, true, true, "status 499"),
    (.answer(status: 429, body: rules), false, false, false, "status 429), so nothing is allowed"),
    (.answer(status: 500, body: rules), false, false, false, "status 500"),
    (.answer(status: 503, body: []), false, false, false, "status 503"),
    (.answer(status: 599, body: []), false, false, false, "status 599"),
    (.answer(status: 999, body: []), false, false, false, "status 999"),
    (.answer(status: 101, body: []), false, false, false, "status 101"),
    (.answer(status: 304, body: []), false, false, false, "nothing was read before"),
    (.unreachable("no connection"), false, false, false, "could not be read (no connection)"),
  ]

  @Test(arguments: table.indices)
  func `follows from its status`(index: Int) throws {
    let expected = Self.table[index]
    let policy = RobotsPolicy(expected.reply)
    #expect(try allows(policy, "/a") == expected.a)
    #expect(try allows(policy, "/b") == expected.b)
    #expect(policy.isReachable == expected.isReachable)
    #expect(policy.reason.contains(expected.words), "\(policy.reason)")
    #expect(!policy.isCopy)
    #expect(try allows(policy, "/robots.txt"), "the robots.txt itself is always allowed")
  }

  @Test
  func `is no reason to forget the rules, where it cannot be reached`() throws {
    let copy = RobotsFile(Self.rules)
    for time in [Duration.zero, RobotsPolicy.patience, .seconds(400 * 24 * 3600)] {
      let policy = RobotsPolicy(.unreachable("no answer"), copy: copy, unreachableFor: time)
      #expect(try !allows(policy, "/a") && allows(policy, "/b"))
      #expect(policy.isCopy && !policy.isReachable)
      #expect(policy.reason.hasSuffix("so the rules last read stay in force"))
      #expect(policy.crawlDelay(for: agent)?.pause == .seconds(3))
    }
  }

  @Test(arguments: [429, 500])
  func `is taken for “not available” after 30 days without any rules`(status: Int) throws {
    let reply = RobotsReply.answer(status: status, body: [])
    let day = Duration.seconds(24 * 3600)
    let early = RobotsPolicy(reply, unreachableFor: day * 30 - .seconds(1))
    #expect(try !allows(early, "/b") && !early.isReachable)
    let late = RobotsPolicy(reply, unreachableFor: day * 30)
    #expect(try allows(late, "/a") && !late.isReachable)
    #expect(late.reason.contains("for 30 days, so everything is allowed"))
    let page = RobotsPolicy(reply, copy: RobotsFile(Self.page))
    #expect(try !allows(page, "/b"), "a web page was no robots.txt")
  }

  @Test(arguments: [
    RobotsReply.answer(status: 401, body: []), .answer(status: 403, body: page),
    .answer(status: 200, body: page),
  ])
  func `leaves the rules in force for a while, where a wall keeps it from us`(
    reply: RobotsReply
  ) throws {
    let copy = RobotsFile(Self.rules)
    let early = RobotsPolicy(
      reply,
      copy: copy,
      unreachableFor: RobotsPolicy.patience - .seconds(1)
    )
    #expect(try !allows(early, "/a") && allows(early, "/b"))
    #expect(early.isCopy && !early.isReachable)
    #expect(early.reason.hasSuffix("so the rules last read stay in force"))
    let late = RobotsPolicy(reply, copy: copy, unreachableFor: RobotsPolicy.patience)
    #expect(try allows(late, "/a") && late.isReachable && !late.isCopy)
    let never = RobotsPolicy(reply, copy: RobotsFile(Self.page))
    #expect(try allows(never, "/a") && never.isReachable)
  }

  @Test
  func `is what it was before, where nothing changed`() throws {
    let policy = RobotsPolicy(.answer(status: 304, body: []), copy: RobotsFile(Self.rules))
    #expect(try !allows(policy, "/a") && allows(policy, "/b"))
    #expect(policy.isReachable && policy.isCopy)
  }

  @Test
  func `is told with each decision that no rule made`() throws {
    let address = try WebAddress("https://example.org/a")
    let closed = RobotsPolicy(.answer(status: 503, body: []))
    #expect(
      "\(closed.decision(on: address, for: agent))"
        == "disallowed, robots.txt could not be read (status 503), so nothing is allowed"
    )
    let open = RobotsPolicy(.answer(status: 404, body: []))
    #expect(open.decision(on: address, for: agent).ground == .answer(open.reason))
    #expect(open.crawlDelay(for: agent) == nil)
  }
}
