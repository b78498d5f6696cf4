// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a byte is in ASCII, whatever text it stands in.
extension UInt8 {
  @inlinable package var isDigit: Bool { 0x30...0x39 ~= self }

  @inlinable package var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }

  @inlinable package var isLetterOrDigit: Bool { isLetter || isDigit }

  /// A space or a tab: what may stand around the values of protocols that are written in lines.
  @inlinable package var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// Space, tab, line ends, vertical tab, form feed.
  @inlinable package var isSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }

  /// The same byte, an ASCII capital made small.
  @inlinable package var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }

  /// The value of a hexadecimal digit in either case, or nil.
  @inlinable package var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }

  @inlinable package var isHexDigit: Bool { hexValue != nil }
}

// What is generic here is read into the rooms that use it: by itself it would ask for each byte how it is got.
extension Collection<UInt8> {
  /// The byte that two hexadecimal digits at the front spell, or nil where there are not two.
  @inlinable package var hexByte: UInt8? {
    guard let high = first?.hexValue, let low = dropFirst().first?.hexValue else { return nil }
    return high << 4 | low
  }
}

extension BidirectionalCollection<UInt8> {
  /// What is left without the bytes at either end that are of one kind: `line.trimmed(\.isBlank)`.
  @inlinable package func trimmed(_ isLeftOut: (UInt8) -> Bool) -> SubSequence {
    let start = drop(while: isLeftOut)
    guard let last = start.lastIndex(where: { !isLeftOut($0) }) else { return self[endIndex...] }
    return start[...last]
  }
}
