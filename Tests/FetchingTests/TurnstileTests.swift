// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fetching
import Support
import Synchronization
import Testing

struct `The turnstile` {
  /// Counts who is inside, in all and at each host.
  private final class Tally: Sendable {
    private struct State {
      var inside: [String] = []
      var mostHosts = 0
      var mostAtOneHost = 0
      var passed = 0
    }

    private let state = Mutex(State())

    func stay(at host: String) async {
      state.withLock { state in
        state.inside.append(host)
        state.mostHosts = max(state.mostHosts, Set(state.inside).count)
        let here = state.inside.count { $0 == host }
        state.mostAtOneHost = max(state.mostAtOneHost, here)
      }
      for _ in 1...20 { await Task.yield() }
      state.withLock { state in
        state.inside.removeAll { $0 == host }
        state.passed += 1
      }
    }

    var mostHosts: Int { state.withLock { $0.mostHosts } }
    var mostAtOneHost: Int { state.withLock { $0.mostAtOneHost } }
    var passed: Int { state.withLock { $0.passed } }
  }

  private typealias Passage = Result<Int, Never>

  @Test(arguments: [1, 2, 5])
  func `lets only so many hosts be asked at once`(hosts: Int) async throws {
    let turnstile = Turnstile(Politeness(delay: .zero, hosts: hosts, connectionsPerHost: 1))
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let host = "host-\(number % 10)"
          _ = try await turnstile.pass(to: host) {
            await tally.stay(at: host)
            return Passage.success(number)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(tally.passed == 200)
    #expect(tally.mostHosts <= hosts)
    #expect(tally.mostAtOneHost == 1)
  }

  @Test
  func `gives back what was done inside`() async throws {
    struct Failure: Error, Equatable {}
    let turnstile = Turnstile(Politeness(delay: .zero))
    let fine = try await turnstile.pass(to: "a") { Passage.success(7) }
    let failed = try await turnstile.pass(to: "a") { Result<Int, Failure>.failure(Failure()) }
    #expect(fine == .success(7))
    #expect(failed == .failure(Failure()))
  }

  @Test
  func `is left at once by who is cancelled during a pause`() async throws {
    let turnstile = Turnstile(Politeness(delay: .seconds(3_600)))
    _ = try await turnstile.pass(to: "a") { Passage.success(1) }
    let waiter = Task { try await turnstile.pass(to: "a") { Passage.success(2) } }
    await Task.yield()
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
  }

  @Test
  func `gives the place of one who was cancelled to the next`() async throws {
    let turnstile = Turnstile(Politeness(delay: .zero, hosts: 1, connectionsPerHost: 1))
    let (inside, entered) = AsyncStream<Void>.makeStream()
    let (leave, letGo) = AsyncStream<Void>.makeStream()
    let holder = Task {
      try await turnstile.pass(to: "a") {
        entered.yield()
        for await _ in leave { break }
        return Passage.success(1)
      }
    }
    for await _ in inside { break }
    let waiter = Task { try await turnstile.pass(to: "a") { Passage.success(2) } }
    let next = Task { try await turnstile.pass(to: "b") { Passage.success(3) } }
    await Task.yield()
    waiter.cancel()
    letGo.yield()
    let (first, last) = try await (holder.value, next.value)
    #expect(first == .success(1))
    #expect(last == .success(3))
    await #expect(throws: CancellationError.self) { try await waiter.value }
  }
}

struct `A polite fetcher` {
  @Test(arguments: [1, 3])
  func `asks one host over so many connections at most`(connections: Int) async throws {
    let politeness = Politeness(delay: .zero, hosts: 8, connectionsPerHost: connections)
    try await Desk.run(politeness: politeness) { _ in
      Reply([.pause(.milliseconds(5))] + Reply.ok([1], type: "a/b").steps)
    } _: { desk in
      let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 1...30 {
          group.addTask { try await desk.fetch("/\(number)").outcome.get().status }
        }
        return try await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(answers == [Int?](repeating: 200, count: 30))
      #expect(desk.server.peakConnections <= connections)
    }
  }

  @Test
  func `leaves a pause between the end of one request and the start of the next`() async throws {
    let delay = Duration.milliseconds(100)
    try await Desk.run(politeness: Politeness(delay: delay)) { _ in
      Reply([.pause(.milliseconds(30))] + Reply.ok([1], type: "a/b").steps)
    } _: { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...4 { group.addTask { _ = try await desk.fetch("/\(number)") } }
        try await group.waitForAll()
      }
      let arrivals = desk.server.requests.map(\.arrival)
      #expect(arrivals.count == 4)
      for (earlier, later) in zip(arrivals, arrivals.dropFirst()) {
        #expect(later - earlier >= delay + .milliseconds(30))
      }
    }
  }

  @Test
  func `waits its turn for every hop of a redirect`() async throws {
    let delay = Duration.milliseconds(100)
    try await Desk.run(politeness: Politeness(delay: delay)) { request in
      switch request.path {
      case "/1": .redirect(302, to: "/2")
      case "/2": .redirect(302, to: "/3")
      default: .status(204)
      }
    } _: { desk in
      _ = try await desk.fetch("/1")
      let arrivals = desk.server.requests.map(\.arrival)
      #expect(arrivals.count == 3)
      for (earlier, later) in zip(arrivals, arrivals.dropFirst()) {
        #expect(later - earlier >= delay)
      }
    }
  }

  @Test
  func `is stopped by cancellation, in a request and before it`() async throws {
    let (requests, asked) = AsyncStream<Void>.makeStream()
    try await Desk.run(politeness: Politeness(delay: .zero, hosts: 1, connectionsPerHost: 1)) { _ in
      asked.yield()
      return Reply([.pause(.seconds(3_600))])
    } _: { desk in
      let task = Task {
        await withTaskGroup(of: String?.self) { group in
          for number in 1...5 {
            group.addTask { (try? await desk.fetch("/\(number)"))?.failure?.description }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
      }
      for await _ in requests { break }
      task.cancel()
      let failures = await task.value
      #expect(failures == [String?](repeating: "cancelled", count: 5))
      #expect(desk.server.requests.count == 1)
    }
  }
}
