// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Text

/// The encoded words of mail, which older web frameworks put into file names all the same.
///
///     =?utf-8?B?Q2hpbGQgw4EucGRm?=
///
/// Source: RFC 2047 §2, §4 <https://www.rfc-editor.org/rfc/rfc2047#section-2>
enum EncodedWord {
  /// Decodes the encoded words of a text and leaves what stands between them.
  ///
  /// Words that follow each other are joined before they are read, because a character may be cut in
  /// two between them.
  ///
  /// - Returns: nil where there is no such word, or one that cannot be read.
  static func decode(_ octets: [UInt8]) -> String? {
    var decoded: [UInt8] = []
    var between: [UInt8] = []
    var words = 0
    var rest = octets[...]
    while let octet = rest.first {
      guard octet == UInt8(ascii: "="), rest.dropFirst().first == UInt8(ascii: "?") else {
        between.append(octet)
        rest = rest.dropFirst()
        continue
      }
      guard let word = content(of: &rest) else { return nil }
      let isSpaceBetweenWords =
        words > 0 && between.allSatisfy(\.isBlank)
      decoded += (isSpaceBetweenWords ? [] : between) + word
      between = []
      words += 1
    }
    return words > 0 ? String(octets: decoded + between) : nil
  }

  /// Passes the word at the front and returns its octets.
  private static func content(of rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let mark = UInt8(ascii: "?")
    let parts = rest.dropFirst(2).split(
      separator: mark,
      maxSplits: 3,
      omittingEmptySubsequences: false
    )
    guard parts.count == 4, parts[3].first == UInt8(ascii: "="), parts[1].count == 1 else {
      return nil
    }
    // The language that RFC 2231 §5 allows behind the character set plays no part.
    let characterSet = String(octets: Array(parts[0].prefix { $0 != UInt8(ascii: "*") }))
      .lowercased()
    guard ["utf-8", "utf8", "iso-8859-1", "windows-1252", "us-ascii"].contains(characterSet) else {
      return nil
    }
    rest = parts[3].dropFirst()
    switch parts[1].first {
    case UInt8(ascii: "B"), UInt8(ascii: "b"): return base64(parts[2])
    case UInt8(ascii: "Q"), UInt8(ascii: "q"): return quotedPrintable(parts[2])
    default: return nil
    }
  }

  private static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = text
    var decoded: [UInt8] = []
    while let octet = rest.popFirst() {
      switch octet {
      case UInt8(ascii: "_"): decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "="):
        guard let value = rest.hexByte else { return nil }
        decoded.append(value)
        rest = rest.dropFirst(2)
      default: decoded.append(octet)
      }
    }
    return decoded
  }

  private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    // The alphabet for addresses (RFC 4648 §5) is met as well, and padding that is missing or too much.
    var digits = text.filter { $0 != UInt8(ascii: "=") }.map { digit in
      switch digit {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: digit
      }
    }
    // What is no digit is no digit; it would be passed over else.
    let isDigits = digits.allSatisfy {
      $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
    }
    guard isDigits else { return nil }
    // One digit alone makes no octet.
    if digits.count % 4 == 1 { digits.removeLast() }
    digits += [UInt8](repeating: UInt8(ascii: "="), count: -digits.count & 3)
    return Data(base64Encoded: Data(digits)).map { Array($0) }
  }
}
