// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Finds the tags in a page's bytes, without building anything.
///
/// ``MarkupGuard`` counts what it finds, so a parser must find no tag that this one does not. Where the
/// two may disagree, in comments, scripts and CDATA, what stands there is overwritten with spaces: it is
/// not for reading anyway, and a text of spaces has one meaning only.
///
/// The text may come bit by bit; what ends behind the end of what is here is ``Step/incomplete(from:)``.
struct MarkupScanner {
  struct Tag {
    /// From `<` to behind `>`.
    let range: Range<Int>
    /// In lower case; empty if it is longer than any name in HTML.
    let name: String
    let isEnd: Bool
    let isSelfClosing: Bool
    let attributes: Int
    /// Where the attributes begin that are too many to keep, if there are.
    let excess: Range<Int>?
  }

  enum Step {
    case tag(Tag)
    /// A stretch of text was passed; there is more of it, or the text is at its end.
    case text
    /// What begins there does not end here.
    case incomplete(from: Int)
  }

  private static let longestName = 15
  /// After so much text without a tag the caller has a say.
  private static let stretch = 1 << 20

  private(set) var text: [UInt8]
  /// Up to where there is no end tag of these names, from where it was last looked for on.
  private var searched: [String: Int] = [:]
  var position = 0
  /// Whether a drawing or formula may be open, where CDATA means something.
  var mayBeForeign = false

  init(_ text: [UInt8] = []) {
    self.text = text
  }

  var isAtEnd: Bool { position >= text.count }

  /// Adds what comes next.
  mutating func append(_ bytes: [UInt8]) {
    if text.isEmpty { text = bytes } else { text.append(contentsOf: bytes) }
  }

  /// Writes spaces over what is not to be understood.
  mutating func blank(_ range: Range<Int>) {
    for index in range { text[index] = UInt8(ascii: " ") }
  }

  /// Makes a text be no markup where a parser may take it for that; it reads the same.
  mutating func escape(_ range: Range<Int>) {
    guard text[range].contains(UInt8(ascii: "<")) else { return }
    let escaped = text[range].flatMap { $0 == UInt8(ascii: "<") ? Array("&lt;".utf8) : [$0] }
    text.replaceSubrange(range, with: escaped)
    searched = [:]
    if position >= range.upperBound { position += escaped.count - range.count }
  }

  /// Takes out what nobody needs of something that is too long to be waited for.
  mutating func remove(_ range: Range<Int>) {
    text.removeSubrange(range)
    searched = [:]
  }

  /// Gives away what stands before `end`, and begins again with `opening` in its place.
  mutating func split(at end: Int, opening: [UInt8]) -> [UInt8] {
    let rest = opening + text[end...]
    position = opening.count + max(position - end, 0)
    text.removeSubrange(end...)
    searched = [:]
    let front = text
    text = rest
    return front
  }

