// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import GRDB
public import SystemPackage

/// The index over an archive: an SQLite file that may be lost, because it can be made again.
///
/// It holds nothing that the archive does not. What is written here was made durable there before.
public final class Catalogue: Sendable {
  let database: DatabaseQueue

  /// Opens the catalogue, and makes an empty one where there is none.
  ///
  /// - Throws: ``CatalogueError`` where the file is no catalogue of this version, or damaged.
  public init(at path: FilePath) throws {
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      database = try DatabaseQueue(path: path.string, configuration: configuration)
      guard try Self.isCurrent(database) else { throw CatalogueError.otherVersion(path) }
    } catch let error as DatabaseError {
      throw CatalogueError(error, at: path)
    }
  }

  // Looks before it writes, so that an archive that may only be read can be.
  private static func isCurrent(_ database: DatabaseQueue) throws -> Bool {
    let (version, isEmpty) = try database.read { database in
      try (
        Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
        Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
      )
    }
    guard version == 0, isEmpty else { return version == Schema.version }
    try database.write { try Schema.create(in: $0) }
    return true
  }

  /// Closes the file, so that it can be copied or moved.
  public func close() throws {
    try database.close()
  }

  // MARK: Writing

  /// Takes in new versions and visits, in one transaction.
  ///
  /// - Parameters:
  ///   - versions: they come before the visits that speak of them.
  ///   - visits: in the order in which they were made.
  ///   - mark: of which run the visits are, and how far its `visits.jsonl` has now been taken in,
  ///     in bytes; nil where there are none.
  /// - Throws: where the catalogue cannot be written; then nothing of it was taken in.
  public func apply(
    versions: [VersionRecord],
    visits: [VisitRecord],
    mark: (run: String, bytes: Int64)? = nil
  ) throws {
    try database.write { database in
      for version in versions { try Self.apply(version, in: database) }
      for visit in visits { try Self.apply(visit, in: database) }
      guard let mark else { return }
      try database.execute(
        sql: "INSERT OR REPLACE INTO run (name, taken_in) VALUES (?, ?)",
        arguments: [mark.run, mark.bytes]
      )
    }
  }

  /// How much of a run's `visits.jsonl` has been taken in, in bytes.
  public func takenIn(of run: String) throws -> Int64 {
    try database.read { database in
      try Int64.fetchOne(
        database,
        sql: "SELECT taken_in FROM run WHERE name = ?",
        arguments: [run]
      ) ?? 0
    }
  }

  private static func apply(_ version: VersionRecord, in database: Database) throws {
    try version.upsert(database)
    try database.cachedStatement(
      sql: """
        INSERT INTO document
          (address, role, title, first_seen, last_visited, verdict, standing, standing_word)
        VALUES (:address, :role, :title, :at, :at, '', '', '')
        ON CONFLICT (address) DO NOTHING
        """
    ).execute(arguments: [
      "address": version.address, "role": version.role.rawValue, "title": version.title,
      "at": version.capturedAt,
    ])
    try database.cachedStatement(
      sql: """
        UPDATE document
        SET version = :number, digest = :digest, size = :size, kind = :kind,
          fingerprint = :fingerprint, first_seen = min(first_seen, :at)
        WHERE address = :address AND coalesce(version, 0) <= :number
        """
    ).execute(arguments: [
      "address": version.address, "number": version.number, "digest": version.digest,
      "size": version.size, "kind": version.kind, "fingerprint": version.fingerprint,
      "at": version.capturedAt,
    ])
  }

  private static func apply(_ visit: VisitRecord, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO document
          (address, role, title, first_seen, last_visited, last_alive, verdict, standing,
           standing_word, etag, last_modified, validator_address, useless_validators,
           lying_validators, last_received)
        VALUES (:address, :role, coalesce(:title, ''), :at, :at, :alive, :verdict,
          coalesce(:standing, ''), coalesce(:word, ''), :etag, :modified, :giver,
          :useless, :lying, :received)
        ON CONFLICT (address) DO UPDATE SET
          role = excluded.role,
          title = coalesce(:title, title),
          first_seen = min(first_seen, :at),
          last_visited = :at,
          last_alive = coalesce(:alive, last_alive),
          verdict = :verdict,
          standing = coalesce(:standing, standing),
          standing_word = coalesce(:word, standing_word),
          etag = CASE WHEN :giver IS NULL THEN etag ELSE :etag END,
          last_modified = CASE WHEN :giver IS NULL THEN last_modified ELSE :modified END,
          validator_address = coalesce(:giver, validator_address),
          useless_validators =
            CASE WHEN :spared THEN 0 ELSE useless_validators + :useless END,
          lying_validators = lying_validators OR :lying,
          last_received = coalesce(:received, last_received)
        """
    ).execute(arguments: [
      "address": visit.address, "role": visit.role.rawValue, "title": visit.title, "at": visit.at,
      "alive": visit.isAlive ? visit.at : nil, "verdict": visit.verdict,
      "standing": visit.standing?.json, "word": visit.standing?.word,
      "etag": visit.validators?.etag, "modified": visit.validators?.lastModified,
      "giver": visit.validators?.address,
      "useless": visit.validatorFault == .useless ? 1 : 0, "spared": visit.status == 304,
      "lying": visit.validatorFault == .lying,
      "received": visit.isAlive && visit.status == 200 ? visit.at : nil,
    ])
    guard let listed = visit.listed else { return }
    try database.cachedStatement(sql: "UPDATE listed SET is_listed = FALSE WHERE address = ?")
      .execute(arguments: [visit.address])
    for entry in listed {
      try database.cachedStatement(
        sql: """
          INSERT INTO listed (source, address, text, heading, position, is_listed)
          VALUES (?, ?, ?, ?, ?, TRUE)
          ON CONFLICT (source, address) DO UPDATE SET
            text = excluded.text, heading = excluded.heading, position = excluded.position,
            is_listed = TRUE
          """
      ).execute(arguments: [
        entry.source, visit.address, entry.text, entry.heading, entry.position,
      ])
    }
  }
}
