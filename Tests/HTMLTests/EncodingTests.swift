// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Reading pages in any encoding` {
  private static let start = Array("<a href='/a.pdf'>Child ".utf8)
  private static let end = Array("</a>".utf8)

  private static func page(_ text: [UInt8], after head: String = "") -> [UInt8] {
    Array(head.utf8) + start + text + end
  }

  private static func text(of page: [UInt8], charset: String? = nil) -> String? {
    PageTrees.linkText(of: page, charset: charset)
  }

  @Test(arguments: [
    ("windows-1252", ""), ("ISO-8859-1", ""), ("\"latin1\"", ""), (nil, "<meta charset=cp1252>"),
    (nil, "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>"),
    ("windows-1252", "<meta charset=utf-8>"),
  ])
  func `windows-1252 and its kin are converted`(charset: String?, head: String) {
    let page = Self.page([0x44, 0x92, 0x73, 0x20, 0x96, 0x20, 0x80, 0xE9], after: head)
    #expect(Self.text(of: page, charset: charset) == "Child D’s – €é")
  }

  @Test(arguments: [nil, "utf-8", "shift_jis", "utf8", ""])
  func `all else is read as UTF-8, repaired`(charset: String?) {
    let page = Self.page(Array("D’s –".utf8) + [0xFF, 0xE2, 0x80])
    #expect(Self.text(of: page, charset: charset) == "Child D’s –\u{FFFD}\u{FFFD}")
  }

  @Test(arguments: [0, 5_000, 70_000, 300_000])
  func `what declares nothing is told by its bytes, however it comes`(front: Int) {
    let ascii = "<p>" + String(repeating: "x", count: front) + "</p>"
    let legacy = Self.page([0x44, 0x92, 0x73, 0x20, 0x96, 0x20, 0x80, 0xE9], after: ascii)
    let modern = Self.page(Array("D’s – €é".utf8), after: ascii)
    for page in [legacy, modern] {
      #expect(Self.text(of: page) == "Child D’s – €é")
      for portion in [1_000, 4_096, 65_537] {
        #expect(PageTrees.linkText(of: page, portion: portion) == "Child D’s – €é", "\(portion)")
      }
    }
    // One letter from elsewhere makes no other page of it.
    let stray = Self.page(Array("D’s – €é".utf8) + [0xE9], after: ascii)
    #expect(Self.text(of: stray) == "Child D’s – €é\u{FFFD}")
  }

  @Test func `one letter from elsewhere, far before all others, does not tell it`() {
    let front = Array("<p>".utf8) + [0xE9] + [UInt8](repeating: UInt8(ascii: "x"), count: 70_000)
    let page = front + Array("</p>".utf8) + Self.page(Array("D’s – €é".utf8))
    #expect(Self.text(of: page) == "Child D’s – €é")
  }

  @Test func `ISO 8859-15 is read as what it is`() {
    let page = Self.page([0xA4, 0xA6, 0xBD, 0xE9])
    #expect(Self.text(of: page, charset: "ISO-8859-15") == "Child €Šœé")
    #expect(Self.text(of: Self.page([0xA4], after: "<meta charset=latin-9>")) == "Child €")
  }

  @Test(
    arguments: [
      (nil, "<meta name=description content='about charset=windows-1252 pages'>"),
      (nil, "<meta property='og:title' content='What charset = windows-1252 is'>"), ("foo", ""),
      ("foo", "<meta charset=bar>"), (nil, "<meta charset=none>"), ("foo", "<meta charset=utf-8>"),
    ] as [(String?, String)]
  )
  func `what is said in words, or is no encoding, declares none`(charset: String?, head: String) {
    let page = Self.page(Array("D’s – €é".utf8), after: head)
    #expect(Self.text(of: page, charset: charset) == "Child D’s – €é")
    guard head.isEmpty || !head.contains("utf-8") else { return }
    let legacy = Self.page([0x44, 0x92, 0x73, 0x20, 0x96, 0x20, 0x80, 0xE9], after: head)
    #expect(Self.text(of: legacy, charset: charset) == "Child D’s – €é")
  }

  @Test(arguments: ["iso-8859-1", "windows-1252"])
  func `an XML declaration says it too`(label: String) {
    let head = "<?xml version='1.0' encoding=\"\(label)\"?>\n<!DOCTYPE html>"
    // Two letters that are one in UTF-8.
    let page = Self.page([0xC3, 0xA9], after: head)
    #expect(Self.text(of: page) == "Child Ã©")
  }

  @Test func `a byte order mark overrules what is declared`() {
    let page = [0xEF, 0xBB, 0xBF] + Self.page(Array("–".utf8), after: "<meta charset=cp1252>")
    #expect(Self.text(of: page, charset: "windows-1252") == "Child –")
  }

  @Test(arguments: [true, false], ["\u{FEFF}", "", "\r\n\r\n    \r\n", "Reviews of 2026 "])
  func `UTF-16 is known by its byte order mark, or by how it begins`(
    isLittleEndian: Bool,
    mark: String
  ) {
    let units = Array("\(mark)<a href=/a.pdf>Child D – 🗂</a>".utf16)
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittleEndian ? pair : pair.reversed()
    }
    for charset in [nil, "utf-16", "utf-8"] {
      #expect(Self.text(of: bytes, charset: charset) == "Child D – 🗂")
    }
    let short = units.prefix(1).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    _ = Self.text(of: short)
    #expect(Self.text(of: bytes.dropLast())?.hasPrefix("Child D – ") == true)
  }
}
