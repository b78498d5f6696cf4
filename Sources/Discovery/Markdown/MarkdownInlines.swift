// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// The links of one block of Markdown: in brackets, by reference, between angle brackets, bare, in markup, and images.
struct MarkdownInlines {
  struct Found {
    /// As it stands there, its escapes resolved.
    let target: String
    /// Where it begins; what is found inside a link is none.
    let start: Int
    /// What is between its brackets.
    let text: ArraySlice<UInt8>
    /// Whether it is an address that stands in the text as it is, or between angle brackets.
    var isPlain = false
  }

  private struct Opener {
    let place: Int
    let isImage: Bool
    var isActive = true
  }

  private let text: [UInt8]
  private let definitions: [String: String]
  private(set) var found: [Found] = []
  /// Whether more was to be looked ahead for than a text that is one needs.
  private(set) var isGivenUp = false

  private var openers: [Opener] = []
  private var place = 0
  /// How many bytes may yet be looked at twice.
  private var patience: Int
  /// Lengths of back-quotes of which no other run comes.
  private var noRuns: Set<Int> = []
  /// What ends code or a comment and does not come any more.
  private var noEnds: Set<[UInt8]> = []

  private static let mostOpeners = 1_000
  private static let longestTag = 8_000

  init(_ text: [UInt8], _ definitions: [String: String]) {
    self.text = text
    self.definitions = definitions
    patience = 16 * text.count + 100_000
    while place < text.count, patience > 0 { step() }
    isGivenUp = patience <= 0
    found.sort { $0.start < $1.start }
  }

  private func byte(_ place: Int) -> UInt8? { place < text.count ? text[place] : nil }

  private mutating func step() {
    switch text[place] {
    case UInt8(ascii: "\\"): place += 2
    case UInt8(ascii: "`"): skipCode()
    case UInt8(ascii: "<"): takeAngle()
    case UInt8(ascii: "!") where byte(place + 1) == UInt8(ascii: "["):
      open(Opener(place: place + 2, isImage: true))
      place += 2
    case UInt8(ascii: "["):
      open(Opener(place: place + 1, isImage: false))
      place += 1
    case UInt8(ascii: "]"): closeBracket()
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"): takeBare()
    default: place += 1
    }
  }

  private mutating func open(_ opener: Opener) {
    // So many that are open are no brackets of links.
    if openers.count >= Self.mostOpeners { openers.removeFirst(Self.mostOpeners / 2) }
    openers.append(opener)
  }

  // MARK: Code and markup

  private mutating func skipCode() {
    let mark = UInt8(ascii: "`")
    let length = text[place...].prefix { $0 == mark }.count
    let start = place + length
    place = start
    guard !noRuns.contains(length) else { return }
    var end = start
    while let run = text[end...].firstIndex(of: mark) {
      let count = text[run...].prefix { $0 == mark }.count
      if count == length {
        place = run + count
        return
      }
      end = run + count
    }
    patience -= end - start
    noRuns.insert(length)
  }

  private mutating func takeAngle() {
    let rest = text[place...].prefix(Self.longestTag)
    if rest.starts(with: "<!--".utf8) {
      place = end(of: Array("-->".utf8), from: place) ?? place + 4
      return
    }
    let inside = rest.dropFirst()
    // In quotes there may be angle brackets; an address has none, and no spaces.
    var quote: UInt8?
    var end: Int?
    for index in inside.indices {
      let byte = inside[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        end = index
        break
      } else if byte == UInt8(ascii: "<") {
        break
      }
    }
    patience -= (end ?? inside.endIndex) - place
    guard let end else {
      place += 1
      return
    }
    let tag = inside[..<end]
    if MarkdownTag.isAddress(tag) {
      found.append(
        Found(target: String(decoding: tag, as: UTF8.self), start: place, text: tag, isPlain: true)
      )
    } else if let tag = MarkdownTag(tag) {
      if let target = tag.target {
        found.append(Found(target: target, start: place, text: tag.words))
      }
      if tag.isCode, let close = self.end(of: tag.closing, from: end) {
        place = close
        return
      }
    } else {
      place += 1
      return
    }
    place = end + 1
  }

  /// Where the next of these marks ends; nil where none comes.
  private mutating func end(of mark: [UInt8], from start: Int) -> Int? {
    guard !noEnds.contains(mark) else { return nil }
    guard let found = text[start...].firstPlace(of: mark) else {
      noEnds.insert(mark)
      return nil
    }
    return found + mark.count
  }

