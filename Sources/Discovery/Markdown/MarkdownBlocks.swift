// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// The lines of a Markdown text, put together to what is read as one: paragraphs, items, headings.
///
/// What is code or a comment is left out here, and link reference definitions are taken out. It is no parser of
/// CommonMark: containers are known by their marks alone, which is right wherever the text is laid out as people do.
///
/// Source: CommonMark 0.31 <https://spec.commonmark.org/0.31.2/>
struct MarkdownBlocks {
  /// A stretch of text in which links, and code between back-quotes, begin and end.
  struct Block {
    var text: [UInt8] = []
    let heading: String?
  }

  private(set) var blocks: [Block] = []
  /// Where references lead, by their labels.
  private(set) var definitions: [String: String] = [:]

  private var open: [UInt8] = []
  private var heading: String?
  private var fence: (mark: UInt8, length: Int)?
  /// What ends the markup that is passed over.
  private var passedOverUntil: [UInt8]?
  /// How far the text of a list's item stands in.
  private var itemIndent = 0
  private var isAfterBlank = true
  /// The label of a definition whose address stands in the next line.
  private var openLabel: String?

  private static let mostDefinitions = 100_000
  private static let longestLabel = 999
  private static let deepestItem = 32

  init(_ text: [UInt8]) {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    if let first = lines.first, first.withoutEnd.elementsEqual("---".utf8),
      let end = lines.dropFirst().prefix(1_000)
        .firstIndex(where: { $0.withoutEnd.elementsEqual("---".utf8) })
    {
      // What a site's generator is told is no text.
      lines = lines[(end + 1)...]
    }
    for line in lines { take(line.withoutEnd) }
    close()
  }

  private mutating func take(_ line: ArraySlice<UInt8>) {
    let text = line.withoutQuoteMarks
    if let fence {
      if text.trimmed.isFence(closing: fence) { self.fence = nil }
      return
    }
    if let end = passedOverUntil {
      if text.firstPlace(of: end) != nil { passedOverUntil = nil }
      return
    }
    guard text.contains(where: { !$0.isBlank }) else {
      close()
      isAfterBlank = true
      return
    }
    let indent = text.indent
    // Who has stood in so far for no item is back at the margin.
    if isAfterBlank, indent < itemIndent, text.itemMark == nil {
      itemIndent = min(itemIndent, indent)
    }
    let isCode = open.isEmpty && indent >= itemIndent + 4 && (isAfterBlank || blocks.isEmpty)
    isAfterBlank = false
    if isCode {
      isAfterBlank = true
      return
    }
    var rest = text.trimmed
    for _ in 0..<Self.deepestItem {
      guard let mark = rest.itemMark else { break }
      close()
      itemIndent = indent + (text.trimmed.count - rest.count) + mark
      rest = rest.dropFirst(mark).trimmed
    }
    if let fence = rest.openedFence {
      close()
      self.fence = fence
    } else if let end = rest.beginningOfPassedOver {
      close()
      if rest.firstPlace(of: end) == nil { passedOverUntil = end }
    } else if rest.first == UInt8(ascii: "#"), let title = rest.headingText {
      close()
      heading = MarkdownWords.plain(title)
      open = Array(title)
      close()
    } else if let label = openLabel, open.isEmpty {
      openLabel = nil
      if !define(label, rest) { append(rest) }
    } else if open.isEmpty, let (label, target) = rest.definition(longest: Self.longestLabel) {
      if target.isEmpty {
        openLabel = label
      } else if !define(label, target) {
        append(rest)
      }
    } else {
      append(rest)
    }
  }

  private mutating func append(_ text: ArraySlice<UInt8>) {
    if !open.isEmpty { open.append(UInt8(ascii: "\n")) }
    open += text
  }

  private mutating func close() {
    if !open.isEmpty { blocks.append(Block(text: open, heading: heading)) }
    open = []
    openLabel = nil
  }

  private mutating func define(_ label: String, _ target: ArraySlice<UInt8>) -> Bool {
    guard let (address, end) = MarkdownTarget.read(target, isAlone: true),
      MarkdownTarget.isTitle(target[end...])
    else { return false }
    if definitions.count < Self.mostDefinitions, definitions[label] == nil {
      definitions[label] = address
    }
    return true
  }

