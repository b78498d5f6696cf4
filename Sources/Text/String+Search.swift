// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension String {
  /// Whether the bytes of another text are somewhere in this one.
  ///
  /// `contains` compares characters as people see them; this compares UTF-8, many times as fast.
  ///
  /// - Parameter part: what is looked for.
  /// - Returns: true for an empty one.
  package func hasBytes(of part: String) -> Bool {
    let (text, part) = (utf8Span.span, part.utf8Span.span)
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { place in
      part.indices.allSatisfy { text[place + $0] == part[$0] }
    }
  }
}
