// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
import GRDB
import Foundation

// What lists said, so that a list which is the same need not be read again. It follows from what the archive holds,
// like all else here, and where it is missing the list is read.
extension Catalogue {
  /// What a source's list said, in lines.
  ///
  /// - Parameters:
  ///   - source: the source's id.
  ///   - page: the address of the list.
  ///   - key: the digest of all that it follows from.
  /// - Returns: nil where nothing is known that follows from that, or what is known is damaged.
  /// - Throws: where the catalogue cannot be read.
  package func reading(
    of source: String,
    at page: WebAddress,
    _ key: Digest
  ) async throws -> [UInt8]? {
    let found = try await read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT lines, digest FROM reading WHERE source = ? AND page = ? AND key = ?"
      )
      return try Row.fetchOne(statement, arguments: [source, page, key.hex]).map { row in
        (lines: try row.decode(Data.self, atIndex: 0), digest: try row.digest(at: 1))
      }
    }
    guard let found else { return nil }
    let lines = Array(found.lines)
    return Digest.of(lines) == found.digest ? lines : nil
  }

  /// What a source's list said when it was read last, whatever that follows from.
  ///
  /// - Parameters:
  ///   - source: the source's id.
  ///   - page: the address of the list.
  /// - Returns: its lines; nil where nothing is known, or what is known is damaged.
  /// - Throws: where the catalogue cannot be read.
  package func lastReading(of source: String, at page: WebAddress) async throws -> [UInt8]? {
    let key = try await read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT key FROM reading WHERE source = ? AND page = ?"
      )
      return try String.fetchOne(statement, arguments: [source, page])
    }
    guard let key = key.flatMap({ Digest(.sha512, hex: $0) }) else { return nil }
    return try await reading(of: source, at: page, key)
  }

  /// Keeps what a source's list said, in place of what it said before.
  ///
  /// - Parameters:
  ///   - lines: what it said.
  ///   - source: the source's id.
  ///   - page: the address of the list.
  ///   - key: the digest of all that it follows from.
  /// - Throws: where the catalogue cannot be written.
  package func keep(
    reading lines: [UInt8],
    of source: String,
    at page: WebAddress,
    _ key: Digest
  ) async throws {
    try await write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO reading (source, page, key, lines, digest) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [source, page, key.hex, Data(lines), Digest.of(lines).hex]
      )
    }
  }

  /// Forgets what lists said that a source does not read any more.
  ///
  /// - Parameters:
  ///   - source: the source's id.
  ///   - pages: those that it reads.
  /// - Throws: where the catalogue cannot be read or written.
  package func forgetReadings(of source: String, except pages: Set<WebAddress>) async throws {
    let known = try await read { database in
      try WebAddress.fetchAll(
        database,
        sql: "SELECT page FROM reading WHERE source = ?",
        arguments: [source]
      )
    }
    let old = known.filter { !pages.contains($0) }
    guard !old.isEmpty else { return }
    try await write { database in
      for page in old {
        try database.execute(
          sql: "DELETE FROM reading WHERE source = ? AND page = ?",
          arguments: [source, page]
        )
      }
    }
  }

  /// Forgets what the lists of sources said that nobody configures any more.
  ///
  /// - Parameter sources: the ids of those that are configured.
  /// - Throws: where the catalogue cannot be read or written.
  package func forgetReadings(exceptOf sources: Set<String>) async throws {
    let known = try await read { database in
      try String.fetchSet(database, sql: "SELECT DISTINCT source FROM reading")
    }
    for source in known.subtracting(sources).sorted() {
      try await forgetReadings(of: source, except: [])
    }
  }
}
