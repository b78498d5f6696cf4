// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Percent-encoding: which bytes stand for themselves, and which as `%XX`.
///
/// Source: RFC 3986 §2 <https://www.rfc-editor.org/rfc/rfc3986#section-2>; what a browser escapes in
/// a path and in a query, WHATWG URL §1.3 <https://url.spec.whatwg.org/#percent-encoded-bytes>
package enum PercentCoding {
  /// Escapes what must not stand raw, decodes what need not be escaped, puts escapes in upper case.
  ///
  /// Applying it twice changes nothing. A `%` that begins no escape is left alone, as browsers do.
  package static func normalise(path: some Collection<UInt8>) -> [UInt8] {
    normalise(path, escaping: #""<>`{}|^\"#)
  }

  package static func normalise(query: some Collection<UInt8>) -> [UInt8] {
    normalise(query, escaping: #""<>'"#)
  }

  /// Escapes every byte but letters, digits and `-._~`, as what is signed wants it.
  ///
  /// Source: RFC 3986 §2.3
  ///
  /// - Parameters:
  ///   - text: what is encoded.
  ///   - keepsSlashes: whether `/` stays, as in a path.
  /// - Returns: the same in ASCII.
  package static func encode(_ text: String, keepingSlashes keepsSlashes: Bool = false) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      case UInt8(ascii: "/") where keepsSlashes: encoded.append(byte)
      default: encoded.append(escape: byte)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// Decodes every escape and leaves a `%` alone that begins none; bytes that are not UTF-8 become U+FFFD.
  package static func decode(_ text: String) -> String {
    guard text.utf8.contains(percent) else { return text }
    var decoded: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == percent, let value = rest.hexByte {
        rest = rest.dropFirst(2)
        decoded.append(value)
      } else {
        decoded.append(byte)
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Decodes every escape; nil where a `%` begins none, so that no half of an encoding is believed.
  package static func decodeStrictly(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      if byte == percent {
        guard let value = rest.hexByte else { return nil }
        rest = rest.dropFirst(2)
        decoded.append(value)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }

  /// Puts the digits of escapes in upper case, and touches nothing else: `%e3` becomes `%E3`.
  package static func uppercasingEscapes(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var upper: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      if byte == percent, let value = rest.hexByte {
        rest = rest.dropFirst(2)
        upper.append(escape: value)
      } else {
        upper.append(byte)
      }
    }
    return upper
  }

  /// Escapes every byte that is not ASCII, and touches nothing else.
  package static func escapingNonASCII(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
    return bytes.reduce(into: []) { escaped, byte in
      if byte < 0x80 { escaped.append(byte) } else { escaped.append(escape: byte) }
    }
  }

  private static let percent = UInt8(ascii: "%")

  private static func normalise(
    _ bytes: some Collection<UInt8>,
    escaping reserved: String
  ) -> [UInt8] {
    var normal: [UInt8] = []
    normal.reserveCapacity(bytes.count)
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      if byte == percent, let value = rest.hexByte {
        rest = rest.dropFirst(2)
        if value.isUnreserved { normal.append(value) } else { normal.append(escape: value) }
      } else if byte <= 0x20 || byte >= 0x7F || reserved.utf8.contains(byte) {
        normal.append(escape: byte)
      } else {
        normal.append(byte)
      }
    }
    return normal
  }
}

extension UInt8 {
  /// Whether it never needs an escape.
  ///
  /// Source: RFC 3986 §2.3 <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
  @inlinable package var isUnreserved: Bool {
    switch self {
    case 0x2D, 0x2E, 0x5F, 0x7E: true  // - . _ ~
    default: isLetterOrDigit
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(escape byte: UInt8) {
    let digits = Array("0123456789ABCDEF".utf8)
    append(UInt8(ascii: "%"))
    append(digits[Int(byte >> 4)])
    append(digits[Int(byte & 15)])
  }
}
