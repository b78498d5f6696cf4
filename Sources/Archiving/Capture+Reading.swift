// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Records
import SystemPackage

extension Capture {
  /// Reads the provenance of a version.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - digest: the one that the object's inventory states of it.
  /// - Throws: `ArchiveError.damaged(_:)`, or `ArchiveError.otherSchema(_:found:known:)`.
  init(readFrom path: FilePath, stating digest: Digest) throws {
    let bytes = try Disk().read(path)
    guard Digest.of(bytes, by: digest.algorithm) == digest else { throw ArchiveError.damaged(path) }
    self = try RecordCoding.decode(Capture.self, from: bytes, schema: Self.schema, of: path)
  }
}
