// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Records
import SystemPackage

/// Lets what was let go of be fetched again, from the moment at which that is written down: `tombstones/lifting.json`.
///
/// The order of writing:
///
/// 1. The tombstone as it will be is durable, under that name.
/// 2. Its leaf waits for the ledger.
/// 3. It takes the place of the tombstone, in one rename.
///
/// Whoever opens the archive next finishes what was interrupted.
struct Lifting {
  static let fileName = "lifting.json"

  private let archive: Archive
  private var path: FilePath { archive.tombstones.appending(Self.fileName) }

  init(in archive: Archive) {
    self.archive = archive
  }

  /// - Parameter stone: as it will be.
  /// - Throws: where something cannot be written.
  func carryOut(_ stone: Tombstone) throws {
    try Disk().replace(path, with: RecordCoding.encode(stone))
    try state(stone)
  }

  private func state(_ stone: Tombstone) throws {
    guard let lifted = stone.lifted else { return }
    let leaf = Leaf.unsuppression(
      try Leaf.Unsuppression(at: lifted.at, tombstone: stone.name, record: stone.recordDigest)
    )
    try WaitingLeaves(of: archive).complete(with: [SealedLeaf(leaf)])
    try Disk().rename(path, to: archive.file(of: stone))
    try Disk().sync(archive.tombstones)
  }

  /// The tombstone as it will be, where that was begun and interrupted.
  var pending: Tombstone? {
    guard let stone = try? archive.tombstone(in: Self.fileName), stone.lifted != nil,
      let now = try? archive.tombstone(in: "\(stone.name).json"), now.isSame(as: stone)
    else { return nil }
    return stone
  }

  /// What was found begun.
  enum Recovered {
    /// It is finished; in a sentence.
    case finished(String)
    /// Nothing was begun by what lay there.
    case strange(DamageNotice)
  }

  /// Finishes what was begun and interrupted.
  ///
  /// - Returns: what was found; nil where nothing had been begun.
  /// - Throws: where something cannot be read or written.
  func finish() throws -> Recovered? {
    // What never took its place began nothing.
    let unfinished = archive.tombstones.appending("\(Self.fileName).new")
    if try Disk().entry(at: unfinished) == .file { try Disk().removeFile(unfinished) }
    guard try Disk().entry(at: path) == .file else { return nil }
    guard let stone = pending else {
      let place = try archive.freePlace(inQuarantine: "interrupted-\(Self.fileName)")
      try Disk().rename(path, to: place)
      return .strange(
        DamageNotice(
          "\(Archive.tombstonesName)/\(Self.fileName) lets no document of the archive be fetched again; it is kept in \(place)"
        )
      )
    }
    try state(stone)
    return .finished(
      "letting a document be fetched again had been interrupted, and is finished (tombstone \(stone.name))"
    )
  }
}

extension Tombstone {
  /// Whether it is the same but for being lifted.
  fileprivate func isSame(as other: Tombstone) -> Bool {
    var (one, other) = (self, other)
    (one.lifted, other.lifted) = (nil, nil)
    return one == other
  }
}
