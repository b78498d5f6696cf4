// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
package import Records

extension Advice {
  /// What to do where a ledger cannot be signed for, or a file of it is damaged.
  ///
  /// - Parameter remedy: what is needed; nil where that is not known.
  /// - Returns: what to do next.
  package static func toSignAgain(after remedy: LedgerNote.Remedy?) -> Advice {
    switch remedy {
    case .key:
      "this is mended where the key is; every run tries again. Where the key is lost, `\(NextCommand("ledger", "--new-epoch"))` begins another ledger, which names this one"
    case .note:
      "put that file back from a copy; where there is none, hold the archive against a checkpoint that you have, with `\(NextCommand("verify", "--since"))`, and move the file away: the next run writes it anew"
    case .repair:
      "`\(NextCommand("repair", "--from", "COPY"))` puts the ledger's files back from a copy of the archive, and without `--from` what follows from the rest (\(ManualPage.recovery)); where that is not enough, `\(NextCommand("ledger", "--new-epoch"))` begins another ledger, which names this one"
    case .copy:
      "put the archive back from its newest copy (\(ManualPage.recovery)); where there is none, `\(NextCommand("ledger", "--new-epoch"))` begins another ledger, which names this one. What was let go of since the copy was made may be fetched again: let go of it once more"
    case nil: "look at the disk (dmesg, smartctl); every run tries again"
    }
  }
}
