// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Foundation
import Night
import Records
import Reporting

/// Where the archive looks, how that goes, and what it leaves out.
struct SourcesPage: Sendable {
  struct Entry: Sendable {
    let title: String
    let documents: String
    let page: String?
    let state: String
    let tone: String
    let lastRead: String
    let listed: String
    let kept: String
    /// How many documents stand badly; nil for none.
    let troubled: String?
    let leftOut: [String]
    let remarks: [String]
  }

  let frame: Frame
  let entries: [Entry]
  let isEmpty: Bool

  init(
    _ sources: [Source],
    _ outcomes: [RunReport.SourceOutcome],
    _ tallies: [String: Catalogue.SourceTally],
    lastNight night: Date?,
    room: RoomSign,
    _ links: RoomLinks
  ) {
    frame = Frame("Sources", in: .sources, of: room, links)
    let told = Dictionary(outcomes.map { ($0.id, $0) }) { first, _ in first }
    entries = sources.map { Entry($0, told[$0.id], tallies[$0.id], lastNight: night, links) }
    isEmpty = entries.isEmpty
  }
}

extension SourcesPage.Entry {
  fileprivate init(
    _ source: Source,
    _ outcome: RunReport.SourceOutcome?,
    _ tally: Catalogue.SourceTally?,
    lastNight night: Date?,
    _ links: RoomLinks
  ) {
    title = source.title
    var query = ListQuery()
    query.filter.source = source.id
    documents = links.list(query)
    page = source.listPage?.text
    listed = "\(tally?.listed ?? 0)"
    kept = "\(tally?.kept ?? 0)"
    troubled = tally.flatMap { $0.troubled > 0 ? "\($0.troubled)" : nil }
    leftOut = (tally?.leftOut ?? [:]).sorted { $0.key < $1.key }.map { reason, count in
      let words = LeftOutReason(rawValue: reason)?.words(after: nil) ?? reason
      return "\(count): \(words)"
    }
    var remarks: [String] = []
    if let outcome {
      // Of a run that could ask nobody there is no outcome, but that of one before it.
      let isOld = outcome.lastRead.map { read in night.map { read < $0 } ?? false } ?? true
      let isWell = outcome.wasReached && outcome.health == RunReport.healthy && !isOld
      state =
        isWell
        ? "well"
        : !outcome.wasReached
          ? "not read" : isOld ? "not read in the last run" : "read, with something to know"
      tone = isWell ? "good" : "warn"
      lastRead =
        outcome.wasReached && !isOld
        ? "in the last run" : outcome.lastRead.map(Readable.day) ?? "never"
      remarks += SourceAttention.all(of: outcome, settledToo: true, in: RoomLinks.wording).map(
        \.words
      )
      if remarks.isEmpty, let sentence = outcome.sentence { remarks.append(sentence) }
      remarks += outcome.limits ?? []
      if let leftOut = outcome.leftOut { remarks.append(leftOut) }
    } else {
      (state, tone, lastRead) = (source.isEnabled ? "not read yet" : "off", "calm", "never")
    }
    self.remarks = remarks
  }
}
