// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
public import Fixity
public import SystemPackage

/// A version that an interrupted batch, or one that is being written right now, was about to add.
public struct UnfinishedVersion: Hashable, Sendable {
  public let id: ObjectID
  public let number: VersionNumber
  /// Of its inventory: tells this version from another of the same number.
  public let inventory: Digest
}

extension CommitBatch {
  /// What the batch of a staging directory is about to add, by its own word; nothing where it has not
  /// come that far.
  ///
  /// It reads and changes nothing; ``recover(from:in:quarantine:)`` finishes it.
  public static func unfinished(in staging: FilePath) throws(StorageError) -> [UnfinishedVersion] {
    let steps = try Intent.read(from: staging)?.steps ?? []
    return steps.filter { $0.version > 0 }.map {
      UnfinishedVersion(id: $0.id, number: VersionNumber($0.version), inventory: $0.inventory)
    }
  }
}
