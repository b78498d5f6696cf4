// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
package import Fixity
package import Foundation
import GRDB

extension Catalogue {
  package func document(at address: WebAddress) async throws -> Document? {
    try await read { database in
      let sql = "SELECT \(Document.columns) FROM document WHERE address = ?"
      return try Document.fetchOne(
        database.cachedStatement(sql: sql),
        arguments: [address]
      )
    }
  }

  /// The document that is found at an address which is not its own; nil without one.
  package func document(foundAt place: WebAddress) async throws -> Document? {
    try await read { database in
      let sql = """
        SELECT \(Document.columns) FROM document
        WHERE place = ? AND (version IS NOT NULL OR rejected IS NOT NULL)
        ORDER BY version IS NULL, address LIMIT 1
        """
      return try Document.fetchOne(database.cachedStatement(sql: sql), arguments: [place])
    }
  }

  /// Other documents whose newest version has the same bytes, and that were alive when they were last asked for.
  package func copies(of document: Document, limit: Int) async throws -> [Document] {
    guard let digest = document.digest else { return [] }
    return try await read { database in
      try Document.fetchAll(
        database,
        sql: """
          SELECT \(Document.columns) FROM document WHERE address IN
            (SELECT address FROM version WHERE digest = :digest AND number = document.version)
            AND address <> :address AND standing_word IN ('present', 'withdrawn', 'delisted')
          ORDER BY address LIMIT :limit
          """,
        arguments: ["digest": digest.hex, "address": document.address, "limit": limit]
      )
    }
  }

