// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
package import Records
import SystemPackage

extension Archive {
  static let tombstonesName = "tombstones"

  /// What stands beside the tombstones while one is made, or lifted.
  static let namesOfWork: Set = [SuppressionIntent.fileName, Lifting.fileName]

  var tombstones: FilePath { path.appending(Self.tombstonesName) }

  /// What was let go of, the oldest first.
  ///
  /// - Throws: where one cannot be read: a run that did not know of it would fetch the document again.
  package func readTombstones() throws -> Tombstones {
    Tombstones(try tombstoneNames().map { try tombstone(in: $0) })
  }

  /// Those of them that can be read.
  package func readableTombstones() throws -> [Tombstone] {
    try tombstoneNames().compactMap { try? tombstone(in: $0) }
  }

  /// The files of tombstones, by their names.
  func tombstoneNames() throws -> [String] {
    guard try Disk().entry(at: tombstones) != nil else { return [] }
    return try Disk().list(tombstones).map(\.name)
      .filter { $0.hasSuffix(".json") && Self.isRun(String($0.dropLast(".json".count))) }
  }

  func tombstone(in file: String) throws -> Tombstone {
    let path = tombstones.appending(file)
    do {
      return try RecordCoding.decode(
        Tombstone.self,
        from: Disk().read(path),
        schema: Tombstone.schema,
        of: path
      )
    } catch ArchiveError.damaged {
      throw ArchiveError.unreadableTombstone(path)
    }
  }

  func file(of stone: Tombstone) -> FilePath { tombstones.appending("\(stone.name).json") }

  /// A name for a tombstone that none has.
  func freeTombstone(at time: Date) throws -> String {
    var repetition = 1
    while true {
      let name = RunName(started: time, repetition: repetition).text
      guard try Disk().entry(at: tombstones.appending("\(name).json")) != nil else { return name }
      repetition += 1
    }
  }
}
