// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation

/// What a search found, the best first.
package struct TextHits: Sendable {
  package internal(set) var hits: [TextHit] = []
  /// How many documents fit in all, where that was counted to the end.
  package internal(set) var count: Int?
  /// Where it was not: how many were counted.
  package internal(set) var moreThan: Int?
  /// Where the words are so common that not all that fit were ranked: how many of the newest were.
  package internal(set) var ranked: Int?
  /// Whether no document has words in a row that were meant so, and these have them in any order.
  package internal(set) var isAnyOrder = false
  /// How many older versions have what no newest one has.
  package internal(set) var older = 0

  package init() {}
}

/// A document that was found.
package struct TextHit: Sendable {
  package let address: WebAddress
  package let version: Int
  package let capturedAt: Date
  package let title: String
  package let standing: String
  /// What the parts of the document are called; nil where it has none.
  package let part: String?
  /// The numbers of the parts in which the words stand, the first of them, from 1; empty where they stand in its title.
  package let parts: [Int]
  /// In how many parts they stand.
  package let partCount: Int
  /// Some of the text around them; empty where they stand in its title.
  package let snippet: [Piece]
  /// Why it has no text, in a word; nil where it has.
  package let reason: String?

  /// A piece of a text: what was looked for, or what stands around it.
  package struct Piece: Hashable, Sendable {
    package let text: String
    package let isFound: Bool

    package init(_ text: String, isFound: Bool) { (self.text, self.isFound) = (text, isFound) }
  }
}

/// A text in which what was found stands between marks.
struct MarkedText {
  /// Characters that stand in no text: they are dropped when it is read.
  static let (begin, end) = ("\u{1}", "\u{2}")
  /// So many characters are shown around what was found.
  private static let around = 70
  private static let longest = 240
  private static let mostParts = 5

  /// The numbers of the parts with something found, from 1.
  private(set) var parts: [Int] = []
  private(set) var partCount = 0
  private(set) var snippet: [TextHit.Piece] = []

  /// - Parameters:
  ///   - text: the parts one behind the other, a form feed between them.
  ///   - hasParts: whether they have numbers.
  init(_ text: String, hasParts: Bool) {
    var best: (count: Int, part: Substring)?
    for (index, bytes) in text.utf8.split(separator: 0x0C, omittingEmptySubsequences: false)
      .enumerated()
    {
      let count = bytes.count { $0 == 1 }
      guard count > 0 else { continue }
      partCount += 1
      if hasParts, parts.count < Self.mostParts { parts.append(index + 1) }
      if best.map({ $0.count < count && partCount == 1 }) ?? true {
        best = (count, Substring(bytes))
      }
    }
    if let best { snippet = Self.snippet(of: best.part) }
  }

  /// Marks the words of a text that begin in one of some ways, whatever their case and accents.
  static func marking(_ beginnings: [String], in text: String) -> String {
    guard !beginnings.isEmpty else { return text }
    let wanted = beginnings.map { Array(folded($0).utf8) }
    let bytes = Array(text.utf8)
    var marked: [UInt8] = []
    marked.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let word = bytes[place...].prefix { isOfWord($0) }
      if word.isEmpty {
        marked.append(bytes[place])
        place += 1
      } else {
        mark(word, wanted, in: &marked)
        place = word.endIndex
      }
    }
    return String(decoding: marked, as: UTF8.self)
  }

  /// Of bytes that are no ASCII, only their scalar tells; what stands between two words may be among them.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
  }

  private static func mark(
    _ bytes: ArraySlice<UInt8>,
    _ wanted: [[UInt8]],
    in marked: inout [UInt8]
  ) {
    func add(_ word: some Collection<UInt8>, _ plain: some Collection<UInt8>) {
      let isFound = !word.isEmpty && wanted.contains { plain.starts(with: $0) }
      if isFound { marked += begin.utf8 }
      marked += word
      if isFound { marked += end.utf8 }
    }
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      // A small letter; digits have that bit already.
      return add(bytes, bytes.map { $0 | 0x20 })
    }
    var word = ""
    for character in String(decoding: bytes, as: UTF8.self) {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else {
        add(word.utf8, folded(word).utf8)
        word = ""
        marked += character.utf8
      }
    }
    add(word.utf8, folded(word).utf8)
  }

  private static func folded(_ word: String) -> String {
    word.utf8.allSatisfy { $0 < 0x80 }
      ? word.lowercased()
      : word.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  }

  /// The surroundings of the first mark.
  private static func snippet(of part: Substring) -> [TextHit.Piece] {
    guard let first = part.firstIndex(of: Character(begin)) else { return [] }
    let start = part.index(first, offsetBy: -around, limitedBy: part.startIndex) ?? part.startIndex
    var from = start
    if start > part.startIndex {
      // At the beginning of a word.
      from =
        part[start..<first].firstIndex(where: \.isWhitespace).map { part.index(after: $0) } ?? start
    }
    let window = part[from...].prefix(longest)
    var pieces: [TextHit.Piece] = []
    var text = from > part.startIndex ? "… " : ""
    var isFound = false
    func end() {
      if !text.isEmpty { pieces.append(TextHit.Piece(text, isFound: isFound)) }
      text = ""
    }
    for character in window {
      switch String(character) {
      case begin:
        end()
        isFound = true
      case Self.end:
        end()
        isFound = false
      default:
        let isSpace = character.isWhitespace
        if !isSpace || text.last?.isWhitespace != true { text.append(isSpace ? " " : character) }
      }
    }
    if window.endIndex < part.endIndex { text += " …" }
    end()
    return pieces
  }
}
