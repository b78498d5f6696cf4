// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `Percent-encoding` {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(arguments: [
    ("/%7esmith/%c3%a4", "/~smith/%C3%A4"), ("/a b", "/a%20b"), ("/100%", "/100%"),
    ("/%4", "/%4"), ("/%zz", "/%zz"), ("/ä", "/%C3%A4"),
    ("/<`{|}^\\>", "/%3C%60%7B%7C%7D%5E%5C%3E"),
    ("/a'b", "/a'b"), ("", ""),
  ])
  func `of a path is what a browser sends, with no escape that is not needed`(
    path: String,
    normal: String
  ) {
    let once = PercentCoding.normalise(path: path.utf8)
    #expect(Self.text(once) == normal)
    #expect(PercentCoding.normalise(path: once) == once)
  }

  @Test func `of a query escapes other characters`() {
    #expect(Self.text(PercentCoding.normalise(query: "a='b'&c=`{`".utf8)) == "a=%27b%27&c=`{`")
  }

  @Test(arguments: [
    ("a%20b", "a b"), ("%C3%A4", "ä"), ("100%", nil), ("%4", nil), ("%zz", nil), ("a", "a"),
  ])
  func `is undone leniently, or not at all`(text: String, decoded: String?) {
    #expect(PercentCoding.decode(text) == decoded ?? text)
    #expect(PercentCoding.decodeStrictly(text.utf8).map(Self.text) == decoded)
  }

  @Test func `that is no UTF-8 stays as bytes, or becomes the mark of what cannot be read`() {
    #expect(PercentCoding.decode("%E4.pdf") == "\u{FFFD}.pdf")
    #expect(PercentCoding.decodeStrictly("%E4".utf8) == [0xE4])
  }

  @Test(arguments: [
    ("/%7esmith/%c3", "/%7Esmith/%C3"), ("/%7", "/%7"), ("%%7e", "%%7E"), ("/ä%aa", "/ä%AA"),
  ])
  func `has its digits put in capitals, and nothing else`(text: String, upper: String) {
    #expect(Self.text(PercentCoding.uppercasingEscapes(text.utf8)) == upper)
  }

  @Test func `is put on what is no ASCII, and on nothing else`() {
    #expect(Self.text(PercentCoding.escapingNonASCII(Array("/ä <%>".utf8))) == "/%C3%A4 <%>")
  }
}
