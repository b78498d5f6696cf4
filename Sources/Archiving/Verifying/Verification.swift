// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
package import Addressing
import Cataloguing
import Filing
package import Foundation
import OCFL
package import SystemPackage

/// Proves that what is held is what was kept, byte for byte, and that nothing is missing.
///
/// Every object is checked as OCFL has it, each byte read once; then manifest, captures and catalogue are held
/// against the objects, which shows an object that is gone as a whole; the records of the runs are read
/// beside them. What cannot be read is a finding like any other and ends nothing. No lock is taken and nothing is
/// written; what seems wrong is looked at a second time, because a run may be at work.
///
/// What was seen is gathered by ``VerificationRound``, and put into words by ``VerificationReport``.
package struct Verification: Sendable {
  package struct Outcome: Sendable {
    /// Damage, one finding a loss, and what could not be read for want of permission.
    package internal(set) var findings: [ArchiveFinding] = []
    /// Oddities by which nothing that is kept is touched.
    package internal(set) var warnings: [ArchiveFinding] = []
    /// What a run has begun and not finished; nil as a rule.
    package internal(set) var unfinished: UnfinishedWork?
    package internal(set) var objects = 0
    package internal(set) var files = 0
    package internal(set) var bytes: Int64 = 0
    /// What of the content was read; nil where only some documents were asked for.
    package internal(set) var reading: ReadingAccount?
    /// What the ledger was found to prove; nil where there is none.
    package internal(set) var ledger: LedgerAccount?

    /// Forgets the warnings about files whose names are known to somebody: they are no strangers to the archive.
    package mutating func passOver(_ names: Set<String>) {
      warnings.removeAll { names.contains($0.path) }
    }

    package var isIntact: Bool { findings.isEmpty }
    package var isDamaged: Bool { findings.contains { $0.severity == .damage } }
  }

  /// How far a verification has come.
  package struct Progress: Sendable {
    package let objects: Int
    package let bytes: Int64
  }

  private let archive: Archive
  private let trust: HeldAgainst
  /// Whether the archive has not begun: its making was interrupted.
  private let isHalfMade: Bool

  package init(of archive: Archive, against trust: HeldAgainst = .nothing) {
    self.archive = archive
    self.trust = trust
    isHalfMade = false
  }

  /// Checks the archive in a directory, whatever is left of it.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - trust: what is known of its ledger from elsewhere.
  /// - Throws: ``ArchiveError/missing(_:)`` or ``ArchiveError/unused(_:)`` where there never was one.
  package init(at path: FilePath, against trust: HeldAgainst = .nothing) throws {
    self.trust = trust
    isHalfMade = (try? Archive.isHalfMade(path)) ?? false
    archive = try Archive(inspecting: path, evenHalfMade: isHalfMade)
  }

  /// The address of the document that a person means.
  ///
  /// An address needs no catalogue; anything else is looked up in it, as by ``DocumentFinder``.
  package func find(_ text: String) async throws -> WebAddress {
    if let address = try? WebAddress(text) { return address }
    return try await DocumentFinder(
      in: Catalogue(reading: archive.catalogueFile),
      of: archive
    ).find(text).address
  }

  /// Checks the whole archive, on as many cores as there are.
  ///
  /// - Parameters:
  ///   - level: how much of the content is read.
  ///   - budget: for how long content is read at the most; nil for as long as it takes.
  ///   - cores: so many objects are looked at at once.
  ///   - now: what time it is.
  ///   - progress: told how far it has come.
  /// - Returns: what was found.
  /// - Throws: nothing that is wrong with the archive: that is the answer.
  package func full(
    _ level: VerificationLevel = .whole,
    within budget: Duration? = nil,
    cores: Int,
    at now: Date = Date(),
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    guard !isHalfMade else { return beginning }
    var moment = ArchiveMoment(of: archive)
    var outcome = try await look(level, within: budget, cores: cores, at: now, progress: progress)
    // What was read before a run wrote, and what after, need not agree.
    for _ in 1...Self.attempts where !outcome.isIntact || !outcome.warnings.isEmpty {
      let latest = ArchiveMoment(of: archive)
      guard latest != moment else { break }
      moment = latest
      try await lookAgain(&outcome, cores: cores, at: now)
    }
    return outcome
  }

  private static let attempts = 3

  /// Looks once more at all that was found: at the documents whole, and at all else without its content.
  private func lookAgain(_ outcome: inout Outcome, cores: Int, at now: Date) async throws {
    let quick = try await look(.quick, within: nil, cores: cores, at: now) { _ in }
    let addresses = Set((outcome.findings + outcome.warnings).compactMap(\.address))
    var findings = quick.findings
    if !addresses.isEmpty {
      let documents = try await documents(
        at: addresses.sorted().map { WebAddress(alreadyNormal: $0) }
      )
      findings += documents.findings.filter { !findings.contains($0) }
    }
    (outcome.findings, outcome.warnings) = (findings, quick.warnings)
    (outcome.unfinished, outcome.ledger) = (quick.unfinished, quick.ledger)
  }

  private func look(
    _ level: VerificationLevel,
    within budget: Duration?,
    cores: Int,
    at now: Date,
    progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> Outcome {
    var round = VerificationRound(of: archive)
    let isAtWork = round.staging.work != nil
    async let ledger = VerificationRound.ledger(of: archive, against: trust, isAtWork: isAtWork)
    async let runs = VerificationRound.records(of: archive, isUnfinished: false)
    async let manifest = Glance.ofManifest(in: archive)
    async let catalogue = Glance.ofCatalogue(in: archive)
    await round.checkObjects(level, within: budget, cores: cores, at: now, progress: progress)
    await round.compareLedger(against: trust, seen: ledger)
    let rows = round.expectations.rows
    let glances = await (manifest: manifest, catalogue: catalogue)
    async let comparison = CatalogueComparison(of: archive, with: rows, seen: glances.catalogue)
    round.compareManifest(seen: glances.manifest)
    await round.compareCatalogue(seen: comparison)
    await round.findLosses()
    await round.checkRuns(seen: runs)
    round.compareRuns()
    round.compareTombstones()
    round.checkSideFolders()
    return await VerificationReport(of: round).outcome(titles: DocumentTitles(in: archive))
  }

  /// What is told of an archive that has not begun.
  private var beginning: Outcome {
    var outcome = Outcome()
    let holder = (try? FileLock.holder(of: archive.path.appending(Archive.lockName))) ?? nil
    outcome.unfinished = UnfinishedWork(
      isAtWork: holder != nil,
      holder: holder?.description,
      documents: [],
      isBeginning: true
    )
    return outcome
  }

  /// Checks some documents only: their objects, and what is said of them elsewhere.
  package func documents(at addresses: [WebAddress]) async throws -> Outcome {
    var round = VerificationRound(of: archive, documents: addresses)
    round.checkDocuments(addresses)
    round.compareLedger(against: trust)
    round.compareManifest()
    await round.compareCatalogue()
    await round.findLosses()
    round.findReturned()
    return await VerificationReport(of: round).outcome(titles: DocumentTitles(in: archive))
  }
}

extension Archive {
  /// Takes a directory for an archive, however much of one it still is, to be looked at or repaired, and not used.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - evenHalfMade: whether its making may have been interrupted.
  /// - Throws: ``ArchiveError/missing(_:)`` where there is no directory, or ``ArchiveError/unused(_:)``
  ///   where there is a place for an archive and nothing in it yet.
  package init(inspecting path: FilePath, evenHalfMade: Bool = false) throws {
    guard try Disk().entry(at: path) == .directory else { throw ArchiveError.missing(path) }
    // A directory that cannot be listed was an archive as far as anyone knows, and that is told.
    if !evenHalfMade, let strangers = try? Self.strangers(in: path), strangers.isEmpty {
      throw ArchiveError.unused(path)
    }
    let root = StorageRoot(presumedAt: path.appending(Self.storageRoot)) {
      Self.layout(inManifestOf: path)
    }
    self.init(path: path, root: root)
  }
}
