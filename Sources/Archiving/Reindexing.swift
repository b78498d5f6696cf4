// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import Foundation
import OCFL
import SystemPackage

/// Makes the catalogue again, from the storage root and the runs alone.
package enum Reindexing {
  /// How much was read.
  package struct Outcome: Sendable {
    package var versions = 0
    package var visits = 0
    /// What could not be read, in sentences; the rest is in the catalogue.
    package var unreadable: [String] = []
    /// Documents whose record is lost, and those of which the manifest knows more than is there; the
    /// catalogue forgets that now.
    package var lost: [DamageNotice] = []
    /// Whether the manifest was missing and was made again, so that it is no evidence for anything before.
    package var madeManifest = false

    /// Whether the new catalogue tells of all that was ever kept.
    package var isWhole: Bool { unreadable.isEmpty && lost.isEmpty }
  }

  /// Makes a new catalogue and puts it in the place of the old one in one step.
  ///
  /// - Parameters:
  ///   - writer: the right to write to the archive.
  ///   - progress: told the number of versions read so far.
  /// - Returns: how much was read, and what could not be.
  /// - Throws: where the new catalogue cannot be written; the old one then stays.
  package static func run(
    _ writer: ArchiveWriter,
    progress: (Int) -> Void = { _ in }
  ) async throws -> Outcome {
    try await run(
      in: writer.archive,
      lengthsOfVisits: lengthsOfVisits(in: writer.archive),
      progress: progress
    )
  }

  /// The same, for whoever holds the lock.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - lengths: how long the records of runs ought to be at least, as far as that is known.
  ///   - progress: told the number of versions read so far.
  /// - Returns: how much was read, and what could not be.
  /// - Throws: where the new catalogue cannot be written; the old one then stays.
  static func run(
    in archive: Archive,
    lengthsOfVisits lengths: [String: Int64],
    progress: (Int) -> Void = { _ in }
  ) async throws -> Outcome {
    let disk = Disk()
    let fresh = archive.path.appending(Archive.staging).appending("catalogue.sqlite")
    try disk.removeFile(fresh)
    try disk.create(fresh, holding: "")
    let catalogue = try await Catalogue(at: fresh)
    var outcome = Outcome()
    var portion: [Version] = []

    for found in try archive.root.objects() {
      do {
        let directory = try found.get()
        let (inventory, fault) = try archive.root.inventory(in: directory)
        if let fault {
          outcome.lost.append(
            DamageNotice(try WebAddress(inventory.id), fault, goneBy: inventory.head)
          )
        }
        for (number, _) in inventory.numberedVersions {
          do {
            portion.append(try CommittedVersion(number, inventory, in: archive).record)
            outcome.versions += 1
          } catch {
            outcome.unreadable.append("\(error)")
            // The object still holds the version, whatever became of its provenance.
            let address = try WebAddress(inventory.id)
            portion += archive.keptVersions(of: address, by: inventory)
              .filter { $0.number == number.value }.map { $0.record(in: archive) }
          }
        }
      } catch {
        outcome.unreadable.append("\(error)")
      }
      guard portion.count >= FilledBatch.mostVisits else { continue }
      try await catalogue.apply(versions: portion, visits: [])
      portion.removeAll()
      progress(outcome.versions)
    }
    try await catalogue.apply(versions: portion, visits: [])

    var replay = VisitReplay(of: archive, into: catalogue)
    try await replay.all(lengths: lengths)
    outcome.visits = replay.visits
    outcome.unreadable += replay.unreadable
    // A manifest that is there is evidence, and not made again from what it is evidence for.
    if try disk.entry(at: archive.manifest.path) == nil {
      try archive.manifest.remake(for: archive)
      outcome.madeManifest = true
    } else {
      outcome.lost += try await lost(of: archive, besides: catalogue)
    }
    try await catalogue.close()
    try disk.sync(fresh)
    try clearPlace(of: archive.catalogueFile, archive)
    try disk.rename(fresh, to: archive.catalogueFile)
    try disk.sync(archive.path)
    return outcome
  }

  /// How long the records of runs were when they were read last, as far as the old catalogue can say.
  private static func lengthsOfVisits(in archive: Archive) async -> [String: Int64] {
    (try? await Catalogue(reading: archive.catalogueFile).runs()) ?? [:]
  }

  /// What the manifest knows and no object has.
  private static func lost(
    of archive: Archive,
    besides catalogue: Catalogue
  ) async throws -> [DamageNotice] {
    let accounts = try ManifestAccounts(of: archive)
    var notices: [DamageNotice] = []
    try await catalogue.forEachDocument { document in
      let held = document.newestKept ?? 0
      let known = accounts.account(of: ObjectID(document.address.text), in: archive).version
      guard known > held else { return }
      let isThere = (try? archive.root.contains(ObjectID(document.address.text))) ?? true
      let end =
        switch held {
        case 0: isThere ? "no record of its object can be read" : "there is no object"
        default: "the object ends with v\(held)"
        }
      notices.append(
        DamageNotice(document.address, "the manifest knows v\(known) of it, and \(end)")
      )
    }
    return notices
  }

  /// Moves away what would do harm to a catalogue that takes this place.
  private static func clearPlace(of file: FilePath, _ archive: Archive) throws {
    let disk = Disk()
    // What SQLite wrote down to undo a change of the old one would be undone in the new one, and its checksum is not this one's.
    for ending in ["-journal", "-wal", "-shm", CatalogueChecksum.ending] {
      try disk.removeFile(FilePath(file.string + ending))
    }
    guard let kind = try disk.entry(at: file), kind != .file else { return }
    let place = try archive.freePlace(inQuarantine: file.lastComponent?.string ?? "catalogue")
    try disk.rename(file, to: place)
  }
}
