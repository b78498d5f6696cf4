// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(5)))
struct `Reading a page at a glance` {
  @Test
  func `title, heading and text are told apart`() {
    let page = PageSketch(
      Array(
        """
        <!DOCTYPE html><html><head><TITLE>
          Page can&rsquo;t be&nbsp;found &#8217; &amp; co</TITLE>
        <meta name="robots" content="NOINDEX, follow">
        <link rel=canonical href='/404'>
        <meta http-equiv="refresh" content="0; url='/files/a.pdf?x=1&amp;y=2'">
        <style>p > a { }</style></head>
        <body><!-- <h1>no</h1> --><nav>Home<br>Reviews</nav>
        <h1 class="a>b">Not <em>here</em></h1>
        <main><p>Some   <b>te</b>xt</p><noscript>switch on</noscript>
        <a href="/a.pdf">A</a><iframe src=/viewer></iframe><input type="password">
        <script>if (a < b) { "</p>" }</script></main></body></html>
        """.utf8
      )
    )
    #expect(page.title == "Page can't be found ' & co")
    #expect(page.heading == "Not here")
    #expect(String(decoding: page.text, as: UTF8.self) == "Home Reviews Some text A ")
    #expect(String(decoding: page.mainText, as: UTF8.self) == "Some text A ")
    #expect(page.isNoIndex)
    #expect(page.canonical == "/404")
    #expect(page.refresh == "/files/a.pdf?x=1&y=2")
    #expect(page.embeds == ["/viewer"])
    #expect(page.links == ["/a.pdf"])
    #expect(page.hasPasswordField)
    #expect(page.hasScript)
  }

  @Test(arguments: [
    "", "<", "</", "<!", "<!--", "<a", "<a href", "<a href=", "<a href=\"", "<title>", "<script>",
    "&", "&#", "&#x;", "<h1>", "<<<<", "<a / / =>", "<a =b c>", "<p/><", "\u{0}\u{0}",
  ])
  func `a page cut off anywhere is read to its end`(text: String) {
    _ = PageSketch(Array(text.utf8))
    let page = PageSketch(Array(("<title>t</title>" + text).utf8))
    #expect(page.title == "t")
  }

  @Test(arguments: [
    ("Error 404", "404"), ("404", "404"), ("Call 020 8404 1234", nil),
    ("PAGE NOT FOUND", "not found"),
    ("Notfound", nil), ("It no longer exists.", "no longer exists"), ("", nil),
    ("Tudalen heb ei chanfod", "tudalen heb ei chanfod"),
  ])
  func `phrases are whole words in any case`(text: String, phrase: String?) {
    #expect(NotFoundPhrases.table.firstMatch(in: text) == phrase)
  }
}
