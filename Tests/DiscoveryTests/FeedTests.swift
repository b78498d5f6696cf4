// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(10)))
struct `Reading a feed` {
  private static func read(_ text: String) throws -> Listing {
    try `Reading a sitemap`.read(Array(text.utf8), as: .feed)
  }

  private static func links(_ text: String) throws -> [String] {
    try read(text).links.map { "\($0.address.text) \($0.text)" }
  }

  @Test func `of RSS 2.0 takes enclosures and links, under the titles of their items`() throws {
    let feed = try Self.read(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:media="m" xmlns:content="c"><channel><title>Reviews &amp; more</title>
      <link>https://www.example.org/</link>
      <image><title>Logo</title><url>logo.png</url><link>https://www.example.org/</link></image>
      <item><title>Child A &#8211; overview report</title><link>https://www.example.org/news/a</link>
        <media:title>Picture</media:title><media:content url="/a.jpg" medium="image"/>
        <content:encoded><![CDATA[<a href="/x">x</a>]]></content:encoded>
        <enclosure url="https://www.example.org/files/a.pdf" length="1" type="application/pdf"/></item>
      <item><title><![CDATA[Child B <em>briefing</em>&nbsp;2026]]></title>
        <guid isPermaLink="true">https://www.example.org/news/b</guid></item>
      <item><title>Not a link</title><guid isPermaLink="false">tag:1</guid></item>
      <item><title>A talk</title><enclosure url="/talk.bin" type="audio/mpeg"/></item>
      </channel></rss>
      """
    )
    #expect(feed.title == "Reviews & more")
    #expect(
      feed.links.map { "\($0.address.path) \($0.text)" } == [
        "/files/a.pdf Child A – overview report", "/news/a Child A – overview report",
        "/news/b Child B briefing 2026",
      ]
    )
    #expect(feed.fault == nil && feed.isReadToEnd)
  }

  @Test func `of RSS 1.0 takes the items beside the channel`() throws {
    let feed = """
      <rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>C</title>
      <link>https://a.example/</link></channel>
      <item rdf:about="https://a.example/1"><title>One</title><link> https://a.example/1.pdf </link></item>
      </rdf:RDF>
      """
    #expect(try Self.links(feed) == ["https://a.example/1.pdf One"])
    #expect(try Self.read(feed).title == "C")
  }

  @Test func `of Atom takes what its links are for`() throws {
    let feed = """
      <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/f/"><title type="html">A &amp;lt;b></title>
      <link rel="self" href="feed.xml"/><link href="https://b.example/"/>
      <entry><title type="html">Child &lt;b&gt;C&lt;/b&gt;</title><id>urn:1</id>
        <link rel="edit" href="e"/><link href="c"/><author><name>N</name><uri>https://u.example/</uri></author>
        <link rel="enclosure" href="c.pdf" title="Full report"/><content type="xhtml"><link href="no"/></content>
        <source><link href="https://s.example/"/></source></entry>
      <entry xml:base="sub/"><title type="xhtml"><div>Child <i>D</i></div></title><link rel="alternate" href="d"/></entry>
      </feed>
      """
    #expect(
      try Self.links(feed) == [
        "https://b.example/f/c.pdf Full report", "https://b.example/f/c Child C",
        "https://b.example/f/sub/d Child D",
      ]
    )
    #expect(try Self.read(feed).links[0].heading == "Child C")
  }

  @Test(arguments: [
    ("<html><head><link rel='alternate' href='feed'></head></html>", ListingFault.webPage),
    ("<urlset></urlset>", .other(.sitemap)), ("nothing", .noXML),
  ])
  func `says what came in its place`(text: String, fault: ListingFault) throws {
    #expect(try Self.read(text).fault == fault)
  }

  @Test(arguments: [
    "\n<rss><channel><item><title>A&nbsp;B</title><link>/a?x=1&y=2</link></item></channel></rss>",
    "<rss><channel><item><title>A B</title><link>/a?x=1&amp;y=2</link></item></channel></rss>junk",
    "<rss><channel><item></p><title>A \u{1}B</title><link>/a?x=1&amp;y=2</link></item></channel></rss>",
    "<rss><channel><item><title>A B</title><atom:link href='/a?x=1&amp;y=2'/></item></channel></rss>",
  ])
  func `is read where it is not well formed`(text: String) throws {
    #expect(try Self.links(text) == ["https://www.example.org/a?x=1&y=2 A B"])
    #expect(try Self.read(text).limits.isEmpty)
  }
}
