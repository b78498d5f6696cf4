// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Finds the tags in a page's bytes, without building anything.
///
/// Where it errs, it errs towards seeing a tag where a browser sees text (inside CDATA, in a script
/// that quotes script): ``MarkupGuard`` counts, and may count too many, never too few.
struct MarkupScanner {
  struct Tag {
    /// From `<` to behind `>`.
    let range: Range<Int>
    /// In lower case; empty if it is longer than any name in HTML.
    let name: String
    let isEnd: Bool
    let isSelfClosing: Bool
    /// Where the attributes begin that are too many to keep, if there are.
    let excess: Range<Int>?
  }

  /// More attributes than any tag in use has; gumbo compares each with all before it.
  private static let mostAttributes = 64
  private static let longestName = 15

  private let text: [UInt8]
  private(set) var position = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func next() -> Tag? {
    while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      switch byte(at: position) {
      case UInt8(ascii: "!"): skipDeclaration()
      case UInt8(ascii: "?"): skip(past: ">")
      case UInt8(ascii: "/"):
        position += 1
        if isLetter(byte(at: position)) { return tag(from: start, isEnd: true) }
        skip(past: ">")
      case let first where isLetter(first): return tag(from: start, isEnd: false)
      default: break
      }
    }
    position = text.count
    return nil
  }

  /// Moves behind the text of an element that has no tags inside, to its end tag or the page's end.
  mutating func skipText(of name: String) {
    let wanted = Array(name.utf8)
    while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      let end = position + 1 + wanted.count
      guard byte(at: position) == UInt8(ascii: "/"), end <= text.count,
        text[position + 1..<end].elementsEqual(wanted, by: { $0 | 0x20 == $1 }),
        isSpace(byte(at: end)) || byte(at: end) == UInt8(ascii: ">")
          || byte(at: end) == UInt8(ascii: "/")
      else { continue }
      position = start
      return
    }
    position = text.count
  }

  private mutating func tag(from start: Int, isEnd: Bool) -> Tag? {
    let nameStart = position
    while position < text.count, !isSpace(text[position]), !isTagEnd(text[position]) {
      position += 1
    }
    let name = text[nameStart..<position]
    let excess = skipAttributes()
    // A tag that the page ends in is none.
    guard position < text.count else { return nil }
    let isSelfClosing = text[position - 1] == UInt8(ascii: "/")
    position += 1
    return Tag(
      range: start..<position,
      name: name.count > Self.longestName
        ? "" : String(decoding: name.map(lowercased), as: UTF8.self),
      isEnd: isEnd,
      isSelfClosing: isSelfClosing,
      excess: excess.map { $0..<position - 1 }
    )
  }

  /// Moves to the `>` of a tag; returns where the attributes beyond the limit begin.
  private mutating func skipAttributes() -> Int? {
    var count = 0
    var excess: Int?
    while position < text.count, text[position] != UInt8(ascii: ">") {
      if isSpace(text[position]) || text[position] == UInt8(ascii: "/") {
        position += 1
        continue
      }
      count += 1
      if count == Self.mostAttributes + 1 { excess = position }
      skipAttribute()
    }
    return excess
  }

  private mutating func skipAttribute() {
    // An equals sign in the first place belongs to the name.
    position += 1
    while position < text.count, !isSpace(text[position]), !isTagEnd(text[position]),
      text[position] != UInt8(ascii: "=")
    {
      position += 1
    }
    let nameEnd = position
    while isSpace(byte(at: position)) { position += 1 }
    guard byte(at: position) == UInt8(ascii: "=") else {
      position = nameEnd
      return
    }
    position += 1
    while isSpace(byte(at: position)) { position += 1 }
    switch byte(at: position) {
    case let quote where quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"):
      let end = text[(position + 1)...].firstIndex(of: quote)
      position = end.map { $0 + 1 } ?? text.count
    default:
      while position < text.count, !isSpace(text[position]), text[position] != UInt8(ascii: ">") {
        position += 1
      }
    }
  }

  private mutating func skipDeclaration() {
    let dash = UInt8(ascii: "-")
    guard byte(at: position + 1) == dash, byte(at: position + 2) == dash else {
      skip(past: ">")
      return
    }
    // The dashes that open a comment may also close it: `<!-->`.
    position += 2
    while let end = text[min(position, text.count)...].firstIndex(of: UInt8(ascii: ">")) {
      position = end + 1
      let isBang = text[end - 1] == UInt8(ascii: "!")
      let last = isBang ? end - 2 : end - 1
      if text[last] == dash, text[last - 1] == dash { return }
    }
    position = text.count
  }

  private mutating func skip(past mark: Unicode.Scalar) {
    let end = text[min(position, text.count)...].firstIndex(of: UInt8(ascii: mark))
    position = end.map { $0 + 1 } ?? text.count
  }

  private func byte(at index: Int) -> UInt8 {
    index < text.count ? text[index] : 0
  }

  private func isTagEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte && byte != 0x0B
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}
