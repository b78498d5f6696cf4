// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Curl
import Foundation
import Robots
import Support
import Synchronization
import Testing

@testable import Fetching

@Suite(.timeLimit(.minutes(5)))
struct `Fetching by leave of robots.txt` {
  /// A server with a robots.txt, and everything else fine.
  private static func site(
    _ robots: @escaping @Sendable (ReceivedRequest) -> Reply
  ) -> ScriptedServer.Script {
    { request in request.path == "/robots.txt" ? robots(request) : .ok([1], type: "a/b") }
  }

  private static func rules(_ text: String) -> ScriptedServer.Script {
    site { _ in .ok(Array(text.utf8), type: "text/plain") }
  }

  private func run<Value: Sendable>(
    _ script: @escaping ScriptedServer.Script,
    memory: HostMemory = HostMemory(),
    _ body: @Sendable (Desk) async throws -> Value
  ) async throws -> Value {
    try await Desk.run(agent: "hanaper/0.1", memory: memory, script: script, body)
  }

  @Test
  func `what is allowed is fetched, and the line that allowed it is known`() async throws {
    let text = "User-agent: *\nDisallow: /private/\nAllow: /private/reports/\n"
    try await run(Self.rules(text)) { desk in
      let fetch = try await desk.fetch("/private/reports/a.pdf")
      #expect(try fetch.outcome.get().status == 200)
      #expect(fetch.robots?.hasPrefix("allowed, line 3: Allow: /private/reports/") == true)
      let free = try await desk.fetch("/b.pdf")
      #expect(free.robots?.hasPrefix("allowed, no rule matches") == true)
    }
  }

  @Test
  func `what is disallowed is never asked for`() async throws {
    try await run(Self.rules("User-agent: hanaper\nDisallow: /a")) { desk in
      let fetch = try await desk.fetch("/a.pdf")
      guard case .disallowed(_, let decision) = fetch.failure else {
        Issue.record("\(fetch.outcome)")
        return
      }
      #expect(decision.reason.contains("line 2: Disallow: /a"))
      #expect(desk.server.requests.map(\.target) == ["/robots.txt"])
    }
  }

