// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Text

@Suite(.timeLimit(.minutes(5)))
struct `Texts in UTF-16` {
  private static func bytes(_ units: [UInt16], isBigEndian: Bool) -> [UInt8] {
    units.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  @Test(arguments: [false, true])
  func `are told by their mark, or by the zeros between their letters`(isBigEndian: Bool) {
    let text = "https://example.org/é–😀.pdf\n"
    let plain = Self.bytes(Array(text.utf16), isBigEndian: isBigEndian)
    let marked = Self.bytes([0xFEFF], isBigEndian: isBigEndian) + plain
    #expect(UTF16Text.utf8(of: plain) == Array(text.utf8))
    #expect(UTF16Text.utf8(of: marked) == Array(text.utf8))
    #expect(UTF16Text.utf8(of: marked + [0x41]) == Array(text.utf8), "half a letter is none")
    let half = Self.bytes([0xFEFF, 0xD83D, 0x41], isBigEndian: isBigEndian)
    #expect(UTF16Text.utf8(of: half) == Array("\u{FFFD}A".utf8))
  }

  @Test(
    arguments: [
      [], [0x41], Array("https://example.org/\n".utf8), Array("é".utf8), Array("a\u{0}b".utf8),
      [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x41],
      [0xEF, 0xBB, 0xBF, 0x41],
      [0, 0, 0, 0],
    ] as [[UInt8]]
  )
  func `are not seen in what is none`(bytes: [UInt8]) {
    #expect(UTF16Text.utf8(of: bytes) == nil)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0, 0], true), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x41], true),
      ([0x41, 0, 0, 0, 0x42, 0, 0, 0], true), ([0, 0, 0, 0x41, 0, 0, 0, 0x42], true),
      ([0xFF, 0xFE, 0x41, 0], false), ([0x41, 0, 0x42, 0, 0x43, 0, 0x44, 0], false),
      (Array("contact: ".utf8), false), ([0, 0, 0, 0, 0, 0, 0, 0], false), ([], false),
      ([0x41, 0, 0, 0], false),
    ] as [([UInt8], Bool)]
  )
  func `are told from UTF-32`(bytes: [UInt8], isUTF32: Bool) {
    #expect(UTF16Text.isUTF32(bytes) == isUTF32)
  }

  @Test func `are UTF-8 afterwards, whatever came`() {
    var random = Seeded(seed: 16)
    for _ in 0..<2_000 {
      let length = Int.random(in: 0...60, using: &random)
      let noise = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let mark: [UInt8] = Bool.random(using: &random) ? [0xFF, 0xFE] : [0xFE, 0xFF]
      guard let text = UTF16Text.utf8(of: mark + noise) else { continue }
      #expect(String(validating: text, as: UTF8.self) != nil)
    }
  }
}
