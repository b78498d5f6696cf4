// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Text

/// The file beside an inventory that states its digest.
///
/// Source: OCFL 1.1 §3.6 <https://ocfl.io/1.1/spec/#inventory-digest>
struct Sidecar {
  /// The digits, in the case in which they are written.
  let hex: String
  /// Whether it is, byte for byte, what we write: small digits, two spaces, the name, a line end.
  let isAsWritten: Bool

  /// Longer than any sidecar; what is longer is none.
  static let longest = 4_096

  /// Reads `DIGEST inventory.json`: hexadecimal digits, spaces or tabs, the name, a line end or none.
  init?(_ bytes: [UInt8]) {
    let digits = bytes.prefix { !$0.isBlank }
    let space = bytes.dropFirst(digits.count).prefix(while: \.isBlank)
    var rest = bytes.dropFirst(digits.count + space.count)
    if rest.last == UInt8(ascii: "\n") { rest.removeLast() }
    if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
    guard !digits.isEmpty, !space.isEmpty, digits.allSatisfy(\.isHexDigit),
      rest.elementsEqual(Inventory.fileName.utf8)
    else { return nil }
    hex = String(decoding: digits, as: UTF8.self)
    isAsWritten =
      space.elementsEqual("  ".utf8) && bytes.last == UInt8(ascii: "\n")
      && bytes.count == digits.count + space.count + rest.count + 1
      && digits.allSatisfy { $0 < UInt8(ascii: "A") || $0 > UInt8(ascii: "F") }
  }

  func digest(_ algorithm: DigestAlgorithm) -> Digest? { Digest(algorithm, hex: hex) }
}
