// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import Testing

@testable import Ledger

/// Tiles in memory, as many as a tree has.
struct TilesInMemory: TileSource {
  var leaves: [Digest]

  func hashes(of tile: Tile) throws -> [Digest] {
    var level = leaves
    for _ in 0..<tile.level {
      level = stride(from: 0, to: level.count - level.count % 256, by: 256).map {
        MerkleTree.fold(Array(level[$0..<$0 + 256]))
      }
    }
    let start = Int(tile.index) * 256
    return Array(level[start..<start + tile.width])
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A Merkle tree` {
  /// The entries and roots that Certificate Transparency's implementations are tried with.
  private static let entries: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
  ]
  private static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  static func leaves(_ count: Int) -> [Digest] {
    (0..<count).map { MerkleTree.leaf(Array("entry \($0)".utf8)) }
  }

  /// The root as RFC 6962 §2.1 defines it, word by word.
  private static func definedRoot(_ leaves: some RandomAccessCollection<Digest>) -> Digest {
    guard let first = leaves.first else { return Digest.of("", by: .sha256) }
    guard leaves.count > 1 else { return first }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    return MerkleTree.node(
      definedRoot(Array(leaves.prefix(half))),
      definedRoot(Array(leaves.dropFirst(half)))
    )
  }

  @Test func `has the published roots`() {
    var edge = TreeEdge()
    #expect(edge.root.hex == Self.roots[0])
    for (entry, root) in zip(Self.entries, Self.roots.dropFirst()) {
      edge.append(MerkleTree.leaf(entry))
      #expect(edge.root.hex == root)
    }
  }

  @Test func `has the root that the definition gives, by its edge and by its tiles`() throws {
    let leaves = Self.leaves(600)
    var edge = TreeEdge()
    for count in 0...600 {
      if count > 0 { edge.append(leaves[count - 1]) }
      guard count < 20 || count % 37 == 0 || (250...260).contains(count) || count > 590 else {
        continue
      }
      let root = Self.definedRoot(leaves.prefix(count))
      var reader = TreeReader(
        of: Int64(count),
        from: TilesInMemory(leaves: Array(leaves.prefix(count)))
      )
      #expect(edge.root == root)
      #expect(try reader.head().root == root)
      #expect(try reader.edge() == edge)
    }
  }

  @Test func `every leaf's proof holds, and none for another place, size, leaf or root`() throws {
    let all = Self.leaves(300)
    var edge = TreeEdge()
    for size in 1...300 {
      edge.append(all[size - 1])
      let root = edge.root
      var reader = TreeReader(of: Int64(size), from: TilesInMemory(leaves: Array(all[..<size])))
      for index in 0..<size {
        let path = try reader.inclusionProof(of: Int64(index))
        func leads(_ leaf: Digest, _ index: Int, _ size: Int, _ path: [Digest]) -> Bool {
          MerkleTree.root(from: leaf, at: Int64(index), of: Int64(size), by: path) == root
        }
        let leaf = all[index]
        guard leads(leaf, index, size, path) else {
          Issue.record("leaf \(index) of \(size)")
          continue
        }
        #expect(!leads(all[(index + 1) % 300], index, size, path))
        #expect(!leads(leaf, index, size, path + [leaf]))
        #expect(path.isEmpty || !leads(leaf, index, size, Array(path.dropLast())))
        #expect(size == 1 || !leads(leaf, (index + 1) % size, size, path))
        #expect(!leads(leaf, -1, size, path) && !leads(leaf, size, size, path))
      }
    }
  }

  @Test func `every smaller tree is shown to be its beginning, and no other tree is`() throws {
    let all = Self.leaves(300)
    var heads = [TreeHead.empty]
    var edge = TreeEdge()
    for leaf in all {
      edge.append(leaf)
      heads.append(edge.head)
    }
    for new in 0...300 {
      var reader = TreeReader(of: Int64(new), from: TilesInMemory(leaves: Array(all[..<new])))
      for old in 0...new {
        let path = try reader.consistencyProof(from: Int64(old))
        guard MerkleTree.isConsistent(heads[old], heads[new], by: path) else {
          Issue.record("from \(old) to \(new)")
          continue
        }
        let other = TreeHead(size: heads[old].size, root: MerkleTree.leaf([1]))
        #expect(old == 0 || !MerkleTree.isConsistent(other, heads[new], by: path))
        let wrong = TreeHead(size: heads[new].size, root: MerkleTree.leaf([1]))
        #expect(old == 0 || !MerkleTree.isConsistent(heads[old], wrong, by: path))
        #expect(!MerkleTree.isConsistent(heads[old], heads[new], by: path + [all[0]]))
        if old > 0, old < new {
          #expect(!MerkleTree.isConsistent(heads[old], heads[new], by: Array(path.dropLast())))
          #expect(!MerkleTree.isConsistent(heads[new], heads[old], by: path))
        }
      }
    }
  }

  @Test func `no single bit of a proof may differ`() throws {
    let all = Self.leaves(300)
    var random = Seeded(seed: 11)
    var tried = 0
    for size in [2, 3, 7, 8, 255, 256, 257, 300] {
      var reader = TreeReader(of: Int64(size), from: TilesInMemory(leaves: Array(all[..<size])))
      let head = try reader.head()
      let index = Int.random(in: 0..<size, using: &random)
      let inclusion = try reader.inclusionProof(of: Int64(index))
      let old = Int.random(in: 1..<size, using: &random)
      var smaller = TreeReader(of: Int64(old), from: TilesInMemory(leaves: Array(all[..<old])))
      let oldHead = try smaller.head()
      let consistency = try reader.consistencyProof(from: Int64(old))
      for (hash, bit) in (0..<inclusion.count).flatMap({ hash in (0..<256).map { (hash, $0) } }) {
        var path = inclusion
        path[hash] = path[hash].flipped(bit)
        let root = MerkleTree.root(from: all[index], at: Int64(index), of: head.size, by: path)
        #expect(root != head.root)
        tried += 1
      }
      for (hash, bit) in (0..<consistency.count).flatMap({ hash in (0..<256).map { (hash, $0) } }) {
        var path = consistency
        path[hash] = path[hash].flipped(bit)
        #expect(!MerkleTree.isConsistent(oldHead, head, by: path))
        tried += 1
      }
    }
    #expect(tried > 10_000)
  }
}

extension Digest {
  fileprivate func flipped(_ bit: Int) -> Digest {
    var bytes = self.bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return Digest(algorithm, bytes: bytes) ?? self
  }
}
