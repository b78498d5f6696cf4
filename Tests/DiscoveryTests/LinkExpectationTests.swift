// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `What links seem to lead to` {
  private static let cases: [(String, String, LinkExpectation, BodyKind?)] = [
    ("https://a.example/d.pdf", "Child D", .document, .pdf),
    ("https://a.example/d.PDF?ver=9XucIM6d", "Child D", .document, .pdf),
    ("https://a.example/register.docx", "here", .document, .docx),
    ("https://a.example/register.docm", "here", .document, .docx),
    ("https://a.example/slides.ppsx", "here", .document, .pptx),
    ("https://a.example/letters.gz", "here", .document, .gzip),
    ("https://a.example/notes.txt", "Notes", .document, .text),
    ("https://a.example/scan.jpeg", "Scan", .asset, nil),
    ("https://a.example/feed.xml", "Feed", .unknown, nil),
    ("https://a.example/d.pdf;jsessionid=1A2B", "Child D", .document, .pdf),
    ("https://a.example/(S(lit3py55t21z5v55vlm25s55))/d.pdf?1732600000", "D", .document, .pdf),
    ("https://a.example/?option=com_fileman&view=file&name=d.pdf", "D", .document, .pdf),
    ("https://a.example/get.php?file=report.xlsx&id=1", "D", .document, .xlsx),
    ("https://a.example/media/1834/child-d", "Child D (PDF, 1.2MB)", .document, .pdf),
    ("https://a.example/media/1834/child-d", "Child D [pdf] 386kb", .document, .pdf),
    ("https://a.example/?p=242", "1.7 MB / PDF / 168 pages", .document, .pdf),
    ("https://a.example/d", "Download PDF", .document, .pdf),
    ("https://a.example/d", "Easy read (Word)", .document, .docx),
    ("https://a.example/downloads/file/39613/child-d", "Child D", .document, nil),
    ("https://a.example/download/downloads/id/1392/any", "Child D", .document, nil),
    ("https://a.example/download/d/?wpdmdl=5825", "Child D", .document, nil),
    ("https://files.ofsted.gov.uk/v1/file/50285309", "Merton", .unknown, nil),
    ("https://a.example/government/publications/x", "In other words", .unknown, nil),
    ("https://a.example/a/b", "How to open a PDF on a phone", .unknown, nil),
    ("https://a.example/page.php?id=4", "Child D", .unknown, nil),
    ("https://a.example/-/media/d.ashx", "Child D", .unknown, nil),
    ("https://a.example/family-a.html", "Family A", .page, nil),
    ("https://a.example/about.aspx", "About", .page, nil),
    ("https://a.example/about.html;jsessionid=1A2B", "About", .page, nil),
    ("https://a.example/", "Home", .page, nil),
    ("https://a.example/style.css?v=2", "", .asset, nil),
    ("https://a.example/logo.svg", "Logo (PDF)", .asset, nil),
  ]

  @Test(arguments: cases)
  func `addresses and texts give it away`(
    address: String,
    text: String,
    expectation: LinkExpectation,
    kind: BodyKind?
  ) throws {
    let link = Link(address: try WebAddress(address), text: text)
    #expect(link.expectation == expectation)
    #expect(link.expectedKind == kind)
  }

  @Test func `in navigation an address without extension is a page`() throws {
    let listing = try Page.read(
      """
      <header><a href=/about/>About</a></header><nav><a href=/reviews>Reviews</a></nav>
      <div id=menu><a href=/m/>M</a></div><main><p><a href=/minutes/>Minutes</a>
      <header><a href=/in-header/>Lead</a></header><a href=/reviews2>Reviews</a></main>
      <footer><a href=/policy.pdf>Policy</a><a href=/reviews2>Reviews</a></footer>
      """
    )
    #expect(
      listing.links.map(\.isInNavigation) == [true, true, true, false, false, false, true]
    )
    #expect(
      listing.links.map(\.expectation) == [
        .page, .page, .page, .unknown, .unknown, .unknown, .document,
      ]
    )
  }
}
