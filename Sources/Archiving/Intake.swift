// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Addressing
package import Records
package import Cataloguing
import Filing
package import Foundation
import OCFL
import Synchronization
package import SystemPackage

/// Takes in what one run brings: versions in batches, and a line for every visit.
///
/// One batch is filled while the one before it is written (``BatchWriter``), and there are never more than
/// these two: where both are full, whoever brings more waits. What is being written belongs to the writer
/// alone. So nobody reads an object of which it holds a version, or makes the next one, before it is done:
///
/// - of one object, a batch holds one version, and the batches of two versions are written in their order;
/// - the manifest is read, and mended, only while nothing is written.
package actor Intake {
  private let executor = SerialQueueExecutor("intake")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// The run's name: the time it began, as in `2026-11-23T020001Z`.
  package nonisolated let run: String
  /// Where the report goes, relative to the archive.
  package nonisolated let directory: FilePath
  /// An empty directory for bodies on their way, on the archive's file system.
  package nonisolated let spool: FilePath

  /// What was let go of, and is neither fetched nor kept.
  package nonisolated let suppressed: Tombstones
  /// Those of them that nobody signed for: what they name is not fetched all the same.
  package nonisolated let unsignedTombstones: [String]

  /// So many bytes may lie in quarantine, unless the configuration says otherwise.
  package static let quarantineBytes: Int64 = 1_000_000_000

  package static let versionsPerBatch = 64

  /// So many visits that brought nothing to keep are handed over at once.
  private static let visitsPerTurn = 64

  /// How many files and directories a full batch makes at the most, with what a run keeps beside it: of a
  /// new object four directories and seven files.
  package static let filesPerBatch = Int64(versionsPerBatch) * 16

  let writer: ArchiveWriter
  package nonisolated let archive: Archive
  let catalogue: Catalogue
  private let batchWriter: BatchWriter
  private var evidence: Quarantine
  /// Visits that brought nothing to keep, on their way into the batch that is being filled.
  private nonisolated let quietVisits = Mutex<[Visit]>([])
  var filling: FilledBatch
  private var maker: VersionMaker
  private var writing: Writing?
  /// What this run tells the catalogue of, so that what was known of it before is not so any more.
  ///
  /// Hashes will do: where two are alike, the catalogue is asked once more.
  private var toldOf: Set<Int> = []
  /// How often something was brought to its end that was being written.
  private(set) var written = 0
  /// Why a batch, or what is known of mended objects, could not be written; what is half written must not be
  /// written again.
  private var failure: (any Error)?
  /// Those that the manifest and the catalogue are still to be told of.
  private var mendedObjects: [CommitBatch.Recovered] = []
  /// What other programs had left unfinished in objects that got a new version, in sentences.
  package private(set) var mended: [String] = []
  /// What was found damaged with these, and left as it is.
  package private(set) var damagedBesides: [DamageNotice] = []

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own.
  ///   - tool: name and version of what writes, as the versions will say.
  ///   - contact: how whoever runs it can be reached.
  ///   - start: when the run began.
  ///   - quarantineBytes: how many bytes suspect bodies may take together.
  ///   - versionsPerBatch: how many versions wait at the most before they are written.
  /// - Throws: `ArchiveError.lostTombstones`; `FilingError` where the run's directories cannot be made.
  package init(
    _ writer: ArchiveWriter,
    catalogue: Catalogue,
    tool: String,
    contact: String,
    start: Date,
    quarantineBytes: Int64 = Intake.quarantineBytes,
    versionsPerBatch: Int = Intake.versionsPerBatch
  ) throws {
    self.writer = writer
    filling = FilledBatch(mostVersions: versionsPerBatch)
    maker = VersionMaker(in: writer.archive, as: Inventory.User(name: tool, address: contact))
    self.catalogue = catalogue
    archive = writer.archive
    let disk = Disk()
    guard try disk.entry(at: archive.manifest.path) == .file else {
      throw ArchiveError.noManifest(archive.path)
    }
    suppressed = try archive.wholeTombstones(asOf: start)
    unsignedTombstones = try archive.unsignedTombstones(asOf: start)
    let runs = writer.archive.path.appending(Archive.runs)
    var repetition = 1
    while try disk.entry(at: runs.appending(RunName(started: start, repetition: repetition).text))
      != nil
    { repetition += 1 }
    run = RunName(started: start, repetition: repetition).text
    directory = runs.appending(run)
    try disk.makeDirectory(directory)
    batchWriter = try BatchWriter(of: run, in: directory, archive, catalogue)

    ArchiveLedger(of: archive).beginWhereNothingIsHeld(for: writer.signing, at: start)
    spool = archive.path.appending(Archive.staging).appending("spool")
    try disk.makeDirectory(spool)
    evidence = Quarantine(of: archive, workshop: spool, budget: quarantineBytes)
  }

  /// Takes in a visit that brought nothing to keep.
  ///
  /// Most visits of a night are such, and a change of threads for each would cost more than all else about them:
  /// they are handed over some at a time.
  ///
  /// - Throws: where something cannot be written, of some visit before it.
  package nonisolated func record(_ visit: Visit) async throws {
    let isTurn = quietVisits.withLock { visits in
      visits.append(visit)
      return visits.count >= Self.visitsPerTurn
    }
    if isTurn { try await takeQuietVisits() }
  }

  private func takeQuietVisits() async throws {
    try await makeRoom()
    fill(with: nil)
  }

  /// The same, and one visit more; a batch that is full then is handed over.
  private func fill(with visit: Visit?) {
    fill()
    if let visit { filling.visits.append(visit) }
    if filling.isFull, writing == nil { beginWriting() }
  }

  /// Puts what was handed over into the batch: before whatever came later, and before that batch is written.
  func fill() {
    filling.visits += quietVisits.withLock { visits in
      defer { visits = [] }
      return visits
    }
  }

  /// Takes in a visit with the body that it brought, which is to become a version.
  ///
  /// Before a version is made, the catalogue, the manifest and the object are asked what the last one was
  /// (``VersionAccounts``). Where something of the document is lost or damaged, none is made: the body is
  /// put aside, to wait for a person's decision.
  ///
  /// - Returns: what became of the body.
  /// - Throws: where something cannot be written, of this visit or of any before it.
  @discardableResult
  package func record(_ visit: Visit, _ accession: Accession) async throws -> Taking {
    var visit = visit
    let taking = try await take(accession)
    // Nothing has waited since there was room: what was found then is so still.
    visit.version = taking.version
    if let damage = taking.damage {
      // Validators would vouch for a body that is not held.
      visit.validators = nil
      visit.quarantined = damage.waiting
    }
    fill(with: visit)
    return taking
  }

  /// Takes in that a document is asked for no more, or again.
  package func record(_ retirement: Retirement) async throws {
    try await makeRoom()
    fill()
    filling.retirements.append(retirement)
  }

  /// Takes in a visit with a body that is not to become a version before a person has looked, though nothing is damaged.
  ///
  /// - Parameters:
  ///   - visit: without where the body lies.
  ///   - accession: the body.
  ///   - reason: why it waits: one clause, no capital, no full stop.
  /// - Returns: where it lies, relative to the archive.
  /// - Throws: where something cannot be written.
  package func record(
    _ visit: Visit,
    holding accession: Accession,
    because reason: String
  ) async throws -> String {
    try await makeRoom()
    let held = try evidence.hold(accession, because: reason)
    var visit = visit
    visit.quarantined = held.place
    fill(with: visit)
    return held.place
  }

  /// Puts a suspect body aside, as evidence; see ``Quarantine``.
  ///
  /// - Returns: the place, relative to the archive; nil where it is larger than all may be together.
  package func quarantine(_ accession: Accession) throws -> String? {
    try evidence.put(accession)
  }

  /// When these bytes of a document were first put aside as damaged; nil where that is not known.
  package func firstDamaged(
    _ digest: Digest,
    of address: WebAddress,
    lastSound: Date?
  ) -> Date? {
    evidence.firstDamaged(digest, of: address, lastSound: lastSound)
  }

  /// Sees that quarantine takes no more room than it may.
  ///
  /// - Returns: what went from it in this run.
  package func settleQuarantine() -> DroppedEvidence {
    evidence.settle()
    return evidence.dropped
  }

  /// Writes what waits: when the catalogue must know of it, or a run has to end without a report.
  package func salvage() async throws {
    fill()
    while !filling.isEmpty || writing != nil {
      if let failure { throw failure }
      if writing == nil { beginWriting() }
      await writing?.end.value
    }
    if let failure { throw failure }
    // Of what was staged and became no version.
    try filling.versions.take()?.finish()
  }

  // MARK: Taking turns

  /// What is not the intake's any more, until it is written.
  private struct Writing {
    let versions: Set<ObjectID>
    let end: Task<Void, Never>
  }

  /// Waits until there is room for one more visit, and until no batch holds a version of an object.
  func makeRoom(for id: ObjectID? = nil) async throws {
    while true {
      if let failure { throw failure }
      if isFilled(for: id), writing == nil {
        beginWriting()
        continue
      }
      guard let writing, isFilled(for: id) || isInUse(id) else { return }
      await writing.end.value
    }
  }

  private func hasRoom(for id: ObjectID) -> Bool {
    failure == nil && !isFilled(for: id) && !(writing != nil && isInUse(id))
  }

  private func isFilled(for id: ObjectID?) -> Bool {
    filling.isFull || id.map(filling.contains) == true
  }

  private func isInUse(_ id: ObjectID?) -> Bool {
    id.map { maker.stated == nil || writing?.versions.contains($0) == true } ?? false
  }

  /// Waits until an object is not being written.
  func settle(_ id: ObjectID) async {
    while let writing, writing.versions.contains(id) { await writing.end.value }
  }

  /// Hands over what was filled; the next batch is filled meanwhile.
  ///
  /// The task belongs to no caller: a batch that is begun is brought to its end, whoever is cancelled.
  private func beginWriting() {
    let batch = filling
    for capture in batch.captures { toldOf.insert(ObjectID(capture.address.text).hashValue) }
    filling = FilledBatch(mostVersions: batch.mostVersions)
    let handover = Handover(self)
    writing = Writing(
      versions: Set(batch.captures.map { ObjectID($0.address.text) }),
      end: Task { await handover.take()?.write(batch) }
    )
  }

  private func write(_ batch: FilledBatch) async {
    do {
      for line in try await batchWriter.write(batch) { maker.stated?.add(line) }
    } catch {
      failure = error
    }
    endWriting()
  }

  private func endWriting() {
    writing = nil
    written += 1
  }

  // MARK: Making versions

  func take(_ accession: Accession) async throws -> Taking {
    let address = accession.capture.address
    let id = ObjectID(address.text)
    if let damage = accession.damage {
      try await makeRoom()
      return try evidence.holdBack(accession, damage)
    }
    while true {
      try await makeRoom(for: id)
      do {
        try mend(id)
      } catch {
        return try holdBack(accession, whereDamaged: error)
      }
      guard mendedObjects.isEmpty else {
        try await tellOfMended()
        continue
      }
      let before = written
      let known = try await known(of: accession)
      // Meanwhile another may have taken the room, or have made a version of this object.
      guard written == before, hasRoom(for: id) else { continue }
      do {
        return try maker.make(accession, knownAs: known, in: &filling)
      } catch {
        return try holdBack(accession, whereDamaged: error)
      }
    }
  }

  /// The newest version by the catalogue, which is asked only where its word of before may be out of date.
  private func known(of accession: Accession) async throws -> Int {
    let address = accession.capture.address
    if let known = accession.known, !toldOf.contains(ObjectID(address.text).hashValue) {
      return known
    }
    return try await catalogue.newestVersion(of: address) ?? 0
  }

  private func holdBack(_ accession: Accession, whereDamaged error: any Error) throws -> Taking {
    if let loss = error as? VersionMaker.Loss {
      return try evidence.holdBack(accession, loss.notice)
    }
    guard error.isDamage else { throw error }
    return try evidence.holdBack(accession, DamageNotice(accession.capture.address, error))
  }

  // MARK: Mending objects

  /// Finishes what another program had begun in an object.
  private func mend(_ id: ObjectID) throws {
    let quarantine = archive.path.appending(Archive.quarantine)
    if let object = try CommitBatch.mend(id, in: archive.root, quarantine: quarantine) {
      mendedObjects.append(object)
    }
  }

  /// Tells the manifest and the catalogue of objects that were mended; a batch that is being written comes first.
  private func tellOfMended() async throws {
    if writing == nil {
      let objects = mendedObjects
      for object in objects { toldOf.insert(object.id.hashValue) }
      let handover = Handover(self)
      writing = Writing(
        versions: Set(objects.map(\.id)),
        end: Task { await handover.take()?.tell(of: objects) }
      )
    }
    await writing?.end.value
    if let failure { throw failure }
  }

  private func tell(of objects: [CommitBatch.Recovered]) async {
    do {
      var versions = try RecoveredVersions(objects, in: archive)
      try await versions.takeIn()
      mendedObjects.removeFirst(objects.count)
      mended += versions.sentences
      damagedBesides += versions.damaged
      // The manifest may have got lines that were not there when it was read.
      maker.stated = nil
    } catch {
      failure = error
    }
    endWriting()
  }
}
