// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import Records
import SystemPackage

/// A copy of the tombstones beside the ledger's key, outside of the archive: a backup that is put back is of a time before the
/// last of them, and a run would fetch again what was let go of since.
///
/// Each is as it lies in the archive, and names nothing. Only those are noted that the ledger has signed for.
struct NotedTombstones {
  private struct Record: Codable {
    static let schema = "hanaper/noted-tombstones/1"

    var schema = Record.schema
    var tombstones: [Tombstone]
  }

  let path: FilePath

  /// - Parameter note: where the last checkpoint is noted.
  init(beside note: FilePath) {
    let stem = note.lastComponent?.stem ?? "hanaper.ledger"
    path = note.removingLastComponent().appending("\(stem).tombstones")
  }

  /// Those that are noted; none where there is no note, or it cannot be read.
  private var noted: [Tombstone] {
    let record = try? RecordCoding.decode(
      Record.self,
      from: Disk().read(path),
      schema: Record.schema,
      of: path
    )
    return record?.tombstones ?? []
  }

  /// Writes those down that the archive has and the ledger has signed for.
  ///
  /// - Parameter archive: whose; one that is noted and that it does not have stays noted.
  /// - Throws: where it cannot be read or written.
  func renew(for archive: Archive) throws {
    let held = try archive.readableTombstones()
    let before = noted
    guard !held.isEmpty || !before.isEmpty else { return }
    let signed = archive.tombstonesSigned()
    var all: [String: Tombstone] = [:]
    for stone in before + held.filter({ signed.contains($0.name) }) { all[stone.name] = stone }
    let stones = all.values.sorted { $0.name < $1.name }
    guard stones != before else { return }
    try Disk().replace(path, with: RecordCoding.encode(Record(tombstones: stones)))
  }

  /// Puts those back that an archive does not have.
  ///
  /// - Parameter archive: whose; its lock is held.
  /// - Returns: what was done, in sentences.
  /// - Throws: where it cannot be read or written.
  func putBack(in archive: Archive) throws -> [String] {
    let all = noted
    guard !all.isEmpty else { return [] }
    var sentences: [String] = []
    for stone in all where Archive.isRun(stone.name) {
      let file = archive.file(of: stone)
      guard try Disk().entry(at: file) == nil else { continue }
      try Disk().makeDirectories(archive.tombstones)
      try Disk().replace(file, with: RecordCoding.encode(stone))
      sentences.append(
        "the tombstone \(stone.name) was missing, as in an older copy of the archive, and is put back from \(path): what it is of is not fetched again"
      )
    }
    return sentences
  }
}
