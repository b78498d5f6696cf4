// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Ledger
import Records
package import SystemPackage

extension Archive {
  /// So many runs without a checkpoint are passed over.
  private static let lookedAt = 30

  private struct Reported: Decodable {
    let ledger: LedgerNote?
  }

  /// The last checkpoint that a run reported: whoever got its message may hold it.
  ///
  /// - Parameter key: who has to have signed it; what somebody else wrote there is passed over. Nil where that is not known.
  /// - Returns: nil where no run of the last ones reported any, or none that can be read.
  func reportedCheckpoint(signedBy key: NoteKey?) -> SignedCheckpoint? {
    for run in ((try? RunLeaves(of: self).names()) ?? []).suffix(Self.lookedAt).reversed() {
      let file = path.appending(Self.runs).appending(run).appending(Self.reportName)
      guard let bytes = try? JSONMembers.read(["ledger"], of: file),
        let text = try? RecordCoding.decode(Reported.self, from: bytes).ledger?.checkpoint,
        let checkpoint = try? SignedCheckpoint(Array(text.utf8)),
        key.map({ (try? TrustPolicy(log: $0).check(checkpoint)) != nil }) ?? true
      else { continue }
      return checkpoint
    }
    return nil
  }

  /// The checkpoint of the archive at a place, whatever else is there; nil where it has none that can be read.
  package static func signedCheckpoint(in path: FilePath) -> SignedCheckpoint? {
    try? TileFolder(at: path.appending(ledgerName)).checkpoint()
  }

  /// Whose the ledger is, where the key at hand never signed anything of it, or does not any more: it was handed over.
  ///
  /// Where it signed what was reported last, and somebody else's checkpoint stands in the archive alone, that is what is wrong,
  /// and not the key.
  ///
  /// - Parameters:
  ///   - key: the one at hand.
  ///   - checkpoint: the archive's own.
  ///   - noted: the one that is noted beside the key; nil for none, or one that the key did not sign.
  /// - Returns: its name and id; nil where it is that key's.
  func otherKey(
    than key: NoteKey,
    under checkpoint: SignedCheckpoint,
    noted: SignedCheckpoint?
  ) -> String? {
    let name = Array(checkpoint.checkpoint.origin.utf8)
    guard checkpoint.note.check(key) == .absent,
      noted?.note.check(key) != .good,
      let own = checkpoint.note.signatures.first(where: { name.elementsEqual($0.name.utf8) })
    else { return nil }
    let last = reportedCheckpoint(signedBy: nil)
    let isHandedOver = last?.note.signatures.contains { $0.keyLabel == own.keyLabel } ?? false
    return isHandedOver || reportedCheckpoint(signedBy: key) == nil ? own.keyLabel : nil
  }
}
