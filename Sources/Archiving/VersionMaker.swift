// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// Makes the next version of a document's object, in the batch that is being filled.
///
/// Nobody may be writing the object meanwhile, and the manifest is read when nothing is written at all: to see
/// to that is the intake's affair.
struct VersionMaker {
  private let archive: Archive
  private let agent: Inventory.User
  private var batches = 0
  /// What the manifest states, as soon as a version was about to be made.
  var stated: ManifestAccounts?

  /// - Parameters:
  ///   - archive: what is written to.
  ///   - agent: who writes, as the versions will say.
  init(in archive: Archive, as agent: Inventory.User) {
    self.archive = archive
    self.agent = agent
  }

  /// Why no version may be made, where nothing of the object itself is unreadable.
  struct Loss: Error {
    let notice: DamageNotice
  }

  /// Makes a version.
  ///
  /// - Parameters:
  ///   - accession: what becomes it.
  ///   - known: the newest version by the catalogue; 0 where it knows of none.
  ///   - batch: where it is staged.
  /// - Returns: its number, and what the catalogue has wrong.
  /// - Throws: ``Loss``, or what is wrong with the object or the disk.
  mutating func make(
    _ accession: Accession,
    knownAs known: Int,
    in batch: inout FilledBatch
  ) throws -> Taking {
    let capture = accession.capture
    var taking = Taking()
    let version = try stage(ObjectID(capture.address.text), in: &batch)
    switch try accounts(of: capture.address, known, version.previous).judgement {
    case .agreed: break
    case .catalogueBehind(let sentence): taking.catalogueFault = sentence
    case .lost(let sentence): throw Loss(notice: DamageNotice(capture.address, sentence))
    }
    try check(version, against: capture)
    taking.version = try prepare(version, accession, in: &batch)
    return taking
  }

  private mutating func stage(
    _ id: ObjectID,
    in batch: inout FilledBatch
  ) throws -> StagedVersion {
    var versions: CommitBatch
    if let begun = batch.versions {
      versions = begun
    } else {
      batches += 1
      let staging = archive.path.appending(Archive.staging).appending("batch-\(batches)")
      versions = try CommitBatch(in: archive.root, staging: staging)
    }
    defer { batch.versions = versions }
    return try versions.stage(id)
  }

  private mutating func accounts(
    of address: WebAddress,
    _ known: Int,
    _ inventory: Inventory?
  ) throws -> VersionAccounts {
    let manifest = try stated ?? ManifestAccounts(of: archive)
    stated = manifest
    return VersionAccounts(
      catalogue: known,
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
    _ accession: Accession,
    in batch: inout FilledBatch
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
    batch.versions?.add(
      try version.prepare(
        created: capture.capturedAt,
        message: "captured from \(capture.response.address)",
        user: agent
      )
    )
    batch.captures.append(capture)
    return number
  }
}
