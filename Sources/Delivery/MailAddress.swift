// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A mail address as it stands in an envelope: `records@example.org`.
///
/// Of RFC 5321 §4.1.2 what people have: no quoted names, no comments, no folding, ASCII only.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Nil for what is no such address.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254,
      parts[0].utf8.allSatisfy({ $0.isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }),
      parts[1].utf8.allSatisfy({
        $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }),
      !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
      !parts[1].hasPrefix("."), !parts[1].hasSuffix("."), !parts[1].contains(".."),
      // A program that is given it for a recipient must not take it for an option.
      !parts[0].hasPrefix("-")
    else { return nil }
    self.text = text
  }

  package var domain: Substring {
    text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...]
  }
  package var description: String { text }
}
