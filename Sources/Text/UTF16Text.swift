// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A text in UTF-16, as editors and tables on Windows save it.
package enum UTF16Text {
  /// So many letters tell a text without a mark.
  private static let lettersLookedAt = 256

  /// Less than so many tell nothing.
  private static let fewestBytes = 8

  /// The same text in UTF-8, without a mark; half a pair becomes U+FFFD.
  ///
  /// - Parameter bytes: all of a text.
  /// - Returns: nil where it is not in UTF-16, by its mark or else by the zeros between its letters.
  package static func utf8(of bytes: [UInt8]) -> [UInt8]? {
    guard let isBigEndian = isBigEndian(bytes) else { return nil }
    let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let text = bytes.dropFirst(hasMark ? 2 : 0)
    var units: [UInt16] = []
    units.reserveCapacity(text.count / 2)
    var place = text.startIndex
    // An odd byte at the end is no letter.
    while place + 1 < text.endIndex {
      let (first, second) = (UInt16(text[place]), UInt16(text[place + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      place += 2
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Whether a text is in UTF-32, which hardly any program reads: by its mark, or by three zeros at each of its first letters.
  package static func isUTF32(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return true
    }
    let head = Array(bytes.prefix(8))
    guard head.count == 8 else { return false }
    let isLittle = head.enumerated().allSatisfy { ($0 % 4 == 0) == ($1 != 0) }
    return isLittle || head.enumerated().allSatisfy { ($0 % 4 == 3) == ($1 != 0) }
  }

  private static func isBigEndian(_ bytes: [UInt8]) -> Bool? {
    // This mark begins with that of UTF-16.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return nil }
    if bytes.starts(with: [0xFF, 0xFE]) { return false }
    if bytes.starts(with: [0xFE, 0xFF]) { return true }
    let head = bytes.prefix(2 * lettersLookedAt)
    var zeros = (even: 0, odd: 0)
    for (index, byte) in head.enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    // In a list of addresses, nearly every letter has a zero on the same side, and few letters one on the other.
    guard head.count >= fewestBytes else { return nil }
    let most = head.count / 4
    if zeros.odd > most, zeros.even * 8 <= zeros.odd { return false }
    if zeros.even > most, zeros.odd * 8 <= zeros.even { return true }
    return nil
  }
}
