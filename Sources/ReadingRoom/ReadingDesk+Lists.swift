// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Archiving
import Cataloguing
import Foundation
import Records
import Reporting

// Pages on many documents.
extension ReadingDesk {
  private static let mostHits = 50

  func list(_ query: ListQuery, _ now: Holdings.Current) async throws -> RoomAnswer {
    var query = query
    query.filter.leavesOut = contents.leavesOut
    query.filter.named = contents.named
    func shelf() async throws -> DocumentShelf {
      try await now.catalogue.shelf(
        query.filter,
        offset: (query.page - 1) * ListQuery.pageLength,
        limit: ListQuery.pageLength
      )
    }
    var shown = try await shelf()
    let pages = max(1, (shown.count + ListQuery.pageLength - 1) / ListQuery.pageLength)
    if query.page > pages {
      query = query.at(pages)
      shown = try await shelf()
    }
    let model = ListPage(
      shown,
      query,
      sources: contents.sources.map { ($0.id, $0.title) },
      tallies: now.tallies,
      now: contents.clock(),
      room: sign(now),
      links
    )
    return try page(.list, model)
  }

  func search(_ words: String, _ now: Holdings.Current) async throws -> RoomAnswer {
    func told(_ remarks: String...) throws -> RoomAnswer {
      try page(.search, SearchPage(words: words, remarks: remarks, room: sign(now), links))
    }
    let query = SearchQuery(words)
    if words.isEmpty { return try told() }
    if let refusal = query.refusal {
      return try told(refusal.prefix(1).uppercased() + refusal.dropFirst() + ".")
    }
    let known = contents.sources.map { $0.id.lowercased() }
    if let source = query.sources.first(where: { !known.contains($0) }) {
      return try told(
        "There is no source “\(source)”; the sources are \(known.joined(separator: ", "))."
      )
    }
    let unread = try await TextRound.unread(of: contents.archive, now.catalogue)
    guard let index = try await TextRound.index(of: contents.archive) else {
      return try told(
        "No text has been read yet, so there is nothing to search in; whoever keeps the archive can have them read (hanaper index)."
      )
    }
    defer { try? index.close() }
    let found = try await index.find(query, limit: Self.mostHits)
    let model = SearchPage(found, words: words, unread: unread, room: sign(now), links)
    // The texts may be read while the catalogue stays as it is.
    return try page(.search, model, isLasting: unread == 0)
  }

  func attention(_ now: Holdings.Current) async throws -> RoomAnswer {
    try page(.attention, AttentionPage(try await contents.attention(), room: sign(now), links))
  }

  func sources(_ now: Holdings.Current) async throws -> RoomAnswer {
    let model = SourcesPage(
      contents.sources,
      contents.outcomes(contents.sources.map(\.id)),
      try await now.catalogue.sourceTallies(),
      lastNight: contents.archive.lastNights(before: contents.clock()).last?.started,
      room: sign(now),
      links
    )
    return try page(.sources, model)
  }
}
