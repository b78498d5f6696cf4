// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `A byte` {
  private static func all(_ isMeant: (UInt8) -> Bool) -> String {
    String(decoding: (0...255).filter(isMeant), as: UTF8.self)
  }

  @Test func `is a digit, a letter or white space in ASCII alone`() {
    let small = "abcdefghijklmnopqrstuvwxyz"
    #expect(Self.all(\.isDigit) == "0123456789")
    #expect(Self.all(\.isLetter) == small.uppercased() + small)
    #expect(Self.all(\.isLetterOrDigit) == "0123456789" + small.uppercased() + small)
    #expect(Self.all(\.isHexDigit) == "0123456789ABCDEFabcdef")
    #expect(Self.all(\.isBlank) == "\t ")
    #expect(Self.all(\.isSpace) == "\t\n\u{B}\u{C}\r ")
    #expect(Self.all(\.isUnreserved) == "-.0123456789\(small.uppercased())_\(small)~")
  }

  @Test func `has the small letter of a capital, and is itself otherwise`() {
    for byte in UInt8.min...UInt8.max {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      #expect(byte.lowercased == (isCapital ? byte + 32 : byte))
    }
  }

  @Test func `is spelt by two hexadecimal digits at the front`() {
    for byte in UInt8.min...UInt8.max {
      let text = (byte < 16 ? "0" : "") + String(byte, radix: 16)
      #expect(Array((text + "f").utf8).hexByte == byte)
      #expect(text.uppercased().utf8.hexByte == byte)
    }
    for text in ["", "4", "4g", "g4", "-1", "é"] { #expect(text.utf8.hexByte == nil) }
  }

  @Test(arguments: [
    ("", ""), (" ", ""), ("a", "a"), ("\t a b \t", "a b"), ("a\n", "a\n"), (" \u{A0}a ", "\u{A0}a"),
  ])
  func `is trimmed from both ends of a text`(text: String, left: String) {
    #expect(Array(Array(text.utf8).trimmed(\.isBlank)) == Array(left.utf8))
    #expect(String(Substring(text.utf8.trimmed(\.isBlank))) == left)
  }
}
