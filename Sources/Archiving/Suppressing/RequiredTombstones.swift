// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
import Ledger
import Records
import SystemPackage
import Text

/// Which tombstones there have to be, whatever lies in `tombstones/`: a run that did not know of one would fetch again what
/// was let go of.
///
/// The last run's report names all that there were; each one since then has a leaf in the ledger, or one that waits for it.
/// So a lost one is found by one report and a few leaves. What is wrong with the ledger itself is told by whoever signs.
struct RequiredTombstones {
  private struct Report: Decodable {
    let tombstones: [String]?
    let ledger: LedgerNote?
  }

  /// In every leaf that says that something was let go of.
  static let mark = BytePattern("\"suppression\"")
  /// In every leaf that is about one.
  fileprivate static let ofTombstones = BytePattern("tombstone")

  let archive: Archive

  /// - Parameter now: what is dated after that is passed over.
  /// - Returns: their names.
  func names(before now: Date) -> Set<String> {
    let last = archive.recentReports(
      Report.self,
      members: ["tombstones", "ledger"],
      schema: RunReport.schema,
      limit: 1,
      before: now
    ).reports.first
    var names = Set(last?.tombstones ?? [])
    let seen = (last?.ledger?.checkpoint).flatMap { try? SignedCheckpoint(Array($0.utf8)) }
    forEachLeaf(since: seen?.checkpoint) { entry in
      guard Self.mark.first(in: entry.span) != nil,
        case .suppression(let leaf) = try? RecordCoding.decode(Leaf.self, from: entry)
      else { return }
      names.insert(leaf.tombstone)
    }
    return names
  }

  /// Hands out what the ledger got since a checkpoint, and what waits for it.
  fileprivate func forEachLeaf(since seen: Checkpoint?, _ body: ([UInt8]) -> Void) {
    let folder = TileFolder(at: archive.ledger)
    if let now = try? folder.checkpoint()?.checkpoint {
      let size = now.head.size
      // Of another ledger it says nothing about this one.
      let start = seen?.origin == now.origin ? min(seen?.head.size ?? 0, size) : 0
      folder.forEachBundle(in: start..<size, of: size) { bundle in
        for entry in (try? bundle.get()) ?? [] { body(entry) }
      }
    }
    try? WaitingLeaves(of: archive).forEach { body(Array($0.entry.utf8)) }
  }
}

extension Archive {
  /// The tombstones that are lost, by their names.
  ///
  /// - Parameter now: what time it is.
  /// - Returns: those that a run or the ledger states, and that are not there; the oldest first.
  /// - Throws: where their folder cannot be read.
  package func lostTombstones(asOf now: Date) throws -> [String] {
    var held = Set(try tombstoneNames().map { String($0.dropLast(".json".count)) })
    // Its leaves come first; whoever finishes it writes the file.
    if let intent = try SuppressionIntent(of: self) { held.insert(intent.tombstone.name) }
    let lost = RequiredTombstones(archive: self).names(before: now).subtracting(held).sorted()
    guard !lost.isEmpty, let stated = statedTombstones else { return lost }
    // A run may have named one that nobody ever signed for.
    return lost.filter(stated.contains)
  }

  /// Whether nothing says any more of some document that it was let go of: its tombstone is lost, cannot be read, or says that
  /// a person answered for its loss.
  func lacksTombstones(asOf now: Date) throws -> Bool {
    let held = try readableTombstones()
    return try held.count < tombstoneNames().count || held.contains { $0.salt.isEmpty }
      || !lostTombstones(asOf: now).isEmpty
  }

  /// The tombstones that are there and that nobody signed for, by their names: somebody put them there.
  ///
  /// - Parameter now: what time it is.
  /// - Returns: none where the ledger cannot be asked.
  /// - Throws: where their folder cannot be read.
  func unsignedTombstones(asOf now: Date) throws -> [String] {
    let held = Set(try tombstoneNames().map { String($0.dropLast(".json".count)) })
    let unknown = held.subtracting(RequiredTombstones(archive: self).names(before: now))
    guard !unknown.isEmpty, let stated = statedTombstones else { return [] }
    return unknown.subtracting(stated).sorted()
  }

  /// All that the ledger states, with what waits for it; nil where it cannot be asked.
  private var statedTombstones: Set<String>? {
    let ledger = LedgerCheck(of: self, against: .nothing, mayBeCut: true)
    guard ledger.isSound, ledger.size > 0 else { return nil }
    return Set(ledger.records.tombstones.keys)
  }

  /// What was let go of, of which nothing may be lost.
  ///
  /// - Parameter now: what time it is.
  /// - Returns: all of it, the oldest first.
  /// - Throws: `ArchiveError.lostTombstones`; or where one cannot be read.
  func wholeTombstones(asOf now: Date) throws -> Tombstones {
    let lost = try lostTombstones(asOf: now)
    guard lost.isEmpty else { throw error(ofLost: lost) }
    let held = try readTombstones()
    // Of one without its marks nothing would be looked for.
    let altered = held.all.isEmpty ? [] : alteredTombstones(among: held)
    guard altered.isEmpty else { throw ArchiveError.alteredTombstones(altered) }
    return held
  }

  /// The tombstones that are not those that were signed for: by them a run would fetch again what was let go of.
  private func alteredTombstones(among held: Tombstones) -> [FilePath] {
    let records = tombstoneRecords
    return held.all.filter { stone in
      if case .other = records.statement(about: stone) { true } else { false }
    }.map(file)
  }

  /// What the ledger states of tombstones, with what waits for it.
  ///
  /// No other leaf is looked at. That they are the ledger's own, `verify` says.
  private var tombstoneRecords: StatedRecords {
    var records = StatedRecords()
    RequiredTombstones(archive: self).forEachLeaf(since: nil) { entry in
      guard RequiredTombstones.ofTombstones.first(in: entry.span) != nil else { return }
      switch try? RecordCoding.decode(Leaf.self, from: entry) {
      case .suppression(let leaf): _ = records.add(leaf, by: nil)
      case .unsuppression(let leaf): records.add(leaf)
      case .repair(let leaf): records.add(leaf)
      default: break
      }
    }
    return records
  }

  /// What is to be said where tombstones are lost.
  ///
  /// - Parameter names: theirs.
  /// - Returns: the error, with the places of their files.
  package func error(ofLost names: [String]) -> ArchiveError {
    .lostTombstones(names.map { tombstones.appending("\($0).json") })
  }
}
