// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The two steps that bring the path of a rule and a target to where bytes can be compared.
enum RobotsEscapes {
  /// `%e3` becomes `%E3`; a `%` that begins no escape is left alone.
  static func inUpperCase(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var upper = Array(bytes)
    var index = 0
    while index + 2 < upper.count {
      guard upper[index] == UInt8(ascii: "%"), isHex(upper[index + 1]), isHex(upper[index + 2])
      else {
        index += 1
        continue
      }
      for place in [index + 1, index + 2] where upper[place] >= UInt8(ascii: "a") {
        upper[place] -= 0x20
      }
      index += 3
    }
    return upper
  }

  /// Every byte that is not ASCII becomes its escape.
  static func withoutRawNonASCII(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { byte in
      byte < 0x80 ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
