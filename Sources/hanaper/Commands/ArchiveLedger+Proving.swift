// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Ledger

extension ArchiveLedger {
  /// The proof of a version.
  ///
  /// - Parameters:
  ///   - version: which.
  ///   - checkpoint: under which; nil for the ledger's last.
  /// - Returns: the proof.
  /// - Throws: why there is none, and what to do.
  func proofOrReason(
    of version: KeptVersion,
    under checkpoint: SignedCheckpoint? = nil
  ) throws(CommandFailure) -> FileProof {
    let found: FileProof?
    do {
      found = try proof(of: version, under: checkpoint)
    } catch {
      throw CommandFailure(
        "it cannot be made: \(error); `hanaper verify` says what is wrong with the ledger"
      )
    }
    if let found { return found }
    if let checkpoint {
      throw CommandFailure(
        "v\(version.number) was signed for later than the checkpoint over \(checkpoint.checkpoint.head.size) leaves, which says nothing of it: take a newer one"
      )
    }
    let isWaiting = (try? isWaiting(version)) ?? true
    throw CommandFailure(
      isWaiting
        ? "of v\(version.number) nothing is signed for in the ledger yet: the next `hanaper sync` does it"
        : "no leaf of the ledger is known to be about v\(version.number): `hanaper verify` says what is wrong with the ledger"
    )
  }
}
