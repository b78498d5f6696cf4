// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
public import Cataloguing
import Filing
import Fixity
public import Foundation
import OCFL
public import SystemPackage

/// A body on its way into the archive, and all that is known of how it came.
public struct Accession: Sendable {
  public let capture: Capture
  /// Moves the body's file to a place of the archive's choosing.
  public let move: @Sendable (FilePath) throws -> Void

  public init(_ capture: Capture, move: @escaping @Sendable (FilePath) throws -> Void) {
    self.capture = capture
    self.move = move
  }
}

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
  /// The run's name: the time it began, as in `2026-11-23T020001Z`.
  public nonisolated let run: String
  /// Where the report goes, relative to the archive.
  public nonisolated let directory: FilePath
  /// An empty directory for bodies on their way, on the archive's file system.
  public nonisolated let spool: FilePath

  /// So much waits at the most before it is written.
  static let versionsPerBatch = 64
  static let visitsPerBatch = 2_500

  private let writer: ArchiveWriter
  private let archive: Archive
  private let catalogue: Catalogue
  private let agent: Inventory.User
  private var visitLines: WritableFile
  private var visitBytes: Int64 = 0
  private var batch: CommitBatch
  private var batches = 1
  private var captures: [Capture] = []
  private var visits: [Visit] = []
  private var retirements: [Retirement] = []
  /// Why a batch could not be written; what is half written must not be written again.
  private var failure: (any Error)?
  /// What other programs had left unfinished in objects that got a new version, in sentences.
  public private(set) var mended: [String] = []

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own.
  ///   - tool: name and version of what writes, as the versions will say.
  ///   - contact: how whoever runs it can be reached.
  ///   - start: when the run began.
  /// - Throws: `FilingError` where the run's directories cannot be made.
  public init(
    _ writer: ArchiveWriter,
    catalogue: Catalogue,
    tool: String,
    contact: String,
    start: Date
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
    batch = try Self.batch(1, in: archive)
  }

  private static func batch(_ number: Int, in archive: Archive) throws -> CommitBatch {
    let staging = archive.path.appending(Archive.staging)
    return try CommitBatch(in: archive.root, staging: staging.appending("batch-\(number)"))
  }

  /// Takes in a visit, with the version that it brought if it brought one.
  ///
  /// - Returns: the number of that version, nil without one.
  @discardableResult
  public func record(_ visit: Visit, _ accession: Accession? = nil) throws -> Int? {
    var visit = visit
    if let accession {
      visit.version = try stage(accession)
    }
    visits.append(visit)
    if batch.count >= Self.versionsPerBatch || visits.count >= Self.visitsPerBatch { try flush() }
    return visit.version
  }

  /// Takes in that a document is asked for no more, or again.
  public func record(_ retirement: Retirement) throws {
    retirements.append(retirement)
    if retirements.count >= Self.visitsPerBatch { try flush() }
  }

  /// Puts a suspect body aside, as evidence; the same bytes are put aside once.
  ///
  /// - Returns: the place, relative to the archive.
  public func quarantine(_ accession: Accession) throws -> String {
    let capture = accession.capture
    let place = "\(Archive.quarantine)/\(capture.digest.hex.prefix(32))"
    let directory = archive.path.appending(place)
    let disk = Disk()
    guard try disk.entry(at: directory) == nil else { return place }
    let fresh = spool.appending("quarantine-\(capture.digest.hex.prefix(32))")
    try disk.removeTree(fresh)
    try disk.makeDirectory(fresh)
    try accession.move(fresh.appending(capture.payloadName))
    try disk.create(fresh.appending(Capture.fileName), holding: RecordCoding.encode(capture))
    // The visit will speak of it, so it is durable first; suspect bodies are few.
    try disk.sync(fresh.appending(capture.payloadName))
    try disk.sync(fresh.appending(Capture.fileName))
    try disk.sync(fresh)
    try disk.rename(fresh, to: directory)
    try disk.sync(directory.removingLastComponent())
    return place
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
    try Disk().replace(directory.appending("report.json"), with: text)
    try Disk().removeTree(spool)
  }

  // MARK: Writing

  private func stage(_ accession: Accession) throws -> Int {
    let capture = accession.capture
    let id = ObjectID(capture.address.text)
    if batch.contains(id) { try flush() }
    try mend(id)
    var version = try batch.stage(id)
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

  private func mend(_ id: ObjectID) throws {
    let quarantine = archive.path.appending(Archive.quarantine)
    guard let object = try CommitBatch.mend(id, in: archive.root, quarantine: quarantine) else {
      return
    }
    let versions = try RecoveredVersions([object], in: archive)
    try versions.takeIn()
    mended += versions.sentences
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
    try archive.manifest.append(committed.flatMap(\.manifestLines))
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
