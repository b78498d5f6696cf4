// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a document was let go of: a code for the ledger, which takes no words from outside.
package enum SuppressionReason: String, Codable, CaseIterable, Hashable, Sendable {
  /// A court forbade its publication, or ordered that it be destroyed.
  case courtOrder = "court-order"
  /// It names, or lets one find out, a person who must not be known: a child, a sibling, a witness.
  case identifiesPerson = "identifies-person"
  /// A person asked for it under data protection law (UK GDPR, article 17).
  case erasureRequest = "erasure-request"
  /// Its publisher took it back and asked for that here, too.
  case publisherRequest = "publisher-request"
  case copyright
  /// It should never have been kept: it is not what it was taken for.
  case mistake
  case other

  /// In a user's words: a clause, no capital, no full stop.
  package var words: String {
    switch self {
    case .courtOrder: "by order of a court"
    case .identifiesPerson: "it lets one find out who somebody is"
    case .erasureRequest: "at a person's request, by data protection law"
    case .publisherRequest: "at its publisher's request"
    case .copyright: "for copyright"
    case .mistake: "it should not have been kept"
    case .other: "for another reason"
    }
  }
}
