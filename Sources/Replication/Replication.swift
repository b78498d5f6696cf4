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

    package var description: String {
      switch self {
      case .stranger(let place, let what):
        "\(place) is no copy of this archive: \(what); name an empty place, or see what is there"
      case .ahead(let place, let why):
        "nothing was copied to \(place), which holds what this archive does not go on from: \(why)"
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
  ///   - progress: told how many documents are done, and of how many; nil where nobody can say.
  /// - Returns: what was done, and what is wrong.
  /// - Throws: ``Failure``; `StoreError`; or where something here cannot be read.
  package func run(
    lookingAt everything: Bool = false,
    progress: @escaping @Sendable (Int, Int?) -> Void = { _, _ in }
  ) async throws -> ReplicationOutcome {
    let lock = try hold()
    let outcome = try await withTaskExecutorPreference(BlockingThreads.bodies) {
      try await copy(lookingAt: everything, progress)
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
    try judge(earlier, connection, damage: damage)

    let known = try earlier?.manifest.flatMap { try manifest.goesOn(from: $0) ? $0 : nil }
    let isDue =
      earlier?.surveyedAt.map { now.timeIntervalSince($0) > Self.surveyedFor || $0 > now } ?? true
    let isRedacted = earlier?.suppressions != suppressions
    let isSurvey =
      everything || isDue || isRedacted || known == nil || earlier?.completedAt == nil
    var outcome = ReplicationOutcome(place: store.place, isSurvey: isSurvey, at: now)

    var record = ReplicaRecord(tool: tool, firstRun: archive.firstRun ?? earlier?.firstRun)
    record.checkpoint = earlier?.checkpoint
    record.suppressions = earlier?.suppressions
    try record.write(to: connection)
    try copyIdentity(over: connection)

    let survey = isSurvey ? try ReplicaSurvey(of: archive, at: connection) : nil
    if let survey { try removeSuppressed(survey, connection, &outcome) }
    let folders =
      try survey == nil
      ? archive.objectFolders(inManifestFrom: known?.size ?? 0) : objectFolders()
    outcome.add(try await copyObjects(folders, survey, progress))

    let records = RecordCopying(
      archive: archive,
      lanes: Lanes(store: store),
      isRedacted: isRedacted && earlier != nil
    )
    outcome.add(try await records.copyRecords(over: connection))
    if let damage {
      outcome.notices.append(ReplicaNotice(.ledger, Archive.ledgerFolder, "\(damage)"))
      record.checkpoint = earlier?.checkpoint
    } else {
      let origin = checkpoint?.checkpoint.origin
      let isNew = try earlier?.checkpoint.map {
        try SignedCheckpoint(Array($0.utf8)).checkpoint.origin != origin
      }
      outcome.add(try await records.copyLedger(over: connection, isNew: isNew ?? false))
      if earlier?.manifest != manifest.part { try manifest.copy(to: connection, &outcome) }
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
      record.manifest = manifest.part
      record.suppressions = suppressions
    }
    try connection.removeFolder(StoreLayout.staging)
    try connection.settle()
    if outcome.isWhole { record.completedAt = now }
    record.surveyedAt = isSurvey ? now : earlier?.surveyedAt
    try record.write(to: connection)
    try connection.settle()
    return outcome
  }

  // MARK: What is there

  /// Refuses a place that is no copy of the archive, or holds what it does not go on from.
  private func judge(
    _ record: ReplicaRecord?,
    _ connection: any StoreConnection,
    damage: ArchiveLedger.Problem?
  ) throws {
    guard let record else {
      var first: String?
      struct Enough: Error {}
      do {
        try connection.forEachFile(below: "") { file in
          guard !file.name.hasPrefix(StoreLayout.staging + "/") else { return }
          first = file.name
          throw Enough()
        }
      } catch is Enough {}
      if let first {
        let what = "there is “\(first)”, and no \(ReplicaRecord.fileName)"
        throw Failure.stranger(place: store.place, what: what)
      }
      return
    }
    guard let text = record.checkpoint, damage == nil else {
      // Without a ledger that can be asked, its runs say whose it is.
      if let run = record.firstRun, !archive.mayHaveHad(run: run) {
        let what = "the archive that it is of began with the run \(run)"
        throw Failure.stranger(place: store.place, what: what)
      }
      return
    }
    let held = HeldCheckpoint(
      try SignedCheckpoint(Array(text.utf8)),
      from: "the checkpoint of the copy"
    )
    let all = HeldAgainst(key: trust.key, checkpoints: trust.checkpoints + [held])
    if let problem = ArchiveLedger(of: archive).damage(against: all) {
      throw Failure.ahead(place: store.place, why: "\(problem)")
    }
  }

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
    let readme = try Disk().read(archive.path.appending(Archive.readmeFile), limit: 1 << 20)
    if try connection.bytes(of: Archive.readmeFile, limit: 1 << 20) != readme {
      try connection.write(StoreContent(readme), to: Archive.readmeFile)
    }
  }

  /// Removes what was let go of here, and tells of the rest that is not here.
  private func removeSuppressed(
    _ survey: ReplicaSurvey,
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
      guard date(folder, inventory?.digests ?? []) != nil else {
        outcome.notices.append(ReplicaNotice(.missingHere, folder))
        continue
      }
      try connection.removeFolder(folder)
      outcome.suppressed += 1
    }
  }

  // MARK: Objects

  /// The folders of all objects.
  private func objectFolders() throws -> [String] {
    var folders: [String] = []
    for object in try archive.root.objects() {
      try Task.checkCancellation()
      var path = try object.get()
      guard path.removePrefix(archive.path) else { continue }
      folders.append(path.string)
    }
    return folders
  }

  private func copyObjects(
    _ folders: [String],
    _ survey: ReplicaSurvey?,
    _ progress: @escaping @Sendable (Int, Int?) -> Void
  ) async throws -> CopyTally {
    let done = Count()
    let tallies = try await Lanes(store: store).run(folders, by: ObjectCopying.batchSize) {
      [archive] folders, connection in
      var copying = try ObjectCopying(archive, to: connection, knowing: survey)
      try copying.copy(folders)
      progress(done.add(folders.count), nil)
      return copying.tally
    }
    return tallies.reduce(into: CopyTally()) { $0.add($1) }
  }
}
