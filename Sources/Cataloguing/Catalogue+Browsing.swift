// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation
import GRDB
package import Records

/// Which documents somebody looks at.
package struct DocumentFilter: Hashable, Sendable {
  package enum Order: String, CaseIterable, Sendable {
    case title
    /// What was kept last first.
    case newest
    case standing
  }

  /// Words that the title or the address has, all of them.
  package var words: [String] = []
  /// The id of a source that lists it, or did.
  package var source: String?
  /// The word of how it stands.
  package var standing: String?
  package var order = Order.title
  /// What stands so is not among them, but for ``named``.
  package var leavesOut: [String] = []
  package var named: [WebAddress] = []

  package init() {}
}

/// Some of the documents that somebody looks at.
package struct DocumentShelf: Sendable {
  package struct Place: Sendable {
    package let document: Document
    /// When its newest version was kept; nil where there is none.
    package let keptAt: Date?
  }

  package let places: [Place]
  /// How many there are in all.
  package let count: Int
}

extension Catalogue {
  /// Documents by a filter, some at a time: those that are held, or where it asks for what is left out, that.
  ///
  /// - Parameters:
  ///   - filter: which, and in which order.
  ///   - offset: how many of them come before.
  ///   - limit: so many at the most.
  /// - Returns: these, and how many there are.
  /// - Throws: where the catalogue cannot be read.
  package func shelf(
    _ filter: DocumentFilter,
    offset: Int,
    limit: Int
  ) async throws -> DocumentShelf {
    var conditions = ["document.role = 'document'"]
    var arguments = StatementArguments()
    if let standing = filter.standing {
      conditions.append("standing_word = ?")
      arguments += [standing]
    }
    if filter.standing != "left-out" { conditions.append("document.version IS NOT NULL") }
    if !filter.leavesOut.isEmpty {
      func marks(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
      }
      // What was handed in is on no site of a publisher.
      conditions.append(
        "(standing_word NOT IN (\(marks(filter.leavesOut.count))) AND document.address NOT LIKE 'http://\(WebAddress.depositHost)/%' OR document.address IN (\(marks(filter.named.count))))"
      )
      arguments += StatementArguments(filter.leavesOut)
      arguments += StatementArguments(filter.named.map(\.text))
    }
    if let source = filter.source {
      conditions.append("document.address IN (SELECT address FROM listed WHERE source = ?)")
      arguments += [source]
    }
    for word in filter.words {
      let pattern = "%" + word.replacing(#/[%_\\]/#) { "\\" + $0.output } + "%"
      conditions.append(
        "(document.title LIKE ? ESCAPE '\\' OR document.address LIKE ? ESCAPE '\\')"
      )
      arguments += [pattern, pattern]
    }
    let order =
      switch filter.order {
      case .title: "document.title COLLATE NOCASE, document.address"
      case .newest: "kept_at DESC, document.address"
      case .standing: "standing_word, document.title COLLATE NOCASE, document.address"
      }
    let condition = conditions.joined(separator: " AND ")
    return try await read { [arguments] database in
      let count = try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM document WHERE \(condition)",
        arguments: arguments
      )
      // Only those that are shown are looked up in full.
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(Document.columns), chosen.kept_at FROM (
            SELECT document.address AS address, (SELECT captured_at FROM version
              WHERE version.address = document.address AND number = document.version) AS kept_at
            FROM document WHERE \(condition) ORDER BY \(order) LIMIT ? OFFSET ?) AS chosen
          JOIN document ON document.address = chosen.address
          ORDER BY \(order.replacing("kept_at", with: "chosen.kept_at"))
          """,
        arguments: arguments + [limit, offset]
      )
      let places = try rows.map { row in
        DocumentShelf.Place(
          document: try Document(row: row),
          keptAt: try row.decode(Int64?.self, atIndex: row.count - 1).map {
            Date(timeIntervalSince1970: Double($0))
          }
        )
      }
      return DocumentShelf(places: places, count: count ?? 0)
    }
  }

  /// How many documents stand how, by the word for it: those that are held, and those that are left out.
  package func standingTallies() async throws -> [String: Int] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT standing_word, count(*) FROM document
          WHERE role = 'document' AND (version IS NOT NULL OR standing_word = 'left-out') GROUP BY 1
          """
      )
      return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }
  }

  /// The addresses of all documents, pages that only list documents too.
  package func addresses() async throws -> [WebAddress] {
    try await read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT address FROM document")
      var addresses: [WebAddress] = []
      while let row = try rows.next() { addresses.append(try row.decode(atIndex: 0)) }
      return addresses
    }
  }

  /// A number that is another one after somebody else has written into the catalogue.
  ///
  /// Source: <https://www.sqlite.org/pragma.html#pragma_data_version>
  package func stateNumber() async throws -> Int {
    try await read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
  }
}
