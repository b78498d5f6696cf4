// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fetching
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `The host gate` {
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
    let gate = HostGate(Politeness(delay: .zero, hosts: hosts, connectionsPerHost: 1))
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let host = "host-\(number % 10)"
          _ = try await gate.pass(to: host) {
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
    let gate = HostGate(Politeness(delay: .zero))
    let fine = try await gate.pass(to: "a") { Passage.success(7) }
    let failed = try await gate.pass(to: "a") { Result<Int, Failure>.failure(Failure()) }
    #expect(fine == .success(7))
    #expect(failed == .failure(Failure()))
  }

  @Test
  func `tells how long it took to whoever observes`() async throws {
    let gate = HostGate(Politeness(delay: .zero))
    let seen = Mutex<[Duration]>([])
    let observing: @Sendable (Passage, Duration) -> HostObservation = { outcome, took in
      seen.withLock { $0.append(took) }
      return HostObservation(duration: took, outcome: .answered(status: 200))
    }
    _ = try await gate.pass(to: "a", observing: observing) { Passage.success(1) }
    let took = try #require(seen.withLock { $0 }.first)
    #expect(took >= .zero)
    #expect(seen.withLock { $0.count } == 1)
  }

  // MARK: Hosts that are not asked

  @Test
  func `turns away from a host that wants to be left alone, and says for how long`() async throws {
    let gate = HostGate(Politeness(delay: .zero), deferrals: ["b": .seconds(7_200)])
    let observing: @Sendable (Passage, Duration) -> HostObservation = { _, took in
      HostObservation(
        duration: took,
        outcome: .answered(status: 429),
        retryAfter: .seconds(3_600)
      )
    }
    _ = try await gate.pass(to: "a", observing: observing) { Passage.success(1) }
    for (host, seconds) in [("a", 3_600.0), ("b", 7_200)] {
      let refusal = await #expect(throws: HostGate.Refusal.self) {
        try await gate.pass(to: host) { Passage.success(2) }
      }
      guard case .deferred(let left) = refusal else {
        Issue.record("\(host): \(String(describing: refusal))")
        continue
      }
      #expect(left > .seconds(seconds - 600) && left <= .seconds(seconds))
    }
    _ = try await gate.pass(to: "c") { Passage.success(3) }
    let deferrals = gate.deferrals
    #expect(deferrals.keys.sorted() == ["a", "b"])
    #expect(deferrals["a"].map { $0 <= .seconds(3_600) } == true)
  }

  @Test
  func `turns away from a host that fails`() async throws {
    let gate = HostGate(Politeness(delay: .zero, failuresInARow: 2))
    let observing: @Sendable (Passage, Duration) -> HostObservation = { _, took in
      HostObservation(duration: took, outcome: .failed)
    }
    for _ in 1...3 {
      _ = try await gate.pass(to: "a", observing: observing) { Passage.success(1) }
    }
    await #expect(throws: HostGate.Refusal.failing(times: 3)) {
      try await gate.pass(to: "a") { Passage.success(2) }
    }
  }

  @Test
  func `keeps a crawl delay`() async throws {
    let gate = HostGate(Politeness(delay: .milliseconds(1)))
    gate.heed(crawlDelay: .milliseconds(60), of: "a")
    let clock = ContinuousClock()
    let starts = Mutex<[ContinuousClock.Instant]>([])
    for _ in 1...3 {
      _ = try await gate.pass(to: "a") {
        starts.withLock { $0.append(clock.now) }
        return Passage.success(1)
      }
    }
    let times = starts.withLock { $0 }
    #expect(times.count == 3)
    for (earlier, later) in zip(times, times.dropFirst()) {
      #expect(earlier.duration(to: later) >= .milliseconds(60))
    }
  }

  // MARK: Cancellation

  @Test
  func `is left at once by who is cancelled during a pause`() async throws {
    let gate = HostGate(Politeness(delay: .seconds(3_600)))
    _ = try await gate.pass(to: "a") { Passage.success(1) }
    let waiters = (1...3).map { number in
      Task { try await gate.pass(to: "a") { Passage.success(number) } }
    }
    await Task.yield()
    for waiter in waiters { waiter.cancel() }
    for waiter in waiters {
      await #expect(throws: HostGate.Refusal.cancelled) { try await waiter.value }
    }
  }

  @Test
  func `is not even entered by who was cancelled before`() async throws {
    let gate = HostGate(Politeness(delay: .zero))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await gate.pass(to: "a") { Passage.success(1) }
    }
    await #expect(throws: HostGate.Refusal.cancelled) { try await task.value }
    let next = try await gate.pass(to: "a") { Passage.success(2) }
    #expect(next == .success(2))
  }

  @Test(arguments: ["a", "b"])
  func `is left at once by who is cancelled while another is inside`(host: String) async throws {
    let gate = HostGate(Politeness(delay: .zero, hosts: 1, connectionsPerHost: 1))
    let (inside, entered) = AsyncStream<Void>.makeStream()
    let (leave, letGo) = AsyncStream<Void>.makeStream()
    let holder = Task {
      try await gate.pass(to: "a") {
        entered.yield()
        for await _ in leave { break }
        return Passage.success(1)
      }
    }
    for await _ in inside { break }
    let waiter = Task { try await gate.pass(to: host) { Passage.success(2) } }
    let next = Task { try await gate.pass(to: host) { Passage.success(3) } }
    await Task.yield()
    waiter.cancel()
    // Nobody has left by now.
    await #expect(throws: HostGate.Refusal.cancelled) { try await waiter.value }
    letGo.yield()
    let (first, last) = try await (holder.value, next.value)
    #expect(first == .success(1))
    #expect(last == .success(3))
  }

  @Test(arguments: 1...10)
  func `forgets nobody, whoever is cancelled when`(seed: UInt64) async throws {
    let politeness = Politeness(
      delay: .microseconds(seed % 3 * 50),
      hosts: 2,
      connectionsPerHost: Int(seed % 2) + 1
    )
    let gate = HostGate(politeness)
    let ended = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          var random = Seeded(seed: seed &* 1_000 &+ UInt64(number))
          let steps = Int.random(in: 0...60, using: &random)
          let task = Task {
            try await gate.pass(to: "host-\(number % 7)") {
              for _ in 0..<steps / 4 { await Task.yield() }
              return Passage.success(number)
            }
          }
          for _ in 0..<steps { await Task.yield() }
          if number.isMultiple(of: 2) { task.cancel() }
          switch await task.result {
          case .success(let passage): return passage == .success(number)
          case .failure(let error):
            return error as? HostGate.Refusal == .cancelled && number.isMultiple(of: 2)
          }
        }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(ended == [Bool](repeating: true, count: 200))
    for host in 0..<7 {
      _ = try await gate.pass(to: "host-\(host)") { Passage.success(0) }
    }
  }
}
