// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

extension Leaf {
  /// That a document was let go of; several where one would be too long.
  package struct Suppression: Codable, Hashable, Sendable {
    package let at: Date
    /// Which tombstone says more.
    package let tombstone: String
    /// Of the tombstone's file.
    package let record: Digest
    package let reason: SuppressionReason
    /// What the leaves of its versions have in the place of its address.
    package let documents: [Digest]
    package let versions: [Version]

    package init(
      at: Date,
      tombstone: String,
      record: Digest,
      reason: SuppressionReason,
      documents: [Digest],
      versions: [Version]
    ) {
      (self.at, self.tombstone, self.record) = (at, tombstone, record)
      (self.reason, self.documents, self.versions) = (reason, documents, versions)
    }

    package struct Version: Codable, Hashable, Sendable {
      package let version: Int
      /// Of the payload.
      package let digest: Digest
    }

    /// So many versions are stated by one leaf: an entry is shorter than 64 KiB.
    private static let mostVersions = 200

    /// The leaves of one tombstone.
    package static func leaves(of stone: Tombstone) throws -> [Leaf] {
      let record = try stone.recordDigest
      var rest = stone.versions[...]
      var leaves: [Leaf] = []
      repeat {
        let portion = rest.prefix(mostVersions)
        rest = rest.dropFirst(mostVersions)
        leaves.append(
          .suppression(
            Suppression(
              at: stone.at,
              tombstone: stone.name,
              record: record,
              reason: stone.reason,
              documents: stone.seals,
              versions: portion.map { Version(version: $0.number, digest: $0.digest) }
            )
          )
        )
      } while !rest.isEmpty
      return leaves
    }
  }

  /// That a document that was let go of may be fetched again.
  package struct Unsuppression: Codable, Hashable, Sendable {
    package let at: Date
    package let tombstone: String
    /// Of the tombstone's file, as it is from then on.
    package let record: Digest

    package init(at: Date, tombstone: String, record: Digest) {
      (self.at, self.tombstone, self.record) = (at, tombstone, record)
    }
  }
}
