// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// What is asked for: path and query, as rules are held against them.
///
/// There are two ways to come by one, because a rule is compared with bytes.
package struct RobotsTarget: Hashable, Sendable {
  /// Path and query; it begins with a slash.
  let bytes: [UInt8]
  /// Whether the rules must be brought into the normal form of `WebAddress` for the comparison.
  let isNormal: Bool

  /// The target of an address that will be asked for.
  ///
  /// The address is in normal form, so rules are compared in theirs: `Disallow: /%7Esmith/` covers
  /// `/~smith/`.
  package init(_ address: WebAddress) {
    bytes = Array(address.target.utf8)
    isNormal = true
  }

  /// The target of an address as somebody wrote it: a whole address, or a path.
  ///
  /// Scheme, authority and fragment are left out, and escapes put in upper case; nothing else is
  /// touched. `Disallow: /%7Esmith/` does not cover `/~smith/`, and no rule with an escaped letter
  /// covers one with the letter itself: that is how the conformance suite of Google reads RFC 9309.
  /// A text without a path stands for `/`.
  package init(asWritten text: String) {
    bytes = PercentCoding.uppercasingEscapes(Self.target(of: Array(text.utf8)[...]))
    isNormal = false
  }

  /// Path and query as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether this is the robots.txt itself, which no rule can close.
  var isRobotsFile: Bool { bytes == Array("/robots.txt".utf8) }

  private static func target(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let (slash, colon) = (UInt8(ascii: "/"), UInt8(ascii: ":"))
    var rest = text.prefix { $0 != UInt8(ascii: "#") }
    if rest.starts(with: [slash, slash]) {
      // An address that leaves the scheme to the page it stands on.
      rest = rest.dropFirst(2)
    } else if let end = rest.firstIndex(where: { $0 == colon || beginsTarget($0) }),
      rest[end...].starts(with: "://".utf8)
    {
      rest = rest[end...].dropFirst(3)
    }
    let target = rest.drop { !beginsTarget($0) }
    return target.first == slash ? target : [slash] + target
  }

  private static func beginsTarget(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: ";")
  }
}
