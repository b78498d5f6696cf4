// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Inflating

/// Texts as they are kept: in UTF-8, a form feed between the parts, deflated.
enum StoredText {
  private static let longest = 64 << 20

  static func bytes(of parts: [String]) -> [UInt8] {
    Deflation.deflate(Array(parts.joined(separator: "\u{0C}").utf8))
  }

  /// - Returns: nil where the bytes are not what ``bytes(of:)`` made.
  static func text(of bytes: [UInt8]) -> String? {
    Inflation.inflate(bytes[...], .zlib, upTo: longest)
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
