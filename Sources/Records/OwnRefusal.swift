// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// That what is held is not fetched any more, because we do not ask or do not go on: for how long, and whether that was told.
///
/// It says nothing of the document, which keeps its standing.
package struct OwnRefusal: Codable, Hashable, Sendable {
  /// Why, the last time.
  package let reason: Refusal
  /// For how many nights in a row, counted as those of an illness; no further once it was told.
  package let stay: Illness
  /// When the run began that told it; nil while it is not told.
  package let toldOn: Date?
  /// What was told as the reason; nil where that is nothing, or ``reason`` alone.
  private let told: [Refusal]?

  package init(reason: Refusal, stay: Illness, toldOn: Date? = nil, told: Set<Refusal> = []) {
    (self.reason, self.stay, self.toldOn) = (reason, stay, toldOn)
    let isPlain = toldOn == nil || told.subtracting([reason]).isEmpty
    self.told = isPlain ? nil : told.sorted { $0.rawValue < $1.rawValue }
  }

  /// Each reason that was told since the document was last fetched, in whatever turn they came.
  package var toldReasons: Set<Refusal> {
    toldOn == nil ? [] : told.map { Set($0) } ?? [reason]
  }

  /// The same, as far as its times can be believed.
  package func believed(at now: Date) -> OwnRefusal {
    OwnRefusal(
      reason: reason,
      stay: stay.believed(at: now),
      toldOn: toldOn.map { min($0, now) },
      told: toldReasons
    )
  }
}

extension OwnRefusal {
  /// In a user's words: one clause, no capital, no full stop.
  package var sentence: String { reason.sentence }

  /// The same, as few words as a table takes.
  package var words: String { reason.words }

  /// What there is to do about it: one clause, no capital, no full stop.
  package var advice: String { reason.advice }
}

extension Refusal {
  /// In a user's words, as few as a table takes.
  package var words: String {
    switch self {
    case .robots: "robots.txt"
    case .tooLarge: "too large"
    case .privateAddress: "private network"
    case .deferred: "the host wants rest"
    case .failingHost: "the host fails"
    case .suppressed: "let go of"
    default: "not asked"
    }
  }

  /// What there is to do about it: one clause, no capital, no full stop.
  package var advice: String {
    switch self {
    case .robots:
      "ask the site to let this program in, or give a reason in `ignoreRobots` of the source"
    case .tooLarge: "raise `limits.documentSize`"
    case .privateAddress:
      "if that is meant, `allowPrivateAddresses` lets it in; else the site's name leads astray, and its people should know"
    case .suppressed:
      "`hanaper list --standing suppressed` shows what was let go of; `hanaper unsuppress` lets it be fetched"
    case .deferred, .failingHost: "nothing, if the host recovers; else ask its people"
    default: "look at this machine's disk"
    }
  }
}

extension Verdict {
  /// Whether what was refused before can be asked for again, by an answer that says something of its own.
  package var endsOwnRefusal: Bool {
    switch sign {
    case .life, .death, .deathAtOnce, .wall, .fault: true
    case .silence, .ownRefusal: false
    }
  }
}
