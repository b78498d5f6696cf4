// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The words of PDF, one after the other.
///
/// Source: ISO 32000-1, section 7.2.
struct PDFLexer {
  enum Token: Equatable {
    case integer(Int)
    /// Any other number.
    case number
    case name(String)
    /// A string in parentheses or of hexadecimal digits.
    case text
    case arrayStart, arrayEnd
    case dictionaryStart, dictionaryEnd
    /// `obj`, `true`, `R` …
    case word(String)
    case end
  }

  let bytes: [UInt8]
  var place: Int
  /// Where the last token stood.
  private(set) var range = 0..<0

  init(_ bytes: [UInt8], at place: Int = 0) {
    self.bytes = bytes
    self.place = min(max(0, place), bytes.count)
  }

  /// Reads one token.
  ///
  /// - Returns: nil where there is none that could be one.
  mutating func next() -> Token? {
    skipSpace()
    let start = place
    defer { range = start..<place }
    guard place < bytes.count else { return .end }
    switch bytes[place] {
    case UInt8(ascii: "/"): return name()
    case UInt8(ascii: "("): return literal()
    case UInt8(ascii: "["): return take(1, .arrayStart)
    case UInt8(ascii: "]"): return take(1, .arrayEnd)
    case UInt8(ascii: "<"):
      return peek(1) == UInt8(ascii: "<") ? take(2, .dictionaryStart) : hexadecimal()
    case UInt8(ascii: ">"):
      return peek(1) == UInt8(ascii: ">") ? take(2, .dictionaryEnd) : nil
    case UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"): return nil
    default: return regular()
    }
  }

  /// Skips white space and comments.
  private mutating func skipSpace() {
    while place < bytes.count {
      if Self.isSpace(bytes[place]) {
        place += 1
      } else if bytes[place] == UInt8(ascii: "%") {
        while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      } else {
        return
      }
    }
  }

  private func peek(_ distance: Int) -> UInt8? {
    place + distance < bytes.count ? bytes[place + distance] : nil
  }

  private mutating func take(_ count: Int, _ token: Token) -> Token {
    place += count
    return token
  }

  private mutating func name() -> Token {
    place += 1
    let start = place
    while place < bytes.count, Self.isRegular(bytes[place]) { place += 1 }
    let raw = bytes[start..<place]
    guard raw.contains(UInt8(ascii: "#")) else {
      return .name(String(decoding: raw, as: UTF8.self))
    }
    var decoded: [UInt8] = []
    var index = raw.startIndex
    while index < raw.endIndex {
      if raw[index] == UInt8(ascii: "#"), index + 2 < raw.endIndex,
        raw[(index + 1)...(index + 2)].allSatisfy(\.isHexadecimalDigit),
        let byte = UInt8(String(decoding: raw[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(raw[index])
        index += 1
      }
    }
    return .name(String(decoding: decoded, as: UTF8.self))
  }

  private mutating func literal() -> Token? {
    var depth = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return take(1, .text) }
      default: break
      }
      place += 1
    }
    place = min(place, bytes.count)
    return nil
  }

  private mutating func hexadecimal() -> Token? {
    place += 1
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: ">"): return take(1, .text)
      case let byte where byte.isHexadecimalDigit || Self.isSpace(byte): place += 1
      default: return nil
      }
    }
    return nil
  }

  private mutating func regular() -> Token {
    let start = place
    while place < bytes.count, Self.isRegular(bytes[place]) { place += 1 }
    let raw = bytes[start..<place]
    let unsigned =
      raw.first == UInt8(ascii: "-") || raw.first == UInt8(ascii: "+")
      ? raw.dropFirst() : raw
    if !unsigned.isEmpty, unsigned.allSatisfy(\.isDigit),
      let value = Int(String(decoding: raw, as: UTF8.self))
    {
      return .integer(value)
    }
    if unsigned.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) { return .number }
    return .word(String(decoding: raw, as: UTF8.self))
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20: true
    default: false
    }
  }

  private static func isRegular(_ byte: UInt8) -> Bool {
    switch byte {
    case _ where isSpace(byte): false
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "/"), UInt8(ascii: "%"):
      false
    default: true
    }
  }
}

extension UInt8 {
  /// A digit of a hexadecimal number, small or capital.
  var isHexadecimalDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
