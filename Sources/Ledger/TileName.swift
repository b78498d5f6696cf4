// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// What the path of a tile or of a bundle says.
struct TileName {
  let isOfEntries: Bool
  let level: Int
  let index: Int64
  let width: Int

  /// Whether a folder is one in which tiles may lie.
  static func isFolder(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1, parts[1] == "entries" || Int(parts[1]) != nil else { return false }
    return parts.dropFirst(2).allSatisfy { part in
      let digits =
        part.hasPrefix("x") ? part.dropFirst() : part.hasSuffix(".p") ? part.dropLast(2) : ""
      return digits.utf8.count == 3 && digits.utf8.allSatisfy(\.isDigit)
    }
  }

  /// What a tile is written under before it has its name.
  init?(ofUnfinished path: String) {
    guard path.hasSuffix(".new") else { return nil }
    self.init(String(path.dropLast(4)))
  }

  /// Nil where no tile has such a path.
  init?(_ path: String) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let kind = parts.popFirst() else { return nil }
    isOfEntries = kind == "entries"
    let number = Int(kind)
    guard isOfEntries || number.map({ (0..<Tile.levels).contains($0) }) == true else { return nil }
    level = number ?? 0
    var width = Tile.fullWidth
    if let last = parts.last, parts.dropLast().last?.hasSuffix(".p") == true {
      guard let partial = Int(last) else { return nil }
      width = partial
      parts.removeLast()
    }
    self.width = width
    var index: Int64 = 0
    for part in parts {
      guard let group = Int64(part.filter(\.isWholeNumber)), group < 1_000, index < 1 << 42 else {
        return nil
      }
      index = index * 1_000 + group
    }
    self.index = index
    let own =
      isOfEntries
      ? EntryBundle(index: index, width: width).path
      : Tile(level: level, index: index, width: width).path
    guard own == path, (1...Tile.fullWidth).contains(width) else { return nil }
  }
}