  // MARK: Brackets

  private mutating func closeBracket() {
    let close = place
    place += 1
    guard let opener = openers.popLast(), opener.isActive else { return }
    let inside = text[opener.place..<close]
    let target: String
    var cost = 0
    defer { patience -= cost }
    if byte(close + 1) == UInt8(ascii: "("),
      let (address, end) = MarkdownTarget.readBracketed(text[(close + 2)...], cost: &cost)
    {
      (target, place) = (address, end)
    } else if let (address, end) = reference(behind: close, inside) {
      (target, place) = (address, end)
    } else {
      return
    }
    patience -= place - close
    let start = opener.place - (opener.isImage ? 2 : 1)
    if !opener.isImage {
      // There is no link inside a link.
      while let last = found.last, last.start > start, last.isPlain { found.removeLast() }
      for index in openers.indices where !openers[index].isImage { openers[index].isActive = false }
      patience -= openers.count
    }
    found.append(Found(target: target, start: start, text: inside))
  }

  private mutating func reference(
    behind close: Int,
    _ inside: ArraySlice<UInt8>
  ) -> (String, end: Int)? {
    guard !definitions.isEmpty else { return nil }
    if byte(close + 1) == UInt8(ascii: "[") {
      let rest = text[(close + 2)...].prefix(1_000)
      if let end = rest.firstIndex(of: UInt8(ascii: "]")) {
        let label = rest[..<end]
        if let target = definition(label.isEmpty ? inside : label) { return (target, end + 1) }
      }
    }
    return definition(inside).map { ($0, close + 1) }
  }

  private mutating func definition(_ label: ArraySlice<UInt8>) -> String? {
    guard label.count < 1_000 else { return nil }
    patience -= label.count
    return definitions[MarkdownBlocks.label(label)]
  }

  // MARK: Bare addresses

  private static let beginnings = ["https://", "http://", "www."].map { Array($0.utf8) }

  /// Takes an address that stands in the text as it is.
  ///
  /// Source: GitHub Flavored Markdown §6.9 <https://github.github.com/gfm/#autolinks-extension->
  private mutating func takeBare() {
    let start = place
    place += 1
    if start > 0, text[start - 1].isLetterOrDigit || text[start - 1] >= 0x80 { return }
    let rest = text[start...].prefix(MarkdownInlines.longestTag)
    let beginning = Self.beginnings.first { rest.count > $0.count && rest.holds($0) }
    guard let beginning else { return }
    let isInBrackets = !openers.isEmpty
    var address = rest.prefix { byte in
      switch byte {
      case ...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: "`"), UInt8(ascii: "|"): false
      case UInt8(ascii: "]"): !isInBrackets
      default: true
      }
    }
    address = Self.withoutPunctuation(address)
    let host = address.dropFirst(beginning.count)
    guard host.first?.isLetterOrDigit == true || host.first == UInt8(ascii: "[") else { return }
    place = address.endIndex
    let scheme = beginning.last == UInt8(ascii: ".") ? "http://" : ""
    found.append(
      Found(
        target: scheme + MarkdownTarget.unescaped(address),
        start: start,
        text: address,
        isPlain: true
      )
    )
  }

  /// What ends a sentence is no part of an address, nor is a bracket that it does not open.
  private static func withoutPunctuation(_ address: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var address = address
    let open = address.count { $0 == UInt8(ascii: "(") }
    var closed = address.count { $0 == UInt8(ascii: ")") }
    while let last = address.last {
      if last == UInt8(ascii: ")"), closed > open {
        closed -= 1
      } else if !"?!.,:;*_~'\"".utf8.contains(last) {
        break
      }
      address.removeLast()
    }
    return address
  }
}

extension ArraySlice<UInt8> {
  /// Where these bytes stand first, in either case.
  func firstPlace(of mark: [UInt8]) -> Int? {
    guard let first = mark.first else { return nil }
    var place = startIndex
    while place + mark.count <= endIndex {
      if self[place].lowercased == first, self[place...].holds(mark) { return place }
      place += 1
    }
    return nil
  }

  /// Whether it begins with these letters, in either case.
  fileprivate func holds(_ beginning: [UInt8]) -> Bool {
    zip(self, beginning).allSatisfy { $0.lowercased == $1 }
  }
}