  mutating func next() -> Step {
    let begin = position
    while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
      guard start - begin <= Self.stretch else {
        position = start
        return .text
      }
      position = start + 1
      guard !isAtEnd else {
        position = start
        return start > begin ? .text : .incomplete(from: start)
      }
      var isWhole = true
      switch text[position] {
      case UInt8(ascii: "!"): isWhole = skipDeclaration()
      case UInt8(ascii: "?"): isWhole = skipPastTagEnd()
      case UInt8(ascii: "/"):
        position += 1
        if isLetter(byte(at: position)) { return tag(from: start, isEnd: true) }
        isWhole = !isAtEnd && skipPastTagEnd()
      case let first where isLetter(first): return tag(from: start, isEnd: false)
      default: break
      }
      guard isWhole else { return .incomplete(from: start) }
    }
    position = text.count
    return .text
  }

  /// Moves behind the text of an element that has no tags inside, to its end tag.
  ///
  /// - Returns: what was passed, or nil, and the position unchanged, where the end tag is not here.
  mutating func skipText(of name: String) -> Range<Int>? {
    let wanted = Array(name.utf8)
    let content = position
    // A page of nothing but such tags would else be searched once for each of them.
    position = max(content, (searched[name] ?? 0) - wanted.count - 3)
    while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      let end = position + 1 + wanted.count
      guard byte(at: position) == UInt8(ascii: "/"), end < text.count,
        text[position + 1..<end].elementsEqual(wanted, by: { $0 | 0x20 == $1 }),
        isSpace(text[end]) || isTagEnd(text[end])
      else { continue }
      position = start
      return content..<start
    }
    position = content
    searched[name] = text.count
    return nil
  }

  private mutating func tag(from start: Int, isEnd: Bool) -> Step {
    let nameStart = position
    while position < text.count, !isSpace(text[position]), !isTagEnd(text[position]) {
      position += 1
    }
    let nameRange = nameStart..<position
    let (count, excess) = skipAttributes()
    // A tag that the page ends in is none.
    guard !isAtEnd else { return .incomplete(from: start) }
    let isSelfClosing = text[position - 1] == UInt8(ascii: "/")
    position += 1
    return .tag(
      Tag(
        range: start..<position,
        name: nameRange.count > Self.longestName
          ? "" : String(decoding: text[nameRange].map(lowercased), as: UTF8.self),
        isEnd: isEnd,
        isSelfClosing: isSelfClosing,
        attributes: count,
        excess: excess.map { $0..<position - 1 }
      )
    )
  }

  /// Moves to the `>` of a tag; also says where the attributes beyond the limit begin.
  private mutating func skipAttributes() -> (count: Int, excess: Int?) {
    var count = 0
    var excess: Int?
    while position < text.count, text[position] != UInt8(ascii: ">") {
      if isSpace(text[position]) || text[position] == UInt8(ascii: "/") {
        position += 1
        continue
      }
      count += 1
      if count == PageBudget.attributes + 1 { excess = position }
      skipAttribute()
    }
    return (min(count, PageBudget.attributes), excess)
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
    let value: Int
    switch byte(at: position) {
    case let quote where quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"):
      value = position + 1
      guard let end = text[value...].firstIndex(of: quote) else {
        position = text.count
        return
      }
      position = shorten(value..<end) + 1
    default:
      value = position
      while position < text.count, !isSpace(text[position]), text[position] != UInt8(ascii: ">") {
        position += 1
      }
      if !isAtEnd { position = shorten(value..<position) }
    }
  }

  /// Takes the end out of a value that is longer than anybody looks at.
  ///
  /// - Returns: where the value ends now.
  private mutating func shorten(_ value: Range<Int>) -> Int {
    // Not for every byte too much, because all that follows moves.
    guard value.count > PageBudget.attributeValue * 4 else { return value.upperBound }
    let end = value.lowerBound + PageBudget.attributeValue
    text.removeSubrange(end..<value.upperBound)
    searched = [:]
    return end
  }

  /// Moves behind a comment, a document type, or the beginning of CDATA.
  ///
  /// - Returns: false where its end is not here.
  private mutating func skipDeclaration() -> Bool {
    let dash = UInt8(ascii: "-")
    if byte(at: position + 1) == dash, position + 2 >= text.count { return false }
    guard byte(at: position + 1) == dash, byte(at: position + 2) == dash else {
      return mayBeForeign ? skipCDATA() : skipPastTagEnd()
    }
    // The dashes that open a comment may also close it: `<!-->`.
    let secondDash = position + 2
    position = secondDash
    while let end = text[min(position, text.count)...].firstIndex(of: UInt8(ascii: ">")) {
      position = end + 1
      let isBang = text[end - 1] == UInt8(ascii: "!")
      let last = isBang ? end - 2 : end - 1
      guard text[last] == dash, text[last - 1] == dash, !isBang || last - 1 > secondDash else {
        continue
      }
      if secondDash + 1 < last - 1 { blank(secondDash + 1..<last - 1) }
      if isBang {
        text[last - 1] = UInt8(ascii: " ")
        text[last + 1] = dash
      }
      return true
    }
    return false
  }

  // A parser knows better than this one whether it is in a drawing; without its beginning, what is in CDATA
  // is markup to both.
  private mutating func skipCDATA() -> Bool {
    let mark = Array("![CDATA[".utf8)
    let end = min(position + mark.count, text.count)
    // No slice may be held while spaces are written: the whole text would be copied for it.
    guard mark.starts(with: text[position..<end]) else { return skipPastTagEnd() }
    guard end - position == mark.count else { return false }
    blank(position - 1..<end)
    position = end
    return true
  }

  private mutating func skipPastTagEnd() -> Bool {
    let end = text[min(position, text.count)...].firstIndex(of: UInt8(ascii: ">"))
    position = end.map { $0 + 1 } ?? text.count
    return end != nil
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
