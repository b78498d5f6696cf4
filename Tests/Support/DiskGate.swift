// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
import Foundation
import Synchronization

/// A disk that stands still at some steps, until it is let go on.
package final class DiskGate: Sendable {
  private struct State {
    var isOpen = false
    var held = 0
  }

  private let isHeld: @Sendable (DiskStep) -> Bool
  private let condition = NSCondition()
  private let state = Mutex(State())
  private let (arrivals, arrival) = AsyncStream<Void>.makeStream()

  /// - Parameter isHeld: says at which steps it stands still.
  package init(at isHeld: @escaping @Sendable (DiskStep) -> Bool) {
    self.isHeld = isHeld
  }

  /// What waits until everything is on the disk.
  package static func atSync() -> DiskGate {
    DiskGate { if case .syncFileSystem = $0 { true } else { false } }
  }

  /// To be installed as ``DiskStep/observer``.
  package var observer: DiskWatch.Observer {
    { [self] step in
      guard isHeld(step) else { return .pass }
      condition.withLock {
        guard !state.withLock({ $0.isOpen }) else { return }
        state.withLock { $0.held += 1 }
        arrival.yield()
        while !state.withLock({ $0.isOpen }) { condition.wait() }
      }
      return .pass
    }
  }

  /// Waits until so many steps have been held, in all.
  package func holds(_ count: Int) async {
    for await _ in arrivals where held >= count { return }
  }

  package var held: Int { state.withLock { $0.held } }

  package func open() {
    condition.withLock {
      state.withLock { $0.isOpen = true }
      condition.broadcast()
    }
  }
}
