// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// The path of a rule: `*` stands for any run of bytes, `$` at the end for the end.
///
/// Source: RFC 9309 §2.2.2 and §2.2.3 <https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2>
struct RobotsPattern: Hashable, Sendable {
  /// As written, with non-ASCII bytes escaped and escapes in upper case.
  let bytes: [UInt8]
  /// In the normal form of addresses, where that is something else.
  private let normal: [UInt8]?

  init(_ written: some Collection<UInt8>) {
    bytes = PercentCoding.escapingNonASCII(PercentCoding.uppercasingEscapes(written))
    let normal = Self.normalForm(of: bytes)
    self.normal = normal == bytes ? nil : normal
  }

  /// How specific the rule is: of two that match, the longer decides.
  var length: Int { bytes.count }

  /// Whether the target begins as the pattern says; an empty pattern fits nothing.
  ///
  /// Takes time in proportion to the lengths of both together, whatever they hold: each run of bytes
  /// between two stars is looked for from where the one before was found, and never again.
  func fits(_ target: RobotsTarget) -> Bool {
    let pattern = (target.isNormal ? normal : nil) ?? bytes
    guard !pattern.isEmpty else { return false }
    let isAnchored = pattern.last == UInt8(ascii: "$")
    return Self.fits(pattern.dropLast(isAnchored ? 1 : 0), isAnchored, target.bytes[...])
  }

  /// How many bytes ``fits(_:)`` looks at, at most and about.
  func cost(for target: RobotsTarget) -> Int {
    bytes.contains(Self.star) ? bytes.count + target.bytes.count : bytes.count
  }

  private static func fits(
    _ pattern: ArraySlice<UInt8>,
    _ isAnchored: Bool,
    _ target: ArraySlice<UInt8>
  ) -> Bool {
    guard let firstStar = pattern.firstIndex(of: star),
      let lastStar = pattern.lastIndex(of: star)
    else { return target.starts(with: pattern) && !(isAnchored && target.count > pattern.count) }
    guard target.starts(with: pattern[..<firstStar]) else { return false }
    var rest = target.dropFirst(firstStar - pattern.startIndex)
    var middle = pattern[firstStar...]
    if isAnchored {
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

  private static let star = UInt8(ascii: "*")

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

  private static func normalForm(of pattern: [UInt8]) -> [UInt8] {
    let query = pattern.firstIndex(of: UInt8(ascii: "?")) ?? pattern.endIndex
    let path = PercentCoding.normalise(path: pattern[..<query])
    guard query < pattern.endIndex else { return path }
    return path + [UInt8(ascii: "?")] + PercentCoding.normalise(query: pattern[(query + 1)...])
  }
}
