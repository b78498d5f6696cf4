// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a run says of the archive's ledger.
package struct LedgerNote: Codable, Hashable, Sendable {
  /// The signed checkpoint over all that it holds, as a C2SP signed note; nil where nothing was signed for.
  package var checkpoint: String?
  /// Why nothing was signed for, in a clause; nil where all was.
  package var problem: String?

  package init(checkpoint: String) {
    self.checkpoint = checkpoint
  }

  package init(problem: String) {
    self.problem = problem
  }
}
