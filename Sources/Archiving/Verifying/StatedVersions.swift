// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Records

/// What the ledger states of versions: a few bytes for each.
struct StatedVersions {
  /// Where a leaf stands that only waits for the ledger.
  static let waiting: Int64 = -1

  /// The leaves, by what they state.
  private(set) var leaves: [Int: Int64] = [:]
  /// Those whose seal nothing opens, by what they state but for the document.
  private(set) var sealed: Set<Int> = []

  mutating func add(_ leaf: Leaf.Accession, of address: String?, at index: Int64) {
    guard let address else {
      sealed.insert(Self.key(leaf.version, leaf.digest, leaf.inventory))
      return
    }
    leaves[Self.key(address, leaf.version, leaf.digest, leaf.inventory)] = index
  }

  static func key(_ address: String, _ version: Int, _ digest: Digest, _ inventory: Digest?) -> Int
  {
    var hasher = Hasher()
    hasher.combine(address)
    hasher.combine(key(version, digest, inventory))
    return hasher.finalize()
  }

  /// Without the document, which the inventory names as well.
  static func key(_ version: Int, _ digest: Digest, _ inventory: Digest?) -> Int {
    var hasher = Hasher()
    hasher.combine(version)
    hasher.combine(digest)
    hasher.combine(inventory)
    return hasher.finalize()
  }
}
