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

  private static let mark = BytePattern("\"suppression\"")

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
  private func forEachLeaf(since seen: Checkpoint?, _ body: ([UInt8]) -> Void) {
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
    return RequiredTombstones(archive: self).names(before: now).subtracting(held).sorted()
  }

  /// What was let go of, of which nothing may be lost.
  ///
  /// - Parameter now: what time it is.
  /// - Returns: all of it, the oldest first.
  /// - Throws: `ArchiveError.lostTombstones`; or where one cannot be read.
  func wholeTombstones(asOf now: Date) throws -> Tombstones {
    let lost = try lostTombstones(asOf: now)
    guard lost.isEmpty else { throw error(ofLost: lost) }
    return try readTombstones()
  }

  /// What is to be said where tombstones are lost.
  ///
  /// - Parameter names: theirs.
  /// - Returns: the error, with the places of their files.
  package func error(ofLost names: [String]) -> ArchiveError {
    .lostTombstones(names.map { tombstones.appending("\($0).json") })
  }
}
