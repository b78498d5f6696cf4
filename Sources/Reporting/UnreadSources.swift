// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
import Records

/// Sources that were not read, or not to their end, for one reason: one, or more than a person reads one by one.
struct UnreadSources {
  typealias Outcome = RunReport.SourceOutcome

  /// So many of one reason are told each by itself.
  private static let mostToldApart = 10
  /// Of more than that, so many are named.
  private static let mostNamed = 3

  let first: Outcome
  private let others: [Outcome]

  private init(_ first: Outcome, _ others: [Outcome] = []) {
    (self.first, self.others) = (first, others)
  }

  /// - Parameter sources: what was not read.
  /// - Returns: the same, in their order, with those together that are many of one reason.
  static func groups(of sources: [Outcome]) -> [UnreadSources] {
    // A host that is not asked any more failed before, for what it answered then.
    var causes: [Substring: Outcome] = [:]
    for source in sources.reversed() where source.verdict != .refused(.failingHost) {
      if let host = source.address?.authority { causes[host] = source }
    }
    func reason(_ source: Outcome) -> String {
      let isLeftAlone = source.verdict == .refused(.failingHost)
      let cause = isLeftAlone ? source.address.flatMap { causes[$0.authority] } : nil
      return "\(source.wasReached) \((cause ?? source).verdict?.word ?? "")"
    }
    let many = Dictionary(grouping: sources, by: reason).filter { $0.value.count > mostToldApart }
    var told: Set<String> = []
    return sources.compactMap { source in
      let reason = reason(source)
      guard var group = many[reason] else { return UnreadSources(source) }
      guard told.insert(reason).inserted else { return nil }
      let first = group.firstIndex { $0.verdict != .refused(.failingHost) } ?? group.startIndex
      return UnreadSources(group.remove(at: first), group)
    }
  }

  private var all: [Outcome] { [first] + others }

  private var reason: CleanText {
    others.isEmpty ? "\(first.sentence ?? "")" : "\(first.id): \(first.sentence ?? "")"
  }

  private var names: CleanText {
    guard !others.isEmpty else { return "the source \(first.id)" }
    let ids = all.prefix(Self.mostNamed).map(\.id).joined(separator: ", ")
    return "\(all.count) sources (\(ids) and \(all.count - Self.mostNamed) more)"
  }

  /// Since when; of several, the longest.
  private var since: CleanText {
    guard let since = all.compactMap({ ($0.unread ?? $0.partlyRead)?.since }).min() else {
      return ""
    }
    return others.isEmpty
      ? " (since \(Readable.day(since)))" : " (the first since \(Readable.day(since)))"
  }

  private var last: CleanText {
    guard others.isEmpty, let last = first.lastRead else { return "" }
    return "; last read on \(Readable.day(last))"
  }

  /// That it is so since tonight, or has lasted; without the full stop.
  var news: CleanText {
    let nights = all.compactMap(\.unread?.nights).min() ?? 1
    guard nights >= RunHealth.nightsOfReading else {
      return "Could not read \(names): \(reason)\(last)"
    }
    let visited: CleanText =
      first.listed > 0 && others.isEmpty
      ? "; what it listed is visited still (\(Readable.count(first.listed, "document")))" : ""
    return
      "Not read for \(nights) nights in a row, \(names)\(since): \(reason)\(last); nothing new is found there\(visited)"
  }

  /// That it is so still; without the full stop.
  var reminder: CleanText {
    let what: CleanText = first.wasReached ? "Still not read to the end" : "Still not read"
    return "\(what), \(names)\(since): \(reason)\(last)"
  }
}

extension UnreadSources {
  /// Which sources are read again, or to their end, each in a sentence without its full stop, or in one where they are many.
  static func endings(in sources: [Outcome]) -> [CleanText] {
    endings(in: sources, \.readAgain, "read")
      + endings(in: sources, \.readWholeAgain, "read to the end")
  }

  private static func endings(
    in sources: [Outcome],
    _ outage: (Outcome) -> RunReport.Outage?,
    _ what: CleanText
  ) -> [CleanText] {
    let ended = sources.compactMap { source in outage(source).map { (source, $0) } }
    guard ended.count > mostToldApart, let since = ended.map(\.1.since).min(),
      let until = ended.map(\.1.until).max()
    else { return ended.map { $0.words(after: $1, what) } }
    let ids = ended.prefix(mostNamed).map(\.0.id).joined(separator: ", ")
    return [
      """
      \(ended.count) sources are \(what) again (\(ids) and \(ended.count - mostNamed) more): \
      \(Readable.count(ended.reduce(0) { $0 + $1.0.listed }, "document")) listed; not \(what) from \(Readable.day(since)) to \
      \(Readable.day(until)) at the longest
      """
    ]
  }
}

extension RunReport.SourceOutcome {
  /// That it is read again, or to its end; without the full stop.
  fileprivate func words(after outage: RunReport.Outage, _ what: CleanText) -> CleanText {
    let (since, until) = (Readable.day(outage.since), Readable.day(outage.until))
    let days = since == until ? "on \(since)" : "from \(since) to \(until)"
    return
      "The source \(id) is \(what) again: \(Readable.count(listed, "document")) listed; not \(what) \(days)"
  }

  /// For how many nights it was not read to its end, where that is told of it tonight; without the full stop.
  var newsOfPart: CleanText? {
    guard let partlyRead, let sentence, partlyRead.nights >= RunHealth.nightsOfReading else {
      return nil
    }
    return
      "Not read to the end for \(partlyRead.nights) nights in a row, the source \(id) (since \(Readable.day(partlyRead.since))): \(sentence)"
  }
}
