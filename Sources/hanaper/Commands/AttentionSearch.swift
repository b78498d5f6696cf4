// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Foundation
import Night
import Records
import Reporting
import Synchronising

/// Looks for what needs a person's attention.
struct AttentionSearch {
  let archive: Archive
  let catalogue: Catalogue
  let asking: Asking
  /// How commands are written that are to be typed next.
  var wording = Invocation.wording

  /// What is open, with what a list tells of it; in the order of addresses.
  ///
  /// What the configuration does not ask for any more is not among it, unless a body of it waits: nobody looks how it stands.
  ///
  /// - Parameters:
  ///   - source: only what this source lists or listed; nil for all.
  ///   - isWanted: which documents are looked for.
  /// - Returns: the rows, and what is open of each.
  /// - Throws: where the catalogue cannot be read.
  func rows(
    of source: String? = nil,
    _ isWanted: (Document) -> Bool = { _ in true }
  ) async throws -> [(news: OpenNews, row: DocumentList.Row)] {
    let bodies = Dictionary(grouping: archive.waitingBodies(), by: \.capture.address)
    var strangers = Set(bodies.keys)
    let taken = try await catalogue.successors()
    var found: [(news: OpenNews, row: DocumentList.Row)] = []
    func take(_ documents: [Document]) async throws {
      strangers.subtract(documents.map(\.address))
      var news: [OpenNews] = []
      for var document in documents where isWanted(document) {
        // A place that another has taken is nobody's to ask about.
        if let old = document.proposed, taken[old] != nil { document.proposed = nil }
        let own = bodies[document.address] ?? []
        let rejected = try await catalogue.rejectedDigests(of: document, where: !own.isEmpty)
        let item = OpenNews(of: document, waiting: own, rejected: rejected)
        if !item.isNothing { news.append(item) }
      }
      let askers = try await catalogue.askers(for: news.map(\.document))
      for item in news {
        let document = item.document
        var row = DocumentList.Row(document, askers[document.address] ?? [], asking)
        let isMissed = document.role == .document && row.isAskedFor && !row.isForgotten
        guard isMissed || !item.waiting.isEmpty else { continue }
        row.attention = Attention(item, in: wording)
        found.append((item, row))
      }
    }
    if let source {
      try await take(catalogue.documents(of: source))
      return found
    }
    try await catalogue.forEachPortion(take)
    // A catalogue that has lost a document tells nothing of it, and its body waits all the same.
    try await take(
      strangers.sorted().compactMap { bodies[$0]?.last?.capture }.map {
        Document(
          address: $0.address,
          role: $0.role,
          title: $0.title,
          firstSeen: $0.capturedAt,
          lastVisited: $0.capturedAt
        )
      }
    )
    return found
  }

  /// All that is open, of documents and of sources.
  static func everything(
    in archive: Archive,
    _ settings: Settings,
    _ wording: Wording = Invocation.wording
  ) async throws -> DocumentList {
    let catalogue = try await archive.catalogue()
    let asking = Asking(of: settings.sources, KnownPlaces(try await catalogue.places()))
    let search = AttentionSearch(
      archive: archive,
      catalogue: catalogue,
      asking: asking,
      wording: wording
    )
    return DocumentList(
      documents: try await search.rows().map(\.row),
      sources: sources(settings.sources, in: archive, wording: wording)
    )
  }

  /// What of sources needs attention, as far as the configuration asks for them.
  ///
  /// - Parameters:
  ///   - sources: those of the configuration.
  ///   - archive: whose runs tell of them.
  ///   - name: the only one that is looked for; nil for all.
  ///   - isSettledToo: whether what a person has settled is among it.
  ///   - wording: how commands are written.
  /// - Returns: one for each problem.
  static func sources(
    _ sources: [Source],
    in archive: Archive,
    only name: String? = nil,
    settledToo isSettledToo: Bool = false,
    wording: Wording = Invocation.wording
  ) -> [SourceAttention] {
    let wanted = sources.filter { $0.isEnabled && (name == nil || $0.id == name) }
    return outcomes(wanted.map(\.id), in: archive).flatMap {
      SourceAttention.all(of: $0, settledToo: isSettledToo, in: wording)
    }
  }

  /// How sources stood when a run last told of them.
  static func outcomes(_ ids: [String], in archive: Archive) -> [RunReport.SourceOutcome] {
    RecentRuns.outcomes(in: archive, of: ids, before: Date())
  }
}
