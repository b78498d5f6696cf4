// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a `Content-Type` field says of a body: `text/html; charset=windows-1252`.
///
/// Source: RFC 9110 §8.3.1 <https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1>, read more kindly: blanks
/// around `=`, single quotes and a quote that is never closed are met in the field.
package struct MediaType: Hashable, Sendable {
  /// Type and subtype, in small letters: `text/html`.
  package let essence: String
  /// The first `charset` among the parameters, as written; nil where none is named.
  package let charset: String?

  /// Reads a field's value.
  package init(_ field: String) {
    // Most say no more than that, and every answer is asked.
    if field.utf8.allSatisfy(Self.isPlain) {
      (essence, charset) = (field, nil)
      return
    }
    // What comes behind a comma is another field, which a proxy joined to this one.
    essence = field.drop(while: \.isWhitespace)
      .prefix { !$0.isWhitespace && $0 != ";" && $0 != "," }.lowercased()
    var rest = field.utf8.drop { $0 != UInt8(ascii: ";") }
    var charset: String?
    while charset == nil, rest.popFirst() != nil {
      let name = Self.trimmed(
        Substring(rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") })
      )
      rest = rest.drop { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
      guard rest.first == UInt8(ascii: "=") else { continue }
      let value = Self.takeValue(&rest)
      if name.lowercased() == "charset", !value.isEmpty { charset = value }
    }
    self.charset = charset
  }

  /// Whether a byte may stand in an essence, in its one writing.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Takes `=` and what is assigned, up to the next `;`.
  private static func takeValue(_ rest: inout Substring.UTF8View) -> String {
    rest = rest.dropFirst().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      let value = rest.prefix { $0 != UInt8(ascii: ";") }
      rest = rest[value.endIndex...]
      return trimmed(Substring(value))
    }
    rest.removeFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst(), byte != quote {
      let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
      value.append(isEscape ? rest.popFirst() ?? byte : byte)
    }
    rest = rest.drop { $0 != UInt8(ascii: ";") }
    return trimmed(String(decoding: value, as: UTF8.self)[...])
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

extension ResponseHead {
  /// What the body is by the server's word.
  package var mediaType: MediaType? { fields["Content-Type"].map { MediaType($0) } }
}
