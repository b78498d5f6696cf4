// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How the fields look that are told apart: whatever else stands there counts.
enum FieldForm {
  /// A date in figures, as in `D:20261127020000+01'00'` or `2026-11-27T02:00:00Z`.
  static func isDate(_ text: some Collection<UInt8>) -> Bool {
    guard (4...40).contains(text.count), text.count(where: \.isDigit) >= 4 else { return false }
    return text.allSatisfy { byte in
      byte.isDigit || "D:TZtz+-.' ".utf8.contains(byte)
    }
  }

  /// An identifier: a UUID or a number in hexadecimal digits, with a scheme before it or not.
  static func isIdentifier(_ text: some Collection<UInt8>) -> Bool {
    var rest = text.map(\.lowered)[...]
    for scheme in ["urn:", "xmp.", "adobe:docid:", "did:", "iid:", "uuid:", "indd:", "pdf:", "{"]
    where rest.starts(with: Array(scheme.utf8)) {
      rest = rest.dropFirst(scheme.utf8.count)
    }
    if rest.last == UInt8(ascii: "}") { rest = rest.dropLast() }
    return (16...80).contains(rest.count)
      && rest.allSatisfy { $0.isHexadecimalDigit || $0 == UInt8(ascii: "-") }
  }
}

/// Strings of PDF.
///
/// Source: ISO 32000-1, section 7.3.4.
enum PDFText {
  /// The characters of a short string in ASCII; of UTF-16, what is ASCII of it.
  ///
  /// - Returns: nil where it is long.
  static func characters(of raw: ArraySlice<UInt8>) -> [UInt8]? {
    guard raw.count <= 4096 else { return nil }
    let decoded = raw.first == UInt8(ascii: "<") ? hexadecimal(raw) : literal(raw)
    guard decoded.starts(with: [0xFE, 0xFF]) else { return decoded }
    var text: [UInt8] = []
    for place in stride(from: 2, to: decoded.count - 1, by: 2) {
      text.append(decoded[place] == 0 ? decoded[place + 1] : 0)
    }
    return text
  }

  private static func hexadecimal(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    let digits = raw.filter(\.isHexadecimalDigit).compactMap {
      UInt8(String(decoding: [$0], as: UTF8.self), radix: 16)
    }
    return stride(from: 0, to: digits.count, by: 2).map {
      digits[$0] << 4 | ($0 + 1 < digits.count ? digits[$0 + 1] : 0)
    }
  }

  private static func literal(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var rest = raw.dropFirst().dropLast()
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        text.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case 0x0D, 0x0A: break
      case 0x30...0x37:
        var value = Int(escaped - 0x30)
        for _ in 0..<2 {
          guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
          value = value * 8 + Int(digit - 0x30)
          rest.removeFirst()
        }
        text.append(UInt8(truncatingIfNeeded: value))
      default: text.append(escaped)
      }
    }
    return text
  }
}
