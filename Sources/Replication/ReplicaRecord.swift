// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
package import Foundation
import Records
import Stores
import SystemPackage

/// What a copy of an archive says of itself: `replica.json` in it.
///
/// It is written before anything else, and again when all is there. By it a place is known for a copy of this archive, and what is new
/// since is found without asking for every file. Nothing is believed because it says so: the checkpoint in it is held against the ledger.
package struct ReplicaRecord: Codable, Hashable, Sendable {
  package static let fileName = Archive.replicaRecord
  static let schema = "hanaper/replica/1"
  private static let longest = 1 << 16

  /// How much of the manifest is there, and what it was.
  struct ManifestPart: Codable, Hashable, Sendable {
    let size: Int64
    let digest: Digest
  }

  private(set) var schema = ReplicaRecord.schema
  let tool: String
  /// The first run of the archive; nil where it had none.
  let firstRun: String?
  /// The ledger's, as it was signed; nil where nothing was signed yet.
  var checkpoint: String?
  /// When all was last there; nil where it never was, or not since something was begun.
  package var completedAt: Date?
  /// When each file of the copy was last looked at.
  package var surveyedAt: Date?
  var manifest: ManifestPart?
  /// What was let go of by then, ``Archive/stateOfSuppressions()``.
  var suppressions: Digest?

  init(tool: String, firstRun: String?) {
    (self.tool, self.firstRun) = (tool, firstRun)
  }

  /// Reads it from a copy; nil where there is none.
  ///
  /// - Throws: `ArchiveError` where it cannot be read, or is of a newer program.
  init?(of connection: any StoreConnection, at place: String) throws {
    let unreadable = Replication.Failure.stranger(
      place: place,
      what: "its \(Self.fileName) cannot be read"
    )
    do {
      guard let bytes = try connection.bytes(of: Self.fileName, limit: Self.longest) else {
        return nil
      }
      self = try RecordCoding.decode(
        Self.self,
        from: bytes,
        schema: Self.schema,
        of: FilePath(Self.fileName)
      )
    } catch is TooLong {
      throw unreadable
    } catch ArchiveError.damaged {
      throw unreadable
    }
  }

  /// Reads one that was brought here; nil where it cannot be read.
  init?(at path: FilePath) throws {
    let bytes = try Disk().read(path, limit: Self.longest)
    guard let record = try? RecordCoding.decode(Self.self, from: bytes) else { return nil }
    self = record
  }

  /// Whether two are of one copy, in whatever state.
  func isOf(_ other: ReplicaRecord) -> Bool {
    firstRun == other.firstRun && checkpoint == other.checkpoint
  }

  /// How much of the manifest the copy has, in bytes.
  var manifestSize: Int64 { manifest?.size ?? 0 }

  func write(to connection: any StoreConnection) throws {
    try connection.write(
      StoreContent(Array(RecordCoding.encode(self).utf8)),
      to: Self.fileName
    )
  }
}
