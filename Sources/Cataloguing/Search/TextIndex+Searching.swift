// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import GRDB

extension TextIndex {
  /// Of more documents than these, only the newest are ranked.
  private static let mostRanked = 20_000
  private static let newestRanked = 2_000
  /// How many documents fit is counted up to here: to look each up takes longer than to rank it.
  private static let mostCounted = 4_000

  /// Finds what somebody looks for: where no document has words in a row, those that have all of them; and where none
  /// has them in its newest version, it is told how many had.
  ///
  /// - Parameters:
  ///   - query: what is looked for.
  ///   - limit: so many are handed out.
  /// - Returns: as of ``search(_:limit:)``.
  /// - Throws: where the index cannot be read.
  package func find(_ query: SearchQuery, limit: Int) async throws -> TextHits {
    var found = try await search(query, limit: limit)
    guard found.hits.isEmpty else { return found }
    let older = query.isOfAllVersions ? nil : try await search(query.inAllVersions, limit: 1)
    if let other = query.inAnyOrder {
      found = try await search(other, limit: limit)
      found.isAnyOrder = !found.hits.isEmpty
    }
    found.older = older.map { $0.count ?? $0.moreThan ?? $0.ranked ?? 0 } ?? 0
    return found
  }

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
      let search = try Search(query, in: database)
      var found = TextHits()
      guard !search.isOfNoWord else {
        found.count = 0
        return found
      }
      let texts = try search.textCount(upTo: Self.mostRanked + 1)
      let ids: [Int64]
      if let texts, texts > Self.mostRanked {
        let (floor, count) = try search.floor(ofNewest: Self.newestRanked)
        // Fewer than are ranked are all of them.
        if count < Self.newestRanked { found.count = count } else { found.ranked = count }
        ids = try search.ids(limit, above: floor)
      } else if let texts, query.isNarrow || texts <= Self.mostCounted {
        let all = try search.ids(.max)
        found.count = all.count
        ids = Array(all.prefix(limit))
      } else {
        let count = try search.count(upTo: Self.mostCounted + 1)
        if count > Self.mostCounted {
          found.moreThan = Self.mostCounted
        } else {
          found.count = count
        }
        ids = try search.bestIDs(limit)
      }
      found.hits = try ids.compactMap { try Self.hit($0, query, search.words, in: database) }
      return found
    }
  }

  private static func hit(
    _ id: Int64,
    _ query: SearchQuery,
    _ words: String?,
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
    if let expression = words {
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