  /// The number of a document's newest version, by all that is said of it; nil where none is.
  package func newestVersion(of address: WebAddress) async throws -> Int? {
    try await read { database in
      let sql = """
        SELECT max(number) FROM
          (SELECT version AS number FROM document WHERE address = ?1
           UNION ALL SELECT max(number) FROM version WHERE address = ?1)
        """
      return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [address])
    }
  }

  /// The document that takes the place of another; nil where none does.
  package func successor(of address: WebAddress) async throws -> Document? {
    guard let successor = try await successors()[address] else { return nil }
    return try await document(at: successor)
  }

  /// By the address of each document whose place another takes, that other's.
  ///
  /// Of several, the one that a person named counts, or else that which was visited last.
  package func successors() async throws -> [WebAddress: WebAddress] {
    try await read { database in
      let sql = """
        SELECT succeeds, succeeds_by, succeeds_too, address FROM document
        WHERE succeeds > '' OR succeeds_too IS NOT NULL ORDER BY last_visited, address DESC
        """
      var successors: [WebAddress: WebAddress] = [:]
      var said: Set<WebAddress> = []
      for row in try Row.fetchAll(database, sql: sql) {
        let new = try row.decode(WebAddress.self, atIndex: 3)
        let predecessors = Predecessors(
          try row.predecessor(at: 0),
          try row.furtherPredecessors(at: 2)
        )
        for predecessor in predecessors.taken {
          guard let old = predecessor.address else { continue }
          if predecessor.ground == .person {
            said.insert(old)
          } else if said.contains(old) {
            continue
          }
          successors[old] = new
        }
      }
      return successors
    }
  }

  /// The versions of a document, the oldest first.
  package func versions(of address: WebAddress) async throws -> [Version] {
    try await read { database in
      try Version.fetchAll(
        database,
        sql: "SELECT \(Version.columns) FROM version WHERE address = ? ORDER BY number",
        arguments: [address]
      )
    }
  }

  /// The digests of the versions of a document that a person took back.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - isAsked: whether anybody wants to know.
  /// - Returns: them; none where nobody does.
  /// - Throws: where the catalogue cannot be read.
  package func rejectedDigests(
    of document: Document,
    where isAsked: Bool = true
  ) async throws -> Set<Digest> {
    guard isAsked, !document.rejected.isEmpty else { return [] }
    let versions = try await versions(of: document.address)
    return Set(versions.filter { document.rejected.contains($0.number) }.map(\.digest))
  }

  /// The documents that a source lists now or listed once, in the source's order.
  package func documents(of source: String) async throws -> [Document] {
    try await read { database in
      try Document.fetchAll(
        database,
        sql: """
          SELECT \(Document.columns) FROM document JOIN listed USING (address)
          WHERE source = ? ORDER BY is_listed DESC, position, address
          """,
        arguments: [source]
      )
    }
  }

  /// Hands out every document, ordered by address.
  ///
  /// They are read in portions, so that memory does not grow with their number and a reader who
  /// stops half-way, at the end of a screen say, keeps nobody from writing.
  package func forEachDocument(_ body: (Document) async throws -> Void) async throws {
    try await forEachPortion { for document in $0 { try await body(document) } }
  }

  /// Hands out every document as ``forEachDocument(_:)`` does, some hundreds at a time, for whoever has
  /// more to ask about them.
  package func forEachPortion(_ body: ([Document]) async throws -> Void) async throws {
    var last: WebAddress?
    while true {
      let portion = try await read { [last] database in
        try Document.fetchAll(
          database,
          sql: """
            SELECT \(Document.columns) FROM document
            WHERE address > ? ORDER BY address LIMIT 512
            """,
          arguments: [last?.text ?? ""]
        )
      }
      guard let end = portion.last else { return }
      try requireProgress(from: last, to: end.address)
      try await body(portion)
      last = end.address
    }
  }

  /// Whoever reads in portions would read one for ever whose last row comes before the one it was asked after, as a
  /// value of another type does.
  func requireProgress<Place: Equatable>(from last: Place, to end: Place) throws {
    guard end != last else {
      throw CatalogueError.damaged(path, reason: "a value in it is not of its kind")
    }
  }

  /// The entries under which sources list a document now.
  package func listings(of address: WebAddress) async throws -> [ListEntry] {
    try await read { database in
      try ListEntry.fetchAll(
        database,
        sql: """
          SELECT \(ListEntry.columns) FROM listed WHERE address = ? AND is_listed ORDER BY source
          """,
        arguments: [address]
      )
    }
  }

  // MARK: Finding a document by what a person types

  /// Documents whose address or title contains some texts, in either case of ASCII, or the address at which they are found.
  ///
  /// - Parameters:
  ///   - texts: of several, one of the three has to contain all.
  ///   - isMeant: asked of each of the three; one of them has to be meant.
  ///   - limit: so many at most.
  /// - Returns: what is held first.
  /// - Throws: where the catalogue cannot be read.
  package func documents(
    containingAll texts: [String],
    where isMeant: (@Sendable (String) -> Bool)? = nil,
    limit: Int
  ) async throws -> [Document] {
    let patterns = texts.map { "%" + $0.replacing(#/[%_\\]/#) { "\\" + $0.output } + "%" }
    let conditions = ["address", "title", "place"].map { column in
      let all = patterns.map { _ in "\(column) LIKE ? ESCAPE '\\'" } + ["TRUE"]
      return "(" + all.joined(separator: " AND ") + ")"
    }
    return try await read { database in
      let found = try Document.fetchCursor(
        database,
        sql: """
          SELECT \(Document.columns) FROM document
          WHERE \(conditions.joined(separator: " OR "))
          ORDER BY version IS NULL, role = 'listing', address
          """,
        arguments: StatementArguments(patterns + patterns + patterns)
      )
      var documents: [Document] = []
      while documents.count < limit, let document = try found.next() {
        let names = [document.title, document.address.text, document.place?.text ?? ""]
        if isMeant.map({ names.contains(where: $0) }) ?? true { documents.append(document) }
      }
      return documents
    }
  }

  /// Documents whose short names begin with some digits.
  package func documents(withShortIDPrefix digits: String, limit: Int) async throws -> [Document] {
    let named = try await read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT address FROM document")
      var named: [WebAddress] = []
      while let row = try rows.next(), named.count < limit {
        let text: String = row[0]
        guard WebAddress.shortID(of: text).hasPrefix(digits) else { continue }
        named.append(try row.decode(atIndex: 0))
      }
      return named
    }
    var documents: [Document] = []
    for address in named {
      if let document = try await document(at: address) { documents.append(document) }
    }
    return documents
  }

  /// The documents of which a version was kept since some time.
  package func documents(keptSince time: Date) async throws -> Set<WebAddress> {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT DISTINCT address FROM version WHERE captured_at >= ?",
        arguments: [time.seconds]
      )
      return Set(try rows.map { try $0.decode(atIndex: 0) })
    }
  }

  /// Documents of which some version's payload digest begins with these hexadecimal digits.
  package func documents(withDigestPrefix digits: String, limit: Int) async throws -> [Document] {
    try await read { database in
      try Document.fetchAll(
        database,
        sql: """
          SELECT \(Document.columns) FROM document WHERE address IN
            (SELECT address FROM version WHERE digest >= :first AND digest < :last)
          ORDER BY address LIMIT :limit
          """,
        arguments: ["first": digits, "last": digits + "g", "limit": limit]
      )
    }
  }

  /// Addresses and titles of documents that are held, to find the nearest to a misspelt one.
  package func names(limit: Int) async throws -> [(address: WebAddress, title: String)] {
    try await read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT address, title FROM document WHERE version IS NOT NULL LIMIT ?",
        arguments: [limit]
      ).map { (try $0.decode(atIndex: 0), try $0.decode(atIndex: 1)) }
    }
  }
}
