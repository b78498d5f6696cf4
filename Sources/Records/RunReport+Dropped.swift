// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension RunReport {
  package struct Dropped: Codable, Sendable {
    /// Suspect bodies for which there was no room any more, and their size.
    package let bodies: Int
    package let bytes: Int64
    /// Suspect bodies that gave way to newer ones of the same document and verdict.
    package let replaced: Int
    /// Suspect bodies that were not put aside, being larger than all may be together.
    package let tooLarge: Int
    package let sentence: String

    /// Is nil where nothing went.
    init?(_ dropped: DroppedEvidence, budget: Int64) {
      guard dropped.bodies + dropped.replaced + dropped.tooLarge > 0 else { return nil }
      (bodies, bytes) = (dropped.bodies, dropped.bytes)
      (replaced, tooLarge) = (dropped.replaced, dropped.tooLarge)
      let room = "all together may take \(budget.inWords) (limits.quarantine)"
      var parts: [String] = []
      if bodies > 0 {
        parts.append(
          "\(Self.answers(bodies)) dropped from quarantine (\(bytes.inWords)), the oldest first: \(room)"
        )
      }
      if tooLarge > 0 {
        parts.append("\(Self.answers(tooLarge)) too large to be put aside: \(room)")
      }
      if replaced > 0 {
        parts.append(
          "\(Self.answers(replaced)) in quarantine replaced by newer ones of the same documents"
        )
      }
      sentence = parts.joined(separator: "; ")
    }

    private static func answers(_ count: Int) -> String {
      count == 1 ? "1 suspect answer was" : "\(count) suspect answers were"
    }
  }

  /// Tells what went from quarantine, and speaks of no place where nothing lies any more.
  package mutating func tell(_ evidence: DroppedEvidence, budget: Int64) {
    droppedEvidence = Dropped(evidence, budget: budget)
    for index in troubles.indices {
      if let place = troubles[index].quarantined, evidence.places.contains(place) {
        troubles[index].quarantined = nil
      }
    }
  }
}
