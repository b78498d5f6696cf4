// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The texts that stand in quotes in a script.
///
/// Source: ECMAScript §12.9.4 <https://tc39.es/ecma262/#sec-literals-string-literals>
struct ScriptedTexts {
  private let script: [UInt8]
  private var place = 0

  private init(_ script: Substring) {
    self.script = Array(script.utf8)
  }

  /// The texts that are used as they stand, at most as many as a call has arguments.
  ///
  /// What is joined to something that only the script knows is half a text and left out; a path that ends
  /// before a query is whole all the same: `'/a.pdf' + '?t=' + now`.
  static func whole(in script: Substring) -> [String] {
    var reader = Self(script)
    var found: [String] = []
    while found.count < 16, let text = reader.next() { found += text }
    return found
  }

  /// The texts of an attribute that holds data for a script (JSON), those with a path in them.
  ///
  /// - Parameter data: the attribute's value; what is longer than such data ever is has none.
  /// - Returns: at most 64 texts.
  static func whole(inData data: Substring) -> [String] {
    guard data.utf8.count <= longestData else { return [] }
    var reader = Self(data)
    var found: [String] = []
    while found.count < 64, let text = reader.next() {
      found += text.filter { $0.contains("/") || $0.contains(".") }
    }
    return found
  }

  /// In bytes.
  private static let longestData = 20_000

  /// The next text; none where it is half a text, nil at the end.
  private mutating func next() -> [String]? {
    guard let start = script[place...].firstIndex(where: Self.isQuote) else { return nil }
    let quote = script[start]
    place = start + 1
    var text: [UInt8] = []
    while place < script.count, script[place] != quote {
      if script[place] == UInt8(ascii: "\\") {
        takeEscape(into: &text)
      } else {
        text.append(script[place])
        place += 1
      }
    }
    // What is not closed is no text.
    guard place < script.count else { return nil }
    place += 1
    let isJoinedBefore = isPlus(script[..<start].last { $0 > 0x20 })
    let isJoinedBehind = isPlus(script[place...].first { $0 > 0x20 })
    if isJoinedBefore || isJoinedBehind && text.contains(UInt8(ascii: "?")) { return [] }
    return [String(decoding: text, as: UTF8.self)]
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
  }

  private func isPlus(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "+") }

  /// Takes `\/`, `\'`, `\x2f`, `\u002f` or `\u{2f}`; the cursor is on the backslash.
  private mutating func takeEscape(into text: inout [UInt8]) {
    place += 1
    guard place < script.count else { return }
    let kind = script[place]
    place += 1
    let digits: ArraySlice<UInt8>
    var length = 0
    switch kind {
    case UInt8(ascii: "x"): (digits, length) = (script[place...].prefix(2), 2)
    case UInt8(ascii: "u") where script[place...].first == UInt8(ascii: "{"):
      digits = script[place...].dropFirst().prefix(6).prefix { $0 != UInt8(ascii: "}") }
      length = digits.count + 2
    case UInt8(ascii: "u"): (digits, length) = (script[place...].prefix(4), 4)
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return text.append(0x20)
    default: return text.append(kind)
    }
    guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return text.append(kind) }
    place = min(place + length, script.count)
    text += Array(String(Character(scalar)).utf8)
  }
}
