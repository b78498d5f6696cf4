// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(20)))
struct `Hostile pages` {
  /// A page that costs more than this is not read in proportion to its length.
  ///
  /// Generous, for builds without optimisation on busy machines; quadratic work takes minutes.
  private static let bound = Duration.seconds(60)

  private static func read(_ page: [UInt8]) throws -> Listing {
    var listing: Listing?
    let time = try ContinuousClock().measure { listing = try Page.read(page) }
    #expect(time < bound)
    return try #require(listing)
  }

  @Test(arguments: [
    "<div>", "<span>", "<x-y>", "<b>", "<ul><li>", "<table><td>", "<svg>", "<a href=x><div>",
    "<h1><a href=x>", "<object>", "<template>", "<select><option>", "<form><div></form>",
    "<blockquote><p>", "<math><mi>", "<svg><title>",
  ])
  func `endless nesting is cut`(tags: String) throws {
    let page = repeatElement(tags, count: 5_000).joined() + "<a href=/deep.pdf>Deep</a>"
    let listing = try Self.read(Array(page.utf8))
    #expect(!listing.isComplete || tags == "<b>")
  }

  @Test func `nesting 200,000 deep overflows nothing`() throws {
    let page = repeatElement("<div>", count: 200_000).joined()
    #expect(try !Self.read(Array(page.utf8)).isComplete)
  }

  @Test func `what is nested too deeply keeps its links`() throws {
    let page = repeatElement("<div>", count: 5_000).joined() + "<a href=/deep.pdf>Deep</a>"
    let listing = try Self.read(Array(page.utf8))
    #expect(listing.links.map(\.text) == ["Deep"])
    #expect(!listing.isComplete)
  }

  @Test func `formatting left open is not repeated without end`() throws {
    let fonts = (0..<5_000).map { "<font a\($0)=1>" }.joined()
    let page = fonts + repeatElement("<p>x", count: 20_000).joined()
    _ = try Self.read(Array(page.utf8))
  }

  @Test(arguments: ["<a href=", "<", "<!--", "<a href=x>", "</p>", "&amp;&#0;", "<a \"", "\0", "é"])
  func `one thing over and over is read`(unit: String) throws {
    let page = repeatElement(unit, count: 300_000 / unit.utf8.count).joined()
    #expect(try Self.read(Array(page.utf8)).links.count <= 1)
  }

  @Test func `CDATA begun again and again in a drawing is passed once each time`() throws {
    let page =
      "<svg>" + repeatElement("<![CDATA[", count: 400_000).joined() + "<a href=/a.pdf>A</a>"
    _ = try Self.read(Array(page.utf8))
  }

  @Test func `five megabytes of unfinished links are read`() throws {
    let page = repeatElement("<a href=", count: 600_000).joined()
    #expect(try Self.read(Array(page.utf8)).isComplete)
  }

  @Test func `a tag with 200,000 attributes is read`() throws {
    let page = "<a href=/x.pdf " + (0..<200_000).map { "a\($0)=1 " }.joined() + ">X</a>"
    #expect(try Self.read(Array(page.utf8)).links.map(\.text) == ["X"])
  }

  @Test func `an ordinary page of 20,000 links is complete`() throws {
    let items = (0..<20_000).map { "<li><p><b><a href=/\($0).pdf>Report \($0)</a></b> (PDF)\n" }
    let listing = try Self.read(Array("<main><ul>\(items.joined())</ul></main>".utf8))
    #expect(listing.links.count == 20_000)
    #expect(listing.isComplete)
  }

  @Test func `no mutation of a page, and no noise, brings it down`() throws {
    var noise = MarkupNoise(seed: 20_200_304)
    let page = Array(Self.seed.utf8)
    for _ in 0..<800 {
      var mutant = page
      for _ in 0..<noise.next(below: 12) { noise.mutate(&mutant) }
      let listing = try Page.read(mutant, charset: noise.next(below: 2) == 0 ? nil : "latin1")
      #expect(listing.links.map(\.position) == Array(0..<listing.links.count))
      #expect(Set(listing.links.map(\.address)).count == listing.links.count)
      #expect(listing.canonicalText.utf8.count < 20_000)
    }
    for length in 0..<300 {
      _ = try Page.read((0..<length).map { _ in noise.byte() })
    }
  }

  private static let seed = """
    <!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Reviews</title>
    <base href="/reviews/"><script>if (a < b) { x("<a href='q'>") }</script></head>
    <body><nav><ul><li><a href="/">Home</a><li><a href="/about/">About</a></ul></nav>
    <main id=content><h1>Case reviews &amp; more</h1><table><tr><th>Child D<td>
    <a href="d.pdf"><b>Overview</i></b> – <i>2020</a><tr><td><a href=" b.pdf ">B</table>
    <!-- none --><svg viewBox="0 0 1 1"><path d="M0 0"/><title>Icon</title></svg>
    <form><select><option>1<option>2</select><textarea></b></textarea></form>
    <object data=o.pdf><embed src=o.pdf></object><p>Text<p><font size=1>more&nbsp;&#x2013;</font>
    </main><footer hidden><a href="mailto:a@b.example">mail</a></footer></body></html>
    """
}
