// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Cataloguing
import Filing
import OCFL
import SystemPackage

/// Writes the batches of one run, one after the other, and waits until each is durable.
///
/// The order of writing (docs/design.md §6; the batch's own steps are numbered in `CommitBatch`):
///
/// 1. The versions of a batch are durable in the storage root before anything speaks of them.
/// 2. Their lines are added to the manifest, durably; then their leaves wait for the ledger, durably.
/// 3. The lines of the visits are added to the run's `visits.jsonl`, durably.
/// 4. The catalogue learns of both, and how far in `visits.jsonl` that was; it may be lost.
/// 5. The batch's staging directory goes. Until then a later start repeats 2 and 4 for its versions;
///    visits that were written down and not taken in it takes in at any time.
///
/// Each of these happens once: when one fails, nothing more is written in this run, and the next start
/// finishes what can be finished. The next batch is begun when the last one's 5 is done.
actor BatchWriter {
  private let executor = SerialQueueExecutor("batches")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  private let archive: Archive
  private let catalogue: Catalogue
  private let run: String
  private var lines: WritableFile
  private var bytes: Int64 = 0

  /// - Parameters:
  ///   - run: its name.
  ///   - directory: the run's.
  ///   - archive: what is written to.
  ///   - catalogue: the archive's own.
  /// - Throws: where the run's file of visits cannot be made.
  init(
    of run: String,
    in directory: FilePath,
    _ archive: Archive,
    _ catalogue: Catalogue
  ) throws(FilingError) {
    self.run = run
    self.archive = archive
    self.catalogue = catalogue
    lines = try WritableFile(creating: directory.appending(Visit.fileName))
    // The catalogue will say how far it has read that file, so its name is durable before.
    try Disk().sync(directory)
    try Disk().sync(directory.removingLastComponent())
  }

  /// - Returns: what the manifest states since.
  func write(_ batch: FilledBatch) async throws -> [ChecksumManifest.Line] {
    let prepared = try batch.versions?.commit() ?? []
    let committed = zip(batch.captures, prepared).map { capture, version in
      CommittedVersion(capture, version.number, version.inventory, in: archive)
    }
    let stated = committed.flatMap(\.manifestLines)
    try archive.manifest.append(stated)
    let held = zip(committed, prepared).map { $0.held(with: $1.inventoryDigest) }
    try WaitingLeaves(of: archive).append(LeafMaker(of: archive).leaves(of: held))
    let text = try
      (batch.visits.map { try $0.line } + batch.retirements.map(RecordCoding.encodeLine)
      + batch.decisions.map(RecordCoding.encodeLine)).joined()
    // A run whose clock was ahead, or is behind, is not the last by its name.
    if bytes == 0 { try await catalogue.begin(run: run) }
    try lines.append(text)
    try lines.sync()
    if !batch.decisions.isEmpty {
      try WaitingLeaves(of: archive).append(LeafMaker(of: archive).leaves(of: batch.decisions))
    }
    bytes += Int64(text.utf8.count)
    try await catalogue.apply(
      versions: committed.map(\.record),
      visits: batch.visits,
      retirements: batch.retirements,
      decisions: batch.decisions,
      mark: (run, bytes)
    )
    try batch.versions?.finish()
    return stated
  }
}
