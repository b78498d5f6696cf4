// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import GRDB

extension TextIndex {
  /// One search, as SQLite is asked for it.
  ///
  /// The index of words knows neither standings nor which version is the newest: each document that has the words is looked
  /// up in the texts and in the catalogue, which takes ten times as long as ranking it. A later id is a newer text.
  struct Search {
    private let database: Database
    /// What the words are, as the index takes them; nil for none.
    let words: String?
    /// Whether nothing of what is looked for is a word to SQLite, so that no document can have it.
    let isOfNoWord: Bool
    private let from: String
    private let conditions: String
    private let arguments: StatementArguments
    /// The order from the newest on.
    private let newest: String

    /// Of a title, a file's name, the names of sources and the text.
    private static let rank = "bm25(words, 10.0, 5.0, 2.0, 1.0)"

    init(_ query: SearchQuery, in database: Database) throws {
      self.database = database
      let tokenizer = try database.makeTokenizer(.unicode61(diacritics: .remove))
      func tokens(_ text: String) throws -> [String] {
        try tokenizer.tokenize(query: text).map(\.token)
      }
      words = try query.wordExpression(tokens)
      let beginning = try query.beginningExpression(tokens)
      isOfNoWord = !query.terms.isEmpty && words == nil && beginning == nil
      var conditions = ["document.role = 'document'"]
      var arguments = StatementArguments()
      if let words {
        conditions.append("words MATCH ?")
        arguments += [words]
      }
      if let beginnings = beginning {
        conditions.append(
          words == nil
            ? "beginnings MATCH ?"
            : "text.id IN (SELECT rowid FROM beginnings WHERE beginnings MATCH ?)"
        )
        arguments += [beginnings]
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
      let index = words != nil ? "words" : beginning != nil ? "beginnings" : nil
      // In this order: the planner does not know how many have the words.
      from =
        (index.map { "\($0) CROSS JOIN text ON text.id = \($0).rowid" } ?? "text")
        + " CROSS JOIN known.document ON document.address = text.address"
      newest = (index.map { "\($0).rowid" } ?? "text.id") + " DESC"
      self.conditions = conditions.joined(separator: " AND ")
      self.arguments = arguments
    }

    /// How many documents fit, counted up to a number.
    func count(upTo most: Int) throws -> Int {
      let sql = "SELECT count(*) FROM (SELECT 1 FROM \(from) WHERE \(conditions) LIMIT ?)"
      return try Int.fetchOne(database, sql: sql, arguments: arguments + [most]) ?? 0
    }

    /// How many texts have the words, whatever else they have to be, counted up to a number; nil without words.
    func textCount(upTo most: Int) throws -> Int? {
      guard let words else { return nil }
      let sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
      return try Int.fetchOne(database, sql: sql, arguments: [words, most])
    }

    /// Where the newest that fit begin, of texts that are too many to be ranked.
    ///
    /// - Parameter count: so many of the newest.
    /// - Returns: the lowest id of those, and how many they are.
    /// - Throws: where the index cannot be read.
    func floor(ofNewest count: Int) throws -> (id: Int64, count: Int) {
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT min(id), count(*) FROM
            (SELECT text.id AS id FROM \(from) WHERE \(conditions) ORDER BY \(newest) LIMIT ?)
          """,
        arguments: arguments + [count]
      )
      return (try row?.decode(Int64?.self, atIndex: 0) ?? .max, try row?.decode(atIndex: 1) ?? 0)
    }

    /// The best; without words, the newest.
    ///
    /// - Parameters:
    ///   - limit: so many.
    ///   - floor: none with a lower id.
    /// - Returns: the ids of their texts.
    /// - Throws: where the index cannot be read.
    func ids(_ limit: Int, above floor: Int64? = nil) throws -> [Int64] {
      let above = floor == nil ? "" : " AND words.rowid >= ?"
      let order = words == nil ? newest : "\(Self.rank), \(newest)"
      return try Int64.fetchAll(
        database,
        sql: "SELECT text.id FROM \(from) WHERE \(conditions)\(above) ORDER BY \(order) LIMIT ?",
        arguments: arguments + (floor.map { [$0] } ?? []) + [limit]
      )
    }

    /// The same of many: all are ranked first, and only the best are looked up.
    func bestIDs(_ limit: Int) throws -> [Int64] {
      guard let words else { return try ids(limit) }
      let ranked = try Int64.fetchAll(
        database,
        sql: "SELECT rowid FROM words WHERE words MATCH ? ORDER BY \(Self.rank), rowid DESC",
        arguments: [words]
      )
      var best: [Int64] = []
      let fits = try database.makeStatement(
        sql: "SELECT 1 FROM \(from) WHERE \(conditions) AND words.rowid = ?"
      )
      for id in ranked where best.count < limit {
        if try Int.fetchOne(fits, arguments: arguments + [id]) != nil { best.append(id) }
      }
      return best
    }
  }
}
