// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation

/// What a person decided about a document: a line of the `visits.jsonl` of a run that has nothing else.
///
/// It stands among the visits in the order of time, so that the catalogue, which follows from all of them, knows what
/// was decided on which night's word.
package struct Decision: Codable, Hashable, Sendable {
  package enum Choice: String, Codable, CaseIterable, Sendable {
    /// What was told of it is known, and needs no more attention until something else happens.
    case acknowledged
    /// A version should not have become one. It stays kept, and nothing goes by it.
    case rejected
    /// A version that was rejected is one again, or a body that waited in quarantine became one.
    case accepted
  }

  /// A note is not longer, in characters.
  package static let longestNote = 1_000

  package let at: Date
  package let address: WebAddress
  package let decision: Choice
  /// Which version was rejected or accepted; nil where it is about none.
  package let version: Int?
  /// The folder in quarantine of the body that waited: the newest that was known of, or the one that was accepted.
  package let quarantined: String?
  /// In the person's own words.
  package let note: String?

  package init(
    at: Date,
    address: WebAddress,
    decision: Choice,
    version: Int? = nil,
    quarantined: String? = nil,
    note: String? = nil
  ) {
    self.at = at
    self.address = address
    self.decision = decision
    self.version = version
    self.quarantined = quarantined
    self.note = note
  }
}
