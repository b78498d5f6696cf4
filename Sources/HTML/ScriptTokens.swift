// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// The words of a script, as far as they are needed to see whether it goes somewhere.
///
/// Source: ECMAScript §12 <https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar>
struct ScriptTokens {
  enum Kind: Equatable {
    case word(String)
    case number(Double)
    /// Text in quotes; nil where it is put together of parts, or not readable.
    case text(String?)
    case mark(UInt8)
  }

  struct Token {
    let kind: Kind
    /// Whether it is the first of its line.
    let beginsLine: Bool
  }

  private(set) var tokens: [Token] = []
  private let script: [UInt8]
  private var place = 0
  private var isNewLine = true

  private static let most = 20_000

  init(_ script: [UInt8]) {
    self.script = script
    while tokens.count < Self.most, let kind = next() {
      tokens.append(Token(kind: kind, beginsLine: isNewLine))
      isNewLine = false
    }
  }

  private mutating func next() -> Kind? {
    while place < script.count {
      let byte = script[place]
      if byte == 0x0A || byte == 0x0D {
        isNewLine = true
        place += 1
      } else if byte <= 0x20 {
        place += 1
      } else if begins("//") || begins("<!--") || begins("-->") && isNewLine {
        place = script[place...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? script.count
      } else if begins("/*") {
        takeComment()
      } else if byte == UInt8(ascii: "/"), !isBehindValue {
        takePattern()
        return .text(nil)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        || byte == UInt8(ascii: "`")
      {
        return .text(text(in: byte))
      } else if Self.isOfWord(byte) {
        let word = script[place...].prefix(while: Self.isOfWord)
        place = word.endIndex
        let text = String(decoding: word, as: UTF8.self)
        return Double(text).map(Kind.number) ?? .word(text)
      } else {
        place += 1
        return .mark(byte)
      }
    }
    return nil
  }

  private func begins(_ mark: String) -> Bool {
    script[place...].prefix(mark.utf8.count).elementsEqual(mark.utf8)
  }

  /// Whether a slash divides what stands before it.
  private var isBehindValue: Bool {
    switch tokens.last?.kind {
    case .word(let word): word != "return" && word != "typeof"
    case .number, .text: true
    case .mark(let byte): byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    case nil: false
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte.lowercased)
  }

  private mutating func takeComment() {
    var end = place + 2
    while end < script.count,
      !(script[end] == UInt8(ascii: "/") && script[end - 1] == UInt8(ascii: "*") && end > place + 2)
    {
      if script[end] == 0x0A { isNewLine = true }
      end += 1
    }
    place = min(end + 1, script.count)
  }

  private mutating func takePattern() {
    var isInClass = false
    place += 1
    while place < script.count, script[place] != 0x0A {
      let byte = script[place]
      place += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "[") { isInClass = true }
      if byte == UInt8(ascii: "]") { isInClass = false }
      if byte == UInt8(ascii: "/"), !isInClass { return }
    }
    place = min(place, script.count)
  }

  private mutating func text(in quote: UInt8) -> String? {
    var text: [UInt8] = []
    var isReadable = true
    place += 1
    while place < script.count, script[place] != quote {
      let byte = script[place]
      // What is not closed on its line is no text.
      if byte == 0x0A || quote == UInt8(ascii: "`") && begins("${") { isReadable = false }
      place += 1
      guard byte == UInt8(ascii: "\\"), place < script.count else {
        text.append(byte)
        continue
      }
      let kind = script[place]
      place += 1
      switch kind {
      case UInt8(ascii: "x"): isReadable = takeCode(2, into: &text) && isReadable
      case UInt8(ascii: "u"): isReadable = takeCode(4, into: &text) && isReadable
      case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""):
        text.append(kind)
      default: isReadable = false
      }
    }
    guard place < script.count else { return nil }
    place += 1
    return isReadable ? String(validating: text, as: UTF8.self) : nil
  }

  private mutating func takeCode(_ length: Int, into text: inout [UInt8]) -> Bool {
    let digits = String(decoding: script[place...].prefix(length), as: UTF8.self)
    guard digits.utf8.count == length, let value = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return false }
    place += length
    text += Array(String(Character(scalar)).utf8)
    return true
  }
}
