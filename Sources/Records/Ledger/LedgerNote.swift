// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a run says of the archive's ledger.
package struct LedgerNote: Codable, Hashable, Sendable {
  /// The signed checkpoint over all that it holds, as a C2SP signed note; nil where nothing was signed for.
  package var checkpoint: String?
  /// Why nothing was signed for, in a clause; nil where all was.
  package var problem: String?

  /// What mends it; nil where nothing was wrong, or nothing better is known than to look at the disk.
  package var needs: Remedy?

  /// What is to be known of it besides, in a sentence without its full stop; nil as a rule.
  package var notice: String?

  package enum Remedy: String, Codable, Sendable {
    /// The key has to be put back, or what stands in its place put right.
    case key
    /// The file beside the key that the last checkpoint is noted in has to be put right, or moved away.
    case note
    /// The ledger's own files have to be put right.
    case repair
    /// A newer copy of the archive has to be put back, or another ledger begun.
    case copy
  }

  package init(checkpoint: String) {
    self.checkpoint = checkpoint
  }

  package init(problem: String, needing remedy: Remedy?) {
    self.problem = problem
    needs = remedy
  }

  /// What is said now, and what was to be known before and is not said again.
  ///
  /// - Parameter earlier: of the same command; nil where it is the first.
  /// - Returns: this one, with that notice.
  package func after(_ earlier: LedgerNote?) -> LedgerNote {
    var note = self
    note.notice = notice ?? earlier?.notice
    return note
  }
}
