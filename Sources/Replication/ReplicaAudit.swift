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

/// Reads a copy back, or a share of it, and holds each file against what was recorded of it here.
///
/// What the inventories and the ledger here state is the judge: both are held against each other by `verify`, and the ledger against a
/// checkpoint that somebody else holds.
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
    }

    package let kind: Kind
    /// Relative to the archive.
    package let name: String
    package let detail: String
  }

  private let archive: Archive
  private let store: any Store
  private let now: Date

  /// - Parameters:
  ///   - archive: what is here.
  ///   - store: where the copy is.
  ///   - now: what time it is.
  package init(of archive: Archive, in store: any Store, at now: Date) {
    (self.archive, self.store, self.now) = (archive, store, now)
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
          what: "there is no \(ReplicaRecord.fileName)"
        )
      }
      var outcome = Outcome()
      outcome.findings += try checkLedger(record, connection)
      let (folders, all) = try chosen(share)
      outcome.allObjects = all
      let done = Count()
      let parts = try await Lanes(store: store).run(folders, by: 16) {
        [archive] folders, connection in
        var reading = ReplicaReading(archive, at: connection, mends: mends)
        for folder in folders { try reading.read(folder) }
        progress(done.add(folders.count), nil)
        return reading.outcome
      }
      for part in parts {
        outcome.files += part.files
        outcome.bytes += part.bytes
        outcome.objects += part.objects
        outcome.findings += part.findings
      }
      return outcome
    }
  }

  /// The folders of the objects of a share, and how many there are in all.
  private func chosen(_ share: Share) throws -> ([String], Int) {
    var (folders, count) = ([String](), 0)
    for object in try archive.root.objects() {
      try Task.checkCancellation()
      var path = try object.get()
      guard path.removePrefix(archive.path) else { continue }
      count += 1
      if isChosen(path.string, share) { folders.append(path.string) }
    }
    return (folders, count)
  }

  /// By a digest of its name, so that each has its day whatever comes and goes.
  private func isChosen(_ folder: String, _ share: Share) -> Bool {
    guard case .oneOf(let parts) = share, parts > 1 else { return true }
    let day = Int(now.timeIntervalSince1970 / 86_400)
    let number = Int(Digest.of(folder, by: .sha256).hex.prefix(8), radix: 16) ?? 0
    return number % parts == day % parts
  }

  /// The copy's checkpoint is the one that it says it has, and its tiles are those here.
  private func checkLedger(
    _ record: ReplicaRecord,
    _ connection: any StoreConnection
  ) throws -> [Finding] {
    guard let text = record.checkpoint else { return [] }
    let name = "\(Archive.ledgerFolder)/checkpoint"
    guard let bytes = try connection.bytes(of: name, limit: 1 << 20) else {
      return [Finding(kind: .missingThere, name: name, detail: "")]
    }
    guard bytes == Array(text.utf8) else {
      return [
        Finding(kind: .damagedThere, name: name, detail: "it is not the one that was copied")
      ]
    }
    let held = HeldCheckpoint(try SignedCheckpoint(bytes), from: "the checkpoint of the copy")
    let problem = ArchiveLedger(of: archive).damage(against: HeldAgainst(checkpoints: [held]))
    return problem.map { [Finding(kind: .damagedHere, name: name, detail: "\($0)")] } ?? []
  }
}

/// Reads objects of a copy over one connection.
private struct ReplicaReading {
  private let archive: Archive
  private let connection: any StoreConnection
  private let mends: Bool
  private(set) var outcome = ReplicaAudit.Outcome()

  init(_ archive: Archive, at connection: any StoreConnection, mends: Bool) {
    (self.archive, self.connection, self.mends) = (archive, connection, mends)
  }

  mutating func read(_ folder: String) throws {
    let path = archive.path.pushing(FilePath(folder))
    let object: ObjectFiles
    do {
      object = try ObjectFiles(of: path)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return find(.damagedHere, folder, "\(error)")
    }
    outcome.objects += 1
    for file in object.files {
      try Task.checkCancellation()
      let name = "\(folder)/\(file.name)"
      let digest =
        try file.digest ?? StoreContent(of: path.appending(file.name), stating: nil).digest()
      let there = try connection.digest(of: name)
      outcome.files += 1
      if there != nil { outcome.bytes += file.size }
      guard there != digest else { continue }
      guard mends else {
        find(there == nil ? .missingThere : .damagedThere, name)
        continue
      }
      do {
        let content = try StoreContent(of: path.pushing(FilePath(file.name)), stating: file.digest)
        try connection.write(content, to: name)
        find(.mended, name)
      } catch let error as StoreContent.Changed {
        find(.damagedHere, name, "\(error)")
      }
    }
    try connection.settle()
  }

  private mutating func find(
    _ kind: ReplicaAudit.Finding.Kind,
    _ name: String,
    _ detail: String = ""
  ) {
    outcome.findings.append(ReplicaAudit.Finding(kind: kind, name: name, detail: detail))
  }
}
