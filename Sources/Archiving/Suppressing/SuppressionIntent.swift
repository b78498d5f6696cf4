// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Records
import SystemPackage

/// What is being let go of, while it is: `tombstones/under-way.json`.
///
/// It alone still names the document once the rest is gone, and goes last. Whoever opens the archive next finishes what
/// it says (``LettingGo``).
struct SuppressionIntent: Codable, Hashable {
  static let fileName = "under-way.json"
  static let schema = "hanaper/suppression-intent/1"

  var schema = SuppressionIntent.schema
  let tombstone: Tombstone
  /// The document's address, which is the name of its object.
  let id: String
  /// The addresses by which it was known, with that.
  let names: Set<String>
  /// What the records of runs become.
  let runs: [Leaf.Run]
  /// Whether its leaves wait for the ledger, so that they are not to be written down again.
  var isStated = false

  /// The one of an archive; nil where nothing is being let go of.
  ///
  /// - Throws: where there is one, and it cannot be read.
  init?(of archive: Archive) throws {
    let path = archive.tombstones.appending(Self.fileName)
    guard try Disk().entry(at: path) != nil else { return nil }
    self = try RecordCoding.decode(
      Self.self,
      from: Disk().read(path),
      schema: Self.schema,
      of: path
    )
  }

  init(tombstone: Tombstone, id: String, names: Set<String>, runs: [Leaf.Run]) {
    (self.tombstone, self.id, self.names, self.runs) = (tombstone, id, names, runs)
  }

  func write(to archive: Archive) throws {
    let path = archive.tombstones.appending(Self.fileName)
    try Disk().replace(path, with: RecordCoding.encode(self))
  }

  static func remove(from archive: Archive) throws {
    try Disk().removeFile(archive.tombstones.appending(fileName))
    try Disk().sync(archive.tombstones)
  }

  /// Removes one that never took its place: nothing of what it says was begun.
  static func removeUnfinished(from archive: Archive) throws {
    let path = archive.tombstones.appending("\(fileName).new")
    if try Disk().entry(at: path) != nil { try Disk().removeFile(path) }
  }

  /// What the ledger is to be told.
  var leaves: [SealedLeaf] {
    get throws {
      try (try Leaf.Suppression.leaves(of: tombstone) + runs.map(Leaf.run)).map {
        try SealedLeaf($0)
      }
    }
  }

  /// The digests of what was kept.
  var contents: Set<Digest> { Set(tombstone.versions.map(\.digest)) }
}
