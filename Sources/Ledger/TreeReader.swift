// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// Where the tiles of a tree are read from.
package protocol TileSource {
  /// The hashes of a tile.
  ///
  /// - Parameter tile: where it stands in the tree, and how many hashes are wanted of it.
  /// - Returns: as many as the tile is wide: a wider one that holds them will do.
  /// - Throws: where they are not to be had.
  func hashes(of tile: Tile) throws -> [Digest]
}

/// A tree of a certain size, read from its tiles: its root, and proofs about it.
///
/// A proof in a tree of a million leaves is made from three tiles. What was read stays in memory, a few
/// tiles, so that proofs of neighbours cost no reading.
package struct TreeReader {
  /// How many tiles are remembered, of 8 KB each.
  private static var remembered: Int { 64 }

  package let size: Int64
  private let source: any TileSource
  private var tiles: [Tile: [Digest]] = [:]

  package init(of size: Int64, from source: any TileSource) {
    self.size = size
    self.source = source
  }

  /// The tree's head, by what its tiles say.
  package mutating func head() throws -> TreeHead {
    TreeHead(size: size, root: try root(of: 0..<size))
  }

  /// The right edge of the tree.
  mutating func edge() throws -> TreeEdge {
    var roots: [Digest] = []
    var start: Int64 = 0
    for level in (0..<62).reversed() where size >> Int64(level) & 1 == 1 {
      roots.append(try wholeRoot(level, start >> Int64(level)))
      start += 1 << Int64(level)
    }
    guard let edge = TreeEdge(of: size, roots) else { return TreeEdge() }
    return edge
  }

  /// The hash of a leaf.
  package mutating func leaf(at index: Int64) throws -> Digest { try wholeRoot(0, index) }

  /// The proof that a leaf stands in the tree.
  ///
  /// - Parameter index: where; less than ``size``.
  /// - Returns: the hashes beside the way from the leaf to the root.
  /// - Throws: where a tile cannot be read.
  ///
  /// Source: RFC 6962 §2.1.1
  package mutating func inclusionProof(of index: Int64) throws -> [Digest] {
    var path: [Digest] = []
    var range = 0..<size
    while range.count > 1 {
      let middle = range.lowerBound + Self.split(Int64(range.count))
      if index < middle {
        path.append(try root(of: middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        path.append(try root(of: range.lowerBound..<middle))
        range = middle..<range.upperBound
      }
    }
    return path.reversed()
  }

  /// The proof that the tree begins with all that it held when it was smaller.
  ///
  /// - Parameter old: how many leaves it had; not more than ``size``.
  /// - Returns: no hashes where that were none, or as many as now.
  /// - Throws: where a tile cannot be read.
  ///
  /// Source: RFC 6962 §2.1.2
  package mutating func consistencyProof(from old: Int64) throws -> [Digest] {
    guard old > 0, old < size else { return [] }
    var path: [Digest] = []
    var range = 0..<size
    // Whether the subtree is one whose root the smaller tree's holder knows.
    var isKnown = true
    while range.upperBound != old {
      let middle = range.lowerBound + Self.split(Int64(range.count))
      if old <= middle {
        path.append(try root(of: middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        path.append(try root(of: range.lowerBound..<middle))
        range = middle..<range.upperBound
        isKnown = false
      }
    }
    if !isKnown { path.append(try root(of: range)) }
    return path.reversed()
  }

  // MARK: Hashes

  /// The largest power of two that is less than a number of leaves.
  private static func split(_ count: Int64) -> Int64 {
    1 << (Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// The root over a run of leaves that begins where a subtree of its size may.
  private mutating func root(of range: Range<Int64>) throws -> Digest {
    let count = Int64(range.count)
    guard count > 0 else { return MerkleTree.emptyRoot }
    if count & (count - 1) == 0 {
      let level = count.trailingZeroBitCount
      return try wholeRoot(level, range.lowerBound >> Int64(level))
    }
    let middle = range.lowerBound + Self.split(count)
    let left = try root(of: range.lowerBound..<middle)
    return MerkleTree.node(left, try root(of: middle..<range.upperBound))
  }

  /// The root of the whole subtree of 2^`level` leaves that is the `index`th of its kind.
  private mutating func wholeRoot(_ level: Int, _ index: Int64) throws -> Digest {
    let tileLevel = level / Tile.height
    let count = Int64(1) << Int64(level % Tile.height)
    let start = index * count
    let width = Int64(Tile.fullWidth)
    let hashes = try hashes(onLevel: tileLevel, start / width)
    let place = Int(start % width)
    return MerkleTree.fold(Array(hashes[place..<place + Int(count)]))
  }

  private mutating func hashes(onLevel level: Int, _ index: Int64) throws -> [Digest] {
    let width = Int64(Tile.fullWidth)
    let there = min(width, Tile.count(onLevel: level, of: size) - index * width)
    let tile = Tile(level: level, index: index, width: Int(there))
    if let hashes = tiles[tile] { return hashes }
    let hashes = try source.hashes(of: tile)
    if tiles.count >= Self.remembered { tiles.removeAll() }
    tiles[tile] = hashes
    return hashes
  }
}
