// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Filing
import Ledger
import Reporting
import SystemPackage

extension Restore {
  /// The checkpoint under which proofs are to be made; nil for the ledger's last.
  func heldCheckpoint(of archive: Archive, signedBy key: NoteKey?) throws -> SignedCheckpoint? {
    guard let (held, name) = try checkpoint.map({ try CheckpointFile.read($0, of: key) }) else {
      return nil
    }
    // Before anything is restored: without it the answer is none.
    do {
      try ArchiveLedger(of: archive).requireGrown(since: held)
      return held
    } catch let refusal as ArchiveLedger.OtherHistory {
      Terminal.complain(
        "the checkpoint in \(name) cannot be proven under: \(refusal). Next: \(refusal.next)"
      )
      throw ExitCode(ExitStatus.damaged.rawValue)
    }
  }

  /// Writes the proof of what was restored beside each file.
  ///
  /// - Parameters:
  ///   - answer: what was restored, to which the names of the proofs are added, or why there is none.
  ///   - versions: what is held of the document.
  ///   - checkpoint: under which; nil for the ledger's last.
  ///   - archive: whose ledger.
  func addProofs(
    to answer: inout Answer,
    of versions: [KeptVersion],
    under checkpoint: SignedCheckpoint?,
    from archive: Archive
  ) {
    for index in answer.restored.indices {
      let restored = answer.restored[index]
      guard let version = versions.first(where: { $0.number == restored.version }) else { continue }
      do {
        answer.restored[index].proof = try proofFile(
          of: version,
          beside: restored.file,
          under: checkpoint,
          from: archive
        )
      } catch {
        answer.unproven.append("\(restored.file) is restored, and has no proof: \(error)")
      }
    }
  }

  /// Writes the proof of a version beside the file that it is about.
  private func proofFile(
    of version: KeptVersion,
    beside file: String,
    under checkpoint: SignedCheckpoint?,
    from archive: Archive
  ) throws -> String {
    let path = FilePath("\(file).\(FileProof.ending)")
    let proof = try ArchiveLedger(of: archive).proofOrReason(of: version, under: checkpoint)
    if try Disk().entry(at: path) != nil, !overwrite {
      throw CommandFailure(
        "\(path) is there already; --overwrite replaces it"
      )
    }
    try Disk().replace(path, with: proof.text)
    return path.string
  }
}
