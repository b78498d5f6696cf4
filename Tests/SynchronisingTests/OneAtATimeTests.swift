// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(1)))
struct `Where one is let in at a time` {
  @Test func `nobody meets another, and all come out`() async {
    let door = OneAtATime()
    let inside = Mutex(0)
    let most = Mutex(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask { @Sendable in
          await door.enter()
          defer { door.leave() }
          let count = inside.withLock {
            $0 += 1
            return $0
          }
          most.withLock { $0 = max($0, count) }
          await Task.yield()
          inside.withLock { $0 -= 1 }
        }
      }
    }
    #expect(most.withLock(\.self) == 1)
    #expect(inside.withLock(\.self) == 0)
  }

  @Test func `whoever leaves lets the next in, also much later`() async {
    let door = OneAtATime()
    for _ in 0..<3 {
      await door.enter()
      door.leave()
    }
    await door.enter()
    let next = Task { await door.enter() }
    await Task.yield()
    door.leave()
    await next.value
    door.leave()
  }
}
