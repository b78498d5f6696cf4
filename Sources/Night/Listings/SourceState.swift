// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Addressing
import Discovery
import Foundation
import Records

/// What a night knows of a source that was read, or could not be.
struct SourceState: Sendable {
  var outcome: RunReport.SourceOutcome
  /// Whether its list can be believed.
  var health = RunHealth.healthy
  /// Whether the links that are missing were taken off its page.
  var isLossBelieved: Bool

  /// Whether hardly anything that it listed is on its page, and hardly anything else: another page came in its place.
  private(set) var hasLostList = false

  /// - Parameters:
  ///   - source: the source.
  ///   - reading: what reading it came to.
  init(_ source: Source, _ reading: SourceListing) {
    outcome = RunReport.SourceOutcome(
      id: source.id,
      title: source.title,
      address: source.listPage,
      verdict: reading.verdict,
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: reading.sentence,
      wasReached: reading.links != nil
    )
    if !reading.limits.isEmpty {
      outcome.limits = PageLimit.allCases.filter(reading.limits.contains).map(\.rawValue)
    }
    outcome.unreadLists = reading.unreadLists
    // A page that could not be read has not taken its links back.
    isLossBelieved = reading.links != nil
  }

  /// Judges what was read by what was listed before, and finds out what is news of it.
  ///
  /// - Parameters:
  ///   - links: the documents that it lists; nil where it could not be read.
  ///   - source: the source.
  ///   - reading: what reading it came to.
  ///   - before: what it listed.
  ///   - history: what the last runs said of it.
  ///   - now: when the night began.
  mutating func judge(
    _ links: [Link]?,
    of source: Source,
    _ reading: SourceListing,
    besides before: [WebAddress],
    _ history: RunHistory,
    at now: Date
  ) {
    if let links, source.showsOnlyNewest {
      takeNewest(links, besides: before)
    } else if let links, source.listPage != nil {
      let illness = history.illness(ofSource: source.id)
      compare(
        links,
        with: before,
        reading.limits,
        illness?.lasting(until: now) ?? Illness(since: now)
      )
    }
    // What lies behind the end of what was read may be the list.
    let isReadToEnd = !reading.limits.contains(where: \.endsReading)
    if links?.isEmpty == true, isReadToEnd, let sentence = reading.sentenceIfEmpty {
      outcome.sentence = outcome.sentence.map { "\($0); \(sentence)" } ?? sentence
    }
    outcome.moved = reading.movedTo.map { place in
      let isTold = history.hasTold(ofPageOf: source.id, at: place)
      return RunReport.PageMove(to: place, isNews: !isTold)
    }
    judgeNews(since: history.last(ofSource: source.id))
    judgeOutage(history, at: now)
  }

  /// Takes in how long it could not be read, or that it is read again; both are told once.
  ///
  /// The reason may be another each night, and that is no news: what is wrong is that nobody reads it.
  ///
  /// - Parameters:
  ///   - history: what the last runs said of it.
  ///   - now: when the night began.
  private mutating func judgeOutage(_ history: RunHistory, at now: Date) {
    let past = history.outage(ofSource: outcome.id)
    guard !outcome.wasReached else {
      if let over = past?.ending(at: now) {
        outcome.readAgain = over
        outcome.isNews = true
      }
      return judgePart(history.partialOutage(ofSource: outcome.id), at: now)
    }
    let unread = past?.unread.believed(at: now).lasting(until: now) ?? Illness(since: now)
    outcome.unread = unread
    // A long outage reaches further back than the reports that are looked into.
    outcome.lastRead =
      history.lastRead(ofSource: outcome.id) ?? history.last(ofSource: outcome.id)?.lastRead
    let nights = RunHealth.nightsOfReading
    let told = past?.nightsTold
    outcome.isNews = told.map { $0 < nights && unread.nights >= nights } ?? true
  }

