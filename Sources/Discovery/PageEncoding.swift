// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The character encodings that pages are read in.
///
/// What else a page declares is read as UTF-8: the addresses and digits are in ASCII nearly
/// everywhere, and a replaced letter in a title costs less than an unread page. What declares nothing is told
/// by its bytes: UTF-8, or windows-1252 as browsers take it.
///
/// Source: WHATWG Encoding §4.2 <https://encoding.spec.whatwg.org/#names-and-labels>
enum PageEncoding: Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  /// Also what browsers take ISO 8859-1 and ASCII for.
  case windows1252

  /// How much of a page is looked at to find its encoding.
  static let prescanned = 4_096

  /// How many bytes, from the first on that is not ASCII, tell the encoding of a page that declares none.
  static let telling = 64 << 10

  /// Finds the encoding that a page declares.
  ///
  /// A byte order mark decides, then the charset of the `Content-Type`, then the page's own
  /// `<meta>` or XML declaration.
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
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    let label = charset.flatMap { $0.isEmpty ? nil : $0 }
    return (label.map(PageEncoding.init(label:)) ?? declaredInside(head), 0)
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
    return characters >= faults ? .utf8 : .windows1252
  }

  init(label: String) {
    let label = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    switch label {
    case "windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso88591",
      "iso_8859-1", "iso_8859-1:1987", "iso-ir-100", "latin1", "l1", "cp819", "ibm819",
      "csisolatin1", "us-ascii", "ascii", "ansi_x3.4-1968":
      self = .windows1252
    case "utf-16", "utf-16le", "unicode", "ucs-2": self = .utf16LittleEndian
    case "utf-16be": self = .utf16BigEndian
    default: self = .utf8
    }
  }

  private static func declaredInside(_ head: [UInt8]) -> PageEncoding? {
    if let label = label(inXML: head) {
      // What can be read as ASCII is not in UTF-16, whatever it says.
      return PageEncoding(label: label) == .windows1252 ? .windows1252 : .utf8
    }
    var scanner = MarkupScanner(Array(head.prefix(prescanned)))
    while case .tag(let tag) = scanner.next() {
      guard tag.name == "meta", let label = charset(in: scanner.text[tag.range]) else { continue }
      // A `<meta>` that can be read as ASCII is not in UTF-16, whatever it says.
      let encoding = PageEncoding(label: label)
      return encoding == .windows1252 ? encoding : .utf8
    }
    return nil
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
    case .windows1252: return 0
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
