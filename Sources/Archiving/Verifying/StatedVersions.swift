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
  /// What was stated first of each version.
  private var first: [Int: Int] = [:]

  /// - Returns: false where another leaf stated something else of this version before; that holds.
  mutating func add(_ leaf: Leaf.Accession, of address: String?, at index: Int64) -> Bool {
    guard let address else {
      sealed.insert(Self.key(leaf.version, leaf.digest, leaf.inventory))
      return true
    }
    let key = Self.key(address, leaf.version, leaf.digest, leaf.inventory)
    let version = Self.key(address, leaf.version)
    guard first[version] ?? key == key else { return false }
    first[version] = key
    leaves[key] = index
    return true
  }

  private static func key(_ address: String, _ version: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(address)
    hasher.combine(version)
    return hasher.finalize()
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
