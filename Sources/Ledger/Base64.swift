// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// Base64 as notes have it: the standard alphabet, padded, in one line, and in one way only.
///
/// Source: RFC 4648 §4
package enum Base64 {
  package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// - Returns: nil where the text is not just what ``encode(_:)`` writes for some bytes.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    let bytes = Array(data)
    // Bits that count for nothing may be set, and another text would stand for the same bytes.
    return encode(bytes) == text ? bytes : nil
  }
}
