// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Patterns in which `*` stands for any run of bytes, and all else for itself.
package enum Wildcards {
  /// Whether a text begins as a pattern says, or is as it says from beginning to end.
  ///
  /// Takes time in proportion to the lengths of both together, whatever they hold: each run of bytes
  /// between two stars is looked for from where the one before was found, and never again.
  ///
  /// - Parameters:
  ///   - pattern: runs of bytes with stars between them.
  ///   - toItsEnd: whether nothing may follow in the text.
  ///   - text: what is held against it.
  /// - Returns: whether it fits.
  package static func fit(
    _ pattern: ArraySlice<UInt8>,
    toItsEnd: Bool,
    _ text: ArraySlice<UInt8>
  ) -> Bool {
    guard let firstStar = pattern.firstIndex(of: star),
      let lastStar = pattern.lastIndex(of: star)
    else { return text.starts(with: pattern) && !(toItsEnd && text.count > pattern.count) }
    guard text.starts(with: pattern[..<firstStar]) else { return false }
    var rest = text.dropFirst(firstStar - pattern.startIndex)
    var middle = pattern[firstStar...]
    if toItsEnd {
      let back = pattern[(lastStar + 1)...]
      guard rest.suffix(back.count).elementsEqual(back) else { return false }
      rest = rest.dropLast(back.count)
      middle = pattern[firstStar..<lastStar]
    }
    for piece in middle.split(separator: star) {
      guard let end = end(of: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    return true
  }

  package static let star = UInt8(ascii: "*")

  /// Where the first occurrence of `piece`, which is not empty, ends.
  ///
  /// Knuth, Morris and Pratt: no byte of the text is looked at again for a piece that almost fits.
  private static func end(of piece: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int? {
    guard piece.count <= text.count else { return nil }
    guard piece.count > 1 else {
      return text.firstIndex { $0 == piece.first }.map { $0 + 1 }
    }
    let piece = Array(piece)
    // borders[n]: how many bytes of the piece's front also end its first n + 1 bytes.
    var borders = [Int](repeating: 0, count: piece.count)
    var fitting = 0
    for index in 1..<piece.count {
      while fitting > 0, piece[index] != piece[fitting] { fitting = borders[fitting - 1] }
      if piece[index] == piece[fitting] { fitting += 1 }
      borders[index] = fitting
    }
    fitting = 0
    let (bytes, wanted, fallback) = (text.span, piece.span, borders.span)
    for index in bytes.indices {
      while fitting > 0, bytes[index] != wanted[fitting] { fitting = fallback[fitting - 1] }
      if bytes[index] == wanted[fitting] { fitting += 1 }
      if fitting == wanted.count { return text.startIndex + index + 1 }
    }
    return nil
  }
}
