// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(5)))
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
    var noise = Noise(seed: 20_200_304)
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

  @Test func `however tags are piled up, the tree stays shallow`() throws {
    var noise = Noise(seed: 1_952)
    for _ in 0..<60 {
      let unit = (0..<1 + noise.next(below: 12)).map { _ in noise.tag() }.joined()
      let page = repeatElement(unit, count: 8_000 / unit.utf8.count + 1).joined()
      try Self.expectShallow(page)
    }
  }

  private static func expectShallow(_ page: String) throws {
    let pieces = Page.pieces(of: page)
    #expect(!pieces.isEmpty)
    for piece in pieces {
      let tree = HTMLTree(piece.text)
      var depths: [Int] = []
      for node in tree.nodes { depths.append(depths.isEmpty ? 0 : depths[node.parent] + 1) }
      #expect(depths.count > 1)
      // Rows and table bodies that the parser adds itself come on top.
      #expect(depths.allSatisfy { $0 < 3 * PageBudget.nesting }, "\(page.prefix(80))")
    }
  }

  /// Each begins what a parser takes for markup and a hasty reader for the value of an attribute, or the
  /// other way round.
  @Test(arguments: [
    "<script><!--<script></script><a x=\"--></script>", "<svg><![CDATA[><a x=\"]]></svg>",
    "<math><annotation-xml><![CDATA[><a x=\"]]></math>", "<!--!><a x=\"-->", "<!--><a x=\"-->",
    "<select><textarea><a x=\"</textarea></select>", "<select><xmp><a x=\"</xmp></select>",
    "<svg><desc><p></desc><script/><a x=\"", "<svg><title><a x=\"</title></svg>",
    "<svg><style><a x=\"</style></svg>", "<frameset><style><a x=\"</style>", "<!-- --!><a x='\"'>",
    "<plaintext><a x=\"", "<noscript><a x=\"</noscript>", "<iframe><a x=\"</iframe>",
  ])
  func `what hides tags from a reader does not hide nesting`(opening: String) throws {
    let nesting = repeatElement("<div>", count: 5_000).joined()
    try Self.expectShallow(opening + nesting + "\"><a href=/x.pdf>X</a>")
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

/// A small generator, the same on every run.
private struct Noise {
  private var state: UInt64

  private static let names = """
    a b i font p div span li ul ol dd dt dl h1 h2 table tr td th tbody caption svg math g title \
    desc select option template button object form section nobr em br img script style noscript \
    ruby rt mi x-y frameset body head html iframe
    """.split(separator: " ")

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func byte() -> UInt8 {
    // Half of it is what makes markup.
    let marks = Array("<>/='\"&;!-a \0".utf8)
    return next(below: 2) == 0 ? marks[next(below: marks.count)] : UInt8(next(below: 256))
  }

  mutating func tag() -> String {
    let name = Self.names[next(below: Self.names.count)]
    return ["<\(name)>", "<\(name)>", "<\(name)/>", "</\(name)>", "<\(name) a=1>x"][next(below: 5)]
  }

  mutating func mutate(_ page: inout [UInt8]) {
    let start = next(below: page.count)
    let end = min(start + next(below: 40), page.count)
    switch next(below: 5) {
    case 0: page.removeSubrange(start..<end)
    case 1: page.insert(contentsOf: page[start..<end], at: next(below: page.count))
    case 2: page[start] = byte()
    case 3: page.insert(contentsOf: tag().utf8, at: start)
    default: page.removeSubrange((end + 1 < page.count ? end + 1 : end)...)
    }
    if page.isEmpty { page = [0] }
  }
}
