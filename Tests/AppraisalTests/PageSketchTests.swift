// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Support
import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Reading a page at a glance` {
  private static func sketch(_ html: String) throws -> PageSketch {
    try sketch(Array(html.utf8))
  }

  private static func sketch(_ html: [UInt8], charset: String? = nil) throws -> PageSketch {
    let address = try WebAddress("https://www.example.org/reviews/a.pdf")
    return PageSketch(html, charset: charset, at: address)
  }

  @Test
  func `title, heading and text are told apart`() throws {
    let page = try Self.sketch(
      """
      <!DOCTYPE html><html><head><TITLE>
        Page can&rsquo;t be&nbsp;found &#8217; &amp; co</TITLE>
      <meta name="robots" content="NOINDEX, follow">
      <link rel=canonical href='/404'>
      <meta http-equiv="refresh" content="0; url='/files/a.pdf?x=1&amp;y=2'">
      <style>p > a { }</style></head>
      <body><!-- <h1>no</h1> --><nav>Home<br>Reviews</nav>
      <h1 class="a>b">Not <em>here</em></h1>
      <main><p>Some   <b>te</b>xt</p><noscript>switch on <a href=/c.pdf>C</a></noscript>
      <a href="/a.pdf">A</a><iframe src=/viewer></iframe><input type="password">
      <script>if (a < b) { "</p>" }</script></main></body></html>
      """
    )
    #expect(page.title == "Page can’t be found ’ & co")
    #expect(page.heading == "Not here")
    #expect(page.text == "Home Reviews Some text A")
    #expect(page.mainText == "Some text A")
    #expect(page.isNoIndex)
    #expect(page.canonical == "/404")
    #expect(page.sendsOn?.text == "https://www.example.org/files/a.pdf?x=1&y=2")
    #expect(page.embeds == ["/viewer"])
    #expect(page.links == ["/a.pdf"])
    #expect(page.hasPasswordField)
    #expect(page.hasScript)
  }

  @Test(arguments: [
    "", "<", "</", "<!", "<!--", "<a", "<a href", "<a href=", "<a href=\"", "<title>", "<script>",
    "&", "&#", "&#x;", "<h1>", "<<<<", "<a / / =>", "<a =b c>", "<p/><", "\u{0}\u{0}",
  ])
  func `a page cut off anywhere is read to its end`(text: String) throws {
    #expect(try Self.sketch(text).title == "")
    #expect(try Self.sketch("<title>t</title>" + text).title == "t")
  }

  @Test func `a heading that is never closed does not swallow the page`() throws {
    let prose = repeatElement("<p>Words of a report.</p>", count: 40).joined(separator: " ")
    let page = try Self.sketch("<h1>Child D<div>\(prose)")
    #expect(page.heading.hasPrefix("Child D"))
    #expect(page.heading.utf8.count <= 301)
    #expect(page.text.hasSuffix("Words of a report."))
    #expect(page.text.utf8.count > 600)
  }

  @Test(arguments: [
    ("<h2>Reports</h2>", true), ("<h3>Reports", true), ("<h1>Reports</h1>", false),
    ("A<noscript><h2>No</h2></noscript><template><h2>No</h2></template><!--<h2>No-->", false),
  ])
  func `a heading of a lower rank is seen where a reader sees it`(html: String, isSeen: Bool) throws
  {
    #expect(try Self.sketch(html).hasSubheading == isSeen)
  }

  @Test(arguments: [nil, "utf-16"], ["", "\n\n\n\n\n\n\n\n"])
  func `a page in UTF-16 is read without its mark`(charset: String?, beginning: String) throws {
    let html = "\(beginning)<title>Café ’</title><a href=/é>A</a>".utf16.flatMap { unit in
      [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
    }
    let page = try Self.sketch(html, charset: charset)
    #expect(page.title == "Café ’" && page.links == ["/é"])
  }

  @Test(arguments: 0..<8)
  func `noise is read within the bounds of a listing`(seed: UInt64) throws {
    var noise = MarkupNoise(seed: seed)
    for _ in 0..<6 {
      let unit = (0..<1 + noise.next(below: 12)).map { _ in noise.tag() }.joined()
      var page = Array(repeatElement(unit, count: 20_000 / unit.utf8.count + 1).joined().utf8)
      for _ in 0..<6 { noise.mutate(&page) }
      let sketch = try Self.sketch(page)
      // A letter of an older encoding is up to three bytes of UTF-8.
      #expect(sketch.text.utf8.count <= 3 * page.count)
      #expect(sketch.mainText.utf8.count <= 2_003)
      // The heading itself, and the mark that it is cut.
      #expect(sketch.heading.count <= 301)
    }
  }

  @Test func `a page with an empty main part says what it says elsewhere`() throws {
    #expect(try Self.sketch("<main></main><p>Not found").mainText == "Not found")
    #expect(try Self.sketch("<p>Menu<main>Report</main>Footer").mainText == "Report")
  }

  @Test(arguments: ["<h1>", "<h1><div>", "<font><p>", "<main>", "<a href=x>", "<b>", "x", "&amp;"])
  func `one thing over and over is read, and not for long`(unit: String) throws {
    let page = repeatElement(unit, count: BodyEvidence.longestHead / unit.utf8.count).joined()
    let sketch = try Self.sketch(page)
    #expect(sketch.links.count <= 1_000)
    #expect(sketch.text.utf8.count <= BodyEvidence.longestHead)
  }

  @Test(arguments: [
    ("Error 404", "404"), ("404", "404"), ("Call 020 8404 1234", nil),
    ("PAGE NOT FOUND", "not found"), ("It can’t be found", "can't be found"),
    ("Notfound", nil), ("It no longer exists.", "no longer exists"), ("", nil),
    ("Tudalen heb ei chanfod", "tudalen heb ei chanfod"),
  ])
  func `phrases are whole words in any case`(text: String, phrase: String?) {
    #expect(NotFoundPhrases.table.firstMatch(in: text) == phrase)
  }
}

/// Where a page was judged by another text than its links are listed from, and would be again.
@Suite(.timeLimit(.minutes(20)))
struct `Judging a page by what a reader sees` {
  private static func appraise(
    _ html: [UInt8],
    charset: String? = nil,
    _ expectation: ResponseEvidence.Expectation = .document(known: .pdf)
  ) throws -> AppraisalRecord {
    Appraiser.appraise(
      ResponseEvidence(
        requested: try WebAddress("https://www.example.org/reviews/a.pdf"),
        status: 200,
        headers: [
          HeaderField("content-type", "text/html" + (charset.map { "; charset=\($0)" } ?? ""))
        ],
        body: BodyEvidence(whole: html),
        expectation: expectation
      )
    )
  }

  private static func appraise(_ html: String) throws -> AppraisalRecord {
    try appraise(Array(html.utf8))
  }

  /// An apostrophe of windows-1252, declared by the server, by the page, or by its bytes alone.
  @Test(arguments: [("windows-1252", ""), (nil, "<meta charset=iso-8859-1>"), (nil, "")])
  func `a legacy page says what it says`(charset: String?, head: String) throws {
    let page =
      Array("<html>\(head)<title>This page can".utf8) + [0x92]
      + Array("t be found</title><p>We looked.".utf8)
    let appraisal = try Self.appraise(page, charset: charset)
    #expect(appraisal.verdict == .softMissing(.notFoundPage))
    #expect(appraisal.evidence.title == "This page can’t be found")
  }

  @Test func `the charset of the server comes before that of the page`() throws {
    let page = Array("<html><meta charset=utf-8><title>Caf".utf8) + [0xE9] + Array("</title>".utf8)
    #expect(try Self.appraise(page, charset: "latin1").evidence.title == "Café")
    #expect(try Self.appraise(page).evidence.title == "Caf\u{FFFD}")
  }

  @Test(arguments: ["0; url=/b.pdf", "0;/b.pdf", "0, URL = '/b.pdf'", "5; url=\"/b.pdf\" x"])
  func `a page that sends its reader on to a file leads there`(refresh: String) throws {
    let page = "<html><meta http-equiv=refresh content='\(refresh.replacing("'", with: "&#39;"))'>"
    let appraisal = try Self.appraise(page)
    #expect(appraisal.verdict == .softMissing(.viewerPage))
    #expect(appraisal.evidence.leadsTo?.text == "https://www.example.org/b.pdf")
  }

  @Test func `links start from the base that a page states`() throws {
    let page = "<html><base href='/files/'><p>The report: <a href=b.pdf>B</a>"
    let appraisal = try Self.appraise(page)
    #expect(appraisal.evidence.leadsTo?.text == "https://www.example.org/files/b.pdf")
  }

  @Test(arguments: [("none", true), ("noindex", true), ("index, follow", false)])
  func `robots may be asked not to index in two words`(wish: String, isHidden: Bool) throws {
    let appraisal = try Self.appraise("<html><meta name=robots content='\(wish)'><p>Text")
    #expect(appraisal.evidence.signs?.contains(.hiddenFromSearch) == isHidden)
  }

  @Test func `the title of a drawing is not that of the page`() throws {
    let page = "<html><svg><title>Page not found</title></svg><h1>Child D</h1><p>Report"
    #expect(try Self.appraise(page).verdict == .softMissing(.wrongType))
    #expect(try Self.appraise(page).evidence.title == nil)
  }

  @Test func `a message in plain text may have a curly apostrophe`() throws {
    let appraisal = Appraiser.appraise(
      ResponseEvidence(
        requested: try WebAddress("https://www.example.org/reviews/a.csv"),
        status: 200,
        headers: [HeaderField("content-type", "text/plain")],
        body: BodyEvidence(whole: Array("Can’t find the file".utf8)),
        expectation: .document(known: .csv)
      )
    )
    #expect(appraisal.verdict == .softMissing(.notFoundPage))
  }
}
