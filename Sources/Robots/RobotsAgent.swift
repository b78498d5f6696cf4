// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Who asks: the name by which a robots.txt may address a program.
///
///     RobotsAgent("hanaper/0.1 (+mailto:records@example.org)").token   // "hanaper"
///     RobotsAgent("Example-Bot").token                                 // "example-bot"
///     RobotsAgent("two words").token                                   // nil
///
/// Two agents with the same token are addressed alike, whatever their version.
///
/// Source: RFC 9309 §2.2.1 <https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1>
package struct RobotsAgent: Hashable, Sendable {
  /// The product token in lower case: ASCII letters, `-` and `_`.
  ///
  /// It is nil where the text is no product token and does not begin with one that a version (`/`)
  /// or a comment (`(`) follows. Such an agent is addressed only by groups for everyone.
  package let token: String?

  /// - Parameter name: a whole User-Agent field, or a product token alone.
  package init(_ name: String) {
    let bytes = Array(name.utf8).trimmed(\.isSpace)
    let front = RobotsToken.prefix(of: bytes)
    let rest = bytes[front.endIndex...]
    let isToken = !front.isEmpty && (rest.isEmpty || Self.endsProduct(rest))
    token = isToken ? RobotsToken.folded(front) : nil
  }

  private static func endsProduct(_ rest: ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "/") { return true }
    let next = rest.trimmed(\.isSpace)
    return next.startIndex > rest.startIndex && next.first == UInt8(ascii: "(")
  }
}

/// The product token at the front of a text.
enum RobotsToken {
  static func prefix(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.prefix { $0.isLetter || "-_".utf8.contains($0) }
  }

  /// With ASCII letters in lower case, so that texts compare without regard to it.
  static func folded(_ text: ArraySlice<UInt8>) -> String {
    String(decoding: text.map(\.lowercased), as: UTF8.self)
  }
}
