// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Discovery
import HTML

/// What may be concluded from a page that was read: about its documents, and about links that are missing.
///
/// What was seen is seen, however much of the page was not: an answer of 404 or 410, a link that is there.
/// Only what is *not* on a page says nothing, where something of the page was passed over.
struct ListingJudgement: Hashable, Sendable {
  /// Whether the list can be believed.
  let health: RunHealth
  /// Whether the links that are missing were taken off the page; else they count as listed still.
  let isLossBelieved: Bool
  /// Whether this run counts among those after which the page is believed.
  let isIll: Bool
  /// What is not believed, in a user's words; nil where all is.
  let sentence: String?

  /// - Parameters:
  ///   - links: how many links the page has.
  ///   - known: how many it had when it was last believed.
  ///   - missing: how many of these it has no more.
  ///   - limits: which bounds the page went beyond.
  ///   - nights: for how many nights in a row it has been ill, if it is ill tonight.
  init(
    links: Int,
    of known: Int,
    missing: Int,
    limits: Set<PageLimit> = [],
    nights: Int = 1
  ) {
    guard !limits.contains(where: \.endsReading) else {
      // What lies behind the end may be there for as long as the page is so long: the older part of a
      // list that has the newest first, say.
      (health, isIll) = (.healthy, false)
      isLossBelieved = missing == 0
      sentence = missing > 0 ? Self.sentence(missing) : nil
      return
    }
    let shrunk = RunHealth.listing(
      lost: known - links,
      of: known,
      nights: nights
    )
    if case .degraded(let reason) = shrunk {
      (health, isIll, isLossBelieved, sentence) = (shrunk, true, false, reason.sentence)
      return
    }
    // A tag too deep hides few links. Would these be missed for ever, no loss would ever be told.
    let isHidden = missing > 0 && limits.contains(where: \.mayHideLinks)
    isIll = isHidden && nights <= RunHealth.nightsOfListing
    health = .healthy
    isLossBelieved = !isIll
    sentence = isIll ? Self.sentence(missing) : nil
  }

  private static func sentence(_ missing: Int) -> String {
    missing == 1
      ? "1 link that was listed before was not found, and counts as listed still"
      : "\(missing) links that were listed before were not found, and count as listed still"
  }
}

extension ListingJudgement {
  /// The health of a source, in one stable word, for machines.
  var word: String {
    if case .degraded(let reason) = health { return reason.word }
    return isIll ? Self.linksHidden : RunReport.healthy
  }

  /// Links may be hidden, and were not taken for lost; everything else was believed.
  static let linksHidden = "links-hidden"
}
