// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
import Foundation
import GRDB

extension TextIndex {
  /// A version that is in the index.
  package struct Known: Hashable, Sendable {
    package let address: WebAddress
    package let version: Int
    package let digest: Digest
    /// Whether it was read: where a program was missing, it was not.
    package let isSettled: Bool
  }

  /// All versions that are in the index.
  package func known() async throws -> [Known] {
    try await read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT address, version, digest, reason FROM text"
      )
      var known: [Known] = []
      while let row = try rows.next() {
        let reason = try row.decode(String?.self, atIndex: 3)
        known.append(
          Known(
            address: try row.decode(atIndex: 0),
            version: try row.decode(atIndex: 1),
            digest: try row.digest(at: 2),
            isSettled: reason != "no-program"
          )
        )
      }
      return known
    }
  }

  /// What is known of the text of a version besides its words.
  package struct Remark: Hashable, Sendable {
    package let version: Int
    /// Why there is none; nil where there is one.
    package let reason: String?
    /// What is hidden in it, as JSON; nil for nothing.
    package let hidden: String?
  }

  /// What is known of the texts of a document's versions.
  ///
  /// - Parameter address: the document's.
  /// - Returns: one for each version that was read, in their order.
  /// - Throws: where the index cannot be read.
  package func remarks(on address: WebAddress) async throws -> [Remark] {
    try await read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT version, reason, hidden FROM text WHERE address = ? ORDER BY version",
        arguments: [address]
      ).map {
        Remark(
          version: try $0.decode(atIndex: 0),
          reason: try $0.decode(atIndex: 1),
          hidden: try $0.decode(atIndex: 2)
        )
      }
    }
  }

  /// The text of a version, as it was read.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - version: its number.
  /// - Returns: nil where it was not read.
  /// - Throws: where the index cannot be read.
  package func text(of address: WebAddress, _ version: Int) async throws -> KeptText? {
    try await read { database in
      let row = try Row.fetchOne(
        database,
        sql:
          "SELECT digest, reason, part, hidden, body FROM text WHERE address = ? AND version = ?",
        arguments: [address, version]
      )
      guard let row else { return nil }
      let body = try row.decode(Data?.self, atIndex: 4).flatMap { StoredText.text(of: Array($0)) }
      return KeptText(
        digest: try row.digest(at: 0),
        parts: body?.split(separator: "\u{0C}", omittingEmptySubsequences: false).map(String.init),
        part: try row.decode(atIndex: 2),
        reason: try row.decode(atIndex: 1),
        hidden: try row.decode(atIndex: 3)
      )
    }
  }

  /// The titles that documents have in the index, by their addresses.
  package func titles() async throws -> [WebAddress: String] {
    try await read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT address, title FROM text")
      var titles: [WebAddress: String] = [:]
      while let row = try rows.next() {
        titles[try row.decode(WebAddress.self, atIndex: 0)] = try row.decode(atIndex: 1)
      }
      return titles
    }
  }

  /// How many versions are in the index and were read.
  package func settledCount() async throws -> Int {
    try await read { database in
      let sql = "SELECT count(*) FROM text WHERE reason IS NOT 'no-program'"
      return try Int.fetchOne(database, sql: sql) ?? 0
    }
  }

  /// Takes in texts, in one transaction; of a version that is known, in place of what is.
  ///
  /// - Throws: where the index cannot be written; then none of them was taken in.
  package func take(_ texts: [ReadText]) async throws {
    try await write { database in
      for text in texts { try Self.take(text, in: database) }
    }
  }

  private static func take(_ text: ReadText, in database: Database) throws {
    try remove(
      where: "address = ? AND version = ?",
      [text.address, text.version],
      in: database
    )
    try database.execute(
      sql: """
        INSERT INTO text (address, version, digest, captured_at, title, file_name, sources,
          years, reason, part, language, hidden, is_cut, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        text.address, text.version, text.digest.hex, text.capturedAt.seconds, text.title,
        text.fileName, text.sources.joined(separator: " "),
        " " + text.years.map { "\($0) " }.joined(), text.reason, text.part, text.language,
        text.hidden, text.isCut, text.parts.map { Data(StoredText.bytes(of: $0)) },
      ]
    )
    try index(database.lastInsertedRowID, in: database)
  }

  /// Takes the words of a text in.
  private static func index(_ id: Int64, in database: Database) throws {
    for table in indexes {
      try database.execute(
        sql: """
          INSERT INTO \(table) (rowid, title, file_name, sources, body)
            SELECT id, title, file_name, sources, body FROM searched WHERE id = ?
          """,
        arguments: [id]
      )
    }
  }

  /// Takes the words of texts out; they go by the text that they came of, while it is there.
  private static func unindex(
    where condition: String,
    _ arguments: StatementArguments,
    in database: Database
  ) throws {
    for table in indexes {
      try database.execute(
        sql: """
          INSERT INTO \(table) (\(table), rowid, title, file_name, sources, body)
            SELECT 'delete', id, title, file_name, sources, body FROM searched
            WHERE id IN (SELECT id FROM text WHERE \(condition))
          """,
        arguments: arguments
      )
    }
  }

  /// Takes out what fits.
  private static func remove(
    where condition: String,
    _ arguments: StatementArguments,
    in database: Database
  ) throws {
    try unindex(where: condition, arguments, in: database)
    try database.execute(sql: "DELETE FROM text WHERE \(condition)", arguments: arguments)
  }

  /// Takes out versions that are not held any more, or have other bytes.
  package func forget(_ versions: [Known]) async throws {
    guard !versions.isEmpty else { return }
    try await write { database in
      for known in versions {
        try Self.remove(
          where: "address = ? AND version = ?",
          [known.address, known.version],
          in: database
        )
      }
    }
  }

  /// Takes out all that is of documents, so that no byte of it is left in the file.
  ///
  /// - Throws: where the index cannot be written.
  package func purge(_ addresses: [WebAddress]) async throws {
    try await access { database in
      try database.inTransaction(.immediate) {
        for address in addresses {
          try Self.remove(where: "address = ?", [address], in: database)
        }
        // Words that were deleted stay in the segments of the index until these are merged.
        for table in Self.indexes {
          try database.execute(sql: "INSERT INTO \(table) (\(table)) VALUES ('optimize')")
        }
        return .commit
      }
      try database.execute(sql: "VACUUM")
    }
  }

  /// Takes over titles and sources that are others by now.
  ///
  /// - Parameter changes: by address, title and the ids of sources.
  /// - Throws: where the index cannot be written.
  package func rename(_ changes: [(address: WebAddress, title: String, sources: [String])])
    async throws
  {
    guard !changes.isEmpty else { return }
    try await write { database in
      for change in changes {
        let ids = try Int64.fetchAll(
          database,
          sql: "SELECT id FROM text WHERE address = ?",
          arguments: [change.address]
        )
        for id in ids {
          try Self.unindex(where: "id = ?", [id], in: database)
          try database.execute(
            sql: "UPDATE text SET title = ?, sources = ? WHERE id = ?",
            arguments: [change.title, change.sources.joined(separator: " "), id]
          )
          try Self.index(id, in: database)
        }
      }
    }
  }
}
