// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Dispatch

/// Where an actor works whose calls wait for the disk or take a core for long: a thread of its own while it
/// has work.
///
/// The threads that all tasks share are as many as the machine has cores. On two cores, two calls that wait
/// there stop everything: transfers that came to their end, other hosts, signals.
package final class SerialQueueExecutor: SerialExecutor {
  // One without a target gets a thread whenever it has work; those of `DispatchQueue.global()` are the shared.
  private let queue: DispatchQueue

  package init(_ label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  package func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
