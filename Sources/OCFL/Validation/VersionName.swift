// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The name of a version directory as other programs write it: padded with zeros or not.
///
/// Source: OCFL 1.1 §3.3 <https://ocfl.io/1.1/spec/#version-directories>
struct VersionName: Hashable, Sendable {
  let text: String
  /// The number, or the largest there is for any larger one; names of one number differ by their padding.
  let number: Int
  /// The digits after the `v`.
  let width: Int

  /// - Parameter text: `v` and decimal digits; any other name is none, nor is one of number 0.
  init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "v"), !digits.isEmpty,
      digits.allSatisfy(\.isDigit),
      !digits.allSatisfy({ $0 == UInt8(ascii: "0") })
    else { return nil }
    self.text = text
    number = Int(text.dropFirst()) ?? .max
    width = digits.count
  }

  var isPadded: Bool { text.utf8.dropFirst().first == UInt8(ascii: "0") }
}
