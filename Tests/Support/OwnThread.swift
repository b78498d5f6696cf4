// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// Work that waits or goes round, away from the few threads that all tests share.
///
/// One test that keeps such a thread keeps every other from going on, and two of them may wait for
/// each other for ever.
package enum OwnThread {
  package static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let outcome = await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: Result(catching: body)) }
    }
    return try outcome.get()
  }
}
