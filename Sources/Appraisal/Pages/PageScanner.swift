// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Walks over the bytes of a page once and fills a ``PageSketch``.
///
/// The cursor only moves forward and each byte is read a fixed number of times, whatever the markup:
/// a search that does not find its end finishes the walk.
struct PageScanner {
  private(set) var sketch = PageSketch()
  private let bytes: [UInt8]
  private var cursor = 0
  private var heading: [UInt8] = []
  private var isInHeading = false
  private var hasMain = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() {
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: "<") {
        scanMarkup()
      } else {
        scanCharacter()
      }
    }
    sketch.heading = Self.string(heading)
  }

  // MARK: Text

  private mutating func scanCharacter() {
    let (character, length) = PageCharacter.read(bytes, at: cursor)
    cursor += length
    // A heading that is never closed must not swallow the page.
    if isInHeading, heading.count < 300 {
      Self.append(character, to: &heading)
    } else {
      Self.append(character, to: &sketch.text)
    }
  }

  private static func append(_ character: UInt8, to text: inout [UInt8]) {
    guard character.isWhiteSpace else { return text.append(character) }
    if let last = text.last, last != 0x20 { text.append(0x20) }
  }

  private static func string(_ bytes: some Collection<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(300), as: UTF8.self)
    return String(text.drop(while: \.isWhitespace))
  }

  // MARK: Markup

  private mutating func scanMarkup() {
    let next = cursor + 1 < bytes.count ? bytes[cursor + 1] : 0
    if bytes.holds(Array("<!--".utf8), at: cursor) {
      skip(past: "-->", from: cursor + 4)
    } else if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
      skip(past: ">", from: cursor + 2)
    } else if next == UInt8(ascii: "/") {
      cursor += 2
      leave(name())
      skip(past: ">", from: cursor)
    } else if next.isLetter {
      cursor += 1
      let tag = name()
      let attributes = attributes(areWanted: Self.tagsToRead.contains(tag))
      enter(tag, attributes)
    } else {
      scanCharacter()
    }
  }

  private mutating func enter(_ tag: String, _ attributes: [String: String]) {
    switch tag {
    case "title":
      let text = rawText(of: tag)
      if sketch.title.isEmpty {
        var title: [UInt8] = []
        var place = text.startIndex
        while place < text.endIndex {
          let (character, length) = PageCharacter.read(bytes, at: place)
          Self.append(character, to: &title)
          place += length
        }
        sketch.title = Self.string(title)
      }
    case "script":
      sketch.hasScript = true
      _ = rawText(of: tag)
    case "style", "noscript", "template":
      _ = rawText(of: tag)
    case "h1":
      isInHeading = true
      Self.append(0x20, to: &heading)
    case "h2", "h3":
      sketch.hasSubheading = true
      breakLine()
    case "main":
      if !hasMain { sketch.mainStart = sketch.text.count }
      hasMain = true
    default:
      sketch.note(tag, attributes)
      if !Self.inlineTags.contains(tag) { breakLine() }
    }
  }

  private mutating func leave(_ tag: String) {
    if tag == "h1" { isInHeading = false }
    if !Self.inlineTags.contains(tag) { breakLine() }
  }

  private mutating func breakLine() {
    if isInHeading {
      Self.append(0x20, to: &heading)
    } else {
      Self.append(0x20, to: &sketch.text)
    }
  }

  /// What stands between here and the end tag; the cursor moves to the end tag.
  private mutating func rawText(of tag: String) -> Range<Int> {
    let start = cursor
    let end = Array("</\(tag)".utf8)
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: "<"), holdsIgnoringCase(end) { break }
      cursor += 1
    }
    return start..<cursor
  }

  private func holdsIgnoringCase(_ pattern: [UInt8]) -> Bool {
    guard pattern.count <= bytes.count - cursor else { return false }
    return pattern.indices.allSatisfy { bytes[cursor + $0].lowered == pattern[$0] }
  }

  private mutating func skip(past pattern: String, from place: Int) {
    let start = min(place, bytes.count)
    let end = bytes.firstPlace(of: pattern, in: start..<bytes.count)
    cursor = end.map { $0 + pattern.utf8.count } ?? bytes.count
  }

  // MARK: Names and attributes

  private mutating func name() -> String {
    let start = cursor
    while cursor < bytes.count, bytes[cursor].isLetter || bytes[cursor].isDigit { cursor += 1 }
    return String(decoding: bytes[start..<cursor].prefix(16).map(\.lowered), as: UTF8.self)
  }

  /// Reads to the end of a tag.
  private mutating func attributes(areWanted: Bool) -> [String: String] {
    var attributes: [String: String] = [:]
    while cursor < bytes.count, bytes[cursor] != UInt8(ascii: ">") {
      let start = cursor
      while cursor < bytes.count, !Self.endsName(bytes[cursor]) { cursor += 1 }
      let name = start..<cursor
      skipWhiteSpace()
      guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "=") else {
        // A lone `/` or name; move on even where nothing was read.
        if cursor == start { cursor += 1 }
        continue
      }
      cursor += 1
      skipWhiteSpace()
      let value = attributeValue()
      guard areWanted, !name.isEmpty else { continue }
      let key = String(decoding: bytes[name].map(\.lowered), as: UTF8.self)
      attributes[key] = attributes[key] ?? Self.decoded(bytes[value])
    }
    cursor = min(cursor + 1, bytes.count)
    return attributes
  }

  private mutating func attributeValue() -> Range<Int> {
    guard cursor < bytes.count else { return cursor..<cursor }
    let quote = bytes[cursor]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      let start = cursor
      while cursor < bytes.count, !bytes[cursor].isWhiteSpace, bytes[cursor] != UInt8(ascii: ">") {
        cursor += 1
      }
      return start..<cursor
    }
    let start = cursor + 1
    let end = bytes[start...].firstIndex(of: quote) ?? bytes.count
    cursor = min(end + 1, bytes.count)
    return start..<end
  }

  private mutating func skipWhiteSpace() {
    while cursor < bytes.count, bytes[cursor].isWhiteSpace { cursor += 1 }
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte.isWhiteSpace || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">")
      || byte == UInt8(ascii: "/")
  }

  private static func decoded(_ value: ArraySlice<UInt8>) -> String {
    let text = String(decoding: value.prefix(2_000), as: UTF8.self)
    // The one reference that stands in addresses.
    return text.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
  }

  private static let tagsToRead: Set<String> = [
    "meta", "link", "a", "iframe", "embed", "object", "input",
  ]

  private static let inlineTags: Set<String> = [
    "a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u",
  ]
}
