// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// The address of a link in Markdown, and the title behind it.
enum MarkdownTarget {
  /// No address is longer, nor a title that anybody reads.
  private static let longest = 10_000
  private static let deepest = 32
  private static let longestTitle = 1_000

  /// Reads an address.
  ///
  /// - Parameters:
  ///   - text: what begins with it.
  ///   - isAlone: whether round brackets need not be in pairs, because none ends it.
  /// - Returns: the address, its escapes resolved, and where it ends; nil where there is none.
  static func read(_ text: ArraySlice<UInt8>, isAlone: Bool) -> (address: String, end: Int)? {
    let text = text.prefix(longest)
    if text.first == UInt8(ascii: "<") {
      var place = text.startIndex + 1
      while place < text.endIndex, text[place] != UInt8(ascii: ">") {
        guard text[place] != UInt8(ascii: "<"), text[place] != UInt8(ascii: "\n") else {
          return nil
        }
        place += text[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard place < text.endIndex else { return nil }
      return (unescaped(text[(text.startIndex + 1)..<place]), place + 1)
    }
    var depth = 0
    var place = text.startIndex
    scan: while place < text.endIndex {
      switch text[place] {
      case UInt8(ascii: "\\") where place + 1 < text.endIndex && text[place + 1].isPunctuation:
        place += 1
      case UInt8(ascii: "(") where !isAlone:
        depth += 1
        guard depth <= deepest else { return nil }
      case UInt8(ascii: ")") where !isAlone:
        guard depth > 0 else { break scan }
        depth -= 1
      case ...0x20: break scan
      default: break
      }
      place += 1
    }
    guard depth == 0, place > text.startIndex || !isAlone else { return nil }
    return (unescaped(text[text.startIndex..<place]), place)
  }

  /// Whether there is nothing but a title, or nothing at all.
  static func isTitle(_ text: ArraySlice<UInt8>) -> Bool {
    let title = text.trimmed
    guard let first = title.first else { return true }
    guard title.startIndex > text.startIndex, let end = end(of: first) else { return false }
    return title.count > 1 && title.last == end
  }

  /// Reads what stands in round brackets behind the text of a link.
  ///
  /// - Parameters:
  ///   - text: what begins behind the opening one.
  ///   - cost: how many bytes were looked at is added to it, found or not.
  /// - Returns: the address, and the place behind the closing one; nil where that is no link.
  static func readBracketed(
    _ text: ArraySlice<UInt8>,
    cost: inout Int
  ) -> (address: String, end: Int)? {
    let start = text.prefix(longest).drop(while: \.isSpace)
    cost += start.startIndex - text.startIndex
    guard let (address, end) = read(start, isAlone: false) else {
      cost += deepest
      return nil
    }
    var rest = text[end...].prefix(longestTitle)
    let gap = rest.prefix(while: \.isSpace).count
    cost += end - start.startIndex + gap
    rest = rest.dropFirst(gap)
    if gap > 0, let first = rest.first, let mark = Self.end(of: first) {
      var place = rest.startIndex + 1
      while place < rest.endIndex, rest[place] != mark, rest[place] != first || first == mark {
        place += rest[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      cost += place - rest.startIndex
      guard place < rest.endIndex, rest[place] == mark else { return nil }
      rest = rest[(place + 1)...].drop(while: \.isSpace)
    }
    guard rest.first == UInt8(ascii: ")") else { return nil }
    return (address, rest.startIndex + 1)
  }

  private static func end(of mark: UInt8) -> UInt8? {
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): mark
    case UInt8(ascii: "("): UInt8(ascii: ")")
    default: nil
    }
  }

  private static let references: [(name: [UInt8], meaning: UInt8)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("#39", "'"), ("#x27", "'"),
    ("#38", "&"),
  ].map { (name: String, meaning: Unicode.Scalar) in (Array(name.utf8), UInt8(ascii: meaning)) }

  /// An address as it is meant: without backslashes before punctuation, and with the characters that references
  /// stand for.
  static func unescaped(_ text: ArraySlice<UInt8>) -> String {
    var meant: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      if byte == UInt8(ascii: "\\"), place + 1 < text.endIndex, text[place + 1].isPunctuation {
        meant.append(text[place + 1])
        place += 2
      } else if byte == UInt8(ascii: "&"),
        let (name, meaning) = references.first(where: {
          text[(place + 1)...].starts(with: $0.name + [UInt8(ascii: ";")])
        })
      {
        meant.append(meaning)
        place += name.count + 2
      } else {
        meant.append(byte)
        place += 1
      }
    }
    return String(decoding: meant, as: UTF8.self)
  }
}

extension UInt8 {
  /// A character of ASCII that a backslash takes the meaning from.
  var isPunctuation: Bool { (0x21...0x7E).contains(self) && !isLetterOrDigit }
}
