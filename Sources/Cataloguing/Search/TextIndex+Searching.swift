// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import GRDB

extension TextIndex {
  /// Of more documents than these, only the newest are ranked.
  private static let mostRanked = 20_000
  private static let newestRanked = 2_000

  /// Searches in an index that was opened for it.
  ///
  /// Words in a title weigh more than those in a file's name, and these more than those in the text. Where very many
  /// documents have all words, the newest of them are ranked, and ``TextHits/ranked`` says so.
  ///
  /// - Parameters:
  ///   - query: what is looked for.
  ///   - limit: so many are handed out.
  /// - Returns: the best first; where there are no words, the newest.
  /// - Throws: where the index cannot be read.
  package func search(_ query: SearchQuery, limit: Int) async throws -> TextHits {
    try await read { database in
      var found = TextHits()
      var floor: Int64?
      if let expression = query.wordExpression {
        let some = try Int.fetchOne(
          database,
          sql: "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
          arguments: [expression, Self.mostRanked + 1]
        )
        if let some, some > Self.mostRanked {
          floor = try Int64.fetchOne(
            database,
            sql: "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            arguments: [expression, Self.newestRanked - 1]
          )
          found.ranked = Self.newestRanked
        }
      }
      let statement = Self.statement(for: query, above: floor)
      if floor == nil {
        found.count = try Int.fetchOne(
          database,
          sql: "SELECT count(*) FROM (SELECT text.id \(statement.from))",
          arguments: statement.arguments
        )
      }
      let ids = try Int64.fetchAll(
        database,
        sql: "SELECT text.id \(statement.from) ORDER BY \(statement.order) LIMIT ?",
        arguments: statement.arguments + [limit]
      )
      found.hits = try ids.compactMap { try Self.hit($0, query, in: database) }
      return found
    }
  }

  private static func statement(
    for query: SearchQuery,
    above floor: Int64?
  ) -> (from: String, order: String, arguments: StatementArguments) {
    var conditions = ["document.role = 'document'"]
    var arguments = StatementArguments()
    var from = "FROM text"
    var order = "text.captured_at DESC, text.id DESC"
    if let expression = query.wordExpression {
      from = "FROM words JOIN text ON text.id = words.rowid"
      conditions.append("words MATCH ?")
      arguments += [expression]
      order = "bm25(words, 10.0, 5.0, 2.0, 1.0), text.captured_at DESC, text.id DESC"
    }
    if let expression = query.beginningExpression {
      conditions.append("text.id IN (SELECT rowid FROM beginnings WHERE beginnings MATCH ?)")
      arguments += [expression]
    }
    from += " JOIN known.document ON document.address = text.address"
    if let floor {
      conditions.append("words.rowid >= ?")
      arguments += [floor]
    }
    if !query.isOfAllVersions { conditions.append("document.version = text.version") }
    func any(_ condition: String, of values: [any DatabaseValueConvertible]) {
      guard !values.isEmpty else { return }
      conditions.append("(" + values.map { _ in condition }.joined(separator: " OR ") + ")")
      arguments += StatementArguments(values)
    }
    any("document.standing_word = ?", of: query.standings)
    any("instr(text.years, ?) > 0", of: query.years.map { " \($0) " })
    any(
      "EXISTS (SELECT 1 FROM known.listed WHERE address = text.address AND lower(source) = ?)",
      of: query.sources
    )
    return (from + " WHERE " + conditions.joined(separator: " AND "), order, arguments)
  }

  private static func hit(
    _ id: Int64,
    _ query: SearchQuery,
    in database: Database
  ) throws -> TextHit? {
    let sql = """
      SELECT text.address, text.version, text.captured_at, document.title, document.standing_word, text.part,
        text.reason, text.title
      FROM text JOIN known.document ON document.address = text.address WHERE text.id = ?
      """
    guard let row = try Row.fetchOne(database, sql: sql, arguments: [id]) else { return nil }
    let part: String? = try row.decode(atIndex: 5)
    var text: String?
    if let expression = query.wordExpression {
      // The words of the title are no reason to show the text.
      text = try String.fetchOne(
        database,
        sql: "SELECT highlight(words, 3, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?",
        arguments: [MarkedText.begin, MarkedText.end, expression, id]
      )
    } else if !query.beginnings.isEmpty {
      let sql = "SELECT body FROM searched WHERE id = ?"
      text = try String.fetchOne(database, sql: sql, arguments: [id])
    }
    let marked = MarkedText(
      MarkedText.marking(query.beginnings, in: text ?? ""),
      hasParts: part != nil
    )
    let title: String = try row.decode(atIndex: 3)
    return TextHit(
      address: try row.decode(atIndex: 0),
      version: try row.decode(atIndex: 1),
      capturedAt: try row.date(at: 2),
      title: title.isEmpty ? try row.decode(atIndex: 7) : title,
      standing: try row.decode(atIndex: 4),
      part: part,
      parts: marked.parts,
      partCount: marked.partCount,
      snippet: marked.snippet,
      reason: try row.decode(atIndex: 6)
    )
  }
}
