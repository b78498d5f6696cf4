// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Synchronization
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Workers for hosts` {
  /// What happened: which pieces were made ready together, which were done, and by how many at once.
  private struct Log {
    var portions: [[Int]] = []
    var done: [Int] = []
    var busy: [Substring: Int] = [:]
    var mostBusy = 0
  }

  private func host(_ piece: Int) -> Substring { "host-\(piece % 7).example" }

  @Test(arguments: [1, 2, 8])
  func `do every piece once, with no more of them to a host than it may have connections`(
    width: Int
  ) async throws {
    var politeness = Politeness()
    politeness.connectionsPerHost = width
    let log = Mutex(Log())
    // One host has nearly all the work, the others few pieces each.
    let work = (0..<400).map { $0 < 20 ? $0 : $0 * 7 }
    try await HostWorkers(work, politeness, host: host).forEach(making: { pieces in
      log.withLock { $0.portions.append(pieces) }
      return pieces.map { (number: $0, host: host($0)) }
    }) { piece in
      log.withLock { log in
        log.busy[piece.host, default: 0] += 1
        log.mostBusy = max(log.mostBusy, log.busy.values.max() ?? 0)
      }
      await Task.yield()
      log.withLock { log in
        log.busy[piece.host, default: 0] -= 1
        log.done.append(piece.number)
      }
    }
    let outcome = log.withLock { $0 }
    #expect(outcome.done.sorted() == work.sorted())
    #expect(outcome.mostBusy <= width)
    #expect(outcome.portions.allSatisfy { $0.count <= 64 })
    #expect(outcome.portions.flatMap(\.self).sorted() == work.sorted())
    // Portions of a host are begun in its order.
    let first = outcome.portions.filter { host($0[0]) == "host-0.example" }.compactMap(
      \.first
    )
    #expect(first.count > width)
    if width == 1 { #expect(first == first.sorted()) }
  }

  @Test(arguments: [(1, 8), (7, 8), (1_000, 8), (5_000, 8), (1_000, 1), (100_000, 50)])
  func `take ever less at once, so that none has much to do when the others are done`(
    work: Int,
    workers: Int
  ) {
    var (left, portions) = (work, [Int]())
    while left > 0 {
      portions.append(HostWorkers<Int>.portion(ofLeft: left, among: workers))
      left -= portions[portions.count - 1]
    }
    #expect(left == 0)
    #expect(portions.allSatisfy { (1...64).contains($0) })
    #expect(zip(portions, portions.dropFirst()).allSatisfy { $0 >= $1 })
    // Whoever takes one of the last takes a single piece.
    #expect(portions.suffix(workers).allSatisfy { $0 == 1 })
    // To make ready one by one would cost more than it saves.
    #expect(portions.count <= work / 64 + workers * 16)
  }

  private struct Stop: Error {}

  @Test func `end with the first error, of a piece or of making it ready`() async throws {
    let workers = HostWorkers(Array(0..<100), Politeness(), host: host)
    await #expect(throws: Stop.self) {
      try await workers.forEach(making: { $0 }) { if $0 == 50 { throw Stop() } }
    }
    await #expect(throws: Stop.self) {
      try await workers.forEach(making: { (_: [Int]) throws -> [Int] in throw Stop() }) { _ in }
    }
  }
}

extension HostWorkers {
  /// Does all the work; the first error ends it.
  fileprivate func forEach<Ready: Sendable>(
    making prepare: @escaping @Sendable ([Work]) async throws -> [Ready],
    _ body: @escaping @Sendable (Ready) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in workers(making: prepare, body) { group.addTask { try await worker() } }
      try await group.waitForAll()
    }
  }
}
