// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Filing
import Fixity
package import Foundation
import Ledger
import OCFL
import Records
package import Stores
import SystemPackage

/// Makes a copy of an archive whole, in a store: what is missing there is brought, and nothing is taken away but what was let go of.
///
/// The order of writing, in which the copy is an archive at every moment, of the state that its checkpoint is over:
///
/// 1. What the copy says of itself, so that a place where somebody was cut off is known again.
/// 2. What was let go of here is removed there.
/// 3. Objects, each as ``ObjectPlan`` says.
/// 4. The records of runs, of which the reports are last; tombstones, requests, quarantine.
/// 5. The ledger's files, the manifest, and the checkpoint, which was read before all of them.
/// 6. What the copy says of itself: that all is there.
package struct Replication: Sendable {
  package enum Failure: Error, CustomStringConvertible {
    /// What is at the place is no copy of this archive.
    case stranger(place: String, what: String)
    /// The copy holds a state that the archive does not go on from.
    case ahead(place: String, why: String)
    case running(String)
    /// A copy was there, and nothing is there now.
    case emptied(place: String)

    package var description: String {
      switch self {
      case .stranger(let place, let what):
        "\(place) is no copy of this archive: \(what); name an empty place, or see what is there"
      case .ahead(let place, let why):
        "\(place) holds what this archive does not go on from: \(why)"
      case .emptied(let place):
        "a whole copy was at \(place), and nothing is there now: is its disk mounted? With --anew it is begun again"
      case .running(let holder):
        "another process is copying this archive (\(holder)); wait for it"
      }
    }
  }

  /// After so long, each file of a copy is looked at again, and not only what is new.
  private static let surveyedFor: TimeInterval = 7 * 86_400

  private let archive: Archive
  private let store: any Store
  private let trust: HeldAgainst
  private let tool: String
  private let now: Date

  /// - Parameters:
  ///   - archive: what is copied.
  ///   - store: where the copy is, or is to be.
  ///   - trust: what is known of the ledger from elsewhere than the archive.
  ///   - tool: what this program calls itself.
  ///   - now: what time it is.
  package init(
    of archive: Archive,
    to store: any Store,
    against trust: HeldAgainst,
    tool: String,
    at now: Date
  ) {
    (self.archive, self.store, self.trust) = (archive, store, trust)
    (self.tool, self.now) = (tool, now.wholeSecond)
  }

  /// Copies.
  ///
  /// - Parameters:
  ///   - everything: whether each file of the copy is looked at, though not much may be new.
  ///   - wasWhole: whether there was a whole copy before, so that an empty place is a disk that is not mounted.
  ///   - progress: told how many documents are done, and of how many; nil where nobody can say.
  /// - Returns: what was done, and what is wrong.
  /// - Throws: ``Failure``; `StoreError`; or where something here cannot be read.
  package func run(
    lookingAt everything: Bool = false,
    wasWhole: Bool = false,
    progress: @escaping @Sendable (Int, Int?) -> Void = { _, _ in }
  ) async throws -> ReplicationOutcome {
    let lock = try hold()
    let outcome = try await withTaskExecutorPreference(BlockingThreads.bodies) {
      try await copy(lookingAt: everything, wasWhole: wasWhole, progress)
    }
    withExtendedLifetime(lock) {}
    return outcome
  }

  /// One process at a time copies an archive.
  private func hold() throws -> FileLock? {
    do throws(FileLock.Failure) {
      let process = "process \(ProcessInfo.processInfo.processIdentifier)"
      return try FileLock(archive.path.appending(Archive.replicationLock), as: process)
    } catch {
      switch error {
      case .held(let holder): throw Failure.running(holder.description)
      // An archive that is there to be read only has nobody who would copy it twice.
      case .filing(let error):
        guard [.readOnlyFileSystem, .permissionDenied].contains(error.cause) else { throw error }
        return nil
      }
    }
  }

  private func copy(
    lookingAt everything: Bool,
    wasWhole: Bool,
    _ progress: @escaping @Sendable (Int, Int?) -> Void
  ) async throws -> ReplicationOutcome {
    let connection = try store.connect()
    // Before anything else, so that all that it is over is copied after it.
    let ledger = ArchiveLedger(of: archive)
    let checkpoint = try? ledger.checkpoint()
    let manifest = try ManifestState(of: archive)
    let suppressions = try archive.stateOfSuppressions()
    let earlier = try ReplicaRecord(of: connection, at: store.place)
    let damage = ledger.damage(against: trust)
    let judgement = ReplicaJudgement(archive: archive, trust: trust, place: store.place)
    if let earlier {
      try judgement.require(earlier, damage: damage)
    } else {
      try judgement.requireEmpty(connection)
      if wasWhole { throw Failure.emptied(place: store.place) }
    }

    let known = try earlier?.manifest.flatMap { try manifest.goesOn(from: $0) ? $0 : nil }
    let isDue =
      earlier?.surveyedAt.map { now.timeIntervalSince($0) > Self.surveyedFor || $0 > now } ?? true
    let isRedacted = earlier?.suppressions != suppressions
    let isSurvey =
      everything || isDue || isRedacted || known == nil || earlier?.completedAt == nil
    var outcome = ReplicationOutcome(
      place: store.place,
      isSurvey: isSurvey,
      at: now,
      surveyedAt: isSurvey ? now : earlier?.surveyedAt
    )
    // What is damaged here is known before anything there is written anew or taken away.
    let faults = isSurvey ? try await LocalFaults(of: archive, against: trust) : .none
    outcome.notices += faults.notices

    var record = ReplicaRecord(tool: tool, firstRun: archive.firstRun ?? earlier?.firstRun)
    record.checkpoint = earlier?.checkpoint
    record.suppressions = earlier?.suppressions
    record.manifest = earlier?.manifest
    try record.write(to: connection)
    try copyIdentity(over: connection)

    let survey = isSurvey ? try ReplicaSurvey(of: archive, at: connection) : nil
    if let survey { try removeSuppressed(survey, faults, connection, &outcome) }
    let folders =
      try survey == nil
      ? archive.objectFolders(inManifestFrom: known?.size ?? 0) : archive.objectFolders()
    let movesFolders = try folders.isEmpty || connection.abilities().movesFolders
    outcome.add(try await copyObjects(folders, survey, movesFolders: movesFolders, progress))

    let records = RecordCopying(
      archive: archive,
      lanes: Lanes(store: store),
      isRedacted: isRedacted && earlier != nil,
      faults: faults
    )
    outcome.add(try await records.copyRecords(over: connection))
    if let damage {
      outcome.notices.append(ReplicaNotice(.ledger, Archive.ledgerFolder, "\(damage)"))
    } else {
      let origin = checkpoint?.checkpoint.origin
      let isNew = try earlier?.checkpoint.map {
        try SignedCheckpoint(Array($0.utf8)).checkpoint.origin != origin
      }
      outcome.add(try await records.copyLedger(over: connection, isNew: isNew ?? false))
      let isCopied = try copyManifest(
        manifest,
        earlier,
        goesOn: known != nil || isRedacted,
        faults,
        connection,
        &outcome
      )
      if let checkpoint {
        try connection.settle()
        try connection.write(
          StoreContent(Array(checkpoint.text.utf8)),
          to: "\(Archive.ledgerFolder)/checkpoint"
        )
        outcome.leaves = checkpoint.checkpoint.head.size
      }
      try records.tidyLedger(over: connection)
      record.checkpoint = checkpoint?.text
      record.manifest = isCopied ? manifest.part : earlier?.manifest
    }
    try connection.removeFolder(StoreLayout.staging)
    try connection.settle()
    if outcome.isWhole {
      record.completedAt = now
      // Only then is all written without what was let go of.
      if damage == nil { record.suppressions = suppressions }
    }
    record.surveyedAt = outcome.surveyedAt
    try record.write(to: connection)
    try connection.settle()
    try requireWritten(record, connection)
    return outcome
  }

  /// Brings the manifest, unless it is not one that goes on from what the copy had.
  ///
  /// - Returns: whether the copy has it now.
  private func copyManifest(
    _ manifest: ManifestState,
    _ earlier: ReplicaRecord?,
    goesOn: Bool,
    _ faults: LocalFaults,
    _ connection: any StoreConnection,
    _ outcome: inout ReplicationOutcome
  ) throws -> Bool {
    let name = Archive.manifestFile
    guard !faults.has(name) else { return false }
    guard goesOn || earlier?.manifest == nil else {
      outcome.notices.append(
        ReplicaNotice(.damagedHere, name, "it does not begin with what the copy has of it")
      )
      return false
    }
    if earlier?.manifest == manifest.part {
      // Nothing was added to it; that it is there still is looked at as seldom as that of any other file.
      guard try outcome.isSurvey && !isThere(name, connection) else { return true }
    }
    try manifest.copy(to: connection, &outcome)
    return true
  }

  private func isThere(_ name: String, _ connection: any StoreConnection) throws -> Bool {
    do {
      return try connection.bytes(of: name, limit: 1 << 10) != nil
    } catch is TooLong {
      return true
    }
  }

  /// A store may say that it keeps what it does not.
  private func requireWritten(_ record: ReplicaRecord, _ connection: any StoreConnection) throws {
    guard try ReplicaRecord(of: connection, at: store.place) == record else {
      throw StoreError(.rubbish, store.place, "what was written is not there when it is read")
    }
  }

  // MARK: What is there

  /// The files by which the copy says what it is, and how it is read.
  private func copyIdentity(over connection: any StoreConnection) throws {
    let there = try Set(
      RecordCopying.sizes(below: "\(Archive.objectsFolder)/extensions", at: connection).keys
    )
    for file in archive.root.identifyingFiles.reversed() {
      let name = "\(Archive.objectsFolder)/\(file.path)"
      guard !there.contains(name), try connection.bytes(of: name, limit: 1 << 16) == nil else {
        continue
      }
      try connection.write(StoreContent(Array(file.text.utf8)), to: name)
    }
    // As this program writes it, whatever became of the one here.
    let readme = Array(Archive.readmeText.utf8)
    if try connection.bytes(of: Archive.readmeFile, limit: 1 << 20) != readme {
      try connection.write(StoreContent(readme), to: Archive.readmeFile)
    }
  }

  /// Removes what was let go of here, and tells of the rest that is not here.
  private func removeSuppressed(
    _ survey: ReplicaSurvey,
    _ faults: LocalFaults,
    _ connection: any StoreConnection,
    _ outcome: inout ReplicationOutcome
  ) throws {
    for name in survey.foreign { outcome.notices.append(ReplicaNotice(.missingHere, name)) }
    guard !survey.strangers.isEmpty else { return }
    let date = try archive.suppressedFolders()
    for folder in survey.strangers.sorted()
    where try Disk().entry(at: archive.path.pushing(FilePath(folder))) == nil {
      let bytes = try connection.bytes(of: "\(folder)/inventory.json", limit: 64 << 20)
      let inventory = bytes.flatMap { try? ReplicatedInventory($0) }
      // A tombstone that is damaged, or that nobody signed for, lets go of nothing elsewhere.
      guard !faults.isIn(Archive.tombstonesFolder), date(folder, inventory?.digests ?? []) != nil
      else {
        outcome.notices.append(ReplicaNotice(.missingHere, folder))
        continue
      }
      try remove(folder, connection)
      outcome.suppressed += 1
    }
  }

  /// Removes an object in one step; where none is for that, first what makes it one, and last what says whose it was.
  private func remove(_ folder: String, _ connection: any StoreConnection) throws {
    if try connection.abilities().movesFolders {
      let aside = "\(StoreLayout.staging)/\(UInt64.random(in: 0 ... .max))"
      try connection.moveFolder(folder, to: aside)
      try connection.settle()
      try connection.removeFolder(aside)
    } else {
      var names: [String] = []
      try connection.forEachFile(below: folder) { names.append($0.name) }
      let declarations = StorageRoot.objectDeclarationNames.map { "\(folder)/\($0)" }
      for name in names where declarations.contains(name) { try connection.remove(name) }
      for name in names where name != "\(folder)/inventory.json" { try connection.remove(name) }
    }
    // With the folders above it, where nothing else is in them.
    try connection.removeFolder(folder)
  }

  // MARK: Objects

  private func copyObjects(
    _ folders: [String],
    _ survey: ReplicaSurvey?,
    movesFolders: Bool,
    _ progress: @escaping @Sendable (Int, Int?) -> Void
  ) async throws -> CopyTally {
    let done = Count()
    let tallies = try await Lanes(store: store).run(folders, by: ObjectCopying.batchSize) {
      [archive] folders, connection in
      var copying = ObjectCopying(
        archive,
        to: connection,
        knowing: survey,
        movesFolders: movesFolders
      )
      try copying.copy(folders)
      progress(done.add(folders.count), nil)
      return copying.tally
    }
    return tallies.reduce(into: CopyTally()) { $0.add($1) }
  }
}
