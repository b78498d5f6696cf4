// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// A text in the form in which it is searched and compared: one form for what reads alike.
///
/// Ligatures and full-width letters become letters (NFKC), a word that is cut at the end of a line is joined, soft hyphens go.
package struct SearchableText {
  package let text: String

  package init(_ text: String) {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    let composed = isPlain ? text : text.precomposedStringWithCompatibilityMapping
    let bytes = Array(composed.utf8)
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let odd = bytes[place...].firstIndex(where: Self.isOdd) ?? bytes.count
      joined += bytes[place..<odd]
      place = odd
      let rest = bytes[place...]
      guard !rest.isEmpty else { break }
      if let length = Self.dropped.first(where: { rest.starts(with: $0) })?.count {
        place += length
        continue
      }
      // A hyphen between a letter and the end of the line, with a small letter behind it, cuts a word.
      if let hyphen = Self.hyphens.first(where: { rest.starts(with: $0) }),
        rest.dropFirst(hyphen.count).first == UInt8(ascii: "\n"),
        Self.lastScalar(of: joined)?.properties.isAlphabetic == true
      {
        place += hyphen.count + 1
        let after = String(decoding: bytes[place...].prefix(4), as: UTF8.self).unicodeScalars.first
        if after?.properties.isLowercase != true { joined += hyphen + [UInt8(ascii: "\n")] }
        continue
      }
      joined.append(bytes[place])
      place += 1
    }
    self.text = String(decoding: joined, as: UTF8.self)
  }

  /// The soft hyphen, the space without width and the mark of byte order, in UTF-8.
  private static let dropped: [[UInt8]] = [[0xC2, 0xAD], [0xE2, 0x80, 0x8B], [0xEF, 0xBB, 0xBF]]
  private static let hyphens: [[UInt8]] = [[0x2D], [0xE2, 0x80, 0x90]]

  /// Whether one of these may begin there.
  private static func isOdd(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
  }

  private static func lastScalar(of bytes: [UInt8]) -> Unicode.Scalar? {
    let start = bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.startIndex
    return String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.last
  }
}
