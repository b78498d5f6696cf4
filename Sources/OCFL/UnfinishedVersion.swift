// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Fixity
package import SystemPackage

/// A version that an interrupted batch, or one that is being written right now, was about to add.
package struct UnfinishedVersion: Hashable, Sendable {
  package let id: ObjectID
  package let number: VersionNumber
  /// Of its inventory: tells this version from another of the same number.
  package let inventory: Digest
}

extension CommitBatch {
  /// What the batch of a staging directory is about to add, by its own word; nothing where it has not
  /// come that far.
  ///
  /// It reads and changes nothing; ``recover(from:in:quarantine:)`` finishes it.
  package static func unfinished(in staging: FilePath) throws(StorageError) -> [UnfinishedVersion] {
    let steps = try Intent.read(from: staging)?.steps ?? []
    return steps.filter { $0.version > 0 }.map {
      UnfinishedVersion(id: $0.id, number: VersionNumber($0.version), inventory: $0.inventory)
    }
  }
}
