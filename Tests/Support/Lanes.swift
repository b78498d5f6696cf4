// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// Long work that waits for nothing, on threads of its own: other tests must not wait for it.
package enum Lanes {
  /// As many as there are cores.
  package static let count = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// Calls `body` once on each lane with the lane's number, and gathers what they say.
  package static func run<Value: Sendable>(
    _ body: @escaping @Sendable (Int) throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
      for lane in 0..<count {
        group.addTask { try await OwnThread.run { try body(lane) } }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
