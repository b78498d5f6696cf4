// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
package import Foundation
import GRDB

// What a night asks, for every document that is known.
extension Catalogue {
  /// By source, the hosts of all that it lists or listed once, with their ports where these are named.
  package func namedHosts() async throws -> [String: Set<String>] {
    try await read { database in
      let sql = """
        SELECT DISTINCT source, substr(rest, 1, instr(rest || '/', '/') - 1)
        FROM (SELECT source, substr(address, instr(address, '://') + 3) AS rest FROM listed)
        """
      var hosts: [String: Set<String>] = [:]
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        let source = try row.decode(String.self, atIndex: 0)
        hosts[source, default: []].insert(try row.decode(atIndex: 1))
      }
      return hosts
    }
  }

  /// By the address of a document, where it is found, where that is another address and no document of its own.
  package func places() async throws -> [WebAddress: WebAddress] {
    try await read { database in
      let sql = """
        SELECT address, place FROM document AS moved
        WHERE place IS NOT NULL AND (version IS NOT NULL OR rejected IS NOT NULL) AND NOT EXISTS
          (SELECT 1 FROM document AS other WHERE other.address = moved.place AND other.version IS NOT NULL)
        """
      var places: [WebAddress: WebAddress] = [:]
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        let address: WebAddress = try row.decode(atIndex: 0)
        places[address] = try row.decode(atIndex: 1)
      }
      return places
    }
  }

  /// All that persons took back, but for what is the newest version of its document all the same.
  package func rejectedBodies() async throws -> [(address: WebAddress, Version)] {
    try await read { database in
      let sql = "SELECT address, rejected, digest FROM document WHERE rejected IS NOT NULL"
      var bodies: [(WebAddress, Version)] = []
      for row in try Row.fetchAll(database, sql: sql) {
        let address: WebAddress = try row.decode(atIndex: 0)
        let rejected = RejectedVersions(text: try row.decode(atIndex: 1)).numbers
        let held = try row.digestIfPresent(at: 2)
        let versions = try Version.fetchAll(
          database,
          sql: "SELECT \(Version.columns) FROM version WHERE address = ?",
          arguments: [address]
        )
        bodies += versions.filter { rejected.contains($0.number) && $0.digest != held }
          .map { (address, $0) }
      }
      return bodies
    }
  }

  /// By the address of each document of which that was said, whose places it takes, and who says so.
  package func successions() async throws -> [WebAddress: Predecessors] {
    try await read { database in
      let sql = """
        SELECT succeeds, succeeds_by, address, succeeds_too FROM document
        WHERE succeeds IS NOT NULL OR succeeds_too IS NOT NULL
        """
      var successions: [WebAddress: Predecessors] = [:]
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        let address: WebAddress = try row.decode(atIndex: 2)
        successions[address] = Predecessors(
          try row.predecessor(at: 0),
          try row.furtherPredecessors(at: 3)
        )
      }
      return successions
    }
  }

  /// The folders of what has changed, or has begun to stand badly: addresses up to their last slash.
  ///
  /// - Parameter date: since when.
  /// - Returns: each once, in no order.
  /// - Throws: where the catalogue cannot be read.
  package func stirredFolders(since date: Date) async throws -> Set<String> {
    try await read { database in
      let sql = """
        SELECT address FROM version WHERE number > 1 AND captured_at >= ?1
        UNION SELECT address FROM document
          WHERE CASE WHEN standing_word IN ('missing', 'gone', 'faulty', 'withdrawn', 'delisted')
          THEN CAST(strftime('%s', json_extract(standing, '$.since')) AS INTEGER) >= ?1 END
        """
      var folders: Set<String> = []
      let seconds = Int(date.timeIntervalSince1970)
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [seconds])
      while let row = try rows.next() {
        let address: WebAddress = try row.decode(atIndex: 0)
        folders.insert(address.directory)
      }
      return folders
    }
  }

  /// All that a source lists or listed once, in no order.
  package func entries(of source: String) async throws -> [ListedDocument] {
    try await read { database in
      let sql = """
        SELECT \(ListEntry.columns), listed.address, is_listed, document.address IS NOT NULL,
          \(DocumentBrief.columns)
        FROM listed LEFT JOIN document USING (address) WHERE source = ?
        """
      var entries: [ListedDocument] = []
      let more = ListEntry.columnCount
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [source])
      while let row = try rows.next() {
        let isKnown = try row.decode(Bool.self, atIndex: more + 2)
        entries.append(
          ListedDocument(
            address: try row.decode(atIndex: more),
            entry: try ListEntry(row: row),
            isListed: try row.decode(atIndex: more + 1),
            brief: isKnown ? try DocumentBrief(row, from: more + 3) : nil
          )
        )
      }
      return entries
    }
  }

  /// The least that is known of some documents, in the order of their addresses; nil of the unknown.
  package func briefs(of addresses: [WebAddress]) async throws -> [DocumentBrief?] {
    guard !addresses.isEmpty else { return [] }
    return try await read { database in
      let sql = "SELECT \(DocumentBrief.columns) FROM document WHERE address = ?"
      let statement = try database.cachedStatement(sql: sql)
      return try addresses.map { try DocumentBrief.fetchOne(statement, arguments: [$0]) }
    }
  }

  /// All that is known of some documents, in the order of their addresses, and under which entries
  /// sources list each now.
  package func known(of addresses: [WebAddress]) async throws -> [KnownDocument] {
    let asked = try Self.list(of: addresses)
    let (documents, entries) = try await read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(Document.columns) FROM document
          WHERE address IN (SELECT value FROM json_each(?))
          """
      )
      var documents: [WebAddress: Document] = [:]
      let found = try Document.fetchCursor(statement, arguments: [asked])
      while let document = try found.next() { documents[document.address] = document }
      return (documents, try Self.entries(ofListed: asked, in: database))
    }
    return addresses.map {
      KnownDocument(document: documents[$0], entries: entries[$0] ?? [])
    }
  }

  private static func entries(
    ofListed addresses: String,
    in database: Database
  ) throws -> [WebAddress: [ListEntry]] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(ListEntry.columns), address FROM listed
        WHERE address IN (SELECT value FROM json_each(?)) AND is_listed ORDER BY address, source
        """
    )
    var entries: [WebAddress: [ListEntry]] = [:]
    let rows = try Row.fetchCursor(statement, arguments: [addresses])
    while let row = try rows.next() {
      let address: WebAddress = try row.decode(atIndex: ListEntry.columnCount)
      entries[address, default: []].append(try ListEntry(row: row))
    }
    return entries
  }

  /// Addresses as one argument, however many they are: a statement reads them with `json_each`.
  static func list(of addresses: some Sequence<WebAddress>) throws -> String {
    String(decoding: try JSONEncoder().encode(addresses.map(\.text)), as: UTF8.self)
  }
}
