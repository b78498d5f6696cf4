// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(10)))
struct `Links in Markdown` {
  private static func read(_ text: String) throws -> Listing {
    let base = try WebAddress("https://a.example/docs/README.md")
    return Listing.read(markdown: Array(text.utf8), at: base)
  }

  private static func targets(_ text: String) throws -> [String] {
    try read(text).links.map {
      $0.address.text.replacing("https://a.example", with: "")
    }
  }

  static let links: [(text: String, targets: [String])] = [
    ("[a](b.md)", ["/docs/b.md"]),
    ("[a]( ../b.md )", ["/b.md"]),
    ("[a](<b c.md>)", ["/docs/b%20c.md"]),
    ("[a](b.md \"c\") [a](c.md 'd') [a](d.md (e))", ["/docs/b.md", "/docs/c.md", "/docs/d.md"]),
    ("[a](/w_(x)) [b](/y\\))", ["/w_(x)", "/y)"]),
    ("[a\nb](c.md)", ["/docs/c.md"]),
    ("[a](c.md\n\"d\")", ["/docs/c.md"]),
    ("![a](b.png)", ["/docs/b.png"]),
    ("[![a](b.png)](c.md)", ["/docs/c.md", "/docs/b.png"]),
    ("[a [b](c.md) d](e.md)", ["/docs/c.md"]),
    ("**[a](b.md)** _[c](d.md)_ ~~[e](f.md)~~", ["/docs/b.md", "/docs/d.md", "/docs/f.md"]),
    ("[a](b?c=1&amp;d=2)", ["/docs/b?c=1&d=2"]),
    ("[a](b.md#c) [a](#d) [a]()", ["/docs/b.md"]),
    ("[a]\n\n[a]: b.md", ["/docs/b.md"]),
    ("[a][B  c] [D][]\n\n[b C]: <b.md> 'x'\n[d]:\n  d.md\n", ["/docs/b.md", "/docs/d.md"]),
    ("[a]\n\n[a]: b.md\n[a]: c.md", ["/docs/b.md"]),
    ("[a][nobody] b[0][1] [x] [^1]\n\n[^1]: c", []),
    ("- [ ] a\n- [x] [b](c.md)", ["/docs/c.md"]),
    ("> [a](b.md)\n> > 1. [c](d.md)", ["/docs/b.md", "/docs/d.md"]),
    ("# [a](b.md) #\n[c](d.md)\n===", ["/docs/b.md", "/docs/d.md"]),
    ("|a|b|\n|-|-|\n|[a](b.md)|[c](d.md)|", ["/docs/b.md", "/docs/d.md"]),
    ("<https://x.example/a> <mailto:a@b.example> <a@b.example>", ["https://x.example/a"]),
    ("https://x.example/a.", ["https://x.example/a"]),
    (
      "(https://x.example/a) (https://x.example/b_(c))",
      ["https://x.example/a", "https://x.example/b_(c)"]
    ),
    (
      "*https://x.example/a*, \"http://x.example/b\"!",
      ["https://x.example/a", "http://x.example/b"]
    ),
    ("|https://x.example/a|https://x.example/b|", ["https://x.example/a", "https://x.example/b"]),
    ("www.x.example/a awww.x.example xhttp://y.example", ["http://www.x.example/a"]),
    ("[https://x.example/a](https://x.example/b)", ["https://x.example/b"]),
    ("<a href=\"b.md\">c</a> <img alt='d' src=e.png>", ["/docs/b.md", "/docs/e.png"]),
    (
      "<p align=\"center\">\n  <a href=\"b.md?c=1&amp;d=2\"><img src=\"e.png\"></a>\n</p>",
      ["/docs/b.md?c=1&d=2", "/docs/e.png"]
    ),
    ("1. a\n\n   [b](c.md)\n\n2. d\n\n    [e](f.md)", ["/docs/c.md", "/docs/f.md"]),
    ("- a\n  - b\n    - [c](d.md)\n      [e](f.md)", ["/docs/d.md", "/docs/f.md"]),
    ("a\n    [b](c.md)", ["/docs/c.md"]),
    ("\u{FEFF}[a](b.md)\r\n[c](d.md)\r\n", ["/docs/b.md", "/docs/d.md"]),
    // What is none.
    ("`[a](b.md)` ``c ` [d](e.md)`` [f](g.md)", ["/docs/g.md"]),
    ("`a [b](c.md)\n\n[d](e.md)`", ["/docs/c.md", "/docs/e.md"]),
    ("```sh\n[a](b.md)\n``\n```\n[c](d.md)", ["/docs/d.md"]),
    ("~~~~\n[a](b.md)\n~~~\n~~~~\n[c](d.md)", ["/docs/d.md"]),
    ("- a\n\n  ```\n  https://x.example/\n  ```\n- [c](d.md)", ["/docs/d.md"]),
    ("```\n[a](b.md)", []),
    ("a\n\n    [b](c.md)\n\n    [d](e.md)\n\n[f](g.md)", ["/docs/g.md"]),
    ("\t[a](b.md)", []),
    ("\\[a](b.md) \\![c](d.png)", ["/docs/d.png"]),
    ("<!-- [a](b.md)\n\n[c](d.md) -->\n[e](f.md)", ["/docs/f.md"]),
    ("a <!-- [b](c.md) --> [d](e.md)", ["/docs/e.md"]),
    ("<pre>\n[a](b.md)\n</pre>\n[c](d.md)", ["/docs/d.md"]),
    ("a <code>https://x.example/</code> [b](c.md)", ["/docs/c.md"]),
    ("---\nhome: https://x.example/\n---\n[a](b.md)", ["/docs/b.md"]),
    ("[a] (b.md) [c](d e.md) [f](", []),
    ("[a](mailto:a@b.example) [b](tel:1)", []),
    ("", []),
  ]

