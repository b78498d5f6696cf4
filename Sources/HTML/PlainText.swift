// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Text taken from a page: white space folded, nothing in it that would act on a terminal.
///
/// Every run of white space, no-break spaces included, becomes one space, and none is left at the
/// ends. Control characters, bidirectional overrides, soft hyphens and zero-width spaces go.
package struct PlainText: Sendable {
  private var bytes: [UInt8] = []
  private var gap = Gap.none
  private let limit: Int
  private var length = 0

  private enum Gap: Comparable {
    case none, space, line
  }

  /// Begins a text.
  ///
  /// - Parameter limit: the most characters kept; an unclosed tag can put a whole page into a link.
  package init(limit: Int = .max) {
    self.limit = limit
  }

  package init(folding text: String, limit: Int = .max) {
    self.init(limit: limit)
    append(text)
  }

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package var isEmpty: Bool { bytes.isEmpty }

  package var isFull: Bool { length >= limit }

  package mutating func append(_ text: String) {
    var text = text
    // Byte by byte, because nearly all are ASCII, and a page may be one text of millions.
    text.withUTF8 { append(utf8: $0) }
  }

  /// Keeps what comes next apart from what came before.
  package mutating func separate() {
    gap = max(gap, .space)
  }

  /// Puts what comes next on a line of its own.
  package mutating func breakLine() {
    gap = .line
  }

  package static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { isSpace($0) || isInvisible($0) }
  }

  private mutating func append(utf8 text: UnsafeBufferPointer<UInt8>) {
    var place = 0
    while place < text.count, !isFull {
      let lead = text[place]
      guard lead >= 0x80 else {
        append(ascii: lead)
        place += 1
        continue
      }
      let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
      let end = min(place + length, text.count)
      // A string is valid UTF-8 by itself.
      var value = UInt32(lead) & (0x7F >> UInt32(length))
      for byte in text[(place + 1)..<end] { value = value << 6 | UInt32(byte & 0x3F) }
      append(Unicode.Scalar(value) ?? "\u{FFFD}")
      place = end
    }
  }

  private mutating func append(ascii byte: UInt8) {
    if byte == 0x20 || 0x09...0x0D ~= byte {
      gap = max(gap, .space)
    } else if byte > 0x20, byte != 0x7F {
      closeGap()
      bytes.append(byte)
      length += 1
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if Self.isSpace(scalar) {
      gap = max(gap, .space)
    } else if !Self.isInvisible(scalar) {
      closeGap()
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      length += 1
    }
  }

  private mutating func closeGap() {
    if !bytes.isEmpty, gap != .none {
      bytes.append(gap == .line ? 0x0A : 0x20)
      length += 1
    }
    gap = .none
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80
      ? scalar == " " || 0x09...0x0D ~= scalar.value : scalar.properties.isWhitespace
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E, 0xFEFF: true
    // The joiners U+200C and U+200D are spelling in several scripts.
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F: true
    default: false
    }
  }
}
