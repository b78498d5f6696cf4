// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Ledger
import Stores

/// Whether a place is a copy of an archive that this archive goes on from: asked before anything is written there.
struct ReplicaJudgement {
  let archive: Archive
  let trust: HeldAgainst
  let place: String

  /// Refuses a place that is no copy of the archive, or holds what it does not go on from.
  ///
  /// - Parameters:
  ///   - record: what the copy says of itself.
  ///   - damage: what is wrong with the ledger here; nil where nothing is.
  /// - Throws: ``Replication/Failure``.
  func require(_ record: ReplicaRecord, damage: ArchiveLedger.Problem?) throws {
    guard let text = record.checkpoint, damage == nil else {
      // Without a ledger that can be asked, its runs say whose it is.
      if let run = record.firstRun, !archive.mayHaveHad(run: run) {
        let what = "the archive that it is of began with the run \(run)"
        throw Replication.Failure.stranger(place: place, what: what)
      }
      return
    }
    let held = HeldCheckpoint(
      try SignedCheckpoint(Array(text.utf8)),
      from: "the checkpoint of the copy"
    )
    let all = HeldAgainst(key: trust.key, checkpoints: trust.checkpoints + [held])
    if let problem = ArchiveLedger(of: archive).damage(against: all) {
      throw Replication.Failure.ahead(place: place, why: "\(problem)")
    }
  }

  /// Refuses a place where something is that nobody knows.
  ///
  /// - Parameter connection: to it.
  /// - Throws: ``Replication/Failure``.
  func requireEmpty(_ connection: any StoreConnection) throws {
    var first: String?
    struct Enough: Error {}
    do {
      try connection.forEachFile(below: "") { file in
        guard !file.name.hasPrefix(StoreLayout.staging + "/") else { return }
        first = file.name
        throw Enough()
      }
    } catch is Enough {}
    guard let first else { return }
    let what = "there is “\(first)”, and no file \(ReplicaRecord.fileName)"
    throw Replication.Failure.stranger(place: place, what: what)
  }
}
