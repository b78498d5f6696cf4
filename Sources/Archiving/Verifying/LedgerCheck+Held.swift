// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger

extension LedgerCheck {
  /// Holds the ledger against the checkpoints that are held elsewhere.
  ///
  /// - Throws: where it cannot be read.
  mutating func hold(
    _ checkpoint: SignedCheckpoint?,
    against trust: HeldAgainst,
    isThere: Bool
  ) throws {
    let reported = archive.reportedCheckpoint(signedBy: trust.key).map {
      HeldCheckpoint($0, from: "the last report that has a checkpoint")
    }
    for held in trust.checkpoints + [reported].compactMap(\.self) {
      // One loss is one finding.
      guard findings.allSatisfy({ $0.severity == .warning }) else { return }
      let old = held.checkpoint.checkpoint.head
      let origin = held.checkpoint.checkpoint.origin
      if let checkpoint, !checkpoint.checkpoint.origin.utf8.elementsEqual(origin.utf8) {
        let epoch = try epochBefore(of: held.checkpoint)
        if epoch?.goesOn == true {
          provenBefore.append(held)
        } else if let epoch {
          find(
            TileFolder.checkpointName,
            "\(held.place), over \(old.size.leaves), is of the ledger that was put aside in ledger/epochs/\(epoch.number), and that does not go on from it",
            next:
              "it was put aside because of that, perhaps: by it nothing is proven of what was kept between; what is kept since, this ledger proves"
          )
        } else {
          find(
            TileFolder.checkpointName,
            "the ledger is that of “\(checkpoint.checkpoint.origin)”, and \(held.place) is of “\(origin)”",
            next: held.isBesideKey
              ? .afterRollback
              : "is that checkpoint of another archive? Then take one of this. Else its ledger was exchanged: "
                + .afterRollback
          )
        }
        continue
      }
      guard let checkpoint, size >= old.size else {
        guard checkpoint != nil else {
          find(
            isThere ? TileFolder.checkpointName : "",
            "the ledger is missing, and \(held.place) speaks of \(old.size.leaves)",
            isMissing: true,
            next: isThere ? .afterLossOfCheckpoint : .afterLoss
          )
          continue
        }
        find(
          TileFolder.checkpointName,
          "the ledger has \(size.leaves), and \(held.place) speaks of \(old.size.leaves): it was put back from a backup, or is lost",
          next: .afterRollback
        )
        continue
      }
      var reader = TreeReader(of: size, from: folder)
      let proof = try reader.consistencyProof(from: old.size)
      if MerkleTree.isConsistent(old, checkpoint.checkpoint.head, by: proof) {
        // What stands in the archive itself says little where something else speaks.
        if held != reported || trust.checkpoints.isEmpty { proven.append(held) }
      } else {
        find(
          TileFolder.checkpointName,
          "the ledger does not go on from \(held.place), over \(old.size.leaves): it was rewritten, or is another one",
          next: .afterRollback
        )
      }
    }
  }

  /// The ledger that was put aside which a checkpoint is of, and whether it went on from that until then.
  ///
  /// That it is as it was then, ``EpochCheck`` says.
  private func epochBefore(of held: SignedCheckpoint) throws -> (number: Int, goesOn: Bool)? {
    let ledger = ArchiveLedger(of: archive)
    let (origin, old) = (held.checkpoint.origin, held.checkpoint.head)
    var found: (number: Int, goesOn: Bool)?
    for number in 1...max(try ledger.epoch, 1) {
      let folder = TileFolder(at: ledger.folder(ofEpoch: number))
      guard let last = try? folder.checkpoint()?.checkpoint,
        last.origin.utf8.elementsEqual(origin.utf8)
      else { continue }
      found = found ?? (number, false)
      guard last.head.size >= old.size else { continue }
      var reader = TreeReader(of: last.head.size, from: folder)
      let proof = try? reader.consistencyProof(from: old.size)
      if let proof, MerkleTree.isConsistent(old, last.head, by: proof) { return (number, true) }
    }
    return found
  }

  /// Holds what others signed under the last checkpoint against our own copy of it.
  mutating func holdSignatures(of checkpoint: SignedCheckpoint?, against trust: HeldAgainst) {
    guard let checkpoint,
      let noted = trust.checkpoints.first(where: { $0.isBesideKey })?.checkpoint,
      noted.checkpoint == checkpoint.checkpoint,
      !noted.note.signatures.allSatisfy(checkpoint.note.signatures.contains)
    else { return }
    findings.append(
      ArchiveFinding(
        path: "\(Archive.ledgerName)/\(TileFolder.checkpointName)",
        codes: ["ledger", "changed"],
        sentence:
          "under the ledger's checkpoint a signature is missing, or has changed, that the checkpoint beside the key has",
        next:
          "`\(NextCommand("repair"))` puts back the one that is held beside the key; all that is in the ledger is untouched"
      )
    )
  }
}

extension Advice {
  /// The rest of the ledger is there, and may well lead to the checkpoint that is held.
  fileprivate static var afterLossOfCheckpoint: Advice {
    "`\(NextCommand("repair"))` puts back the one that is held beside the key, where the ledger leads to it; else "
      + .afterRollback
  }

  static var afterExchangeOfKey: Advice {
    "put the ledger's own key back (a second one of the same name may stand in a line below it; then both sign); where "
      + "it is lost, `\(NextCommand("ledger", "--new-epoch"))` begins another ledger"
  }

  /// A copy that is as new has all of it.
  fileprivate static var afterLoss: Advice {
    "`\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive; else "
      + .afterRollback
  }

  fileprivate static var afterRollback: Advice {
    "put the whole archive back from its newest copy (\(ManualPage.recovery)); where there is none, "
      + "find out what was altered since that checkpoint was signed; then `\(NextCommand("ledger", "--new-epoch"))` begins "
      + "another ledger"
  }
}
