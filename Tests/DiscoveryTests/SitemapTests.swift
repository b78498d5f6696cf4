// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML
import Support
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(10)))
struct `Reading a sitemap` {
  static let address = "https://www.example.org/maps/sitemap.xml"

  static func read(
    _ bytes: [UInt8],
    charset: String? = nil,
    as format: ListingFormat = .sitemap
  ) throws -> Listing {
    var rest: [UInt8]? = bytes
    return Listing.read(at: try WebAddress(address), declaredCharset: charset, as: format) {
      () throws(Never) in rest.take() ?? []
    }
  }

  static func read(_ text: String) throws -> Listing { try read(Array(text.utf8)) }

  private static func addresses(_ text: String) throws -> [String] {
    try read(text).links.map(\.address.text)
  }

  @Test(arguments: [
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>%</loc></url></urlset>",
    "<urlset><url><loc>%</loc><lastmod>2026-01-01</lastmod></url></urlset>",
    "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n<urlset><url><loc>%</loc></url></urlset>",
    "\n\n <?xml version='1.0'?><!-- <loc>no</loc> --><urlset><url><loc>\n  %\n </loc></url></urlset>",
    "<sm:urlset xmlns:sm='x'><sm:url><sm:loc>%</sm:loc></sm:url></sm:urlset>",
    "<urlset><url><loc><![CDATA[%]]></loc></url></urlset>",
    "<urlset><url><priority>1</priority><loc>%</loc></url><foo/></urlset>",
    "<URLSET><URL><LOC>%</LOC></URL></URLSET>",
    "<!DOCTYPE urlset [<!ENTITY x \"]>\">]><urlset><url><loc>%</loc></url></urlset>",
    "<?xml-stylesheet href='s.xsl'?><urlset><url ><loc >%</loc ></url ></urlset >",
    "https://www.example.org/files/a.pdf\r\n",
  ])
  func `finds an address, however it is written`(form: String) throws {
    let address = "https://www.example.org/files/a.pdf"
    #expect(try Self.addresses(form.replacing("%", with: address)) == [address])
    #expect(try Self.read(form.replacing("%", with: address)).isReadToEnd)
  }

  @Test(arguments: [
    ("https://www.example.org/?a=1&amp;b=2", "https://www.example.org/?a=1&b=2"),
    ("https://www.example.org/?a=1&b=2", "https://www.example.org/?a=1&b=2"),
    ("https://www.example.org/?a=1&copy;b", "https://www.example.org/?a=1&copy;b"),
    ("https://www.example.org/a&#x2D;b.pdf", "https://www.example.org/a-b.pdf"),
    ("/files/a.pdf", "https://www.example.org/files/a.pdf"),
    ("a.pdf", "https://www.example.org/maps/a.pdf"),
    ("//cdn.example.net/a.pdf", "https://cdn.example.net/a.pdf"),
    ("https://www.example.org/a b.pdf", "https://www.example.org/a%20b.pdf"),
    ("https://www.example.org/café.pdf", "https://www.example.org/caf%C3%A9.pdf"),
  ])
  func `takes an address as it is meant`(location: String, address: String) throws {
    let sitemap = "<urlset><url><loc>\(location)</loc></url></urlset>"
    #expect(try Self.addresses(sitemap) == [address])
  }

  @Test func `leaves out pictures and other languages`() throws {
    let sitemap = """
      <urlset xmlns:image="i" xmlns:xhtml="h"><url><loc>https://a.example/1</loc>
      <xhtml:link rel="alternate" hreflang="cy" href="https://a.example/cy"/>
      <image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>
      <url><loc>https://a.example/2</loc><loc>https://a.example/3</loc></url></urlset>
      """
    #expect(try Self.addresses(sitemap) == ["https://a.example/1", "https://a.example/2"])
  }

  @Test func `says which addresses are none`() throws {
    let listing = try Self.read(
      "<urlset><url><loc>mailto:a@b.example</loc></url><url><loc></loc></url><url/></urlset>"
    )
    #expect(listing.links.isEmpty)
    #expect(listing.unusable.map(\.href) == ["mailto:a@b.example"])
  }

