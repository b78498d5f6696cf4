// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import GRDB
package import SystemPackage

/// The index over an archive: an SQLite file that may be lost, because it can be made again.
///
/// It holds nothing that does not follow from the archive. What is written here was made durable there before; what lists
/// said (``reading(of:at:_:)``) is believed only together with the bytes that it follows from.
///
/// Whoever asks waits without a thread: the file is read and written on a queue of its own, one call after the other
/// (docs/decisions/0022-the-catalogue-is-asked-without-a-thread.md).
package final class Catalogue: DatabaseFile {
  let database: DatabaseQueue
  let path: FilePath

  /// Which SQLite it is kept by.
  package static var engine: String {
    get throws {
      let version = try DatabaseQueue().read {
        try String.fetchOne($0, sql: "SELECT sqlite_version()")
      }
      return "SQLite \(version ?? "")"
    }
  }

  /// Opens the catalogue, and makes an empty one where there is none.
  ///
  /// - Throws: ``CatalogueError`` where the file is no catalogue of this version, or damaged.
  package convenience init(at path: FilePath) async throws {
    try Self.requireFile(path)
    try self.init(path) { try DatabaseQueue(path: path.string, configuration: Self.waiting) }
    try await makeOrCheckTables()
  }

  /// Makes one that is nowhere on the disk, and knows nothing.
  package static func empty() async throws -> Catalogue {
    let catalogue = try Catalogue("a new catalogue") { try DatabaseQueue() }
    try await catalogue.makeOrCheckTables()
    return catalogue
  }

  /// Opens a catalogue that is there, to read in it and nothing else.
  ///
  /// - Throws: ``CatalogueError`` where there is none, or as above.
  package convenience init(reading path: FilePath) async throws {
    var configuration = Self.waiting
    configuration.readonly = true
    try Self.requireFile(path)
    try self.init(path) { [configuration] in
      try DatabaseQueue(path: path.string, configuration: configuration)
    }
    let version = try await read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard Self.isKnown(version) else { throw otherSchema(version) }
    try await access { try Schema.supplement(in: $0) }
  }

  private static func isKnown(_ version: Int) -> Bool {
    (Schema.oldest...Schema.version).contains(version)
  }

  /// SQLite would wait for somebody to write into a pipe.
  private static func requireFile(_ path: FilePath) throws {
    if let facts = try? Stat(path, followTargetSymlink: true), facts.type != .regular {
      throw CatalogueError.damaged(path, reason: "it is no file")
    }
  }

  private init(_ path: FilePath, opening open: () throws -> DatabaseQueue) throws {
    self.path = path
    database = try CatalogueError.naming(path, open)
  }

  private static var waiting: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    return configuration
  }

  // Looks before it writes, so that an archive that may only be read can be.
  private func makeOrCheckTables() async throws {
    let (version, isEmpty) = try await read { database in
      try (
        Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
        Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      )
    }
    guard version != 0 || !isEmpty else { return try await write { try Schema.create(in: $0) } }
    guard Self.isKnown(version) else { throw otherSchema(version) }
    let isComplete = try await read { try Schema.isComplete(in: $0) }
    guard !isComplete || version < Schema.version else { return }
    try await access { database in
      do {
        try database.inTransaction(.immediate) {
          try Schema.complete(in: database)
          return .commit
        }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        try Schema.supplement(in: database)
      }
    }
  }

  private func otherSchema(_ version: Int) -> CatalogueError {
    .otherSchema(path, found: version, known: Schema.version)
  }

  /// Closes the file, so that it can be copied or moved.
  package func close() async throws {
    // Nothing is waited for then that could hold up a thread of others.
    try await access { _ in }
    try CatalogueError.naming(path) { try database.close() }
  }

  // MARK: Writing

  /// Takes in new versions and visits, in one transaction.
  ///
  /// - Parameters:
  ///   - versions: they come before the visits that speak of them.
  ///   - visits: in the order in which they were made.
  ///   - retirements: in their order; of documents that are known by then.
  ///   - decisions: in their order; of documents that are known by then.
  ///   - mark: of which run the visits are, and how far its `visits.jsonl` has now been taken in,
  ///     in bytes; nil where there are none.
  /// - Throws: where the catalogue cannot be written; then nothing of it was taken in.
  package func apply(
    versions: [Version],
    visits: [Visit],
    retirements: [Retirement] = [],
    decisions: [Decision] = [],
    mark: (run: String, bytes: Int64)? = nil
  ) async throws {
    try await write { database in
      for version in versions { try version.apply(to: database) }
      for visit in visits { try visit.apply(to: database) }
      for retirement in retirements { try retirement.apply(to: database) }
      for decision in decisions { try decision.apply(to: database) }
      guard let mark else { return }
      try database.execute(
        sql: "INSERT OR REPLACE INTO run (name, taken_in) VALUES (?, ?)",
        arguments: [mark.run, mark.bytes]
      )
    }
  }

  /// Notes that a run begins to write visits, of which none is taken in.
  package func begin(run: String) async throws {
    try await write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO run (name, taken_in) VALUES (?, 0)",
        arguments: [run]
      )
    }
  }

  /// The run that was noted last, whatever its name says of when that was; nil where none was.
  package func lastRun() async throws -> String? {
    try await read { database in
      // A row that is written again gets a new number.
      try String.fetchOne(database, sql: "SELECT name FROM run ORDER BY rowid DESC LIMIT 1")
    }
  }

  /// How much of a run's `visits.jsonl` has been taken in, in bytes.
  package func takenIn(of run: String) async throws -> Int64 {
    try await read { database in
      try Int64.fetchOne(
        database,
        sql: "SELECT taken_in FROM run WHERE name = ?",
        arguments: [run]
      ) ?? 0
    }
  }
}
