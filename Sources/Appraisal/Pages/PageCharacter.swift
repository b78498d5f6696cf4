// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// One character of a page's text, reduced to what phrases are made of.
///
/// Curly apostrophes become straight ones and fixed spaces plain ones, so that `can’t&nbsp;be found`
/// is found; other characters beyond ASCII pass byte by byte.
enum PageCharacter {
  /// The character at `place` and how many bytes it takes, at least one.
  static func read(_ bytes: [UInt8], at place: Int) -> (character: UInt8, length: Int) {
    switch bytes[place] {
    case UInt8(ascii: "&"): return reference(bytes, at: place)
    case 0xC2 where bytes.holds([0xC2, 0xA0], at: place): return (0x20, 2)
    case 0xE2 where bytes.holds([0xE2, 0x80, 0x99], at: place): return (UInt8(ascii: "'"), 3)
    case 0xE2 where bytes.holds([0xE2, 0x80, 0x98], at: place): return (UInt8(ascii: "'"), 3)
    default: return (bytes[place], 1)
    }
  }

  /// A character reference: `&rsquo;`, `&#39;`, `&#x2019;`; what is none passes as it is.
  private static func reference(_ bytes: [UInt8], at place: Int) -> (UInt8, Int) {
    let body = bytes[(place + 1)...].prefix(10)
    guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return (bytes[place], 1) }
    let name = String(decoding: body[..<end], as: UTF8.self)
    let length = end + 1 - place
    if let character = named[name] { return (character, length) }
    guard name.hasPrefix("#") else { return (bytes[place], 1) }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let code = isHexadecimal ? Int(digits.dropFirst(), radix: 16) : Int(digits)
    switch code {
    case 0xA0: return (0x20, length)
    case 0x2018, 0x2019: return (UInt8(ascii: "'"), length)
    case let code? where (0x20..<0x7F).contains(code): return (UInt8(code), length)
    default: return (UInt8(ascii: "?"), length)
    }
  }

  private static let named: [String: UInt8] = [
    "nbsp": 0x20, "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"), "rsquo": UInt8(ascii: "'"),
    "lsquo": UInt8(ascii: "'"), "ndash": UInt8(ascii: "-"), "mdash": UInt8(ascii: "-"),
  ]
}
