// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A run of the tests` {
  private static let running = Mutex(0)

  // Each example gives way often enough that all of them would be under way together.
  @Test(arguments: 1...200)
  func `has only so many tests under way at once`(number: Int) async {
    let count = Self.running.withLock { running in
      running += 1
      return running
    }
    for _ in 1...100 { await Task.yield() }
    Self.running.withLock { $0 -= 1 }
    #expect(count <= TestRun.width)
  }
}
