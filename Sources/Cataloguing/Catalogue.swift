// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Records
import GRDB
public import SystemPackage

/// The index over an archive: an SQLite file that may be lost, because it can be made again.
///
/// It holds nothing that the archive does not. What is written here was made durable there before.
public final class Catalogue: Sendable {
  private let database: DatabaseQueue
  private let path: FilePath

  /// Opens the catalogue, and makes an empty one where there is none.
  ///
  /// - Throws: ``CatalogueError`` where the file is no catalogue of this version, or damaged.
  public init(at path: FilePath) throws {
    self.path = path
    database = try CatalogueError.naming(path) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      return try DatabaseQueue(path: path.string, configuration: configuration)
    }
    try makeOrCheckTables()
  }

  private init(inMemory path: FilePath) throws {
    self.path = path
    database = try CatalogueError.naming(path) { try DatabaseQueue() }
    try makeOrCheckTables()
  }

  /// Makes one that is nowhere on the disk, and knows nothing.
  public static func empty() throws -> Catalogue { try Catalogue(inMemory: "a new catalogue") }

  /// Opens a catalogue that is there, to read in it and nothing else.
  ///
  /// - Throws: ``CatalogueError`` where there is none, or as above.
  public init(reading path: FilePath) throws {
    self.path = path
    database = try CatalogueError.naming(path) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      configuration.readonly = true
      return try DatabaseQueue(path: path.string, configuration: configuration)
    }
    let version = try read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard version == Schema.version else { throw otherSchema(version) }
  }

  // Looks before it writes, so that an archive that may only be read can be.
  private func makeOrCheckTables() throws {
    let (version, isEmpty) = try read { database in
      try (
        Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
        Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      )
    }
    guard version != 0 || !isEmpty else { return try write { try Schema.create(in: $0) } }
    guard version == Schema.version else {
      throw otherSchema(version)
    }
  }

  private func otherSchema(_ version: Int) -> CatalogueError {
    .otherSchema(path, found: version, known: Schema.version)
  }

  /// Asks the database; whatever it complains of is an error of this catalogue.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try CatalogueError.naming(path) { try database.read(body) }
  }

  /// Changes the database in one transaction.
  private func write(_ body: (Database) throws -> Void) throws {
    try CatalogueError.naming(path) { try database.write(body) }
  }

  /// Closes the file, so that it can be copied or moved.
  public func close() throws {
    try CatalogueError.naming(path) { try database.close() }
  }

  // MARK: Writing

  /// Takes in new versions and visits, in one transaction.
  ///
  /// - Parameters:
  ///   - versions: they come before the visits that speak of them.
  ///   - visits: in the order in which they were made.
  ///   - retirements: in their order; of documents that are known by then.
  ///   - mark: of which run the visits are, and how far its `visits.jsonl` has now been taken in,
  ///     in bytes; nil where there are none.
  /// - Throws: where the catalogue cannot be written; then nothing of it was taken in.
  public func apply(
    versions: [Version],
    visits: [Visit],
    retirements: [Retirement] = [],
    mark: (run: String, bytes: Int64)? = nil
  ) throws {
    try write { database in
      for version in versions { try version.apply(to: database) }
      for visit in visits { try visit.apply(to: database) }
      for retirement in retirements { try retirement.apply(to: database) }
      guard let mark else { return }
      try database.execute(
        sql: "INSERT OR REPLACE INTO run (name, taken_in) VALUES (?, ?)",
        arguments: [mark.run, mark.bytes]
      )
    }
  }

  /// How much of a run's `visits.jsonl` has been taken in, in bytes.
  public func takenIn(of run: String) throws -> Int64 {
    try read { database in
      try Int64.fetchOne(
        database,
        sql: "SELECT taken_in FROM run WHERE name = ?",
        arguments: [run]
      ) ?? 0
    }
  }
}
