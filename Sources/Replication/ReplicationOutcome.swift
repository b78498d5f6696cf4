// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What came of making a copy whole.
package struct ReplicationOutcome: Sendable {
  /// Of the store.
  package let place: String
  /// Whether each file of the copy was looked at, and not only what is new.
  package let isSurvey: Bool
  /// How many documents something was written of, lists among them.
  package internal(set) var documents = 0
  package internal(set) var files = 0
  package internal(set) var bytes: Int64 = 0
  /// How many documents were removed there, because they were let go of here.
  package internal(set) var suppressed = 0
  package internal(set) var notices: [ReplicaNotice] = []
  /// How many leaves the checkpoint is over that the copy has now; nil where it has none.
  package internal(set) var leaves: Int64?
  /// When this was.
  package let at: Date
  /// When each file of the copy was last looked at, whether it is there and as long as here.
  package let surveyedAt: Date?

  init(place: String, isSurvey: Bool, at: Date, surveyedAt: Date?) {
    (self.place, self.isSurvey, self.at) = (place, isSurvey, at)
    self.surveyedAt = surveyedAt
  }

  /// Whether all that the archive holds is in the copy now.
  package var isWhole: Bool { notices.allSatisfy { !$0.isLoss } }

  mutating func add(_ other: CopyTally) {
    documents += other.documents
    files += other.files
    bytes += other.bytes
    notices += other.notices
  }
}

/// Something about a copy that a person has to know.
package struct ReplicaNotice: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A file here is not what was kept, so it was not copied.
    case damagedHere
    /// The copy has what is not here.
    case missingHere
    /// Both have it, and it is not the same.
    case differs
    /// It was damaged in the copy, and was written anew.
    case mended
    /// It cannot be read here.
    case unread
    /// The ledger is not sound, so it was not copied.
    case ledger
  }

  package let kind: Kind
  /// The file or folder, relative to the archive.
  package let name: String
  /// What is wrong, a clause.
  package let detail: String

  init(_ kind: Kind, _ name: String, _ detail: String = "") {
    (self.kind, self.name, self.detail) = (kind, name, detail)
  }

  /// Whether something is not in both as it ought to be.
  package var isLoss: Bool { kind != .mended }
}

/// What one of several at work has done.
struct CopyTally: Sendable {
  var documents = 0
  var files = 0
  var bytes: Int64 = 0
  var notices: [ReplicaNotice] = []
}
