// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Ledger

/// What a verification found the ledger to prove.
package struct LedgerAccount: Hashable, Encodable, Sendable {
  /// How many leaves are signed for.
  package let leaves: Int64
  /// How many wait to be signed for.
  package let waiting: Int
  /// Whether the signature under its checkpoint was checked: by a key from outside of the archive.
  package let isSignatureChecked: Bool
  /// Where the checkpoints are from that it goes on from: nothing has been altered since they were signed.
  package let goesOnFrom: [Point]
  /// Where the checkpoints are from that a ledger which was put aside went on from until then.
  package let wentOnFrom: [Point]

  package struct Point: Hashable, Encodable, Sendable {
    package let place: String
    package let leaves: Int64
  }

  init?(_ check: LedgerCheck) {
    guard check.isSound else { return nil }
    leaves = check.size
    waiting = check.waits
    isSignatureChecked = check.isSignatureChecked
    func points(_ held: [HeldCheckpoint]) -> [Point] {
      held.map { Point(place: $0.place, leaves: $0.checkpoint.checkpoint.head.size) }
    }
    goesOnFrom = points(check.proven)
    wentOnFrom = points(check.provenBefore)
  }
}
