// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Reads XML as it is met on the web, from front to back, and stops at nothing but its end.
///
/// It knows elements, attributes, texts and CDATA. Document types are passed over: no entity that they declare is ever
/// expanded, and nothing outside the text is ever asked for. A stray `&`, an unknown entity and an end tag too many
/// are what they look like. Elements nest ``mostLevels`` deep at the most
/// ([0025](../../docs/decisions/0025-xml-has-a-reader-of-its-own.md)).
package struct XMLScanner {
  package struct Name: Hashable, Sendable {
    /// In lower case; empty for none.
    package let prefix: String
    package let local: String

    package init(prefix: String, local: String) { (self.prefix, self.local) = (prefix, local) }

    package var text: String { prefix.isEmpty ? local : "\(prefix):\(local)" }
  }

  package enum Event {
    /// An element begins.
    case start(Name, attributes: [Name: String])
    /// One element ends, or more; ``depth`` says how many are left.
    case end
    /// A piece of text, as it is meant.
    case text([UInt8])
  }

  package static let mostLevels = 128
  private static let mostAttributes = 64
  private static let longestName = 100
  /// Longer values of attributes are cut; no address is as long.
  private static let longestValue = 16 << 10

  private let text: [UInt8]
  private var position = 0
  private var open: [Name] = []
  private var isEmptyElement = false
  /// Whether it ends inside of something.
  package private(set) var isCut = false
  /// Whether it is nested deeper than is read.
  package private(set) var isTooDeep = false

  /// - Parameter text: in UTF-8.
  package init(_ text: [UInt8]) {
    self.text = text
  }

  /// How many elements are open; one that just began is among them.
  package var depth: Int { open.count }

  /// What comes next; nil at the end.
  package mutating func next() -> Event? {
    if isEmptyElement {
      isEmptyElement = false
      open.removeLast()
      return .end
    }
    while position < text.count, !isTooDeep {
      guard text[position] == UInt8(ascii: "<") else { return plainText() }
      if isNext("<!--") {
        _ = take(after: 4, upTo: "-->")
      } else if isNext("<![CDATA[") {
        return .text(Array(text[take(after: 9, upTo: "]]>")]))
      } else if isNext("<!") {
        skipDeclaration()
      } else if isNext("<?") {
        _ = take(after: 2, upTo: "?>")
      } else if isNext("</") {
        if endTag() { return .end }
      } else if position + 1 < text.count, Self.mayBeginName(text[position + 1]) {
        return startTag()
      } else {
        position += 1
        return .text([UInt8(ascii: "<")])
      }
    }
    if !open.isEmpty { isCut = true }
    return nil
  }

  // MARK: Parts

  private func isNext(_ mark: StaticString) -> Bool {
    text[position...].starts(with: mark.description.utf8)
  }

  /// Passes over what ends with a mark, or with the text.
  ///
  /// - Returns: what stands before the mark.
  private mutating func take(after length: Int, upTo mark: StaticString) -> Range<Int> {
    let mark = Array(mark.description.utf8)
    let start = position + length
    var place = start
    while let found = text[min(place, text.count)...].firstIndex(of: mark[0]) {
      if text[found...].starts(with: mark) {
        position = found + mark.count
        return start..<found
      }
      place = found + 1
    }
    isCut = true
    position = text.count
    return min(start, text.count)..<text.count
  }

  /// Passes over a document type, with what it declares inside brackets and quotes.
  private mutating func skipDeclaration() {
    var brackets = 0
    var quote: UInt8?
    while position < text.count {
      let byte = text[position]
      position += 1
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): if brackets > 0 { quote = byte }
      case UInt8(ascii: "["): brackets += 1
      case UInt8(ascii: "]"): brackets -= 1
      case UInt8(ascii: ">") where brackets <= 0: return
      default: break
      }
    }
    isCut = true
  }

  private mutating func plainText() -> Event {
    let end = text[position...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
    defer { position = end }
    return .text(XMLEntities.resolved(text[position..<end]))
  }

  /// - Returns: whether an element ended; an end tag for none that is open says nothing.
  private mutating func endTag() -> Bool {
    position += 2
    let name = name()
    position = text[position...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? text.count
    guard let place = open.lastIndex(of: name) else { return false }
    open.removeSubrange(place...)
    return true
  }

  private mutating func startTag() -> Event? {
    position += 1
    let name = name()
    var attributes: [Name: String] = [:]
    while position < text.count, text[position] != UInt8(ascii: ">") {
      if text[position] == UInt8(ascii: "/") || Self.isSpace(text[position]) {
        isEmptyElement = text[position] == UInt8(ascii: "/")
        position += 1
        continue
      }
      isEmptyElement = false
      let start = position
      let (attribute, value) = attribute()
      if attributes.count < Self.mostAttributes, attributes[attribute] == nil {
        attributes[attribute] = value
      }
      // Whatever stands there, the next step is further on.
      if position == start { position += 1 }
    }
    guard position < text.count else {
      (isCut, isEmptyElement) = (true, false)
      return nil
    }
    position += 1
    guard open.count < Self.mostLevels else {
      (isTooDeep, isEmptyElement) = (true, false)
      return nil
    }
    open.append(name)
    return .start(name, attributes: attributes)
  }

  private mutating func attribute() -> (Name, String) {
    let name = name()
    skipSpace()
    guard position < text.count, text[position] == UInt8(ascii: "=") else { return (name, "") }
    position += 1
    skipSpace()
    guard position < text.count else { return (name, "") }
    let value: Range<Int>
    let quote = text[position]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let end = text[(position + 1)...].firstIndex(of: quote) ?? text.count
      value = (position + 1)..<end
      position = min(end + 1, text.count)
    } else {
      let end =
        text[position...].firstIndex { Self.isSpace($0) || $0 == UInt8(ascii: ">") } ?? text.count
      value = position..<end
      position = end
    }
    let resolved = XMLEntities.resolved(text[value].prefix(Self.longestValue))
    return (name, String(decoding: resolved, as: UTF8.self))
  }

  private mutating func name() -> Name {
    let start = position
    while position < text.count, !Self.endsName(text[position]) { position += 1 }
    let whole = String(decoding: text[start..<position].prefix(Self.longestName), as: UTF8.self)
      .lowercased()
    guard let colon = whole.firstIndex(of: ":") else { return Name(prefix: "", local: whole) }
    return Name(
      prefix: String(whole[..<colon]),
      local: String(whole[whole.index(after: colon)...])
    )
  }

  private mutating func skipSpace() {
    while position < text.count, Self.isSpace(text[position]) { position += 1 }
  }

  private static func mayBeginName(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte >= 0x80
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "<")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte
  }
}

/// The five entities of XML, and characters by their numbers.
///
/// Source: XML 1.0 §4.6 <https://www.w3.org/TR/xml/#sec-predefined-ent>
package enum XMLEntities {
  private static let longest = 10
  private static let predefined: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
  ]

  /// The text with these in place; whatever else begins with `&` stays as it is.
  package static func resolved(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
    var resolved: [UInt8] = []
    resolved.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.first {
      rest = rest.dropFirst()
      guard byte == UInt8(ascii: "&"),
        let end = rest.prefix(longest).firstIndex(of: UInt8(ascii: ";")),
        let scalar = scalar(String(decoding: rest[..<end], as: UTF8.self))
      else {
        resolved.append(byte)
        continue
      }
      resolved += Array(String(Character(scalar)).utf8)
      rest = rest[(end + 1)...]
    }
    return resolved
  }

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    guard name.first == "#" else { return predefined[name] }
    let digits = name.dropFirst()
    let value =
      digits.first == "x" || digits.first == "X"
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init)
  }
}
