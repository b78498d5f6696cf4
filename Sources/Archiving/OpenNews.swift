// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
import Foundation
package import Records

/// What of a document still needs a person's attention: bad news that was told and that nobody has settled, and what waits
/// in quarantine for a decision.
package struct OpenNews: Sendable {
  package let document: Document
  /// How it stands; nil where that is not open.
  package let standing: Standing?
  /// That it is not fetched by our own refusal; nil where it is, or where that is not open.
  package let refusal: OwnRefusal?
  /// What waits, the first that came at the beginning; empty where a person has seen the newest.
  package let waiting: [WaitingBody]
  /// Whose place it seems to take, which a person is to say; nil as a rule.
  package let proposal: WebAddress?

  package var isNothing: Bool {
    standing == nil && refusal == nil && proposal == nil && waiting.isEmpty
  }

  /// - Parameters:
  ///   - document: what is known of it.
  ///   - bodies: all that waits of it, the newest last.
  ///   - rejected: the digests of its versions that a person took back.
  package init(
    of document: Document,
    waiting bodies: [WaitingBody],
    rejected: Set<Digest> = []
  ) {
    self.document = document
    standing = document.openStanding
    refusal = document.openRefusal
    proposal = document.succeeds == nil ? document.proposed : nil
    // What has become a version since waits for nobody.
    let bodies = bodies.filter {
      $0.capture.digest != document.digest && !rejected.contains($0.capture.digest)
        && !document.refutes($0.capture.capturedAt)
    }
    let isSettled = bodies.last.map { $0.place == document.acknowledgement?.body } ?? true
    waiting = isSettled ? [] : bodies
  }
}

extension Document {
  /// Whether what came for it at some time, and waits, was refuted since: the address has delivered what is held again, so that
  /// nobody has to say what is right.
  fileprivate func refutes(_ date: Date) -> Bool {
    guard shared == nil, lastVisited > date, let lastAlive, lastAlive > date else { return false }
    switch verdict {
    case .unchanged, .moved: return true
    default: return false
    }
  }
}
