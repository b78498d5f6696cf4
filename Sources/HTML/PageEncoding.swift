// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The character encodings that pages are read in.
///
/// What else a page declares is read as UTF-8: the addresses and digits are in ASCII nearly
/// everywhere, and a replaced letter in a title costs less than an unread page. What declares nothing, or what is
/// no encoding, is told by its bytes: UTF-8, or windows-1252 as browsers take it.
///
/// Source: WHATWG Encoding §4.2 <https://encoding.spec.whatwg.org/#names-and-labels>
package enum PageEncoding: Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  /// Also what browsers take ISO 8859-1 and ASCII for.
  case windows1252
  case iso8859Part15

  /// How much of a page is looked at to find its encoding.
  static let prescanned = 4_096

  /// How many bytes, from the first on that is not ASCII, tell the encoding of a page that declares none.
  static let telling = 1 << 20

  /// Finds the encoding that a page declares.
  ///
  /// A byte order mark decides, or else markup that begins in UTF-16, for which the declaration stands in for the
  /// mark; then the charset of the `Content-Type`, then the page's own `<meta>` or XML declaration.
  ///
  /// - Parameters:
  ///   - head: the first ``prescanned`` bytes of the page, or all of it.
  ///   - charset: that of the `Content-Type`.
  /// - Returns: the encoding, nil where none is declared, and how many bytes of the page are a byte order
  ///   mark.
  static func declared(
    by head: [UInt8],
    charset: String?
  ) -> (PageEncoding?, markLength: Int) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if let (encoding, markLength) = utf16(of: head) { return (encoding, markLength) }
    return (charset.flatMap(PageEncoding.init(label:)) ?? declaredInside(head), 0)
  }

  /// Whether a text is in UTF-16, by its byte order mark, as markup by its first two characters, or as plain text by
  /// its first eight.
  ///
  /// - Parameter head: its first bytes.
  /// - Returns: which of the two, and how many bytes are the mark; nil where it is in neither.
  package static func utf16(of head: [UInt8]) -> (PageEncoding, markLength: Int)? {
    guard head.count > 1 else { return nil }
    switch (head[0], head[1]) {
    case (0xFF, 0xFE): return (.utf16LittleEndian, 2)
    case (0xFE, 0xFF): return (.utf16BigEndian, 2)
    case (UInt8(ascii: "<"), 0) where head.count > 3 && head[2] != 0 && head[3] == 0:
      return (.utf16LittleEndian, 0)
    case (0, UInt8(ascii: "<")) where head.count > 3 && head[2] == 0 && head[3] != 0:
      return (.utf16BigEndian, 0)
    default: return plainUTF16(head).map { ($0, 0) }
    }
  }

  /// UTF-16 without a mark that begins with plain text or white space, as pages made by hand do.
  private static func plainUTF16(_ head: [UInt8]) -> PageEncoding? {
    let begin = head.prefix(16)
    guard begin.count == 16 else { return nil }
    func isPlain(_ byte: UInt8) -> Bool { 0x20..<0x7F ~= byte || 0x09...0x0D ~= byte }
    let (even, odd) = (
      stride(from: 0, to: 16, by: 2).map { begin[$0] },
      stride(from: 1, to: 16, by: 2).map { begin[$0] }
    )
    if even.allSatisfy(isPlain), odd.allSatisfy({ $0 == 0 }) { return .utf16LittleEndian }
    if odd.allSatisfy(isPlain), even.allSatisfy({ $0 == 0 }) { return .utf16BigEndian }
    return nil
  }

  /// Tells the encoding of a page that declares none.
  ///
  /// Letters of windows-1252 are hardly ever whole characters of UTF-8, so whichever is the rule is what the
  /// page is in; a letter that strayed in from elsewhere changes nothing.
  ///
  /// - Parameter bytes: ``telling`` bytes, or all there are.
  /// - Returns: UTF-8 or windows-1252.
  static func told(by bytes: ArraySlice<UInt8>) -> PageEncoding {
    var (characters, faults) = (0, 0)
    let whole = bytes.dropLast(PageEncoding.utf8.unfinished(in: Array(bytes.suffix(4))))
    for scalar in String(decoding: whole, as: UTF8.self).unicodeScalars where !scalar.isASCII {
      if scalar == "\u{FFFD}" { faults += 1 } else { characters += 1 }
    }
    // The page may have that very character.
    let legal = zip(bytes, zip(bytes.dropFirst(), bytes.dropFirst(2)))
      .count { $0 == 0xEF && $1.0 == 0xBF && $1.1 == 0xBD }
    (characters, faults) = (characters + legal, faults - legal)
    return characters >= faults ? .utf8 : .windows1252
  }

  /// The encoding that a label names; nil where it names none.
  init?(label: String) {
    let label = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    switch label {
    case "windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso88591",
      "iso_8859-1", "iso_8859-1:1987", "iso-ir-100", "latin1", "l1", "cp819", "ibm819",
      "csisolatin1", "us-ascii", "ascii", "ansi_x3.4-1968":
      self = .windows1252
    case "utf-16", "utf-16le", "unicode", "ucs-2": self = .utf16LittleEndian
    case "utf-16be": self = .utf16BigEndian
    case "iso-8859-15", "iso8859-15", "iso885915", "iso_8859-15", "csisolatin9", "l9", "latin-9",
      "latin9":
      self = .iso8859Part15
    case _ where Self.families.contains(where: label.hasPrefix): self = .utf8
    default: return nil
    }
  }

  /// How the labels of all other encodings begin.
  private static let families = [
    "utf", "unicode", "x-unicode", "iso", "csiso", "latin", "windows-", "cp", "x-cp", "koi",
    "cskoi", "mac", "x-mac", "csmac", "ibm", "866", "dos-", "tis-", "big5", "csbig5", "x-x-big5",
    "gb", "csgb", "x-gbk", "chinese", "hz-", "euc-", "x-euc", "cseuc", "shift", "sjis", "x-sjis",
    "ms_kanji", "ms932", "csshift", "ks_c", "ksc", "korean", "arabic", "greek", "sun_eu_greek",
    "ecma-", "elot_", "hebrew", "visual", "logical", "cyrillic", "asmo-", "l2", "l3", "l4", "l5",
    "l6", "dbcs", "windows-31j", "cn-",
  ]

  private static func declaredInside(_ head: [UInt8]) -> PageEncoding? {
    if let label = label(inXML: head) {
      return PageEncoding(label: label)?.ofASCII
    }
    var scanner = MarkupScanner(Array(head.prefix(prescanned)))
    while case .tag(let tag) = scanner.next() {
      guard tag.name == "meta", let label = charset(in: scanner.text[tag.range]),
        let encoding = PageEncoding(label: label)
      else { continue }
      return encoding.ofASCII
    }
    return nil
  }

  /// What this means where it is said in ASCII: a text that can be read so far is not in UTF-16, whatever it
  /// says.
  private var ofASCII: PageEncoding {
    switch self {
    case .utf16LittleEndian, .utf16BigEndian: .utf8
    default: self
    }
  }

  /// The encoding in `<?xml version="1.0" encoding="x"?>`, which begins an XHTML page.
  private static func label(inXML head: [UInt8]) -> String? {
    let start = head.drop { $0 <= 0x20 }
    guard start.starts(with: "<?xml".utf8) else { return nil }
    let declaration = String(
      decoding: start.prefix(200).prefix { $0 != UInt8(ascii: ">") },
      as: UTF8.self
    )
    return declaration.firstMatch(of: /encoding\s*=\s*["']([^"']+)["']/).map { String($0.1) }
  }

  /// The charset in `<meta charset="x">` or `<meta … content="text/html; charset=x">`.
  private static func charset(in tag: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: tag, as: UTF8.self).lowercased()
    // What a page says about itself in words may name an encoding, too.
    let isAttribute = text.firstMatch(of: /[\s"'\/]charset\s*=/) != nil
    let isOfHeader = text.firstMatch(of: /http-equiv\s*=\s*["']?\s*content-type/) != nil
    let isOfWords = text.firstMatch(of: /[\s"'\/](name|property|itemprop)\s*=/) != nil
    guard isOfHeader || isAttribute && !isOfWords else { return nil }
    guard let mark = text.firstRange(of: "charset") else { return nil }
    let value = text[mark.upperBound...].drop(while: \.isWhitespace)
    guard value.first == "=" else { return nil }
    let label = value.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
      .prefix { !$0.isWhitespace && !"\"';>/".contains($0) }
    return label.isEmpty ? nil : String(label)
  }

  /// How many bytes at the end belong to a character that is not whole yet.
  func unfinished(in bytes: [UInt8]) -> Int {
    switch self {
    case .windows1252, .iso8859Part15: return 0
    case .utf8:
      guard let lead = bytes.suffix(3).lastIndex(where: { $0 < 0x80 || $0 >= 0xC0 }) else {
        return 0
      }
      let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : bytes[lead] >= 0xC0 ? 2 : 1
      return bytes.count - lead < length ? bytes.count - lead : 0
    case .utf16LittleEndian, .utf16BigEndian:
      let odd = bytes.count % 2
      guard bytes.count - odd >= 2 else { return odd }
      let high = bytes[bytes.count - odd - (self == .utf16LittleEndian ? 1 : 2)]
      return 0xD8...0xDB ~= high ? 2 + odd : odd
    }
  }

  /// Whether every one of these bytes belonged to a character.
  ///
  /// - Parameters:
  ///   - bytes: what was decoded.
  ///   - text: what came of it.
  /// - Returns: false where something was replaced.
  func isSound(_ bytes: [UInt8], decoded text: [UInt8]) -> Bool {
    switch self {
    case .utf8: text == bytes
    case .windows1252, .iso8859Part15: true
    case .utf16LittleEndian, .utf16BigEndian:
      !String(decoding: text, as: UTF8.self).unicodeScalars.contains("\u{FFFD}")
    }
  }

  /// Decodes to UTF-8; what is no character becomes U+FFFD.
  func decode(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .utf8:
      // Nearly every page is what it says, and needs no other copy.
      if String(validating: bytes, as: UTF8.self) != nil { return bytes }
      return Array(String(decoding: bytes, as: UTF8.self).utf8)
    case .windows1252:
      var text = String.UnicodeScalarView()
      text.append(contentsOf: bytes.lazy.map(Self.character))
      return Array(String(text).utf8)
    case .iso8859Part15:
      var text = String.UnicodeScalarView()
      text.append(contentsOf: bytes.lazy.map { Self.part15[$0] ?? Unicode.Scalar($0) })
      return Array(String(text).utf8)
    case .utf16LittleEndian: return decodeUTF16(bytes) { $0 | $1 << 8 }
    case .utf16BigEndian: return decodeUTF16(bytes) { $0 << 8 | $1 }
    }
  }

  private func decodeUTF16(
    _ bytes: [UInt8],
    joining join: (UInt16, UInt16) -> UInt16
  ) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2 + 1)
    var rest = bytes[...]
    while let first = rest.popFirst() {
      guard let second = rest.popFirst() else {
        units.append(0xFFFD)
        break
      }
      units.append(join(UInt16(first), UInt16(second)))
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Where ISO 8859-15 is not ISO 8859-1.
  private static let part15: [UInt8: Unicode.Scalar] = [
    0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
  ]

  /// An address as a page in this encoding means it: letters of its query go out in the page's encoding, those of
  /// its path in UTF-8.
  ///
  /// Source: WHATWG URL §4.4, query state <https://url.spec.whatwg.org/#query-state>
  package func escapingQuery(of href: String) -> String {
    guard self == .windows1252 || self == .iso8859Part15, !href.utf8.allSatisfy({ $0 < 0x80 }),
      let mark = href.unicodeScalars.firstIndex(of: "?")
    else { return href }
    let scalars = href.unicodeScalars
    let end = scalars[mark...].firstIndex(of: "#") ?? scalars.endIndex
    if let fragment = scalars.firstIndex(of: "#"), fragment < mark { return href }
    var escaped = String(scalars[..<mark])
    for scalar in scalars[mark..<end] {
      if scalar.isASCII {
        escaped.unicodeScalars.append(scalar)
      } else if let byte = byte(of: scalar) {
        escaped += "%" + String(byte, radix: 16, uppercase: true)
      } else {
        // As a form sends what its page cannot say.
        escaped += "%26%23\(scalar.value)%3B"
      }
    }
    return escaped + String(scalars[end...])
  }

  private func byte(of scalar: Unicode.Scalar) -> UInt8? {
    (0x80...0xFF).first { byte in
      self == .windows1252
        ? Self.character(byte) == scalar : (Self.part15[byte] ?? Unicode.Scalar(byte)) == scalar
    }
  }

  private static func character(_ byte: UInt8) -> Unicode.Scalar {
    guard 0x80...0x9F ~= byte else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(upperControls[Int(byte) - 0x80]) ?? "\u{FFFD}"
  }

  /// What windows-1252 has in place of the control characters 0x80 to 0x9F.
  private static let upperControls: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
