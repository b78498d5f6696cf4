// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// A log read from its first entry to its last: whether every file of it is the one that its checkpoint speaks of.
///
/// All hashes are made again from the entries. Where they come to the root that was signed, whatever else differs from
/// them is at fault; where they do not, the entries that differ from their tile are. Memory is that of one tile a
/// level, however many entries there are.
package struct LogCheck {
  /// Files that are not as they were, one for each.
  package private(set) var damages: [TileFolder.Damage] = []
  /// Files that no log has, relative to its folder.
  package private(set) var strangers: [String] = []

  /// Of files that are missing, no more are looked for.
  private static let mostMissing = 16

  private let folder: TileFolder
  private let head: TreeHead
  /// On each level the hashes of the tile that is being filled, and how many full ones there were.
  private var levels: [Level] = []
  /// Tiles that say something else than what is below them.
  private var wrongTiles: [TileFolder.Damage] = []
  private var wrongBundles: [TileFolder.Damage] = []

  private struct Level {
    var index: Int64 = 0
    var hashes: [Digest] = []
  }

  /// - Parameters:
  ///   - folder: where the log lies.
  ///   - head: what its checkpoint states.
  ///   - body: takes each entry, and its number from 0 on.
  /// - Throws: where a file cannot be read, or `body` does.
  package init(
    of folder: TileFolder,
    at head: TreeHead,
    _ body: (Int64, [UInt8]) throws -> Void
  ) throws {
    self.folder = folder
    self.head = head
    try readEntries(body)
    if damages.isEmpty {
      while let level = levels.firstIndex(where: { !$0.hashes.isEmpty }) { try close(level) }
      judge()
    }
    try lookAround()
  }

  // MARK: The tree

  private var edge = TreeEdge()

  private mutating func readEntries(_ body: (Int64, [UInt8]) throws -> Void) throws {
    guard head.size > 0 else { return }
    let width = Int64(Tile.fullWidth)
    for index in 0...(head.size - 1) / width {
      let first = index * width
      let bundle = EntryBundle(index: index, width: Int(min(width, head.size - first)))
      let entries: [[UInt8]]
      do {
        entries = try folder.entries(of: bundle)
      } catch let damage as TileFolder.Damage {
        damages.append(damage)
        // A checkpoint may state any number of leaves.
        guard damages.count < Self.mostMissing else { return }
        continue
      }
      for (place, entry) in entries.enumerated() {
        let leaf = MerkleTree.leaf(entry)
        edge.append(leaf)
        try add(leaf, to: 0)
        try body(first + Int64(place), entry)
      }
    }
  }

  private mutating func add(_ hash: Digest, to level: Int) throws {
    if level == levels.count { levels.append(Level()) }
    levels[level].hashes.append(hash)
    if levels[level].hashes.count == Tile.fullWidth { try close(level) }
  }

  /// Holds a tile against what it ought to be; a full one stands for one hash above.
  private mutating func close(_ level: Int) throws {
    let (index, hashes) = (levels[level].index, levels[level].hashes)
    levels[level] = Level(index: index + 1)
    let tile = Tile(level: level, index: index, width: hashes.count)
    do {
      let stated = try folder.hashes(of: tile)
      if let place = hashes.indices.first(where: { hashes[$0] != stated[$0] }) {
        let number = index * Int64(Tile.fullWidth) + Int64(place) + 1
        wrongTiles.append(
          .init(tile.path, "its hash \(number) is not that of what is below it")
        )
        if level == 0 {
          wrongBundles.append(
            .init(
              EntryBundle(index: index, width: hashes.count).path,
              "leaf \(number) is not the one that was signed for"
            )
          )
        }
      }
    } catch let damage as TileFolder.Damage {
      wrongTiles.append(damage)
    }
    if tile.isFull { try add(MerkleTree.fold(hashes), to: level + 1) }
  }

  private mutating func judge() {
    if edge.head == head {
      damages += wrongTiles
    } else if !wrongBundles.isEmpty {
      damages += wrongBundles
    } else {
      damages.append(
        .init(TileFolder.checkpointName, "the leaves do not come to the root that it states")
      )
    }
  }

  // MARK: What else is there

  /// Looks at each file under `tile/`: those of earlier checkpoints stay, and must agree with the later ones.
  private mutating func lookAround() throws {
    let top = FilePath("tile")
    guard try Disk().entry(at: folder.path.pushing(top)) == .directory else { return }
    let wrong = Set(damages.map(\.file))
    var places = [top]
    while let place = places.popLast() {
      for entry in try Disk().list(folder.path.pushing(place)) {
        let path = place.appending(entry.component)
        switch entry.kind {
        case .directory where TileName.isFolder(path.string): places.append(path)
        case .file where wrong.contains(path.string): break
        // What an interrupted append left is written over by the next.
        case .file where TileName(ofUnfinished: path.string) != nil: break
        case .file: try look(at: path.string)
        default: strangers.append(path.string)
        }
      }
    }
    strangers.sort()
  }

  private mutating func look(at file: String) throws {
    guard let name = TileName(file) else { return strangers.append(file) }
    let level = name.isOfEntries ? 0 : name.level
    let there = Tile.count(onLevel: level, of: head.size) - name.index * Int64(Tile.fullWidth)
    // What is wider than the signed tree was written by an append that did not come to its end.
    guard there >= Int64(name.width) else { return }
    let wide = Int(min(there, Int64(Tile.fullWidth)))
    if name.isOfEntries {
      try lookAtEntries(file, name, wide)
    } else {
      try lookAtHashes(file, name, wide)
    }
  }

  private mutating func lookAtEntries(_ file: String, _ name: TileName, _ wide: Int) throws {
    let own = try? Disk().read(folder.place(of: file), limit: EntryBundle.longestFile)
    guard let entries = own.flatMap(EntryBundle.entries(in:)), entries.count == name.width else {
      return damages.append(.init(file, "it does not hold \(name.width) entries"))
    }
    // That of the tree itself was read already.
    let later = EntryBundle(index: name.index, width: wide)
    guard name.width < wide, !isDamaged(later.path) else { return }
    if let later = try? folder.entries(of: later), Array(later.prefix(name.width)) != entries {
      damages.append(.init(file, "its entries are not those of a later checkpoint"))
    }
  }

  private mutating func lookAtHashes(_ file: String, _ name: TileName, _ wide: Int) throws {
    let size = try Disk().size(of: folder.place(of: file))
    guard size == Int64(name.width * MerkleTree.hashLength) else {
      return damages.append(
        .init(file, "it has \(size) bytes, and should have \(name.width * MerkleTree.hashLength)")
      )
    }
    let later = Tile(level: name.level, index: name.index, width: wide)
    guard name.width < wide, !isDamaged(later.path) else { return }
    let own = try folder.hashes(of: Tile(level: name.level, index: name.index, width: name.width))
    if let later = try? folder.hashes(of: later), Array(later.prefix(name.width)) != own {
      damages.append(.init(file, "its hashes are not those of a later checkpoint"))
    }
  }

  /// What is held against a file that is at fault says nothing.
  private func isDamaged(_ file: String) -> Bool { damages.contains { $0.file == file } }
}
