// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

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
    func reason(_ source: Outcome) -> String {
      "\(source.wasReached) \(source.verdict?.word ?? "")"
    }
    let many = Dictionary(grouping: sources, by: reason).filter { $0.value.count > mostToldApart }
    var told: Set<String> = []
    return sources.compactMap { source in
      let reason = reason(source)
      guard let group = many[reason] else { return UnreadSources(source) }
      guard told.insert(reason).inserted else { return nil }
      return UnreadSources(source, Array(group.dropFirst()))
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
    guard let since = all.compactMap(\.unread?.since).min() else { return "" }
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

extension RunReport.SourceOutcome {
  /// That it is read again; without the full stop.
  func words(after outage: RunReport.Outage) -> CleanText {
    let (since, until) = (Readable.day(outage.since), Readable.day(outage.until))
    let days = since == until ? "on \(since)" : "from \(since) to \(until)"
    return
      "The source \(id) is read again: \(Readable.count(listed, "document")) listed; not read \(days)"
  }
}
