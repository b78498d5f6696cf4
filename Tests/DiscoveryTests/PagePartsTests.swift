// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(5)))
struct `Parts of a page` {
  private static func read(_ html: String) throws -> Listing {
    Listing.read(
      Array(html.utf8),
      at: try WebAddress("https://a.example/page"),
      declaredCharset: "utf-8",
      withParts: true
    )
  }

  private static let text = String(repeating: "There is enough to read on this page. ", count: 20)

  @Test(
    arguments: [
      ("<p id=here>", "here", .there), ("<a name='here'>", "here", .there),
      ("<p name=here>", "here", .missing),
      ("<p id='Here'>", "here", .missing), ("<p id='é ü'>", "é ü", .there), ("", "here", .missing),
      ("<h2 id=user-content-here>", "here", .there), ("<svg><g id=here></svg>", "here", .there),
      ("<h2>Here!</h2>", "here", .missing),
      ("<script src=x></script><h2>Here, too</h2>\(text)", "here-too", .uncertain(.namedByScripts)),
      ("<script src=x></script>\(text)", "here", .missing),
      ("<script src=x></script><div id=root></div>", "here", .uncertain(.madeByScripts)),
      (text, "/route", .uncertain(.speaksToScripts)),
      (text, "!route", .uncertain(.speaksToScripts)),
      (text, "page=3", .uncertain(.speaksToScripts)), (text, "L10", .missing),
      ("<script></script>\(text)", "L10-L20", .uncertain(.speaksToScripts)),
      ("<template><p id=here></template>", "here", .missing),
      ("<!-- <p id=here> -->", "here", .missing),
    ] as [(String, String, PageParts.Presence)]
  )
  func `are there, missing or uncertain`(html: String, part: String, presence: PageParts.Presence)
    throws
  {
    #expect(try Self.read(html).parts?.presence(of: part) == presence)
  }

  @Test(
    arguments: [
      ("#here", "here"), ("page#here", "here"), ("page#a%20b", "a b"), ("#%C3%A9", "é"),
      ("#a#b", "a#b"),
      ("#", nil), ("page", nil), ("page#", nil), ("#top", nil), ("#TOP", nil), ("#:~:text=a", nil),
      ("#here:~:text=a", "here"), ("#\(String(repeating: "a", count: 2_000))", nil),
    ] as [(String, String?)]
  )
  func `are named as a link says, but for what every page has`(href: String, part: String?) {
    #expect(PartLinks.part(in: href) == part)
  }

  @Test func `are linked to from the page itself and from others`() throws {
    let listing = try Self.read(
      """
      <a href="#a">A</a><a href="page#b">B</a><a href="other#c">C</a><a href="other#c">D</a><a href="other">E</a>
      """
    )
    #expect(listing.partLinks.map(\.part) == ["a", "b", "c"])
    #expect(listing.partLinks.map(\.isOwn) == [true, true, false])
    #expect(listing.partLinks.map(\.text) == ["A", "B", "C"])
    #expect(listing.links.map(\.address.path) == ["/other"])
    let plain = Listing.read(
      Array("<a href='b#c'>".utf8),
      at: try WebAddress("https://a.example/"),
      declaredCharset: nil
    )
    #expect(plain.partLinks.isEmpty && plain.parts == nil, "nobody asked for them")
  }

  @Test func `of a page that was not read to its end are uncertain`() throws {
    let html = String(repeating: "<p>", count: PageBudget.nodes + 10)
    #expect(try Self.read(html).parts?.presence(of: "x") == .uncertain(.cut))
  }
}
