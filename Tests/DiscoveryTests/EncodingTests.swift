// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Reading pages in any encoding` {
  private static let start = Array("<a href='/a.pdf'>Child ".utf8)
  private static let end = Array("</a>".utf8)

  private static func page(_ text: [UInt8], after head: String = "") -> [UInt8] {
    Array(head.utf8) + start + text + end
  }

  private static func text(of page: [UInt8], charset: String? = nil) throws -> String? {
    try Page.read(page, charset: charset).links.first?.text
  }

  @Test(arguments: [
    ("windows-1252", ""), ("ISO-8859-1", ""), ("\"latin1\"", ""), (nil, "<meta charset=cp1252>"),
    (nil, "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>"),
    ("windows-1252", "<meta charset=utf-8>"),
  ])
  func `windows-1252 and its kin are converted`(charset: String?, head: String) throws {
    let page = Self.page([0x44, 0x92, 0x73, 0x20, 0x96, 0x20, 0x80, 0xE9], after: head)
    #expect(try Self.text(of: page, charset: charset) == "Child D’s – €é")
  }

  @Test(arguments: [nil, "utf-8", "shift_jis", "utf8", ""])
  func `all else is read as UTF-8, repaired`(charset: String?) throws {
    let page = Self.page(Array("D’s –".utf8) + [0xFF, 0xE2, 0x80])
    #expect(try Self.text(of: page, charset: charset) == "Child D’s –\u{FFFD}\u{FFFD}")
  }

  @Test func `a byte order mark overrules what is declared`() throws {
    let page = [0xEF, 0xBB, 0xBF] + Self.page(Array("–".utf8), after: "<meta charset=cp1252>")
    #expect(try Self.text(of: page, charset: "windows-1252") == "Child –")
  }

  @Test(arguments: [true, false])
  func `UTF-16 is known by its byte order mark`(isLittleEndian: Bool) throws {
    let units = Array("\u{FEFF}<a href=/a.pdf>Child D – 🗂</a>".utf16)
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittleEndian ? pair : pair.reversed()
    }
    #expect(try Self.text(of: bytes) == "Child D – 🗂")
    #expect(try Page.read(bytes.dropLast()).links.count == 1)
  }
}
