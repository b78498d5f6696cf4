// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a text is no JSON text, or one that we do not read, and the first place that shows it.
struct JSONFault: Error, Hashable, Sendable {
  /// In bytes from the beginning of the text.
  let offset: Int
  /// Counted from 1; a line ends with a line feed.
  let line: Int
  /// In characters (Unicode scalars) from the beginning of the line, counted from 1.
  let column: Int
  let reason: Reason

  enum Reason: Hashable, Sendable {
    // The text as a whole
    case empty
    case cutShort
    case byteOrderMark
    case notUTF8
    case trailingText
    // Structure
    case noValue
    case noName
    case noColon
    case noCommaInArray
    case noCommaInObject
    case trailingComma
    // Scalars
    case leadingZero
    case noDigit
    case controlCharacter(UInt8)
    case unknownEscape
    case noFourHexDigits
    case loneSurrogate
    // Limits
    case tooLong(limit: Int)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
  }

  init(_ reason: Reason, at offset: Int, in text: [UInt8]) {
    self.reason = reason
    self.offset = offset
    let before = text.prefix(offset)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    line = 1 + before[..<lineStart].count { $0 == UInt8(ascii: "\n") }
    // All bytes of a character but its first are continuation bytes, 10xxxxxx.
    column = 1 + before[lineStart...].count { $0 & 0b1100_0000 != 0b1000_0000 }
  }
}

extension JSONFault: CustomStringConvertible {
  var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONFault.Reason: CustomStringConvertible {
  var description: String {
    switch self {
    case .empty: "there is no value in the text"
    case .cutShort: "the text ends before its value does"
    case .byteOrderMark: "the text begins with a byte order mark"
    case .notUTF8: "these bytes are not UTF-8"
    case .trailingText: "there is something after the value"
    case .noValue: "there should be a value here"
    case .noName: "there should be a member's name in quotation marks here"
    case .noColon: "there should be a colon after the member's name"
    case .noCommaInArray: "there should be a comma or the end of the array here"
    case .noCommaInObject: "there should be a comma or the end of the object here"
    case .trailingComma: "nothing follows this comma"
    case .leadingZero: "a number may not begin with a zero and a digit"
    case .noDigit: "there should be a digit here"
    case .controlCharacter(let byte):
      "a control character (\(byte)) may not stand in a string unescaped"
    case .unknownEscape: "JSON has no such escape"
    case .noFourHexDigits: "there should be four hexadecimal digits after \\u"
    case .loneSurrogate: "the escape is half of a surrogate pair, and no character"
    case .tooLong(let limit): "the text is longer than \(limit) bytes"
    case .tooDeep(let limit): "more than \(limit) arrays and objects are inside one another"
    case .tooManyValues(let limit): "there are more than \(limit) values"
    }
  }
}
