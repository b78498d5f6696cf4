// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Cataloguing
import Filing
import OCFL
import SystemPackage

/// The right to write to an archive: its lock, held, with all that a crash left behind cleared up.
///
/// Whoever opens it finds staging empty, the manifest whole, interrupted batches finished and a
/// catalogue that knows of them.
package final class ArchiveWriter: Sendable {
  package let archive: Archive
  /// What had to be cleared up, in sentences; empty as a rule.
  package let recovered: [String]
  /// What was found damaged meanwhile and was left as it is: the rest was gone on with.
  package let damaged: [DamageNotice]
  /// Who signs for the ledger; nil where nobody was asked to.
  let signing: ArchiveLedger.Signing?
  private let lock: FileLock

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - archive: what is to be written to.
  ///   - purpose: told to another process that wants the lock meanwhile: `sync`, say.
  ///   - signing: who signs for the ledger; nil to leave it to the next that does.
  ///   - replacesCatalogue: whether it is made again, so that it does not matter whether the old one can be told.
  /// - Throws: ``ArchiveError/locked(_:holder:)`` at once if another process has it; `StorageError` where the
  ///   storage root says that its objects lie elsewhere.
  package init(
    _ archive: Archive,
    for purpose: String,
    signing: ArchiveLedger.Signing? = nil,
    replacingCatalogue replacesCatalogue: Bool = false
  ) async throws {
    self.archive = archive
    self.signing = signing
    try archive.root.requireTrueConfiguration()
    lock = try Archive.lock(archive.path, for: purpose)
    // Before anything is written to it, after which nobody could say.
    let altered = replacesCatalogue ? nil : try Self.alteredCatalogue(of: archive)
    let (recovered, damaged) = try await Self.recover(
      archive,
      needingCatalogue: !replacesCatalogue
    )
    var sentences = recovered
    if case .by(_, let note)? = signing {
      sentences += try NotedTombstones(beside: note).putBack(in: archive)
    }
    self.recovered = sentences
    self.damaged = [altered].compactMap(\.self) + damaged
  }

  deinit {
    // Where this fails, nothing is known of the catalogue, and nothing wrong is said.
    try? CatalogueChecksum(of: archive).renew()
  }

  private static func alteredCatalogue(of archive: Archive) throws -> DamageNotice? {
    let checksum = CatalogueChecksum(of: archive)
    guard checksum.state() == .altered else { return nil }
    try checksum.noteAltered()
    return DamageNotice(CatalogueChecksum.sentence, next: .reindex)
  }

  /// Opens the catalogue, and makes it where the archive is new.
  ///
  /// - Throws: ``ArchiveError/noCatalogue(_:)`` where it is missing though documents are held.
  package func catalogue() async throws -> Catalogue {
    if try !archive.hasCatalogue, try Disk().entry(at: archive.catalogueFile) == nil {
      // SQLite would make it readable for everybody.
      try Disk().create(archive.catalogueFile, holding: "")
    }
    try CatalogueChecksum(of: archive).noteWriting()
    return try await Catalogue(at: archive.catalogueFile)
  }

  // MARK: Recovery

  private static func recover(
    _ archive: Archive,
    needingCatalogue needsCatalogue: Bool
  ) async throws -> (recovered: [String], damaged: [DamageNotice]) {
    let disk = Disk()
    let staging = archive.path.appending(Archive.staging)
    let quarantine = archive.path.appending(Archive.quarantine)
    for folder in [staging, quarantine, archive.path.appending(Archive.runs)] {
      try makeOrCheck(folder)
    }
    for folder in [archive.ledger, archive.tombstones] where try disk.entry(at: folder) != nil {
      try makeOrCheck(folder)
    }

    try archive.completeReadme()
    let strange = try CatalogueChecksum(of: archive).makeRoom()
    // What somebody else put there may be the last copy of something; `verify` tells of it.
    let left = try disk.list(staging).filter { StagingNames.isOurs($0.name) }
    var objects: [CommitBatch.Recovered] = []
    var damaged: [DamageNotice] = []
    // Batches that could not be finished: what they meant to do is evidence.
    var unfinished: Set<String> = []
    let batches = left.filter { $0.kind == .directory && $0.name.hasPrefix("batch") }
    for entry in batches {
      do {
        let found = try finish(entry.component, of: archive)
        objects += found
        if found.contains(where: \.isUnfinished) { unfinished.insert(entry.name) }
      } catch {
        guard error.isDamage else { throw error }
        unfinished.insert(entry.name)
        damaged.append(DamageNotice(error))
      }
    }
    let mended = try WaitingLeaves(of: archive).mend(isCutByRun: !left.isEmpty)
    // Before anything is said of the runs, whose records it writes.
    var sentences: [String] = []
    switch try Lifting(in: archive).finish() {
    case .finished(let sentence)?: sentences.append(sentence)
    case .strange(let notice)?: damaged.append(notice)
    case nil: break
    }
    let letGo = try await LettingGo.finish(in: archive)
    if let place = strange {
      damaged.append(
        DamageNotice(
          "in the place of the catalogue's checksum stood something that is no file; it lies in \(place)"
        )
      )
    }
    if let place = mended {
      damaged.append(
        DamageNotice(
          "what waits for the ledger could not be read to its end; it is kept in \(place)"
        )
      )
    }
    var versions = try RecoveredVersions(objects, in: archive)
    // A run that came to its end has left no batch, and a manifest that need not be read through.
    if !batches.isEmpty {
      try await versions.takeIn(needingCatalogue: needsCatalogue)
    } else {
      try archive.manifest.mendLastLine(in: archive.path)
    }
    if !left.isEmpty { try RunLeaves(of: archive).completeLast() }
    // Last, because a start that is interrupted before this has to be told the same again.
    for entry in left {
      let place = staging.appending(entry.component)
      if unfinished.contains(entry.name) {
        let name = "interrupted-\(entry.name)"
        try disk.rename(place, to: archive.freePlace(inQuarantine: name))
      } else {
        try disk.removeTree(place)
      }
    }
    damaged += versions.damaged
    damaged += try await takeInRest(of: archive, needingCatalogue: needsCatalogue)
    return (sentences + [letGo].compactMap(\.self) + versions.sentences, damaged)
  }

  /// Makes a folder of the archive's own; one that is there has to be usable.
  private static func makeOrCheck(_ folder: FilePath) throws {
    let disk = Disk()
    do {
      // A link might lead to another disk, over which nothing can be renamed.
      switch try disk.entry(at: folder) {
      case .directory: _ = try disk.list(folder)
      case nil: try disk.makeDirectory(folder)
      default: throw ArchiveError.sideFolder(folder, reason: "it is no folder")
      }
    } catch let error as FilingError where error.isUnreadable {
      throw ArchiveError.sideFolder(folder, reason: "\(error.cause)")
    }
  }

  private static func finish(
    _ batch: FilePath.Component,
    of archive: Archive
  ) throws -> [CommitBatch.Recovered] {
    try CommitBatch.recover(
      from: archive.path.appending(Archive.staging).appending(batch),
      in: archive.root,
      quarantine: archive.path.appending(Archive.quarantine)
    )
  }

  /// Takes in the visits that the last run wrote down and did not come to tell the catalogue.
  private static func takeInRest(
    of archive: Archive,
    needingCatalogue needsCatalogue: Bool
  ) async throws -> [DamageNotice] {
    guard try Disk().entry(at: archive.catalogueFile) == .file else { return [] }
    do {
      // What the last run did not come to tell the catalogue is written there.
      try CatalogueChecksum(of: archive).noteWriting()
      var replay = VisitReplay(of: archive, into: try await Catalogue(at: archive.catalogueFile))
      try await replay.rest()
      return replay.unreadable.map { DamageNotice("could not be read: \($0)") }
        + replay.catalogueFaults.map { DamageNotice($0, next: .reindex) }
    } catch let error as CatalogueError where error.isMendedByReindexing || !needsCatalogue {
      // A catalogue that cannot be used is for its user to complain of, or for `reindex`.
      return []
    } catch {
      guard error.isDamage else { throw error }
      return [DamageNotice(error)]
    }
  }
}

extension CommitBatch.Recovered {
  fileprivate var isUnfinished: Bool {
    if case .unfinished = outcome { true } else { false }
  }
}