  /// A label as it is compared: without regard to case and the length of spaces.
  static func label(_ text: some Sequence<UInt8>) -> String {
    String(decoding: Array(text), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ").lowercased()
  }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutEnd: Self { last == 0x0D ? dropLast() : self }

  var trimmed: Self { trimmed(\.isSpace) }

  /// In columns.
  fileprivate var indent: Int {
    var column = 0
    for byte in self {
      guard byte.isBlank else { break }
      column += byte == 0x09 ? 4 - column % 4 : 1
    }
    return column
  }

  fileprivate var withoutQuoteMarks: Self {
    var rest = self
    while case let text = rest.drop(while: \.isBlank), text.first == UInt8(ascii: ">"),
      rest.indent < 4
    {
      rest = text.dropFirst()
      if rest.first == 0x20 { rest = rest.dropFirst() }
    }
    return rest
  }

  /// How long the mark of a list's item is that the text begins with; nil where it begins with none.
  fileprivate var itemMark: Int? {
    let text = drop(while: \.isBlank)
    var length = 1
    switch text.first {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): break
    case .some(let first) where first.isDigit:
      length = text.prefix(10).prefix(while: \.isDigit).count + 1
      guard length < 11, let end = text.dropFirst(length - 1).first,
        end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
      else { return nil }
    default: return nil
    }
    let rest = text.dropFirst(length)
    guard rest.first?.isBlank == true else { return nil }
    let isRule = !rest.contains { !$0.isBlank && $0 != text.first }
    return isRule && rest.count > 1 ? nil : length + 1
  }

  /// A line of three or more back-quotes or tildes.
  fileprivate var openedFence: (mark: UInt8, length: Int)? {
    guard let mark = first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
      return nil
    }
    let length = prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    // Else it is code within a line.
    if mark == UInt8(ascii: "`"), dropFirst(length).contains(mark) { return nil }
    return (mark, length)
  }

  fileprivate func isFence(closing fence: (mark: UInt8, length: Int)) -> Bool {
    count >= fence.length && allSatisfy { $0 == fence.mark }
  }

  /// What ends the markup that this line begins and that is not for reading; nil for all others.
  fileprivate var beginningOfPassedOver: [UInt8]? {
    guard first == UInt8(ascii: "<") else { return nil }
    let start = prefix(8).lowercased
    if start.starts(with: "<!--".utf8) { return Array("-->".utf8) }
    for name in ["pre", "script", "style"] where start.starts(with: "<\(name)".utf8) {
      let next = dropFirst(name.utf8.count + 1).first
      if next == nil || next == UInt8(ascii: ">") || next?.isBlank == true {
        return Array("</\(name)>".utf8)
      }
    }
    return nil
  }

  fileprivate var headingText: Self? {
    let level = prefix { $0 == UInt8(ascii: "#") }.count
    let rest = dropFirst(level)
    guard level <= 6, rest.first?.isBlank != false else { return nil }
    let text = rest.trimmed
    let end = text.reversed().drop { $0 == UInt8(ascii: "#") }.count
    let isMarked = end < text.count && (end == 0 || text.prefix(end).last?.isBlank == true)
    return isMarked ? text.prefix(end).trimmed : text
  }

  /// A label and what stands behind it, of a link reference definition.
  fileprivate func definition(longest: Int) -> (label: String, target: Self)? {
    guard first == UInt8(ascii: "["), dropFirst().first != UInt8(ascii: "^") else { return nil }
    var place = index(after: startIndex)
    let limit = Swift.min(endIndex, startIndex + longest + 2)
    while place < limit, self[place] != UInt8(ascii: "]") {
      guard self[place] != UInt8(ascii: "[") else { return nil }
      place += self[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place + 1 < endIndex, place < limit, self[place + 1] == UInt8(ascii: ":") else {
      return nil
    }
    let label = MarkdownBlocks.label(self[(startIndex + 1)..<place])
    return label.isEmpty ? nil : (label, self[(place + 2)...].trimmed)
  }

  fileprivate var lowercased: [UInt8] { map(\.lowercased) }
}
