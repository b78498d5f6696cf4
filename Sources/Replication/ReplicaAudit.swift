// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Filing
import Fixity
package import Foundation
import Ledger
import Records
package import Stores
import SystemPackage

/// Reads a copy back, or a share of it, and holds each file that it ought to have against what is here.
///
/// What came since the copy was last made is not asked for. What is here is the judge where a quick verification finds nothing wrong with it, by
/// the ledger: nothing else is written anew there, and nothing at all in a copy that this archive does not go on from.
package struct ReplicaAudit: Sendable {
  /// Which files are read.
  package enum Share: Hashable, Sendable {
    case all
    /// One of so many; each day another.
    case oneOf(Int)
  }

  package struct Outcome: Sendable {
    package internal(set) var files = 0
    package internal(set) var bytes: Int64 = 0
    /// How many objects were read, and how many there are.
    package internal(set) var objects = 0
    package internal(set) var allObjects = 0
    package internal(set) var findings: [Finding] = []

    mutating func add(_ other: Outcome) {
      files += other.files
      bytes += other.bytes
      objects += other.objects
      findings += other.findings
    }
  }

  package struct Finding: Hashable, Sendable {
    package enum Kind: String, Sendable {
      /// The copy has not these bytes.
      case damagedThere
      /// The copy has not this file.
      case missingThere
      /// It was not these bytes, and was written anew.
      case mended
      /// The file here is not sound, so nobody can say.
      case damagedHere
      /// The copy has a version that is not here.
      case missingHere
    }

    package let kind: Kind
    /// Relative to the archive.
    package let name: String
    package let detail: String
  }

  private let archive: Archive
  private let store: any Store
  private let trust: HeldAgainst
  private let now: Date

  /// - Parameters:
  ///   - archive: what is here.
  ///   - store: where the copy is.
  ///   - trust: what is known of the ledger from elsewhere than the archive.
  ///   - now: what time it is.
  package init(
    of archive: Archive,
    in store: any Store,
    against trust: HeldAgainst,
    at now: Date
  ) {
    (self.archive, self.store, self.trust, self.now) = (archive, store, trust, now)
  }

  /// Reads.
  ///
  /// - Parameters:
  ///   - share: which files.
  ///   - mends: whether what is damaged or missing there is written anew, where it is sound here.
  ///   - progress: told how many objects were read, and of how many.
  /// - Returns: what was found.
  /// - Throws: `StoreError`; ``Replication/Failure`` where there is no copy; or where something here cannot be listed.
  package func run(
    _ share: Share,
    mending mends: Bool = false,
    progress: @escaping @Sendable (Int, Int?) -> Void = { _, _ in }
  ) async throws -> Outcome {
    try await withTaskExecutorPreference(BlockingThreads.bodies) {
      let connection = try store.connect()
      guard let record = try ReplicaRecord(of: connection, at: store.place) else {
        throw Replication.Failure.stranger(
          place: store.place,
          what: "there is no file \(ReplicaRecord.fileName)"
        )
      }
      let damage = ArchiveLedger(of: archive).damage(against: trust)
      try ReplicaJudgement(archive: archive, trust: trust, place: store.place)
        .require(record, damage: damage)
      var outcome = Outcome()
      if let damage {
        let name = Archive.ledgerFolder
        outcome.findings.append(Finding(kind: .damagedHere, name: name, detail: "\(damage)"))
      }
      // Where the ledger cannot be asked, nobody can say which of the two is right.
      let faults =
        mends && damage == nil
        ? try await LocalFaults(of: archive, against: trust) : nil
      let expected = try ExpectedVersions(in: archive, upTo: record.manifestSize)
      let (folders, all) = try chosen(share)
      outcome.allObjects = all
      let done = Count()
      let parts = try await Lanes(store: store).run(folders, by: 16) {
        [archive] folders, connection in
        var reading = ReplicaReading(archive, at: connection, expected, mendingBesides: faults)
        for folder in folders { try reading.read(folder) }
        progress(done.add(folders.count), nil)
        return reading.outcome
      }
      for part in parts { outcome.add(part) }
      let names = try recordNames(share, record, connection)
      let others = try await Lanes(store: store).run(names, by: 32) {
        [archive] names, connection in
        var reading = ReplicaReading(archive, at: connection, expected, mendingBesides: faults)
        for name in names { try reading.hold(name) }
        return reading.outcome
      }
      for part in others { outcome.add(part) }
      outcome.findings += try checkHeads(record, connection)
      return outcome
    }
  }

  /// The folders of the objects of a share, and how many there are in all.
  private func chosen(_ share: Share) throws -> ([String], Int) {
    let folders = try archive.objectFolders()
    return (folders.filter { isChosen($0, share) }, folders.count)
  }

  /// By a digest of its name, so that each has its day whatever comes and goes.
  private func isChosen(_ name: String, _ share: Share) -> Bool {
    guard case .oneOf(let parts) = share, parts > 1 else { return true }
    let day = Int(now.timeIntervalSince1970 / 86_400)
    let number = Int(Digest.of(name, by: .sha256).hex.prefix(8), radix: 16) ?? 0
    return number % parts == day % parts
  }

  /// The records that both ought to have, byte for byte: those of runs before the copy was made, and tiles of the ledger.
  private func recordNames(
    _ share: Share,
    _ record: ReplicaRecord,
    _ connection: any StoreConnection
  ) throws -> [String] {
    var names: [String] = []
    let places = [Archive.recordFolders, ["\(Archive.ledgerFolder)/tile"]].flatMap(\.self)
    for folder in places {
      let there = try RecordCopying.sizes(below: folder, at: connection)
      for file in try RecordCopying.files(of: archive, in: folder) {
        // What is of another length, or not there, came since; or copying tells it.
        if there[file.name] == file.size, isChosen(file.name, share) { names.append(file.name) }
      }
    }
    return names
  }

  /// The copy's checkpoint and manifest are those that it says it has.
  private func checkHeads(
    _ record: ReplicaRecord,
    _ connection: any StoreConnection
  ) throws -> [Finding] {
    var findings: [Finding] = []
    func find(_ name: String, isThere: Bool) {
      let kind: Finding.Kind = isThere ? .damagedThere : .missingThere
      let detail = isThere ? "it is not the one that was copied" : ""
      findings.append(Finding(kind: kind, name: name, detail: detail))
    }
    if let text = record.checkpoint {
      let name = "\(Archive.ledgerFolder)/checkpoint"
      let bytes = try connection.bytes(of: name, limit: 1 << 20)
      if bytes != Array(text.utf8) { find(name, isThere: bytes != nil) }
    }
    if let part = record.manifest, part.size > 0 {
      let digest = try connection.digest(of: Archive.manifestFile, upTo: part.size)
      if digest != part.digest { find(Archive.manifestFile, isThere: digest != nil) }
    }
    return findings
  }
}
