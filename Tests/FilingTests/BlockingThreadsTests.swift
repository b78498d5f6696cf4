// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Dispatch
import Filing
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Threads for what takes long` {
  @Test func `stand still, and the tasks of others go on`() async {
    // More than the threads that all tasks share, were they twice as many as the cores.
    let count = ProcessInfo.processInfo.activeProcessorCount * 2 + 2
    let gate = DispatchSemaphore(value: 0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          await BlockingThreads.shared.run { _ = gate.wait(timeout: .distantFuture) }
        }
      }
      for _ in 0..<count { await Task { await Task.yield() }.value }
      for _ in 0..<count { gate.signal() }
    }
  }

  private enum Locals {
    @TaskLocal static var word = "none"
  }

  @Test func `work as part of the task that asks`() async {
    struct Fault: Error {}
    let word = await Locals.$word.withValue("mine") {
      await BlockingThreads.shared.run { Locals.word }
    }
    #expect(word == "mine")
    await #expect(throws: Fault.self) { try await BlockingThreads.shared.run { throw Fault() } }
  }

  /// Counts, one call at a time.
  private actor Tally {
    private let executor = SerialQueueExecutor("tally")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private(set) var count = 0

    func add() {
      assertIsolated()
      let old = count
      usleep(10)
      count = old + 1
    }
  }

  @Test func `of an actor do one thing after the other`() async {
    let tally = Tally()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 { group.addTask { await tally.add() } }
    }
    #expect(await tally.count == 200)
  }
}
