// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension [UInt8] {
  /// Without the mark for UTF-8 that some editors put before a text.
  ///
  /// Source: Unicode 16.0 §23.8 <https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-23/>
  package var droppingByteOrderMark: [UInt8] {
    hasByteOrderMark ? Array(dropFirst(Self.mark.count)) : self
  }

  /// Whether the mark for UTF-8 stands before it.
  package var hasByteOrderMark: Bool { starts(with: Self.mark) }

  private static var mark: [UInt8] { [0xEF, 0xBB, 0xBF] }

  /// The first line that is no text in UTF-8, from 1 on; nil where all is.
  package var firstLineNotUTF8: Int? {
    guard String(validating: self, as: UTF8.self) == nil else { return nil }
    // No character of several bytes has a line's end in it.
    let lines = split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return index.map { $0 + 1 }
  }
}
