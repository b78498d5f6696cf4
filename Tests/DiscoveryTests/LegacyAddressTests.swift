// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Addresses in pages of any encoding` {
  @Test func `an address in a legacy encoding is the one that it is`() throws {
    let page = Array("<a href='/Child-A-".utf8) + [0x96] + Array("-report.pdf'>A</a>".utf8)
    let links = try Page.read(page).links
    #expect(links.map(\.address.path) == ["/Child-A-%E2%80%93-report.pdf"])
  }

  @Test(arguments: ["utf-8", "shift_jis"])
  func `no address is made of what could not be read`(charset: String) throws {
    let page = Array("<a href='/Child-A-".utf8) + [0x96] + Array("-report.pdf'>A</a>".utf8)
    let listing = try Page.read(page, charset: charset)
    #expect(listing.links.isEmpty)
    #expect(
      listing.unusable.first?.error.description.contains("a letter in it could not be read") == true
    )
  }

  @Test func `a character that the page itself has is no fault of its encoding`() throws {
    let page = Array("<a href='/Child\u{FFFD}.pdf'>A</a>".utf8)
    for charset in [nil, "utf-8"] {
      let links = try Page.read(page, charset: charset).links
      #expect(links.map(\.address.path) == ["/Child%EF%BF%BD.pdf"])
    }
  }

  @Test(arguments: [
    ("windows-1252", "/Zo%C3%AB.pdf?name=Zo%EB%80&x=%26%23916%3B"),
    ("iso-8859-15", "/Zo%C3%AB.pdf?name=Zo%EB%A4&x=%26%23916%3B"),
  ])
  func `the query of an address is asked for in the page's own`(charset: String, target: String)
    throws
  {
    let euro: UInt8 = charset == "windows-1252" ? 0x80 : 0xA4
    let page =
      Array("<a href='/Zo".utf8) + [0xEB] + Array(".pdf?name=Zo".utf8) + [0xEB, euro]
      + Array("&amp;x=&#916;#\u{20}".utf8) + [0xEB] + Array("'>A</a>".utf8)
    let links = try Page.read(page, charset: charset).links
    #expect(links.map(\.address.target) == [target[...]])
    let modern = "<a href='/a.pdf?name=Zoë'>A</a>"
    #expect(try Page.read(modern).links.map(\.address.target) == ["/a.pdf?name=Zo%C3%AB"])
  }
}
