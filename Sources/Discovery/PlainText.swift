// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Text taken from a page: white space folded, nothing in it that would act on a terminal.
///
/// Every run of white space, no-break spaces included, becomes one space, and none is left at the
/// ends. Control characters, bidirectional overrides, soft hyphens and zero-width spaces go.
struct PlainText {
  private var scalars = String.UnicodeScalarView()
  private var gap = Gap.none
  private let limit: Int
  private var length = 0

  private enum Gap: Comparable {
    case none, space, line
  }

  /// - Parameter limit: the most characters kept; an unclosed tag can put a whole page into a link.
  init(limit: Int = .max) {
    self.limit = limit
  }

  init(folding text: String, limit: Int = .max) {
    self.init(limit: limit)
    append(text)
  }

  var string: String { String(scalars) }

  var isFull: Bool { length >= limit }

  mutating func append(_ text: String) {
    for scalar in text.unicodeScalars {
      if isFull { return }
      if Self.isSpace(scalar) {
        gap = max(gap, .space)
      } else if !Self.isInvisible(scalar) {
        if !scalars.isEmpty, gap != .none {
          scalars.append(gap == .line ? "\n" : " ")
          length += 1
        }
        gap = .none
        scalars.append(scalar)
        length += 1
      }
    }
  }

  /// Keeps what comes next apart from what came before.
  mutating func separate() {
    gap = max(gap, .space)
  }

  /// Puts what comes next on a line of its own.
  mutating func breakLine() {
    gap = .line
  }

  static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { isSpace($0) || isInvisible($0) }
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