  @Test(arguments: links.indices)
  func `are found where a reader can follow them`(index: Int) throws {
    let (text, targets) = Self.links[index]
    #expect(Set(try Self.targets(text)) == Set(targets), "\(text)")
  }

  @Test func `have the words of the text, without its marks, and the heading`() throws {
    let text = """
      # The **guide** [![x](y.png)](z)

      [**here**](a.md) [![The badge](b.png)](c.md) [*All* of `it`](d.md) https://x.example/
      """
    let links = try Self.read(text).links
    #expect(
      links.map(\.title) == [
        "x", "x", "The guide x: here", "The badge", "The badge", "The guide x: All of it",
        "https://x.example/",
      ]
    )
  }

  @Test func `that are no addresses are told`() throws {
    let listing = try Self.read("[a](http://[bad) [b](http://u:p@x.example/) <ftp://x.example/>")
    #expect(
      listing.unusable.map(\.href) == ["http://[bad", "http://u:p@x.example/", "ftp://x.example/"]
    )
    let bytes = Array("[a](caf".utf8) + [0xE9] + Array(".md)".utf8)
    let broken = Listing.read(markdown: bytes, at: try WebAddress("https://a.example/"))
    #expect(broken.links.isEmpty && broken.unusable.count == 1)
  }

  @Test func `to parts name them`() throws {
    let links = try Self.read(
      "[Guide](b.html#c%20d) [e](b.html) [f](b.html#top) [g](h.html#:~:text=x)"
    )
    .partLinks
    #expect(links.map(\.part) == ["c d"])
    #expect(links.map(\.address.path) == ["/docs/b.html"])
    #expect(links.map(\.text) == ["Guide"])
  }

  static let monsters: [String] = [
    "[", "]", "![", "[](", "[a](<", "[a](b \"", "[a](b (", "`", "``` ", "<", "<a \"", "<a '\"",
    "<!--", "[a][",
    "[a]: b\n", "> ", "- ", "1. ", "\\", "((((", "[a](((((", "http://", "https://a", "www.",
    "&amp;", "*_~",
    "<code>", "[[[[]]]]", "![[]()](", "`a``b```",
  ]

  @Test(arguments: monsters)
  func `however often a mark is repeated, the reading ends`(piece: String) throws {
    // A hundred times longer than what would be slow if it were not in proportion.
    let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
    let listing = try Self.read(text + "\n\n[a](b.md)")
    // What begins code or a comment and never ends it hides the rest.
    let hides = ["`", "``` ", "<!--", "<code>"].contains(piece)
    #expect(
      hides || !listing.limits.isEmpty || listing.links.contains { $0.address.path == "/docs/b.md" }
    )
  }

  @Test func `any bytes are a text`() throws {
    let pieces = Self.monsters.map { Array($0.utf8) } + [[0x0A], [0x0A, 0x0A], [0xFF], [0x09]]
    let text = Self.links.map(\.text).joined(separator: "\n\n")
    let base = try WebAddress("https://a.example/docs/")
    Fuzz.run(300) { random in
      let bytes = Array(text.utf8).mutated(with: pieces, &random)
      let listing = Listing.read(markdown: bytes, at: base)
      #expect(listing.links.count <= bytes.count)
      for link in listing.links { #expect(link.address.isNormal, "\(link.address)") }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `The form of a text` {
  @Test(
    arguments: [
      ("https://a.example/\nhttps://b.example/\n", .addresses),
      ("# list\n\n http://a.example/ \n", .addresses),
      ("https://a.example/ and more\n", .markdown), ("# Title\n\nhttps://a.example/\n", .addresses),
      ("# Title\n\nSee https://a.example/\n", .markdown), ("<!DOCTYPE html><p>", .html),
      ("\u{FEFF}  <a href=b>", .html), ("<https://a.example/>", .markdown), ("", .markdown),
      ("a < b", .markdown), ("<3", .markdown),
    ] as [(String, PageForm)]
  )
  func `is told by its beginning`(text: String, form: PageForm) {
    #expect(PageForm(ofTextBeginning: Array(text.utf8)) == form)
  }

  @Test func `of a list has a line for each address, and tells those that are none`() throws {
    let text =
      "https://a.example/#b\r\n# c\n\n  http://d.example/e f\nnonsense\nmailto:a@b.example\n"
    let listing = Listing.read(addresses: Array(text.utf8), at: try WebAddress("http://x.invalid/"))
    #expect(listing.links.map(\.address.text) == ["https://a.example/", "http://d.example/e%20f"])
    #expect(listing.unusable.map(\.href) == ["nonsense", "mailto:a@b.example"])
    #expect(listing.partLinks.map(\.part) == ["b"])
  }
}
