// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization

/// Lets one task in at a time, in the order in which they come, however often it waits inside.
///
/// An actor alone does not: while one of its calls waits, the next one begins.
final class OneAtATime: Sendable {
  private struct State {
    var isTaken = false
    /// The first to come is the first.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Waits until nobody else is inside; whoever has entered must ``leave()``.
  func enter() async {
    await withCheckedContinuation { caller in
      let isFree = state.withLock { state in
        if state.isTaken { state.waiting.append(caller) }
        defer { state.isTaken = true }
        return !state.isTaken
      }
      if isFree { caller.resume() }
    }
  }

  func leave() {
    let next = state.withLock { state in
      let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
      state.isTaken = next != nil
      return next
    }
    next?.resume()
  }
}
