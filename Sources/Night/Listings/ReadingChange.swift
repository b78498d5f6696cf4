// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// A change of a source's configuration since its list was last believed, and what it explains of what the list lost.
///
/// What a list has no more on the night after `follow`, `pages`, `kinds` or its address was changed was taken off by whoever
/// changed that, and not by the site: it is retired and not delisted. Where all lists were read that were read before, what the
/// source would still follow is missing from them, and that is the site's doing.
struct ReadingChange {
  private let source: Source
  private let coversLists: Bool
  private let now: RunReport.Reading
  private let history: RunHistory

  /// Is nil where it was read by the same configuration, or nobody knows by which.
  ///
  /// - Parameters:
  ///   - source: as it is configured now.
  ///   - now: by what it was read tonight.
  ///   - history: what the last runs said of it.
  init?(of source: Source, to now: RunReport.Reading, _ history: RunHistory) {
    guard let last = history.reading(ofSource: source.id),
      last.configuration != now.configuration
    else { return nil }
    self.source = source
    coversLists = now.covers(last)
    self.now = now
    self.history = history
  }

  /// Whether the source is read again as it was when it listed a document, until that was retired: it is judged as ever again.
  ///
  /// So it is by the configuration of then, and by any other by which all lists of then are read and such a document is followed.
  ///
  /// - Parameter entry: how the source listed it.
  /// - Returns: false too where the configuration is only that which retired it.
  func isTakenBack(_ entry: ListedDocument) -> Bool {
    guard let date = entry.brief?.outsideReadingSince,
      let before = history.reading(ofSource: source.id, beforeRetirementOn: date)
    else { return false }
    return before.configuration == now.configuration || now.covers(before) && follows(entry)
  }

  /// Whether what a list has no more is missing because of the change.
  ///
  /// - Parameter entry: how the source listed it.
  /// - Returns: false where the site took it off.
  func explains(_ entry: ListedDocument) -> Bool {
    guard coversLists else { return true }
    return !follows(entry)
  }

  /// Whether the source would visit what it listed, under the name that it has.
  private func follows(_ entry: ListedDocument) -> Bool {
    let link = Link(address: entry.address, text: entry.entry.text, heading: entry.entry.heading)
    // What is called otherwise by a new `queryNoise` is met under that name.
    let name = entry.address.dropping(queryParameters: source.queryNoise).droppingSessions
    return name == entry.address && source.follows(link)
  }
}
