// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `Octets whose character set nobody said` {
  @Test(
    arguments: [
      (Array("ä €".utf8), "ä €"), ([0xE4], "ä"), ([0x80, 0x93], "€“"), ([0x81], "\u{81}"),
      ([0xFF, 0x41], "ÿA"), ([], ""),
    ] as [([UInt8], String)]
  )
  func `are UTF-8 where they can be, or else Windows-1252`(octets: [UInt8], text: String) {
    #expect(String(octets: octets) == text)
  }

  @Test func `have each a character of its own in Windows-1252`() {
    let scalars = (UInt8.min...UInt8.max).map { Unicode.Scalar(windows1252: $0) }
    #expect(Set(scalars).count == 256)
    #expect(scalars[0x41] == "A" && scalars[0x9F] == "Ÿ" && scalars[0xA0] == "\u{A0}")
  }

  @Test func `are the characters of their numbers in Latin-1`() {
    #expect(String(latin1: [0x41, 0xE9, 0x85]) == "A\u{E9}\u{85}")
    #expect(String(latin1: Array("plain".utf8)) == "plain")
  }
}
