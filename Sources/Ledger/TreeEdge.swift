// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// The right edge of a tree: the roots of the whole subtrees that it is made of, the largest first.
///
/// It is all that must be known to add leaves, one hash a level, and all that the root follows from.
struct TreeEdge: Hashable, Sendable {
  private(set) var size: Int64 = 0
  /// One for each bit of ``size`` that is set, the highest first.
  private(set) var roots: [Digest] = []

  init() {}

  /// Nil unless there are as many roots as a tree of that size has.
  ///
  /// - Parameters:
  ///   - size: how many leaves there are.
  ///   - roots: the root of each whole subtree, the largest first.
  init?(of size: Int64, _ roots: [Digest]) {
    guard size >= 0, roots.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.roots = roots
  }

  /// Adds a leaf by its hash.
  mutating func append(_ leaf: Digest) {
    var hash = leaf
    var bits = size
    while bits & 1 == 1, let left = roots.popLast() {
      hash = MerkleTree.node(left, hash)
      bits >>= 1
    }
    roots.append(hash)
    size += 1
  }

  /// The root of the whole tree.
  var root: Digest {
    guard var hash = roots.last else { return MerkleTree.emptyRoot }
    for left in roots.dropLast().reversed() { hash = MerkleTree.node(left, hash) }
    return hash
  }

  var head: TreeHead { TreeHead(size: size, root: root) }
}
