// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Night
package import Records

// What a run tells of its sources: which were not read, why, and what to do.
extension Report {
  mutating func tellNetwork(of run: RunReport) {
    // What each says is told too: with one host, it may be the host's fault after all.
    let unread = run.sources.filter { !$0.wasReached && $0.sentence != nil }
    say(
      "No host could be reached: our own network seems to be down. Nothing was judged.",
      more: unread.prefix(Self.mostUnread).map { "\($0.id): \($0.sentence ?? "")" }
        + (unread.count > Self.mostUnread ? ["and \(unread.count - Self.mostUnread) more"] : [])
    )
  }

  private static let mostUnread = 5

  /// What is news of sources: which could not be read, which are read again, and what is wrong with their lists.
  mutating func tellSources(of run: RunReport, in wording: Wording) {
    guard !run.isNetworkDown else { return tellLeftOut(of: run) }
    for ending in UnreadSources.endings(in: run.sources) { say("\(ending).") }
    for source in run.sources where source.isNews && source.wasReached {
      if let news = source.newsOfPart {
        say("\(news).", more: ["next: \(Self.advice(onReadingPartOf: source))"])
      } else if let sentence = source.sentence {
        let problem = source.problems.first { $0 == .partlyRead || $0 == .listsNothing }
        let next = problem.map { source.advice(on: $0, in: wording) }
        say("Source \(source.id): \(sentence).", more: next.map { ["next: \($0)"] } ?? [])
      }
    }
    for source in run.sources {
      guard let move = source.moved, move.isNews else { continue }
      say("Source \(source.id): \(move.sentence).", more: ["next: \(move.advice)"])
    }
    for source in run.sources {
      guard let unkept = source.unkept, unkept.isNews else { continue }
      say("Source \(source.id): \(unkept.sentence).", more: ["next: \(unkept.advice)"])
    }
    for group in UnreadSources.groups(of: run.sources.filter { $0.isNews && !$0.wasReached }) {
      let advice = Self.advice(onReading: group.first, in: wording)
      say("\(group.news).", more: ["next: \(advice)"])
    }
    tellLeftOut(of: run)
  }

  private mutating func tellLeftOut(of run: RunReport) {
    for source in run.sources {
      guard let leftOut = source.leftOut else { continue }
      say("Source \(source.id): \(leftOut).")
    }
    for source in run.sources {
      if let advice = source.advice { say("Source \(source.id): \(advice).") }
    }
  }

  /// Why the run does not end with 0, where that is no news.
  mutating func tellUnread(of run: RunReport) {
    guard !run.isNetworkDown else { return }
    let unread = run.sources.filter { !$0.isNews && !$0.wasReadToEnd && !$0.isAtKnownBound }
    for group in UnreadSources.groups(of: unread) { say("\(group.reminder).") }
  }

  /// Of a run without news: only why it does not end with 0, in a line for each source.
  ///
  /// - Parameter run: what it saw and did.
  package init(ofUnreadIn run: RunReport) {
    tellUnread(of: run)
  }

  /// Which hosts moved, and where to write the new address.
  mutating func tellMoves(of run: RunReport) {
    for move in run.movedHosts ?? [] where move.isNews {
      let sources = run.sources.filter { source in
        source.address.map { [$0.authority, $0.origin].contains(move.from[...]) } ?? false
      }
      let ids = sources.map(\.id).joined(separator: ", ")
      say(
        "\(move.sentence).",
        more: ["they keep the names that they had here"]
          + (sources.isEmpty
            ? []
            : [
              """
              next: write the new address of the page into the configuration, for \(ids), before the old one is given up
              """
            ])
      )
    }
  }

  /// How many links of each source lead to pages that it does not keep.
  fileprivate mutating func tellPages(_ source: RunReport.SourceOutcome, in wording: Wording) {
    guard let pages = source.pages else { return }
    let command = NextCommand("list", "--source", source.id, "--all")
    say(
      """
      Source \(source.id): \(Readable.count(pages, "link")) \(pages == 1 ? "leads" : "lead") to ordinary web pages, which it \
      does not keep (`\(wording.command(command))`).
      """
    )
  }

  mutating func tellPages(of run: RunReport, in wording: Wording) {
    for source in run.sources { tellPages(source, in: wording) }
    for source in run.sources { tellSuppressed(source, in: wording) }
  }

  /// How many links of a source lead to what was let go of.
  private mutating func tellSuppressed(_ source: RunReport.SourceOutcome, in wording: Wording) {
    guard let count = source.suppressed else { return }
    let command = NextCommand("list", "--standing", "suppressed")
    say(
      """
      Source \(source.id): \(Readable.count(count, "link")) \(count == 1 ? "leads" : "lead") to what was let go of here, and \
      \(count == 1 ? "was" : "were") not asked for (`\(wording.command(command))`).
      """
    )
  }

  /// What to do about a source that was not read to its end.
  static func advice(onReadingPartOf source: RunReport.SourceOutcome) -> CleanText {
    source.unreadLists == nil
      ? "what was read is kept; look whether a page of the site lists the same in parts, or `pages` is to be raised"
      : "what was read is kept, and the rest is asked for again in the next run; should it stay so, open it with a browser"
  }
}

extension RunReport.PageMove {
  /// Where the page is; without the full stop.
  var sentence: String { "its page is now at \(to), and the old address only leads there" }

  var advice: String {
    "write the new address into the configuration, before the old one is given up"
  }
}
