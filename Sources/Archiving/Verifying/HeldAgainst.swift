// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Ledger

/// A checkpoint that is not in the archive itself, so that whoever alters the archive does not alter it, too.
package struct HeldCheckpoint: Hashable, Sendable {
  package let checkpoint: SignedCheckpoint
  /// Where it is from, as a person is told: “the checkpoint beside the key”.
  package let place: String
  /// Whether it is our own copy of the archive's, with every signature under it.
  let isBesideKey: Bool

  package init(_ checkpoint: SignedCheckpoint, from place: String) {
    (self.checkpoint, self.place, isBesideKey) = (checkpoint, place, false)
  }

  /// The one that is noted beside the key, outside of the archive.
  package init(besideKey checkpoint: SignedCheckpoint) {
    (self.checkpoint, place, isBesideKey) = (checkpoint, "the checkpoint beside the key", true)
  }
}

/// What is known of an archive's ledger from elsewhere than the archive.
package struct HeldAgainst: Hashable, Sendable {
  /// Whose signature its checkpoints must have; nil where that is not known.
  package let key: NoteKey?
  package let checkpoints: [HeldCheckpoint]

  package init(key: NoteKey? = nil, checkpoints: [HeldCheckpoint] = []) {
    self.key = key
    self.checkpoints = checkpoints
  }

  /// Nothing is known.
  package static var nothing: HeldAgainst { HeldAgainst() }
}
