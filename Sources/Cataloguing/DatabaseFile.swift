// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import GRDB
import SystemPackage

/// A file that SQLite keeps, of which whoever asks waits without a thread: one call comes after the other, on a queue of its own.
protocol DatabaseFile: Sendable {
  var database: DatabaseQueue { get }
  var path: FilePath { get }
}

extension DatabaseFile {
  /// Asks the database; whatever it complains of is a ``CatalogueError``.
  ///
  /// All that `body` reads is of one moment. Nothing keeps it from writing but what it says: the database's own reading
  /// calls switch writing off and on, and SQLite prepares every statement anew after that.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { caller in
      database.asyncWriteWithoutTransaction { [path] database in
        caller.resume(
          with: CatalogueError.result(path) {
            try database.beginTransaction(.deferred)
            do {
              let value = try body(database)
              try database.commit()
              return value
            } catch {
              try? database.rollback()
              throw error
            }
          }
        )
      }
    }
  }

  /// Changes the database in one transaction.
  func write(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
    try await access { database in
      try database.inTransaction(.immediate) {
        try body(database)
        return .commit
      }
    }
  }

  /// Asks, in no transaction.
  ///
  /// Not by the asynchronous calls of the database's own: these end when their task is cancelled, and a run that is stopped writes
  /// down what it has.
  func access(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
    try await withCheckedThrowingContinuation { caller in
      database.asyncWriteWithoutTransaction { [path] database in
        caller.resume(with: CatalogueError.result(path) { try body(database) })
      }
    }
  }
}
