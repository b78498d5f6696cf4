// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Reading the links of a page` {
  @Test(arguments: [
    ("report.pdf", "https://www.example.org/reviews/2020/report.pdf"),
    ("../2019/report.pdf", "https://www.example.org/reviews/2019/report.pdf"),
    ("/files/Child D.pdf", "https://www.example.org/files/Child%20D.pdf"),
    (" https://www.northampton.gov.uk/a.pdf\n", "https://www.northampton.gov.uk/a.pdf"),
    ("//cdn.example.net/a.pdf#page=3", "https://cdn.example.net/a.pdf"),
    ("?id=7&amp;view=1", "https://www.example.org/reviews/2020/page?id=7&view=1"),
    ("/a&ndash;b.pdf", "https://www.example.org/a%E2%80%93b.pdf"),
    (
      "/attachment_data/fil\ne/835733/a.pdf",
      "https://www.example.org/attachment_data/file/835733/a.pdf"
    ),
  ])
  func `an href is resolved as a browser does`(href: String, address: String) throws {
    let listing = try Page.read("<p><a href=\"\(href)\">Report</a>")
    #expect(listing.links.map(\.address.text) == [address])
  }

  @Test(arguments: [
    ("<base href='/files/'>", "https://www.example.org/files/a.pdf"),
    ("<base href='https://other.example/x/'><base href='/y/'>", "https://other.example/x/a.pdf"),
    (
      "</head><noscript><base href='/files/'></noscript>",
      "https://www.example.org/reviews/2020/a.pdf"
    ),
    (
      "</head><noscript><base href='/no/'></noscript><base href='/yes/'>",
      "https://www.example.org/yes/a.pdf"
    ),
    ("<base target=_blank>", "https://www.example.org/reviews/2020/a.pdf"),
    ("<base href='mailto:x'>", "https://www.example.org/reviews/2020/a.pdf"),
  ])
  func `the first base counts, against the page's address`(base: String, address: String) throws {
    let listing = try Page.read("<head>\(base)</head><a href=a.pdf>A</a>")
    #expect(listing.links.map(\.address.text) == [address])
  }

  @Test(arguments: [
    ("Overview Report –  MSCB 2017", "Overview Report – MSCB 2017"),
    ("Overview&nbsp;Report&nbsp; 2017", "Overview Report 2017"),
    ("Children&#8217;s &amp; Families&#039; plan", "Children’s & Families' plan"),
    (" \n Child\tD<br>report ", "Child D report"),
    ("<div>Child D</div>PDF", "Child D PDF"),
    ("Child <b>D</b>’s re<i>port</i>", "Child D’s report"),
    ("a\u{202E}fdp\u{202C}.exe&#7;\u{200B}", "afdp.exe"),
    ("<img src=x alt='Child D report'>", "Child D report"),
    ("<img src=x alt='Icon'> Child D", "Child D"),
    ("<script>x()</script><style>a{}</style>D<!-- c -->", "D"),
  ])
  func `a link's text is what a reader sees`(inside: String, text: String) throws {
    let listing = try Page.read("<a href=a.pdf>\(inside)</a>")
    #expect(listing.links.map(\.text) == [text])
  }

  @Test(arguments: [
    "<a href=a.pdf title='Child D'><img src=x alt=''></a>",
    "<a href=a.pdf aria-label='Child D'><svg><path d=x /></svg></a>",
    "<a href=a.pdf><img src=x title='Child D'></a>",
    "<map><area href=a.pdf alt='Child D'></map>",
    "<iframe src=a.pdf title='Child D'></iframe>",
    "<embed src=a.pdf title='Child D'>",
    "<object data=a.pdf aria-label='Child D'></object>",
    "<object data=a.pdf><p>No viewer? <a href=a.pdf>Child D</a></object>",
  ])
  func `where a link has no text, its picture or title speaks`(html: String) throws {
    let listing = try Page.read(html)
    #expect(listing.links.map(\.text) == ["Child D"])
    #expect(listing.links.map(\.address.lastPathComponent) == ["a.pdf"])
  }

  @Test(arguments: [
    ("<a href=1>One<a href=2>Two<p>more", ["One", "Two more"]),
    ("<a href=1>One<p><a href=2>Two</a></p></a>", ["One", "Two"]),
    ("<ul><li><a href=1>One<li><a href=2>Two</ul>", ["One", "Two"]),
    ("<table><a href=1>One</a><tr><td><a href=2>Two</a></table>", ["One", "Two"]),
    ("<A HREF='1'>One</A><a href=2 href=3>Two</a", ["One", "Two"]),
    ("<!-- <a href=0>No</a> --><a href=1>One</a><template><a href=9>No</a></template>", ["One"]),
    ("<script>'<a href=0>No</a>'</script><a href=1>One</a>", ["One"]),
    ("<noscript><a href=1>One</a></noscript>", ["One"]),
    ("<a>No</a><a name=x>No</a><a href=1>One</a>", ["One"]),
    ("<svg><a xlink:href=1><text>One</text></a></svg>", ["One"]),
    ("<p><a href=1>One</p><p>more</a>", ["One"]),
    ("", []),
  ])
  func `broken markup gives the links that a browser finds`(html: String, texts: [String]) throws {
    #expect(try Page.read(html).links.map(\.text) == texts)
  }

  @Test func `every address stands once, where it is first, under its first useful text`() throws {
    let listing = try Page.read(
      """
      <h2>Child D</h2><a href=d.pdf><img src=icon.png></a>
      <h2>Child B</h2><a href=b.pdf>here</a> <a href=b.pdf>Child B overview</a>
      <h2>Again</h2><a href=d.pdf#page=2>Download</a> <a href=./d.pdf>Child D review</a>
      <a href=b.pdf>Another text</a> <a href=d.pdf>Later</a>
      """
    )
    #expect(listing.links.map(\.text) == ["Child D review", "Child B overview"])
    #expect(listing.links.map(\.heading) == ["Again", "Child B"])
    #expect(listing.links.map(\.position) == [0, 1])
  }

  @Test func `a link to the page itself is none`() throws {
    let listing = try Page.read(
      "<a href='#top'>Top</a><a href=''>Here</a><a href='page#a'>A</a><a href=' '>B</a>"
    )
    #expect(listing.links.isEmpty)
    #expect(listing.unusable.isEmpty)
  }

  @Test func `what cannot be followed is told apart, once each`() throws {
    let listing = try Page.read(
      """
      <a href="mailto:a@example.org">Write</a><a href="mailto:a@example.org">Write</a>
      <a href="JavaScript:void(0)">Open</a><a href="https://exa mple.org/">Broken</a>
      <iframe src="about:blank"></iframe>
      """
    )
    #expect(listing.links.isEmpty)
    #expect(listing.unusable.map(\.text) == ["Write", "Open", "Broken"])
    #expect(listing.unusable.first?.error == .unsupportedScheme("mailto"))
    #expect(listing.unusable.first?.href == "mailto:a@example.org")
  }

  @Test func `frames that nobody can see are no links`() throws {
    let listing = try Page.read(
      """
      <noscript><iframe src="https://tags.example/ns.html" height=0 width=0></iframe></noscript>
      <iframe src="/pixel" style="display: none"></iframe><iframe src="/map"></iframe>
      """
    )
    #expect(listing.links.map(\.address.text) == ["https://www.example.org/map"])
  }
}
