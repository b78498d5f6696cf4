// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension JSONReader {
  // MARK: Strings

  /// The string whose quotation mark is next.
  mutating func string() throws(JSONFault) -> String {
    place += 1
    // Nearly all strings are one run, so nothing is put together for them.
    var string = try run()
    while next == UInt8(ascii: "\\") {
      string.unicodeScalars.append(try escape())
      string += try run()
    }
    place += 1
    return string
  }

  /// What stands unescaped up to the next quotation mark or escape.
  private mutating func run() throws(JSONFault) -> String {
    let start = place
    var end = start
    while end < text.count {
      let byte = text[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      end += 1
    }
    let string: String
    do throws(UTF8.ValidationError) {
      string = String(copying: try UTF8Span(validating: text.span.extracting(start..<end)))
    } catch {
      throw fault(.notUTF8, at: start + error.byteOffsets.lowerBound)
    }
    place = end
    guard let byte = next else { throw fault(.cutShort) }
    guard byte >= 0x20 else { throw fault(.controlCharacter(byte)) }
    return string
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    let start = place
    place += 1
    let scalar: Unicode.Scalar
    switch next {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"):
      place += 1
      return try numberedEscape(from: start)
    case nil: throw fault(.cutShort)
    default: throw fault(.unknownEscape, at: start)
    }
    place += 1
    return scalar
  }

  /// A character by its number in UTF-16: `\u00e9`, or two escapes in a row for a surrogate pair.
  private mutating func numberedEscape(from start: Int) throws(JSONFault) -> Unicode.Scalar {
    let first = try codeUnit(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first) else { throw fault(.loneSurrogate, at: start) }

    let second = place
    try pass(UInt8(ascii: "\\"), else: .loneSurrogate, at: start)
    try pass(UInt8(ascii: "u"), else: .loneSurrogate, at: start)
    let trail = try codeUnit(from: second)
    guard UTF16.isTrailSurrogate(trail) else { throw fault(.loneSurrogate, at: start) }
    return UTF16.decode(UTF16.EncodedScalar([first, trail]))
  }

  private mutating func pass(
    _ byte: UInt8,
    else reason: JSONFault.Reason,
    at start: Int
  ) throws(JSONFault) {
    guard let next else { throw fault(.cutShort) }
    guard next == byte else { throw fault(reason, at: start) }
    place += 1
  }

  /// The four hexadecimal digits of the escape that began at `start`.
  private mutating func codeUnit(from start: Int) throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 1...4 {
      guard let byte = next else { throw fault(.cutShort) }
      guard let digit = byte.hexValue else { throw fault(.noFourHexDigits, at: start) }
      unit = unit << 4 | UInt16(digit)
      place += 1
    }
    return unit
  }

  // MARK: Numbers

  /// The number whose first byte is next, as it is written.
  mutating func number() throws(JSONFault) -> String {
    let start = place
    if next == UInt8(ascii: "-") { place += 1 }
    let first = place
    try digits()
    if text[first] == UInt8(ascii: "0"), place > first + 1 { throw fault(.leadingZero, at: first) }
    if next == UInt8(ascii: ".") {
      place += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      try digits()
    }
    return String(decoding: text[start..<place], as: UTF8.self)
  }

  /// Passes one digit or more.
  private mutating func digits() throws(JSONFault) {
    let start = place
    while next?.isDigit == true { place += 1 }
    guard place > start else { throw fault(.noDigit) }
  }
}
