// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A text that equals another only if it has the same bytes.
///
/// Swift takes canonically equivalent texts for equal, `é` written in two ways; OCFL and file systems
/// do not.
struct ExactText: Hashable, Comparable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: ExactText, right: ExactText) -> Bool {
    // What Swift takes for different has different bytes, and it tells that at once.
    guard left.text == right.text else { return false }
    // Byte by byte through an iterator would cost more than all else of a comparison.
    let (left, right) = (left.text.utf8Span.span, right.text.utf8Span.span)
    return left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] }
  }

  static func < (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    // Texts of the same bytes are equal to Swift as well; others may have one hash, in whole, not byte by byte.
    hasher.combine(text)
  }
}
