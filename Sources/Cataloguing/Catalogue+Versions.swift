// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import GRDB
package import Records

extension Catalogue {
  /// How many versions there are of all documents; lists are none.
  package func versionCount() async throws -> Int {
    try await read { database in
      let sql = "SELECT count(*) FROM version WHERE role = 'document'"
      return try Int.fetchOne(database, sql: sql) ?? 0
    }
  }

  /// Hands out the versions of all documents, in portions, ordered by address and number; lists are none.
  ///
  /// - Parameter body: is given each portion.
  /// - Throws: where the catalogue cannot be read, and what `body` throws.
  package func forEachVersion(_ body: ([Version]) async throws -> Void) async throws {
    var last: (address: WebAddress, number: Int)?
    while true {
      let portion = try await read { [last] database in
        try Version.fetchAll(
          database,
          sql: """
            SELECT \(Version.columns) FROM version
            WHERE (address, number) > (?, ?) AND role = 'document'
            ORDER BY address, number LIMIT 2048
            """,
          arguments: [last?.address.text ?? "", last?.number ?? 0]
        )
      }
      guard let end = portion.last else { return }
      try requireProgress(
        from: last.map { "\($0.address) \($0.number)" },
        to: "\(end.address) \(end.number)"
      )
      try await body(portion)
      last = (end.address, end.number)
    }
  }
}
