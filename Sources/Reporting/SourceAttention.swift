// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Night
package import Records

/// Why a source needs attention, since when, and what to do.
package struct SourceAttention: Encodable, Sendable {
  package let id: String
  package let title: String
  let address: String?
  let problem: SourceProblem
  /// Since when, and for how many nights, it could not be read, or not to its end; nil of one that was.
  let since: Date?
  let nights: Int?
  let lastRead: Date?
  let sentence: String
  /// What to do, for people.
  package let next: String

  private init(
    _ source: RunReport.SourceOutcome,
    _ problem: SourceProblem,
    _ sentence: String,
    _ next: String
  ) {
    id = source.id
    title = source.title
    address = source.address?.text
    self.problem = problem
    let illness = problem == .partlyRead ? source.partlyRead : source.unread
    since = illness?.since
    nights = illness?.nights
    lastRead = source.wasReached ? nil : source.lastRead
    self.sentence = sentence
    self.next = next
  }

  /// - Parameters:
  ///   - source: how it stood when a run last told of it.
  ///   - isSettledToo: whether what a person has settled is among it.
  ///   - wording: how commands are written.
  /// - Returns: all that is wrong with it that a person could mend.
  package static func all(
    of source: RunReport.SourceOutcome,
    settledToo isSettledToo: Bool = false,
    in wording: Wording
  ) -> [SourceAttention] {
    let problems = isSettledToo ? source.problems : source.openProblems
    return problems.map { problem in
      let advice = source.advice(on: problem, in: wording).description
      return SourceAttention(source, problem, source.sentence(of: problem), advice)
    }
  }

  package var isUnread: Bool { problem == .unread }

  var isPartlyRead: Bool { problem == .partlyRead }

  /// Whether it is one of those that a person asks for.
  ///
  /// - Parameter text: what its id, its title or its address is to contain.
  /// - Returns: whether it does, in whatever case.
  package func contains(_ text: String) -> Bool {
    [id, title, address ?? ""].contains { $0.localizedCaseInsensitiveContains(text) }
  }

  /// What is said below its name.
  var details: [CleanText] {
    (address.map { ["\($0)"] } ?? []) + ["\(words)", "next: \(next)"]
  }

  /// Since when it is so, and why.
  package var words: String {
    var parts: [String] = []
    if let since, let nights {
      let length = nights > 1 ? ", for \(nights) nights" : ""
      let what = problem == .partlyRead ? "not read to its end" : "not read"
      parts.append("\(what) since \(Readable.day(since))\(length)")
    }
    parts.append(sentence)
    if let lastRead { parts.append("last read on \(Readable.day(lastRead))") }
    return parts.joined(separator: "; ")
  }
}

extension RunReport.SourceOutcome {
  fileprivate func sentence(of problem: SourceProblem) -> String {
    switch problem {
    case .unread, .partlyRead, .listsNothing: sentence ?? ""
    case .keepsNothing: unkept?.sentence ?? ""
    case .moved: moved?.sentence ?? ""
    case .signedAnew: Self.sentenceOfNoise
    }
  }

  /// What to do about a problem.
  func advice(
    on problem: SourceProblem,
    in wording: Wording
  ) -> CleanText {
    switch problem {
    case .unread: return Report.advice(onReading: self, in: wording)
    case .keepsNothing: return "\(unkept?.advice ?? "")"
    case .moved: return "\(moved?.advice ?? "")"
    case .signedAnew:
      let setting = noiseSetting ?? ""
      return
        "write \(setting) to the source in the configuration, if none of that tells two documents apart"
    case .partlyRead:
      return Report.advice(onReadingPartOf: self)
    case .listsNothing:
      let page: CleanText = address.map { "\($0)" } ?? "its page"
      return
        "open \(page) with a browser; `enabled: false` turns a source off that is not wanted any more"
    }
  }
}

extension SourceProblem {
  fileprivate var heading: String {
    switch self {
    case .unread: "Sources that could not be read"
    case .partlyRead: "Sources that were not read to their end"
    case .listsNothing: "Sources that list nothing"
    case .keepsNothing: "Sources of which nothing is kept"
    case .moved: "Sources of which the page has moved for good"
    case .signedAnew: "Sources of which the links have other addresses each night"
    }
  }
}

extension Report {
  /// What of sources needs attention, the worst first.
  mutating func tell(_ sources: [SourceAttention]) {
    for problem in SourceProblem.allCases {
      let those = sources.filter { $0.problem == problem }
      guard !those.isEmpty else { continue }
      var section = Section(.styled("\(problem.heading) (\(those.count))", .red))
      section.items = those.map { Item("\($0.id)", details: $0.details) }
      add(section)
    }
  }
}

extension [SourceAttention] {
  /// How many sources need attention, and where that is said; nil for none.
  ///
  /// - Parameter wording: how commands are written.
  /// - Returns: one sentence.
  package func remark(in wording: Wording) -> CleanText? {
    guard !isEmpty else { return nil }
    let unread = Set(lazy.filter(\.isUnread).map(\.id))
    let others = Set(map(\.id)).subtracting(unread).count
    var parts: [String] = []
    if !unread.isEmpty {
      parts.append("\(Readable.count(unread.count, "source")) could not be read at the last run")
    }
    if others > 0 {
      let what = unread.isEmpty ? Readable.count(others, "source") : "\(others)"
      let reason = unread.isEmpty ? "" : " for another reason"
      parts.append("\(what) \(others == 1 ? "needs" : "need") attention\(reason)")
    }
    let command = wording.command(NextCommand("list", "--attention"))
    return "\(parts.joined(separator: ", and ")); `\(command)` says which, why, and what to do."
  }
}

extension Report {
  /// What was settled of a source.
  ///
  /// - Parameters:
  ///   - source: its id.
  ///   - open: what was open of it.
  package init(ofSettledSource source: String, _ open: [SourceAttention]) {
    guard !open.isEmpty else {
      say("Nothing was open: the source \(source)")
      return
    }
    say("Settled: the source \(source)", more: open.map { "\($0.words)" })
  }
}
