// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
import GRDB

extension Retirement {
  func apply(to database: Database) throws {
    let sql = "UPDATE document SET retired_at = ?, retired_for = ? WHERE address = ?"
    try database.cachedStatement(sql: sql)
      .execute(
        arguments: [isRetired ? at.seconds : nil, isRetired ? ground?.rawValue : nil, address]
      )
  }
}

// Which documents were asked for, and by whom. What of them nobody asks for any more is retired.
extension Catalogue {
  /// A source that lists a document, or listed it once.
  package struct Asker: Sendable {
    package let record: ListEntry
    /// Whether the source lists it still, as far as is known.
    package let isListed: Bool
    /// Whether the document is retired because a source's configuration was changed, so that what is read since does not list it.
    package private(set) var isOutsideReading = false

    package init(record: ListEntry, isListed: Bool) {
      self.record = record
      self.isListed = isListed
    }

    fileprivate static let columns = """
      \(ListEntry.columns), is_listed,
      coalesce((SELECT retired_for FROM document WHERE document.address = listed.address), '') <> ''
      """

    fileprivate static let columnCount = ListEntry.columnCount + 2

    fileprivate init(_ row: Row) throws {
      let more = ListEntry.columnCount
      self.init(record: try ListEntry(row: row), isListed: try row.decode(atIndex: more))
      isOutsideReading = try row.decode(atIndex: more + 1)
    }
  }

  /// All sources that list a document or listed it once, those first that list it still.
  package func askers(for address: WebAddress) async throws -> [Asker] {
    try await read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(Asker.columns) FROM listed WHERE address = ?
          ORDER BY is_listed DESC, source
          """
      )
      return try Row.fetchAll(statement, arguments: [address]).map(Asker.init)
    }
  }

  /// Who lists each of some documents, or listed it once.
  ///
  /// - Parameter documents: what is asked about, in any order.
  /// - Returns: of each document that any source ever listed, what ``askers(for:)`` says.
  /// - Throws: where the catalogue cannot be read.
  package func askers(for documents: some Sequence<Document>) async throws -> [WebAddress: [Asker]]
  {
    let addresses = try Self.list(of: documents.map(\.address))
    return try await read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(Asker.columns), address FROM listed
          WHERE address IN (SELECT value FROM json_each(?)) ORDER BY address, is_listed DESC, source
          """
      )
      let rows = try Row.fetchCursor(statement, arguments: [addresses])
      var askers: [WebAddress: [Asker]] = [:]
      while let row = try rows.next() {
        let address: WebAddress = try row.decode(atIndex: Asker.columnCount)
        askers[address, default: []].append(try Asker(row))
      }
      return askers
    }
  }

  /// The ids of all sources that ever listed a document.
  package func sources() async throws -> [String] {
    try await read { database in
      // From one to the next, because there are few of them and many documents of each.
      let sql = """
        WITH RECURSIVE id(name) AS (
          SELECT min(source) FROM listed
          UNION ALL
          SELECT (SELECT min(source) FROM listed WHERE source > name) FROM id WHERE name IS NOT NULL
        )
        SELECT name FROM id WHERE name IS NOT NULL
        """
      return try String.fetchAll(database, sql: sql)
    }
  }

  /// What is held of all that a source ever listed, and is not known to be retired.
  package func held(of source: String) async throws -> [WebAddress] {
    try await read { database in
      let sql = """
        SELECT address FROM listed JOIN document USING (address)
        WHERE source = ? AND version IS NOT NULL AND retired_at IS NULL ORDER BY address
        """
      return try WebAddress.fetchAll(database, sql: sql, arguments: [source])
    }
  }

  /// The list pages that are held and not known to be retired.
  package func heldListPages() async throws -> [WebAddress] {
    try await read { database in
      let sql = """
        SELECT address FROM document
        WHERE role = 'listing' AND version IS NOT NULL AND retired_at IS NULL ORDER BY address
        """
      return try WebAddress.fetchAll(database, sql: sql)
    }
  }

  /// What is held, is not known to be retired, and was listed by no source as far as is known.
  package func heldWithoutSource() async throws -> [WebAddress] {
    try await read { database in
      let sql = """
        SELECT address FROM document
        WHERE role <> 'listing' AND version IS NOT NULL AND retired_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.address = document.address)
        ORDER BY address
        """
      return try WebAddress.fetchAll(database, sql: sql)
    }
  }

  /// What is known to be retired.
  package func retired() async throws -> [WebAddress] {
    try await read { database in
      let sql = "SELECT address FROM document WHERE retired_at IS NOT NULL ORDER BY address"
      return try WebAddress.fetchAll(database, sql: sql)
    }
  }
}
