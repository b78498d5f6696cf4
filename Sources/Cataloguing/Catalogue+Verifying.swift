// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
import GRDB

// What a verification asks. It reads in portions, so that memory does not grow with the archive and a run
// that is at work is never kept from writing.
extension Catalogue {
  private static let portion = 512

  /// Hands out every version, ordered by address and number.
  package func forEachVersion(_ body: (Version) throws -> Void) async throws {
    var last = (address: "", number: 0)
    while true {
      let records = try await read { [last] database in
        try Version.fetchAll(
          database,
          sql: """
            SELECT \(Version.columns) FROM version
            WHERE (address, number) > (?, ?) ORDER BY address, number LIMIT ?
            """,
          arguments: [last.address, last.number, Self.portion]
        )
      }
      guard let end = records.last else { return }
      try requireProgress(
        from: [last.address, "\(last.number)"],
        to: [end.address.text, "\(end.number)"]
      )
      for record in records { try body(record) }
      last = (end.address.text, end.number)
    }
  }

  /// The runs of which visits were taken in, by their names, and how much of each, in bytes.
  package func runs() async throws -> [String: Int64] {
    try await read { database in
      var runs: [String: Int64] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT name, taken_in FROM run")
      while let row = try rows.next() {
        runs[try row.decode(atIndex: 0)] = try row.decode(Int64.self, atIndex: 1)
      }
      return runs
    }
  }

  /// The first address that a source is said to list, and that is none; nil where all are addresses.
  package func listedThatIsNoAddress() async throws -> (source: String, address: WebAddress)? {
    var last = (source: "", address: WebAddress(alreadyNormal: ""))
    while true {
      let rows = try await read { [last] database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT source, address FROM listed
            WHERE (source, address) > (?, ?) ORDER BY source, address LIMIT ?
            """,
          arguments: [last.source, last.address, Self.portion]
        )
        .map {
          (
            source: try $0.decode(String.self, atIndex: 0),
            address: try $0.decode(WebAddress.self, atIndex: 1)
          )
        }
      }
      guard let end = rows.last else { return nil }
      if let wrong = rows.first(where: { !$0.address.isNormal }) { return wrong }
      try requireProgress(
        from: [last.source, last.address.text],
        to: [end.source, end.address.text]
      )
      last = end
    }
  }

  /// What SQLite finds wrong with the file itself, in its own words; nil where it is sound.
  ///
  /// - Throws: ``CatalogueError`` where a table or a column is missing.
  package func integrityFault() async throws -> String? {
    let answer = try await read { database in
      for (columns, table) in [
        (Document.columns, "document"), (Version.columns, "version"),
        (ListEntry.columns + ", is_listed", "listed"), ("name, taken_in", "run"),
      ] {
        _ = try Row.fetchOne(database, sql: "SELECT \(columns) FROM \(table) LIMIT 1")
      }
      return try String.fetchOne(database, sql: "PRAGMA integrity_check(1)")
    }
    return answer == "ok" ? nil : answer ?? "it gives no answer"
  }
}
