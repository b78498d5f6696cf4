// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// The hashes of a Merkle tree over SHA-256, and what a proof about it comes to.
///
/// Source: RFC 6962 §2.1 <https://www.rfc-editor.org/rfc/rfc6962#section-2.1>; how proofs are checked: RFC 9162
/// §2.1.3.2 and §2.1.4.2 <https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2>
package enum MerkleTree {
  /// How long each hash is, in bytes.
  package static let hashLength = 32

  /// The root of the tree without leaves.
  package static var emptyRoot: Digest { Digest.of([], by: .sha256) }

  /// The hash of a leaf.
  package static func leaf(_ entry: [UInt8]) -> Digest {
    var stream = DigestStream(.sha256)
    stream.update([0].span)
    stream.update(entry.span)
    return stream.finish()
  }

  /// The hash of a node above two others.
  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    var stream = DigestStream(.sha256)
    stream.update([1].span)
    stream.update(left.bytes.span)
    stream.update(right.bytes.span)
    return stream.finish()
  }

  /// The root of a whole subtree, of which all hashes of one level are given.
  ///
  /// - Parameter hashes: a power of two of them.
  /// - Returns: the root.
  static func fold(_ hashes: [Digest]) -> Digest {
    var level = hashes
    while level.count > 1 {
      level = stride(from: 0, to: level.count - 1, by: 2).map { node(level[$0], level[$0 + 1]) }
    }
    return level.first ?? emptyRoot
  }

  /// The root that a proof of inclusion leads to.
  ///
  /// - Parameters:
  ///   - leaf: the hash of the leaf.
  ///   - index: where it stands.
  ///   - size: how many leaves the tree has.
  ///   - path: the proof: the hashes beside the way from the leaf to the root.
  /// - Returns: nil where no proof for that place in a tree of that size has so many hashes.
  package static func root(
    from leaf: Digest,
    at index: Int64,
    of size: Int64,
    by path: [Digest]
  ) -> Digest? {
    guard index >= 0, index < size else { return nil }
    var (place, last) = (index, size - 1)
    var hash = leaf
    for sibling in path {
      guard last > 0 else { return nil }
      if place & 1 == 1 || place == last {
        hash = node(sibling, hash)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        hash = node(hash, sibling)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 ? hash : nil
  }

  /// The roots that a proof of consistency leads to.
  ///
  /// - Parameters:
  ///   - old: how many leaves the smaller tree has: one at least, and fewer than the larger one.
  ///   - new: how many leaves the larger tree has.
  ///   - oldRoot: the smaller tree's root: a proof leaves it out where it is a node of the larger tree.
  ///   - path: the proof.
  /// - Returns: nil where no proof for trees of these sizes has so many hashes.
  static func roots(
    from old: Int64,
    to new: Int64,
    _ oldRoot: Digest,
    by path: [Digest]
  ) -> (old: Digest, new: Digest)? {
    guard old > 0, old < new else { return nil }
    // Where the smaller tree is whole, its root is what the proof starts from.
    var path = path[...]
    let isWhole = old & (old - 1) == 0
    guard let start = isWhole ? oldRoot : path.popFirst() else { return nil }
    var (place, last) = (old - 1, new - 1)
    while place & 1 == 1 {
      place >>= 1
      last >>= 1
    }
    var (first, second) = (start, start)
    for sibling in path {
      guard last > 0 else { return nil }
      if place & 1 == 1 || place == last {
        first = node(sibling, first)
        second = node(sibling, second)
        while place & 1 == 0, place != 0 {
          place >>= 1
          last >>= 1
        }
      } else {
        second = node(second, sibling)
      }
      place >>= 1
      last >>= 1
    }
    return last == 0 ? (first, second) : nil
  }

  /// Whether a proof shows that the larger tree begins with all that the smaller one holds.
  ///
  /// - Parameters:
  ///   - old: the smaller tree.
  ///   - new: the larger one, or the same.
  ///   - path: the proof; it has no hashes where the smaller tree is empty, or is the larger one.
  /// - Returns: false too where the sizes are in the wrong order, or the proof has too few or too many hashes.
  package static func isConsistent(_ old: TreeHead, _ new: TreeHead, by path: [Digest]) -> Bool {
    if old.size == new.size { return path.isEmpty && old.root == new.root }
    if old.size == 0 { return path.isEmpty && old.root == emptyRoot }
    guard let roots = roots(from: old.size, to: new.size, old.root, by: path) else { return false }
    return roots.old == old.root && roots.new == new.root
  }
}

/// What a tree was at some time: its number of leaves, and the root over them.
package struct TreeHead: Hashable, Sendable {
  package let size: Int64
  package let root: Digest

  package init(size: Int64, root: Digest) {
    self.size = size
    self.root = root
  }

  package static var empty: TreeHead { TreeHead(size: 0, root: MerkleTree.emptyRoot) }
}
