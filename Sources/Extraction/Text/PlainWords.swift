// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of a file that is nothing but text: in UTF-8, UTF-16 or Windows-1252.
enum PlainWords {
  static func read(_ bytes: [UInt8]) -> ExtractedText {
    var builder = TextBuilder(keepingEmptyLines: true)
    if let text = UTF16Text.utf8(of: bytes) {
      builder.append(text)
    } else {
      builder.append(String(octets: bytes.droppingByteOrderMark))
    }
    return builder.text(of: nil)
  }

  /// What a program printed, a form feed behind or between the parts.
  static func read(pages bytes: [UInt8], of kind: ExtractedText.Part?) -> ExtractedText {
    var builder = TextBuilder(keepingEmptyLines: true)
    guard kind != nil else {
      builder.append(String(octets: bytes))
      return builder.text(of: nil)
    }
    var pages = bytes.split(separator: 0x0C, omittingEmptySubsequences: false)
    // Each page ends with one, the last too.
    if pages.last?.isEmpty == true { pages.removeLast() }
    for page in pages where !builder.isFull {
      builder.append(String(octets: Array(page)))
      builder.endPart()
    }
    return builder.text(of: kind)
  }
}
