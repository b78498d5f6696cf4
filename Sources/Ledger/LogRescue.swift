// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The files of a log as a signed head has them, put together from several copies of it, each of which may be damaged.
///
/// From the root down: the tiles at the right edge are those that come to the root together; below them, a tile is taken from
/// wherever it comes to the hash above it. What no copy has follows from the tiles below it, and at last from the entries.
/// So nothing is handed out that does not lead to the root.
package struct LogRescue {
  /// A file that is not as it has to be, and its bytes.
  package typealias Body = (_ file: String, _ bytes: [UInt8]) throws -> Void

  private let folder: TileFolder
  private let copies: [TileFolder]
  /// The tiles at the right edge, proven.
  private let edge: [(tile: Tile, hashes: [Digest])]

  /// Nil where the copies do not come to the root.
  ///
  /// - Parameters:
  ///   - folder: the log that is to be put right; it is a copy, too.
  ///   - others: more copies of it.
  ///   - head: what was signed.
  package init?(of folder: TileFolder, besides others: [TileFolder], at head: TreeHead) {
    self.folder = folder
    let copies = [folder] + others
    self.copies = copies
    let tiles = Tile.partial(of: head.size)
    func proven(_ choices: [[[Digest]]]) -> [[Digest]]? {
      var found: [[Digest]]?
      Self.forEachChoice(from: choices) { chosen in
        guard Self.root(over: Array(zip(tiles, chosen)), of: head.size) == head.root else {
          return true
        }
        found = chosen
        return false
      }
      return found
    }
    // As a rule one of the copies has them; to make them again may take long.
    let stated = tiles.map { Self.stated($0, in: copies) }
    guard
      let hashes = proven(stated)
        ?? proven(zip(tiles, stated).map { Self.unique($1 + Self.made($0, from: copies)) })
    else { return nil }
    edge = Array(zip(tiles, hashes))
  }

  /// Hands out what is not as it has to be.
  ///
  /// - Parameter body: takes a file, relative to the log, and what it has to be.
  /// - Returns: the files that no copy has, and that follow from nothing; what lies below a tile of them is not looked at.
  /// - Throws: what `body` does, or where a folder cannot be listed.
  package func forEachWrong(_ body: Body) throws -> [String] {
    var wanting: [String] = []
    for (tile, hashes) in edge { try descend(tile, hashes, &wanting, body) }
    return wanting
  }

  private func descend(
    _ tile: Tile,
    _ hashes: [Digest],
    _ wanting: inout [String],
    _ body: Body
  ) throws {
    try compare(tile.path, tile.width, body) { hashes.prefix($0).flatMap(\.bytes) }
    guard tile.level > 0 else {
      let bundle = EntryBundle(index: tile.index, width: tile.width)
      let found = copies.lazy.compactMap { try? $0.entries(of: bundle) }
        .first { $0.map(MerkleTree.leaf) == hashes }
      guard let found else { return wanting.append(bundle.path) }
      return try compare(bundle.path, bundle.width, body) {
        EntryBundle.encode(Array(found.prefix($0))) ?? []
      }
    }
    for (place, root) in hashes.enumerated() {
      let index = tile.index * Int64(Tile.fullWidth) + Int64(place)
      let below = Tile(level: tile.level - 1, index: index)
      let found =
        Self.stated(below, in: copies).first { MerkleTree.fold($0) == root }
        ?? Self.made(below, from: copies).first { MerkleTree.fold($0) == root }
      if let found {
        try descend(below, found, &wanting, body)
      } else {
        wanting.append(below.path)
      }
    }
  }

  /// Holds what lies under a name, and under those of earlier checkpoints, against what it has to be.
  private func compare(
    _ path: String,
    _ width: Int,
    _ body: Body,
    _ bytes: (Int) -> [UInt8]
  ) throws {
    let isFull = width == Tile.fullWidth
    let partial = isFull ? path + ".p" : String(path.dropLast("/\(width)".count))
    var widths: Set = [width]
    if try Disk().entry(at: folder.place(of: partial)) == .directory {
      for entry in try Disk().list(folder.place(of: partial)) {
        guard let earlier = TileName("\(partial)/\(entry.name)"), earlier.width < width else {
          continue
        }
        widths.insert(earlier.width)
      }
    }
    for wide in widths.sorted() {
      let file = wide == Tile.fullWidth ? path : "\(partial)/\(wide)"
      let expected = bytes(wide)
      let place = folder.place(of: file)
      if try Disk().entry(at: place) == .file,
        (try? Disk().read(place, limit: expected.count)) == expected
      {
        continue
      }
      try body(file, expected)
    }
  }

  // MARK: Hashes

  /// What the copies say of a tile, each answer once.
  private static func stated(_ tile: Tile, in copies: [TileFolder]) -> [[Digest]] {
    unique(copies.compactMap { try? $0.hashes(of: tile) })
  }

  /// What a tile ought to be by what is below it, in one copy after the other.
  private static func made(_ tile: Tile, from copies: [TileFolder]) -> [[Digest]] {
    guard tile.level > 0 else {
      let bundle = EntryBundle(index: tile.index, width: tile.width)
      return unique(
        copies.compactMap { copy in (try? copy.entries(of: bundle))?.map(MerkleTree.leaf) }
      )
    }
    let first = tile.index * Int64(Tile.fullWidth)
    let roots = (0..<tile.width).compactMap {
      likelyRoot(Tile(level: tile.level - 1, index: first + Int64($0)), in: copies)
    }
    return roots.count == tile.width ? [roots] : []
  }

  /// The root over a full tile: where a copy's tile and what is below it agree, theirs.
  private static func likelyRoot(_ tile: Tile, in copies: [TileFolder]) -> Digest? {
    let stated = stated(tile, in: copies)
    if tile.level > 0, let likely = stated.first { return MerkleTree.fold(likely) }
    let made = made(tile, from: copies)
    return (stated.first(where: made.contains) ?? stated.first ?? made.first).map(MerkleTree.fold)
  }

  private static func unique(_ answers: [[Digest]]) -> [[Digest]] {
    answers.enumerated().filter { !answers[..<$0].contains($1) }.map(\.1)
  }

  /// The root over the tiles of the right edge; nil unless they are those of a tree of that size.
  private static func root(over tiles: [(Tile, [Digest])], of size: Int64) -> Digest? {
    var roots: [Digest] = []
    for (tile, hashes) in tiles.sorted(by: { $0.0.level > $1.0.level }) {
      var start = 0
      for bit in (0..<Tile.height).reversed() where tile.width >> bit & 1 == 1 {
        roots.append(MerkleTree.fold(Array(hashes[start..<start + (1 << bit)])))
        start += 1 << bit
      }
    }
    return TreeEdge(of: size, roots)?.root
  }

  /// So many choices are tried: there are two answers for a tile as a rule, and three tiles.
  private static let mostChoices = 10_000

  /// Hands out each way to choose one answer for each tile, until `body` says that it is enough.
  private static func forEachChoice(
    from choices: [[[Digest]]],
    _ body: ([[Digest]]) -> Bool
  ) {
    let count = choices.reduce(1) { min($0 * $1.count, mostChoices) }
    for number in 0..<count {
      var rest = number
      let chosen = choices.map { answers in
        defer { rest /= answers.count }
        return answers[rest % answers.count]
      }
      guard body(chosen) else { return }
    }
  }
}
