// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import Records
package import SystemPackage

extension RecordCoding {
  /// Reads a record that names its own schema.
  ///
  /// - Parameters:
  ///   - type: what it is read as.
  ///   - bytes: the whole record.
  ///   - schema: the one that this program knows.
  ///   - path: where it is, for the error.
  /// - Returns: the record.
  /// - Throws: `ArchiveError.otherSchema(_:found:known:)` where it names another, else
  ///   `ArchiveError.damaged(_:)` where it cannot be read.
  package static func decode<Record: Decodable>(
    _ type: Record.Type,
    from bytes: some Sequence<UInt8>,
    schema: String,
    of path: FilePath
  ) throws -> Record {
    let data = Data(bytes)
    // Its own name comes first: what another program wrote may look like ours and mean other things.
    guard let named = try? decode(Named.self, from: data), let found = named.schema else {
      throw ArchiveError.damaged(path)
    }
    guard found == schema else {
      throw ArchiveError.otherSchema(path, found: found, known: schema)
    }
    guard let record = try? decode(type, from: data) else { throw ArchiveError.damaged(path) }
    return record
  }

  private struct Named: Decodable {
    let schema: String?
  }
}
