// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Dispatch
import Foundation
import Synchronization

/// A few threads for what waits for the disk or takes a core for long, beside those that all tasks share.
///
/// See ``SerialQueueExecutor`` for why; this is for what belongs to no actor.
package final class BlockingThreads: TaskExecutor {
  /// As many as there are cores, as whoever takes one for long needs no more.
  package static let shared = BlockingThreads("work that takes long")
  /// For bodies as they arrive: what these wait for holds up none of the other work.
  ///
  /// Each has its thread from its beginning on, so there are more than cores: two long ones on one thread would leave a core idle.
  package static let bodies = BlockingThreads("bodies", perCore: 4)

  private let queues: [DispatchQueue]
  /// How much each has to do.
  private let loads: Mutex<[Int]>
  private let turn = Atomic(0)

  private init(_ label: String, perCore: Int = 1) {
    let count = max(2, ProcessInfo.processInfo.activeProcessorCount) * perCore
    queues = (0..<count).map { DispatchQueue(label: "\(label) \($0)") }
    loads = Mutex([Int](repeating: 0, count: count))
  }

  /// One of the threads, for work that keeps its order.
  package func queue() -> DispatchQueue {
    queues[turn.add(1, ordering: .relaxed).oldValue % queues.count]
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let index = loads.withLock { loads in
      let index = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[index] += 1
      return index
    }
    queues[index].async { [self] in
      job.runSynchronously(on: asUnownedTaskExecutor())
      loads.withLock { $0[index] -= 1 }
    }
  }

  /// Does a piece of work on one of the threads, as part of the task that asks for it.
  package func run<Value: Sendable, Failure: Error>(
    _ work: @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await withTaskExecutorPreference(self) { () async throws(Failure) in try work() }
  }
}
