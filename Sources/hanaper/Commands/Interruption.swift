// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import UnixSignals

/// Ends long work early and in order: when its time is up, or on SIGTERM and SIGINT.
enum Interruption {
  /// Runs `body`; its task is cancelled when the time is up or a signal comes.
  static func allowing<Value: Sendable>(
    after limit: Duration? = nil,
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { break }
        return nil
      }
      if let limit {
        group.addTask {
          try? await Task.sleep(for: limit)
          return nil
        }
      }
      defer { group.cancelAll() }
      // Whoever ends first ends the others; the work itself then ends in its own order.
      while let ended = try await group.next() {
        if let value = ended { return value }
        group.cancelAll()
      }
      throw CancellationError()
    }
  }
}
