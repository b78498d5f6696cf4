// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Reading what a page says of itself` {
  private static func head(_ html: String) throws -> PageHead {
    let page = try WebAddress("https://www.example.org/reviews/2020/page")
    var head = PageHead()
    for piece in PageTrees.pieces(of: Array(html.utf8)) {
      head.take(piece.tree, base: page, page: page)
    }
    return head
  }

  @Test func `its title is that of the head`() throws {
    let head = try Self.head(
      "<title>Case  reviews &#8211; X</title><svg><title>No</title></svg>"
    )
    #expect(head.title == "Case reviews – X")
    #expect(try Self.head("<svg><title>No</title></svg>").title == nil)
  }

  @Test(arguments: [
    ("0; url=/new", "https://www.example.org/new"),
    ("5;URL='https://other.example/a b'", "https://other.example/a%20b"),
    (" 0 , /new", "https://www.example.org/new"),
    ("300", nil),
    ("0; url=page", nil),
    ("url=/new", nil),
  ])
  func `a refresh that leads elsewhere is told`(content: String, target: String?) throws {
    let head = try Self.head("<meta http-equiv=Refresh content=\"\(content)\">")
    #expect(head.refresh?.target.text == target)
  }

  @Test func `a refresh for browsers without scripts leads nobody else`() throws {
    let refresh = "<meta http-equiv=refresh content='0; url=/none'>"
    #expect(try Self.head("<noscript>\(refresh)</noscript>").refresh == nil)
    #expect(try Self.head(refresh).refresh != nil)
  }

  @Test(arguments: [
    ("<p>Moved</p>", nil),
    ("<p>Say http-equiv=refresh to your editor</p>", nil),
    ("<META HTTP-EQUIV='Refresh' content='0; url=/new'>", "https://www.example.org/new"),
    ("<base href=/a/><meta http-equiv=refresh content=0;b>", "https://www.example.org/a/b"),
    ("<meta http-equiv='&#114;efresh' content='0; url=/new'>", "https://www.example.org/new"),
  ])
  func `its beginning tells where it sends its reader`(html: String, target: String?) throws {
    let page = try WebAddress("https://www.example.org/reviews/2020/page")
    let wide = html.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for (bytes, charset) in [(Array(html.utf8), "utf-8"), (wide, "utf-16le")] {
      let refresh = PageHead.refresh(in: bytes, at: page, declaredCharset: charset)
      #expect(refresh?.target.text == target, "\(charset)")
    }
  }

  @Test(arguments: [("noindex, nofollow", true), ("NONE", true), ("index,follow", false)])
  func `robots may be asked not to index`(content: String, isUnwanted: Bool) throws {
    #expect(try Self.head("<meta name=Robots content='\(content)'>").robotsNoIndex == isUnwanted)
  }
}
