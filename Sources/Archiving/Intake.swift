// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
public import Cataloguing
import Filing
import Fixity
public import Foundation
import OCFL
public import SystemPackage

/// Takes in what one run brings: versions in batches, and a line for every visit.
///
/// The order of writing (docs/design.md §6; the batch's own steps are numbered in ``CommitBatch``):
///
/// 1. The versions of a batch are durable in the storage root before anything speaks of them.
/// 2. Their lines are added to the manifest, durably.
/// 3. The lines of the visits are added to the run's `visits.jsonl`, durably.
/// 4. The catalogue learns of both, and how far in `visits.jsonl` that was; it may be lost.
/// 5. The batch's staging directory goes. Until then a later start repeats 2 and 4 for its versions;
///    visits that were written down and not taken in it takes in at any time.
///
/// Each of these happens once: when one fails, nothing more is written in this run, and the next start
/// finishes what can be finished.
public actor Intake {
  private let executor = SerialQueueExecutor("intake")
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// The run's name: the time it began, as in `2026-11-23T020001Z`.
  public nonisolated let run: String
  /// Where the report goes, relative to the archive.
  public nonisolated let directory: FilePath
  /// An empty directory for bodies on their way, on the archive's file system.
  public nonisolated let spool: FilePath

  /// So many bytes may lie in quarantine, unless the configuration says otherwise.
  public static let quarantineBytes: Int64 = 1_000_000_000

  /// So much waits at the most before it is written.
  static let versionsPerBatch = 64
  static let visitsPerBatch = 2_500

  /// How many files and directories a full batch makes at the most, with what a run keeps beside it: of a
  /// new object four directories and seven files.
  public static let filesPerBatch = Int64(versionsPerBatch) * 16

  private let writer: ArchiveWriter
  public nonisolated let archive: Archive
  let catalogue: Catalogue
  private let agent: Inventory.User
  private var visitLines: WritableFile
  private var visitBytes: Int64 = 0
  private var evidence: Quarantine
  private var batch: CommitBatch
  private var batches = 1
  private var captures: [Capture] = []
  private var visits: [Visit] = []
  private var retirements: [Retirement] = []
  /// Why a batch could not be written; what is half written must not be written again.
  private var failure: (any Error)?
  /// What the manifest states, as soon as a version was about to be made.
  private var stated: ManifestAccounts?
  /// What other programs had left unfinished in objects that got a new version, in sentences.
  public private(set) var mended: [String] = []

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own.
  ///   - tool: name and version of what writes, as the versions will say.
  ///   - contact: how whoever runs it can be reached.
  ///   - start: when the run began.
  ///   - quarantineBytes: how many bytes suspect bodies may take together.
  /// - Throws: `FilingError` where the run's directories cannot be made.
  public init(
    _ writer: ArchiveWriter,
    catalogue: Catalogue,
    tool: String,
    contact: String,
    start: Date,
    quarantineBytes: Int64 = Intake.quarantineBytes
  ) throws {
    self.writer = writer
    agent = Inventory.User(name: tool, address: contact)
    self.catalogue = catalogue
    archive = writer.archive
    let disk = Disk()
    guard try disk.entry(at: archive.manifest.path) == .file else {
      throw ArchiveError.noManifest(archive.path)
    }
    let time = start.formatted(.iso8601.timeSeparator(.omitted))
    let runs = writer.archive.path.appending(Archive.runs)
    var name = time
    var repetition = 1
    while try disk.entry(at: runs.appending(name)) != nil {
      repetition += 1
      name = "\(time)-\(repetition)"
    }
    run = name
    directory = runs.appending(name)
    try disk.makeDirectory(directory)
    visitLines = try WritableFile(creating: directory.appending(Visit.fileName))
    // The catalogue will say how far it has read that file, so its name is durable before.
    try disk.sync(directory)
    try disk.sync(runs)

    spool = archive.path.appending(Archive.staging).appending("spool")
    try disk.makeDirectory(spool)
    evidence = Quarantine(of: archive, workshop: spool, budget: quarantineBytes)
    batch = try Self.batch(1, in: archive)
  }

  private static func batch(_ number: Int, in archive: Archive) throws -> CommitBatch {
    let staging = archive.path.appending(Archive.staging)
    return try CommitBatch(in: archive.root, staging: staging.appending("batch-\(number)"))
  }

  /// Takes in a visit, with the body that it brought if that is to become a version.
  ///
  /// Before a version is made, the catalogue, the manifest and the object are asked what the last one was
  /// (``VersionAccounts``). Where something of the document is lost or damaged, none is made: the body is
  /// put aside, to wait for a person's decision.
  ///
  /// - Returns: what became of the body.
  @discardableResult
  public func record(_ visit: Visit, _ accession: Accession? = nil) throws -> Taking {
    var visit = visit
    var taking = Taking()
    if let accession {
      taking = try take(accession)
      visit.version = taking.version
      if let damage = taking.damage {
        // Validators would vouch for a body that is not held.
        visit.validators = nil
        visit.quarantined = damage.waiting
      }
    }
    visits.append(visit)
    if batch.count >= Self.versionsPerBatch || visits.count >= Self.visitsPerBatch { try flush() }
    return taking
  }

  /// Takes in that a document is asked for no more, or again.
  public func record(_ retirement: Retirement) throws {
    retirements.append(retirement)
    if retirements.count >= Self.visitsPerBatch { try flush() }
  }

  /// Puts a suspect body aside, as evidence; see ``Quarantine``.
  ///
  /// - Returns: the place, relative to the archive; nil where it is larger than all may be together.
  public func quarantine(_ accession: Accession) throws -> String? {
    try evidence.put(accession)
  }

  /// Sees that quarantine takes no more room than it may.
  ///
  /// - Returns: what went from it in this run.
  public func settleQuarantine() -> DroppedEvidence {
    evidence.settle()
    return evidence.dropped
  }

  /// Writes what waits, when a run has to end without a report: the disk is full, say.
  public func salvage() throws {
    try flush()
    try batch.finish()
  }

  /// Writes what waits, and the report of the run as its last file.
  public func finish(report: some Encodable & Sendable) throws {
    try flush()
    try batch.finish()
    let text = try RecordCoding.encode(report)
    try Disk().replace(directory.appending(Archive.reportName), with: text)
    try Disk().removeTree(spool)
  }

  // MARK: Writing

  private func take(_ accession: Accession) throws -> Taking {
    if let damage = accession.damage { return try holdBack(accession, damage) }
    let address = accession.capture.address
    let id = ObjectID(address.text)
    if batch.contains(id) { try flush() }
    var taking = Taking()
    do {
      try mend(id)
      let version = try open(id, for: accession.capture, &taking)
      taking.version = try prepare(version, accession)
      return taking
    } catch let loss as Loss {
      return try holdBack(accession, loss.notice)
    } catch {
      guard error.isDamage else { throw error }
      return try holdBack(accession, DamageNotice(address, error))
    }
  }

  /// Why no version may be made, where nothing of the object itself is unreadable.
  private struct Loss: Error {
    let notice: DamageNotice
  }

  private func open(
    _ id: ObjectID,
    for capture: Capture,
    _ taking: inout Taking
  ) throws -> StagedVersion {
    let version = try batch.stage(id)
    switch try accounts(of: capture.address, version.previous).judgement {
    case .agreed: break
    case .catalogueBehind(let sentence): taking.catalogueFault = sentence
    case .lost(let sentence): throw Loss(notice: DamageNotice(capture.address, sentence))
    }
    try check(version, against: capture)
    return version
  }

  private func accounts(
    of address: WebAddress,
    _ inventory: Inventory?
  ) throws -> VersionAccounts {
    let manifest = try stated ?? ManifestAccounts(of: archive)
    stated = manifest
    return VersionAccounts(
      catalogue: try catalogue.newestVersion(of: address) ?? 0,
      manifest: manifest.account(of: ObjectID(address.text), in: archive),
      object: inventory?.headNumber?.value ?? 0,
      inventory: inventory.map { .init(of: $0, in: archive) } ?? .init()
    )
  }

  /// Bytes of an earlier version are not stored again, so what is referred to has to be there, and right.
  private func check(_ version: borrowing StagedVersion, against capture: Capture) throws {
    guard let inventory = version.previous, version.holds(capture.digest),
      let path = inventory.manifest[capture.digest.hex]?.first
    else { return }
    let file = archive.root.directory(of: version.id).pushing(FilePath(path))
    guard try FileDigest(of: file).value == capture.digest else { throw ArchiveError.damaged(file) }
  }

  private func prepare(
    _ opened: consuming StagedVersion,
    _ accession: Accession
  ) throws -> Int {
    let capture = accession.capture
    var version = opened
    let name = capture.payloadName
    if version.holds(capture.digest) {
      version.refer(to: capture.digest, as: name)
    } else {
      try accession.move(version.contentFile(name))
      try version.add(name, digest: capture.digest)
    }
    try version.add(Capture.fileName, holding: Array(RecordCoding.encode(capture).utf8))
    let number = version.number.value
    batch.add(
      try version.prepare(
        created: capture.capturedAt,
        message: "captured from \(capture.response.address)",
        user: agent
      )
    )
    captures.append(capture)
    return number
  }

  /// Puts a body aside that cannot become a version before a person has looked.
  ///
  /// Of one document the first and the newest wait: a body that is another every night would else fill the
  /// disk while nobody looks.
  private func holdBack(_ accession: Accession, _ damage: DamageNotice) throws -> Taking {
    let capture = accession.capture
    let held = try evidence.hold(
      accession,
      note: """
        \(capture.address)
        This came on \(capture.capturedAt.formatted(.iso8601)) and was not kept as a version:
        \(damage.sentence).
        It waits here until a person decides. Of all that comes of this document meanwhile, the first and
        the newest wait; nothing else is removed. `hanaper verify` says what is wrong with the archive and
        what mends it. Once that is done, remove this folder by hand.

        """
    )
    var damage = damage
    if held.replaced > 0, let first = held.first {
      damage = DamageNotice(
        capture.address,
        "\(damage.sentence); what came tonight took the place of what came before it, and the first that "
          + "came waits in \(first)"
      )
    }
    damage.waiting = held.place
    return Taking(damage: damage)
  }

  private func mend(_ id: ObjectID) throws {
    let quarantine = archive.path.appending(Archive.quarantine)
    guard let object = try CommitBatch.mend(id, in: archive.root, quarantine: quarantine) else {
      return
    }
    var versions = try RecoveredVersions([object], in: archive)
    try versions.takeIn()
    mended += versions.sentences
    // The manifest may have got lines that were not there when it was read.
    stated = nil
  }

  private func flush() throws {
    if let failure { throw failure }
    do {
      try write()
    } catch {
      failure = error
      throw error
    }
  }

  private func write() throws {
    guard !visits.isEmpty || !retirements.isEmpty || batch.count > 0 else { return }
    let committed = try zip(captures, batch.commit()).map { capture, version in
      CommittedVersion(capture, version.number, version.inventory, in: archive)
    }
    let manifestLines = committed.flatMap(\.manifestLines)
    try archive.manifest.append(manifestLines)
    for line in manifestLines { stated?.add(line) }
    let lines = try (visits.map { try $0.line } + retirements.map(RecordCoding.encodeLine)).joined()
    try visitLines.append(lines)
    try visitLines.sync()
    visitBytes += Int64(lines.utf8.count)
    try catalogue.apply(
      versions: committed.map(\.record),
      visits: visits.map { try $0.record },
      retirements: retirements.map(\.record),
      mark: (run, visitBytes)
    )
    try batch.finish()

    batches += 1
    batch = try Self.batch(batches, in: archive)
    captures.removeAll()
    visits.removeAll()
    retirements.removeAll()
  }
}
