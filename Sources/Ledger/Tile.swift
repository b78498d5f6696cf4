// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A piece of a tree as it lies on the disk: up to 256 hashes that stand side by side on one level.
///
/// Level 0 holds the hashes of leaves; a hash of level n + 1 is the root over a full tile of level n.
///
/// Source: C2SP tlog-tiles, "Merkle Tree" <https://c2sp.org/tlog-tiles>
package struct Tile: Hashable, Sendable {
  /// How many hashes a full one holds.
  package static let fullWidth = 256
  /// So many levels of the tree are one level of tiles.
  static let height = 8
  /// A tree of 2⁶² leaves has no more.
  static let levels = 8

  package let level: Int
  package let index: Int64
  /// How many hashes it holds: from 1 to 256.
  package let width: Int

  package var isFull: Bool { width == Self.fullWidth }

  package init(level: Int, index: Int64, width: Int = Tile.fullWidth) {
    self.level = level
    self.index = index
    self.width = width
  }

  /// Where it lies, relative to the ledger: `tile/0/x001/067`, and `.p/112` behind that of one that is not full.
  package var path: String { "tile/\(level)/\(Self.name(of: index, width))" }

  /// How many hashes of a level of tiles a tree of `size` leaves has.
  static func count(onLevel level: Int, of size: Int64) -> Int64 { size >> (height * level) }

  /// The tile that is not full on each level of a tree, the lowest first.
  package static func partial(of size: Int64) -> [Tile] {
    (0..<levels).compactMap { level in
      let count = count(onLevel: level, of: size)
      let width = Int(count % Int64(fullWidth))
      return width > 0 ? Tile(level: level, index: count / Int64(fullWidth), width: width) : nil
    }
  }

  /// Numbers are written in groups of three digits, so that no directory holds more than a thousand.
  static func name(of index: Int64, _ width: Int) -> String {
    var rest = index
    var groups: [String] = []
    repeat {
      let digits = String(rest % 1_000)
      groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
      rest /= 1_000
    } while rest > 0
    let name = groups.reversed().enumerated().map { place, group in
      place == groups.count - 1 ? group : "x" + group
    }
    return name.joined(separator: "/") + (width < fullWidth ? ".p/\(width)" : "")
  }
}

/// Up to 256 entries, the contents of the leaves, as they lie on the disk: each behind its length in two bytes.
///
/// Source: C2SP tlog-tiles, "Log Entries" <https://c2sp.org/tlog-tiles>
package struct EntryBundle: Hashable, Sendable {
  /// The most bytes that an entry may have.
  package static let longestEntry = Int(UInt16.max)
  static let longestFile = Tile.fullWidth * (longestEntry + 2)

  package let index: Int64
  /// How many entries it holds: from 1 to 256.
  package let width: Int

  /// Where it lies, relative to the ledger: `tile/entries/000`, and `.p/12` behind that of one that is not full.
  package var path: String { "tile/entries/\(Tile.name(of: index, width))" }

  /// Which leaves of a tree of `size` leaves a bundle holds; none where it lies behind them.
  package static func leaves(of index: Int64, in size: Int64) -> Range<Int64> {
    let width = Int64(Tile.fullWidth)
    guard index >= 0, size > 0, index <= (size - 1) / width else { return 0..<0 }
    let first = index * width
    return first..<first + min(width, size - first)
  }

  /// - Returns: nil where an entry is too long.
  static func encode(_ entries: [[UInt8]]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
    for entry in entries {
      guard entry.count <= longestEntry else { return nil }
      bytes.append(UInt8(entry.count >> 8))
      bytes.append(UInt8(entry.count & 0xff))
      bytes += entry
    }
    return bytes
  }

  /// - Returns: nil where the bytes do not end with the end of an entry.
  package static func entries(in bytes: [UInt8]) -> [[UInt8]]? {
    var entries: [[UInt8]] = []
    var place = 0
    while place < bytes.count {
      guard place + 2 <= bytes.count else { return nil }
      let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
      place += 2
      guard place + length <= bytes.count else { return nil }
      entries.append(Array(bytes[place..<place + length]))
      place += length
    }
    return entries
  }
}
