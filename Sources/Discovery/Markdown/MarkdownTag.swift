// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// A tag of HTML within Markdown, as far as links go.
struct MarkdownTag {
  let target: String?
  /// What it says of itself.
  let words: ArraySlice<UInt8>
  /// Whether what stands in the element is code.
  let isCode: Bool
  /// The tag that ends it.
  let closing: [UInt8]

  /// - Parameter tag: what stands between the angle brackets; nil where that is no tag.
  init?(_ tag: ArraySlice<UInt8>) {
    guard let first = tag.first, first.isLetter || first == UInt8(ascii: "/") else { return nil }
    let name = String(
      decoding: tag.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }.map(\.lowercased),
      as: UTF8.self
    )
    var (target, words): (String?, ArraySlice<UInt8>) = (nil, [])
    for (attribute, value) in Self.attributes(of: tag.dropFirst(name.utf8.count)) {
      switch (name, attribute) {
      case ("a", "href"), ("area", "href"), ("img", "src"), ("source", "src"), ("video", "src"),
        ("iframe", "src"):
        target = target ?? MarkdownTarget.unescaped(value)
      case ("img", "alt"), ("a", "title"): words = value
      default: break
      }
    }
    (self.target, self.words) = (target, words)
    isCode = name == "code" || name == "pre"
    closing = Array("</\(name)>".utf8)
  }

  /// Whether it is an address between angle brackets: a scheme, a colon, and no space.
  static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first?.isLetter == true,
      let colon = text.prefix(33).firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex + 1
    else { return false }
    let isScheme = text[..<colon].allSatisfy { $0.isLetterOrDigit || "+-.".utf8.contains($0) }
    return isScheme && text.allSatisfy { $0 > 0x20 }
  }

  private static func attributes(
    of text: ArraySlice<UInt8>
  ) -> [(name: String, value: ArraySlice<UInt8>)] {
    var attributes: [(String, ArraySlice<UInt8>)] = []
    var rest = text
    while attributes.count < 64 {
      rest = rest.drop { $0.isSpace || $0 == UInt8(ascii: "/") }
      let name = rest.prefix { !$0.isSpace && $0 != UInt8(ascii: "=") }
      guard !name.isEmpty else { break }
      rest = rest[name.endIndex...].drop(while: \.isSpace)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: \.isSpace)
      let value: ArraySlice<UInt8>
      if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        value = rest.dropFirst().prefix { $0 != quote }
        rest = rest[value.endIndex...].dropFirst()
      } else {
        value = rest.prefix { !$0.isSpace }
        rest = rest[value.endIndex...]
      }
      attributes.append((String(decoding: name.map(\.lowercased), as: UTF8.self), value))
    }
    return attributes
  }
}
