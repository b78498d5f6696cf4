// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `Links of a list that nobody can follow` {
  private static let html = """
    <a href="file:///S:/Reports/f.pdf">Child F</a><a href="C:\\x\\g.pdf">Child G</a>
    <a href="ftp://example.org/j.pdf">Child J</a><a href="htp://example.org/i.pdf">Child I</a>
    <a href="http://[bad/c.pdf">Child C</a><a href="http://u:p@example.org/u.pdf">Child U</a>
    <a href="mailto:a@example.org">Write</a><a href="tel:1">Call</a><a href="http://">Twitter</a>
    <a href="javascript:print()">Print</a>
    """

  private static func listing(_ html: String) throws -> (SourceListing, LinkCheckReport) {
    let page = try WebAddress("https://www.example.org/reviews/")
    let source = Source(id: "a", title: "A", place: .page(page))
    let listing = Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
    var check = LinkCheck()
    _ = check.take(.read(.init(page), at: page.text, listing))
    return (SourceListing(listing, at: page, of: source), check.report)
  }

  @Test func `are told as one sentence of the source, with the first`() throws {
    let sentence = try Self.listing(Self.html).0.sentence
    #expect(
      sentence
        == "6 links of its page cannot be followed: “Child F” first, which leads to a folder of somebody's own computer, "
        + "which nobody else can open"
    )
    let (empty, _) = try Self.listing("<a href='htp://example.org/i.pdf'>Child I</a>")
    #expect(
      empty.sentence?.hasPrefix("1 link of its page cannot be followed: “Child I”, which") == true
    )
    #expect(empty.sentenceIfEmpty?.contains("no link on it can be followed") == true)
    let sound = "<a href='/a.pdf'>A</a><a href='mailto:a@example.org'>Write</a>"
    #expect(try Self.listing(sound).0.sentence == nil)
  }

  @Test func `are malformed in a check, and mail addresses are not`() throws {
    let texts = try Self.listing(Self.html).1.malformed.map(\.text)
    let expected = ["Child F", "Child G", "Child J", "Child I", "Child C", "Child U", "Twitter"]
    #expect(Set(texts) == Set(expected) && texts.count == expected.count)
  }

  @Test func `are malformed in Markdown and in a list of addresses`() throws {
    let place = try WebAddress("https://www.example.org/reviews/")
    let markdown =
      "[F](file:///S:/f.pdf) [G](C:\\x\\g.pdf) [I](htp://example.org/i.pdf) [W](mailto:a@b.example)"
    let lines = "file:///S:/f.pdf\nC:\\x\\g.pdf\nhtp://example.org/i.pdf\n"
    let listings = [
      Listing.read(markdown: Array(markdown.utf8), at: place),
      Listing.read(addresses: Array(lines.utf8), at: place),
    ]
    for listing in listings {
      var check = LinkCheck()
      _ = check.take(.read(.init(file: "a.md"), at: "a.md", listing))
      #expect(check.report.malformed.count == 3, "\(check.report.malformed.map(\.sentence))")
    }
  }

  @Test func `because only a script opens them, are told too`() throws {
    let html = """
      <a href="/a.pdf">A</a><a href="#" onclick="getDoc(1)">Child A (PDF)</a>
      <a href="javascript:__doPostBack('b','')">Child B</a>
      """
    let (reading, check) = try Self.listing(html)
    let sentence = try #require(reading.sentence)
    #expect(sentence.hasPrefix("1 link of its page seems to lead to documents, and only a script"))
    #expect(sentence.contains("“Child A (PDF)”") && !sentence.contains("Child B"))
    #expect(check.pages.first?.scriptLinks == 2)
    #expect(check.pages.first?.firstScriptLink == "Child A (PDF)")
  }
}