  @Test func `an index names further sitemaps, and no documents`() throws {
    let listing = try Self.read(
      """
      <sitemapindex><sitemap><loc>https://www.example.org/1.xml.gz</loc></sitemap>
      <sitemap><loc>/2.xml</loc><lastmod>2026-01-01T00:00:00Z</lastmod></sitemap></sitemapindex>
      """
    )
    #expect(listing.links.isEmpty)
    #expect(
      listing.further.map(\.text) == [
        "https://www.example.org/1.xml.gz", "https://www.example.org/2.xml",
      ]
    )
  }

  @Test(arguments: [
    ("<!doctype html><html><body><a href=a.pdf>A</a></body></html>", ListingFault.webPage),
    ("<rss><channel></channel></rss>", .other(.feed)),
    ("<feed xmlns='a'/>", .other(.feed)),
    ("<Error><Code>AccessDenied</Code></Error>", .otherXML("error")),
    ("Not here", .noXML), ("", .noXML), ("{\"a\": 1}", .noXML), ("<!-- only -->", .noXML),
  ])
  func `says what came in its place`(text: String, fault: ListingFault) throws {
    let listing = try Self.read(text)
    #expect(listing.fault == fault)
    #expect(listing.links.isEmpty)
    #expect(fault.sentence(wanting: .sitemap).contains("no sitemap"))
  }

  @Test(arguments: ["", "</url>", "</url><url><loc>https://www.examp", "</url><!-- "])
  func `keeps what stands before a cut, and says so`(rest: String) throws {
    let listing = try Self.read("<urlset><url><loc>https://www.example.org/a.pdf</loc>" + rest)
    #expect(listing.links.count == 1)
    #expect(listing.limits == [.cut])
    #expect(!listing.isReadToEnd)
    #expect(listing.limitsSentence == "the sitemap ends in the middle; 1 link was found")
  }

  @Test func `reads fifty thousand addresses and no more`() throws {
    func sitemap(_ count: Int) -> String {
      let urls = (0..<count).map { "<url><loc>https://a.example/\($0).pdf</loc></url>" }
      return "<urlset>\(urls.joined())</urlset>"
    }
    let most = try Self.read(sitemap(50_000))
    #expect(most.links.count == 50_000 && most.limits.isEmpty)
    let more = try Self.read(sitemap(50_001))
    #expect(more.links.count == 50_000 && more.limits == [.links])
    #expect(more.limitsSentence?.contains("more than 50000 addresses") == true)
  }

  @Test func `expands no entity that the text declares`() throws {
    let names = Array("abcdefghijkl").map(String.init)
    let entities = zip(names.dropFirst(), names).map { name, before in
      "<!ENTITY \(name) \"\(repeatElement("&\(before);", count: 50).joined())\">"
    }
    let listing = try Self.read(
      """
      <!DOCTYPE urlset [<!ENTITY a "https://a.example/">\(entities.joined())
      <!ENTITY file SYSTEM "file:///etc/passwd">]>
      <urlset><url><loc>&l;</loc></url><url><loc>https://a.example/&file;</loc></url></urlset>
      """
    )
    #expect(
      listing.links.map(\.address.text) == [
        "https://www.example.org/maps/&l;", "https://a.example/&file;",
      ]
    )
  }

  @Test func `is not nested without end`() throws {
    let deep = repeatElement("<url>", count: 500_000).joined()
    let listing = try Self.read("<urlset><url><loc>/a.pdf</loc></url>" + deep)
    #expect(listing.links.count == 1)
    #expect(listing.limits.contains(.cut) && listing.limits.contains(.nesting))
  }

  @Test func `is read in its encoding`() throws {
    let latin = "<?xml version='1.0' encoding='iso-8859-1'?><urlset><url><loc>/caf".utf8
    let bytes = Array(latin) + [0xE9] + Array(".pdf</loc></url></urlset>".utf8)
    let read = try Self.read(bytes).links.map(\.address.text)
    #expect(read == ["https://www.example.org/caf%C3%A9.pdf"])
    let wide = "<urlset><url><loc>/a.pdf</loc></url></urlset>".utf16
      .flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try Self.read([0xFF, 0xFE] + wide).links.count == 1)
  }

  @Test func `nothing makes it trap or run away`() throws {
    let sitemap = Array(
      """
      <?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "b">]><urlset xmlns="x" a='b'><!-- c --><url>
      <loc>https://a.example/a.pdf?x=1&amp;y</loc><image:loc/></url><url><loc><![CDATA[/b]]></loc></url></urlset>
      """.utf8
    )
    let feed = Array(
      """
      <rss xml:base="/x/"><channel><title>A &amp;amp; B</title><item><title type="html">&lt;b>R</title>
      <link>/a</link><guid>https://a.example/g</guid><enclosure url="a.pdf" type="application/pdf"/>
      <atom:link rel="enclosure" href="b.pdf"/></item></channel></rss>
      """.utf8
    )
    let pieces = ["<", "</", "<!", "<![CDATA[", "]]>", "<!--", "&#", "\"", "<?", "<loc>", "<item>"]
      .map { Array($0.utf8) }
    try Fuzz.run(2_000) { random in
      for format in [ListingFormat.sitemap, .feed] {
        for text in [sitemap, feed] {
          let listing = try Self.read(text.mutated(with: pieces, &random), as: format)
          #expect(listing.links.count < 20)
        }
      }
    }
  }
}
