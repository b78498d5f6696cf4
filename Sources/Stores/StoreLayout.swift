// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What all stores have in common in their use of names.
package enum StoreLayout {
  /// The folder for what is not whole yet: what lies there counts for nothing, and may go at any time.
  package static let staging = "staging"

  /// A text with every byte encoded but letters, digits and `-._~`, as a signed address wants it.
  ///
  /// Source: RFC 3986 §2.3; libcurl signs an address as it is given.
  ///
  /// - Parameters:
  ///   - text: what is encoded.
  ///   - keepsSlashes: whether `/` stays, as in a path.
  /// - Returns: the same in ASCII.
  static func encoded(_ text: String, keepingSlashes keepsSlashes: Bool) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "/") where keepsSlashes: encoded += "/"
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }

  /// The text that an encoded one stands for; nil where that is no UTF-8, or none at all.
  ///
  /// - Parameter text: in ASCII.
  /// - Returns: what it means.
  static func decoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        continue
      }
      guard let digits = String(validating: rest.prefix(2), as: UTF8.self), digits.utf8.count == 2,
        let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Whether a name is one that a store can have: nothing leads out of its place.
  static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && name.utf8.allSatisfy { $0 != 0 }
  }
}