  @Test
  func `a redirect is looked up at every hop`() async throws {
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/robots.txt": .ok(Array("User-agent: *\nDisallow: /closed".utf8), type: "text/plain")
      case "/open.pdf": .redirect(301, to: "/closed.pdf")
      default: .ok([1], type: "a/b")
      }
    }
    try await run(script) { desk in
      let fetch = try await desk.fetch("/open.pdf")
      #expect(fetch.hops.count == 1)
      guard case .disallowed = fetch.failure else {
        Issue.record("\(fetch.outcome)")
        return
      }
      #expect(desk.server.requests.map(\.target) == ["/robots.txt", "/open.pdf"])
    }
  }

  @Test
  func `a host is asked once, however many come at the same time`() async throws {
    try await run(Self.rules("User-agent: *\nDisallow:")) { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...20 {
          group.addTask { _ = try await desk.fetch("/\(number).pdf").outcome.get() }
        }
        try await group.waitForAll()
      }
      let targets = desk.server.requests.map(\.target)
      #expect(targets.filter { $0 == "/robots.txt" }.count == 1)
      #expect(targets.count == 21)
    }
  }

  @Test(arguments: [400, 401, 403, 404, 410, 451])
  func `a robots.txt that is not available allows everything`(status: Int) async throws {
    try await run(Self.site { _ in .status(status) }) { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      #expect(answer.status == 200)
    }
  }

  @Test(arguments: [429, 500, 502, 503])
  func `one that cannot be read keeps us away`(status: Int) async throws {
    try await run(Self.site { _ in .status(status) }) { desk in
      guard case .robotsUnread(let decision, status) = try await desk.fetch("/a.pdf").failure else {
        Issue.record("it was asked for, or a fault was taken for a rule")
        return
      }
      #expect(!decision.isAllowed)
      #expect(desk.server.requests.map(\.target) == ["/robots.txt"])
    }
  }

  @Test
  func `a host that cannot be reached is unreachable, and not forbidden`() async throws {
    try await run(Self.site { _ in Reply([.reset]) }) { desk in
      guard case .transfer = try await desk.fetch("/a.pdf").failure else {
        Issue.record("robots.txt was taken for a rule")
        return
      }
    }
  }

  @Test
  func `rules that were read once hold while the file cannot be read`() async throws {
    let script = Self.site { _ in .status(503) }
    try await Desk.run(script: script) { desk in
      let host = "http://127.0.0.1:\(desk.server.port)"
      let copy = Array("User-agent: *\nDisallow: /a".utf8)
      let known = HostMemory(hosts: [host: .init(robots: Data(copy))])
      let fetcher = desk.another(agent: "hanaper", memory: known)
      let order = { FetchOrder(try desk.address($0), purpose: .document) }
      guard case .disallowed = await fetcher.fetch(try order("/a.pdf")).failure else {
        Issue.record("the copy was forgotten")
        return
      }
      #expect(try await fetcher.fetch(try order("/b.pdf")).outcome.get().status == 200)
      let memory = await fetcher.memory
      #expect(memory.hosts[host]?.robots.map(Array.init) == copy)
      #expect(memory.hosts[host]?.robotsUnreachableSince != nil)
    }
  }

  @Test(arguments: [401, 403, 404, 410, 429, 503])
  func `rules are taken back by a site that has no robots.txt any more`(status: Int) async throws {
    try await Desk.run(script: Self.site { _ in .status(status) }) { desk in
      let host = "http://127.0.0.1:\(desk.server.port)"
      let copy = Data("User-agent: *\nDisallow: /a".utf8)
      let known = HostMemory(hosts: [host: .init(robots: copy)])
      let fetcher = desk.another(agent: "hanaper", memory: known)
      let order = FetchOrder(try desk.address("/a.pdf"), purpose: .document)
      let isTakenBack = [404, 410].contains(status)
      let answer = try? await fetcher.fetch(order).outcome.get()
      #expect((answer?.status == 200) == isTakenBack)
      #expect(await fetcher.memory.hosts[host]?.robots == (isTakenBack ? nil : copy))
    }
  }

  @Test
  func `it is followed over redirects, but not for ever`() async throws {
    let script: ScriptedServer.Script = { request in
      let number = Int(request.path.dropFirst(2)) ?? 0
      switch request.path {
      case "/robots.txt": return .redirect(301, to: "/r1")
      case "/r3": return .ok(Array("User-agent: *\nDisallow: /".utf8), type: "text/plain")
      case _ where request.path.hasPrefix("/r"): return .redirect(302, to: "/r\(number + 1)")
      default: return .ok([1], type: "a/b")
      }
    }
    try await run(script) { desk in
      guard case .disallowed = try await desk.fetch("/a.pdf").failure else {
        Issue.record("the rules were not found")
        return
      }
    }
    let endless: ScriptedServer.Script = { request in
      request.path.hasPrefix("/a") ? .ok([1], type: "a/b") : .redirect(302, to: "\(request.path)x")
    }
    try await run(endless) { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      #expect(answer.status == 200)
      #expect(desk.server.requests.count == 7, "six for robots.txt, one for the document")
    }
  }

  @Test
  func `an endless robots.txt is read to its limit`() async throws {
    let line = Array("Disallow: /a\n".utf8)
    let script = Self.site { _ in
      Reply([.send(Reply.head(200, []) + Array("User-agent: *\n".utf8)), .endlessly(line)])
    }
    try await run(script) { desk in
      guard case .disallowed = try await desk.fetch("/a.pdf").failure else {
        Issue.record("the rules were not read")
        return
      }
      let answer = try await desk.fetch("/b.pdf").outcome.get()
      #expect(answer.status == 200)
    }
  }

  @Test
  func `nobody looks where there is a reason not to`() async throws {
    try await run(Self.rules("User-agent: *\nDisallow: /")) { desk in
      let order = FetchOrder(
        try desk.address("/a.pdf"),
        purpose: .document,
        reasonToIgnoreRobots: "asked for by letter"
      )
      let fetch = await desk.fetcher.fetch(order)
      #expect(try fetch.outcome.get().status == 200)
      #expect(fetch.robots == "not asked: asked for by letter")
      #expect(desk.server.requests.map(\.target) == ["/a.pdf"])
    }
  }

  @Test
  func `a host that asked to be left alone is not asked, in this run or the next`() async throws {
    let script: ScriptedServer.Script = { _ in .status(503, [("Retry-After", "86400")]) }
    try await Desk.run(script: script) { desk in
      let first = try await desk.fetch("/a.pdf").outcome.get()
      #expect(first.status == 503 && first.retryAfter == .seconds(86_400))
      guard case .leftAlone(.deferred) = try await desk.fetch("/b.pdf").failure else {
        Issue.record("it was asked again")
        return
      }
      let memory = await desk.fetcher.memory
      let next = desk.another(memory: memory)
      let order = FetchOrder(try desk.address("/a.pdf"), purpose: .document)
      guard case .leftAlone(.deferred) = await next.fetch(order).failure else {
        Issue.record("the next run asked")
        return
      }
      #expect(desk.server.requests.count == 1)
      // When the time is over, it is asked again.
      let past = HostMemory(
        hosts: memory.hosts.mapValues { .init(notBefore: $0.notBefore.map { $0 - 100_000 }) }
      )
      _ = await desk.another(memory: past).fetch(order)
      #expect(desk.server.requests.count == 2)
    }
  }

  @Test
  func `the answer that asked for patience is the answer, when there is no time for it`()
    async throws
  {
    let quick = RetryPolicy(
      retries: 3,
      firstPause: .milliseconds(1),
      longestPause: .milliseconds(1)
    )
    try await Desk.run(retries: quick) { _ in
      .status(429, [("Retry-After", "86400")])
    } _: { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      #expect(answer.status == 429 && answer.retryAfter == .seconds(86_400))
      #expect(answer.requests == 1)
      #expect(desk.server.requests.count == 1)
    }
  }

  @Test
  func `a host that fails again and again is left alone`() async throws {
    try await Desk.run { _ in
      Reply([.reset])
    } _: { desk in
      var failures: [FetchFailure] = []
      for number in 1...12 {
        if let failure = try await desk.fetch("/\(number).pdf").failure { failures.append(failure) }
      }
      #expect(failures.count == 12)
      guard case .leftAlone(.failing) = failures[11] else {
        Issue.record("\(failures[11])")
        return
      }
    }
  }
}