  /// Takes in how long it has been read, but not to its end, or that it is read so again.
  ///
  /// That it begins is news already, by the bound that it names; that it lasts is told with the third night, as of a source that is not
  /// read at all. A list that is longer than a bound of ours is so for good: it is told once, and again for another bound.
  private mutating func judgePart(_ past: PastOutage?, at now: Date) {
    guard !outcome.wasReadToEnd else {
      guard let over = past?.ending(at: now) else { return }
      outcome.readWholeAgain = over
      outcome.isNews = true
      return
    }
    let partly = past?.unread.believed(at: now).lasting(until: now) ?? Illness(since: now)
    outcome.partlyRead = partly
    let nights = RunHealth.nightsOfReading
    // What is bounded by ourselves is no outage that may heal.
    guard !outcome.isAtBound, let told = past?.nightsTold, told < nights, partly.nights >= nights
    else { return }
    outcome.isNews = true
  }

  /// Takes in whether another page came in place of its list.
  ///
  /// - Parameters:
  ///   - links: the documents that it lists; nil where it could not be read.
  ///   - ever: all that it lists or listed once, held or not.
  mutating func judgeLoss(_ links: [Link]?, of ever: [ListedDocument]) {
    guard let links else {
      // One that says of itself that it is not there speaks of itself.
      hasLostList =
        outcome.verdict?.isDeadSign == true && outcome.verdict != .softMissing(.notFoundPage)
        && !ever.isEmpty
      return
    }
    // As on nearly every night: as many are on it as could be missing.
    guard links.count < RunHealth.leastLosses || links.count * 2 <= ever.count else { return }
    // What the page in its place links to is listed by the next night, and never came.
    let held = ever.filter { $0.isListed && $0.brief?.isHeld == true }
    let known = Set((held.isEmpty ? ever : held).map(\.address))
    guard !known.isEmpty, links.count < RunHealth.leastLosses || links.count * 2 <= known.count
    else {
      return
    }
    // A notice may have a footer with a document or two of the site's.
    hasLostList = links.count { known.contains($0.address) } * 4 <= known.count
  }

  /// Forgets where its page went where the list is not there: nobody is to write that address down.
  mutating func judgeMove(_ links: [Link]?) {
    guard let move = outcome.moved, hasLostList || links?.isEmpty == true else { return }
    outcome.moved = nil
    let sentence =
      "its page leads to \(move.to), which lists \(hasLostList ? "none of them" : "nothing that it keeps"); look for the list "
      + "on the site"
    outcome.sentence = (outcome.sentence.map { $0 + "; " } ?? "") + sentence
  }

  /// Judges a page by the links that it had before.
  private mutating func compare(
    _ links: [Link],
    with before: [WebAddress],
    _ limits: Set<PageLimit>,
    _ illness: Illness
  ) {
    let change = LinkSetComparison(previous: before, current: links)
    let judgement = ListingJudgement(
      links: links.count,
      of: before.count,
      missing: change.disappeared.count,
      limits: limits,
      nights: illness.nights
    )
    health = judgement.health
    isLossBelieved = judgement.isLossBelieved
    outcome.health = judgement.word
    if judgement.isIll { outcome.illness = illness }
    outcome.appeared = change.appeared.count
    outcome.disappeared = change.disappeared.count
    if let sentence = judgement.sentence {
      outcome.sentence = (outcome.sentence.map { $0 + "; " } ?? "") + sentence
    }
  }

  /// Takes in a list that shows the newest and no more: what it lacks was not taken back.
  private mutating func takeNewest(_ links: [Link], besides before: [WebAddress]) {
    outcome.appeared = LinkSetComparison(previous: before, current: links).appeared.count
    isLossBelieved = false
  }

  /// Finds out whether what is told of the source was so in the run before.
  mutating func judgeNews(since last: RunReport.SourceOutcome?) {
    outcome.isNews =
      outcome.sentence != nil
      && (last?.wasReached != outcome.wasReached || last?.health != outcome.health
        || last?.limits != outcome.limits || last?.sentence == nil
        || outcome.wasReached && outcome.listed == 0 && last?.listed != 0)
  }

  /// Whether all that it lists was met, and believed.
  var isWhole: Bool { outcome.hidesNoLinks && health == .healthy }
}
