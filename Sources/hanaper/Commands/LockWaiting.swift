// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Reporting

/// Waits for the process that holds the archive to let go of it.
enum LockWaiting {
  private static let pause = Duration.milliseconds(250)

  /// Takes what only one process may have.
  ///
  /// - Parameters:
  ///   - limit: how long it is waited for; nil not to wait.
  ///   - take: takes it.
  /// - Returns: what was taken.
  /// - Throws: `ArchiveError.locked(_:holder:)` where another has it still; `CancellationError` where a signal came meanwhile.
  static func waiting<Taken: Sendable>(
    upTo limit: Duration?,
    _ take: @escaping @Sendable () async throws -> Taken
  ) async throws -> Taken {
    guard let limit else { return try await take() }
    let end = ContinuousClock.now + limit
    return try await Interruption.allowing {
      var isTold = false
      while true {
        do {
          return try await take()
        } catch ArchiveError.locked(let path, let holder) {
          let rest = end - ContinuousClock.now
          guard rest > .zero else { throw ArchiveError.locked(path, holder: holder) }
          if !isTold, Terminal.isInteractive {
            Terminal.complain("waiting for \(holder), which holds the archive")
          }
          isTold = true
          try await Task.sleep(for: min(rest, pause))
        }
      }
    }
  }
}
