// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
package import Ledger
import Records
package import SystemPackage

extension ArchiveLedger {
  /// What a witness is asked for the last checkpoint.
  ///
  /// - Parameter size: how many leaves the ledger had by the checkpoint that the witness saw last; 0 for none.
  /// - Returns: nil where there is nothing to ask for.
  /// - Throws: where the ledger cannot be read.
  package func request(after size: Int64) throws -> AddCheckpoint? {
    guard let checkpoint = try checkpoint(), checkpoint.checkpoint.head.size >= size else {
      return nil
    }
    let head = checkpoint.checkpoint.head
    var reader = TreeReader(of: head.size, from: folder)
    let proof = size > 0 && size < head.size ? try reader.consistencyProof(from: size) : []
    return AddCheckpoint(after: size, proof, checkpoint)
  }

  /// Puts the signatures of witnesses under the last checkpoint, for whoever holds the archive's lock.
  ///
  /// - Parameters:
  ///   - signatures: theirs; good ones.
  ///   - checkpoint: what they signed.
  ///   - note: where our own copy of the checkpoint is, outside of the archive; nil for none.
  /// - Returns: the checkpoint with them; nil where the last one is another by now.
  /// - Throws: where it cannot be read or written.
  package func keep(
    _ signatures: [NoteSignature],
    under checkpoint: Checkpoint,
    noting note: FilePath?
  ) throws -> SignedCheckpoint? {
    guard var last = try self.checkpoint(), last.checkpoint == checkpoint else { return nil }
    last.add(signatures)
    try Disk().replace(folder.path.appending(TileFolder.checkpointName), with: last.text)
    if let note { try Disk().replace(note, with: last.text) }
    return last
  }
}

extension Archive {
  /// Keeps what somebody else answered, as evidence, in quarantine.
  ///
  /// - Parameters:
  ///   - bytes: what came.
  ///   - subject: what it is of, in a word.
  ///   - ending: how the file's name ends.
  ///   - date: when it came.
  /// - Returns: where it is, relative to the archive.
  /// - Throws: where it cannot be written.
  package func keepEvidence(
    _ bytes: [UInt8],
    of subject: String,
    ending: String = "txt",
    at date: Date
  ) throws -> String {
    let name = "\(subject)-\(RunName(started: date.wholeSecond).text).\(ending)"
    let place = try freePlace(inQuarantine: name)
    try Disk().create(place, holding: bytes)
    return "\(Self.quarantine)/\(place.lastComponent?.string ?? name)"
  }
}
