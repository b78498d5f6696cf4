// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import SystemPackage

extension ArchiveLedger.Problem {
  package var remedy: LedgerNote.Remedy {
    switch self {
    case .unsigned, .otherKey: .key
    case .unreadableNote: .note
    case .damaged: .repair
    case .rolledBack, .forked, .foreign: .copy
    }
  }
}

extension ArchiveLedger.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsigned(let reason): reason
    case .rolledBack(let signed, let held):
      "a checkpoint over \(signed) leaves was signed, and the ledger has \(held): the archive was put back from a backup, "
        + "or its ledger is lost"
    case .forked(let signed):
      "the ledger does not go on from the checkpoint over \(signed) leaves that was signed before"
    case .foreign(let reason): "the ledger's own checkpoint is not this key's: \(reason)"
    case .otherKey(let own):
      "it is signed with the key \(own), and another key stands in its place: put that one back (a second key of the same name "
        + "may stand in a line below it; then both sign)"
    case .unreadableNote(let file, let reason):
      "\(file), where the last checkpoint is noted, cannot be read: \(reason)"
    case .damaged(let reason): "the ledger's files are not as they were: \(reason)"
    }
  }
}
