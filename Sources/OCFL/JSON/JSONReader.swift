// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Reads one JSON text from front to back, strictly.
///
/// What RFC 8259 lets a parser forgive is a fault here: a byte order mark, ill-formed UTF-8, half a
/// surrogate pair. Only names that are there twice are kept, for the caller to judge.
///
/// Source: RFC 8259 <https://www.rfc-editor.org/rfc/rfc8259>
struct JSONReader {
  let text: [UInt8]
  /// The next byte to be read.
  var place = 0
  private let limits: JSONLimits
  private var depth = 0
  private var values = 0

  init(_ text: [UInt8], limits: JSONLimits) {
    self.text = text
    self.limits = limits
  }

  /// The next byte, or nil at the end.
  var next: UInt8? { place < text.count ? text[place] : nil }

  func fault(_ reason: JSONFault.Reason, at offset: Int) -> JSONFault {
    JSONFault(reason, at: offset, in: text)
  }

  /// A fault at the next byte; at the end of the text that is its being cut short.
  func fault(_ reason: JSONFault.Reason) -> JSONFault {
    fault(place < text.count ? reason : .cutShort, at: place)
  }

  /// The text's value, with nothing but white space around it.
  mutating func wholeText() throws(JSONFault) -> JSONNode {
    guard text.count <= limits.bytes else {
      throw fault(.tooLong(limit: limits.bytes), at: max(limits.bytes, 0))
    }
    guard !text.starts(with: [0xEF, 0xBB, 0xBF]) else { throw fault(.byteOrderMark, at: 0) }
    skipWhiteSpace()
    guard next != nil else { throw fault(.empty, at: place) }
    let node = try node()
    skipWhiteSpace()
    guard next == nil else { throw fault(.trailingText) }
    return node
  }

  private mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func node() throws(JSONFault) -> JSONNode {
    values += 1
    guard values <= limits.values else { throw fault(.tooManyValues(limit: limits.values)) }
    let start = place
    return JSONNode(value: try value(), offset: start)
  }

  private mutating func value() throws(JSONFault) -> JSONValue {
    guard let next else { throw fault(.cutShort) }
    switch next {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "n"): return try word("null", meaning: .null)
    case UInt8(ascii: "t"): return try word("true", meaning: .bool(true))
    case UInt8(ascii: "f"): return try word("false", meaning: .bool(false))
    default: throw fault(.noValue)
    }
  }

  private mutating func word(
    _ word: String,
    meaning value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    let start = place
    for letter in word.utf8 {
      guard let byte = next else { throw fault(.cutShort) }
      guard byte == letter else { throw fault(.noValue, at: start) }
      place += 1
    }
    return value
  }

  private mutating func descend() throws(JSONFault) {
    let limit = min(limits.depth, JSONLimits.deepest)
    guard depth < limit else { throw fault(.tooDeep(limit: limit)) }
    depth += 1
    place += 1
    skipWhiteSpace()
  }

  private mutating func ascend() {
    depth -= 1
    place += 1
  }

  private mutating func array() throws(JSONFault) -> [JSONNode] {
    try descend()
    var elements: [JSONNode] = []
    if next != UInt8(ascii: "]") {
      repeat {
        elements.append(try node())
      } while try isContinued(until: UInt8(ascii: "]"), else: .noCommaInArray)
    }
    ascend()
    return elements
  }

  private mutating func object() throws(JSONFault) -> [JSONMember] {
    try descend()
    var members: [JSONMember] = []
    if next != UInt8(ascii: "}") {
      repeat {
        members.append(try member())
      } while try isContinued(until: UInt8(ascii: "}"), else: .noCommaInObject)
    }
    ascend()
    return members
  }

  private mutating func member() throws(JSONFault) -> JSONMember {
    let start = place
    guard next == UInt8(ascii: "\"") else { throw fault(.noName) }
    let key = try string()
    skipWhiteSpace()
    guard next == UInt8(ascii: ":") else { throw fault(.noColon) }
    place += 1
    skipWhiteSpace()
    return JSONMember(key: key, keyOffset: start, node: try node())
  }

  /// Stops at the end of an array or object, or after a comma at what follows it.
  private mutating func isContinued(
    until end: UInt8,
    else reason: JSONFault.Reason
  ) throws(JSONFault) -> Bool {
    skipWhiteSpace()
    if next == end { return false }
    guard next == UInt8(ascii: ",") else { throw fault(reason) }
    let comma = place
    place += 1
    skipWhiteSpace()
    guard next != end else { throw fault(.trailingComma, at: comma) }
    return true
  }
}

extension JSONNode {
  /// Reads a JSON text.
  ///
  /// - Throws: a fault where it is no JSON text, or where it goes beyond the limits.
  init(parsing bytes: [UInt8], limits: JSONLimits = .inventory) throws(JSONFault) {
    var reader = JSONReader(bytes, limits: limits)
    self = try reader.wholeText()
  }
}
