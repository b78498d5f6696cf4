// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(20)))
struct `Titles of links` {
  @Test(arguments: [
    "here", "Click here", "Read more…", "Download", "PDF", "view", "Link", "this document",
    "Word", "English", "Welsh", "Click here to read the full report",
    "https://www.example.org/d.pdf", "www.example.org", "»", "2019",
    "View document", "Cymraeg", "Opens in a new window", "3 May 2024", "Published: 21st March 2019",
    "Updated on Monday 3 Feb 2020 at 10 am",
  ])
  func `a text that says nothing takes its heading along`(text: String) throws {
    let address = try WebAddress("https://www.example.org/files/d.pdf")
    let link = Link(address: address, text: text, heading: "Child D: Serious case review")
    #expect(link.title == "Child D: Serious case review: \(text)")
    #expect(Link(address: address, text: text).title == "\(text): d.pdf")
  }

  @Test(arguments: [
    "Child D Overview Report", "Franklyn", "Anne (2023)", "LSCPR Jason report",
    "Executive Summary (PDF)", "Annual report 2019", "Child A – published 3 May 2020",
    "Views of children 2020", "Review of 12 visits: 2019", "Learning from 3 MB-registered homes",
    "Triennial SCR Report 2014 to 2017",
  ])
  func `a text that says something stands alone`(text: String) throws {
    let address = try WebAddress("https://www.example.org/files/d.pdf")
    #expect(Link(address: address, text: text, heading: "Reviews").title == text)
  }

  @Test(arguments: [
    ("Executive Summary (PDF, 212 KB)", "Executive Summary (PDF)"),
    ("Child D – 92.98 KB 942 downloads", "Child D"),
    ("Child D (1.2MB)", "Child D"), ("Child D [PDF 386kb]", "Child D [PDF]"),
    ("Child D, file size: 1,024 bytes", "Child D"), ("Child D | Hits: 52", "Child D"),
    ("Child D (last checked: 3 May 2024, 09:12)", "Child D"),
    ("Child D Last updated on 12/03/2024", "Child D"),
    ("Child D (downloaded 1,021 times)", "Child D"),
    ("Child D (PDF, 1 MB, English)", "Child D (PDF, English)"),
    ("Download (PDF, 212 KB)", "Reviews: Download (PDF)"), ("[pdf] 386kb", "Reviews: [pdf]"),
    ("386 kB", "Reviews: d.pdf"),
  ])
  func `sizes, counters and dates of checking are no part of them`(text: String, title: String)
    throws
  {
    let address = try WebAddress("https://www.example.org/files/d.pdf")
    #expect(Link(address: address, text: text, heading: "Reviews (2 MB)").title == title)
  }

  @Test(arguments: [
    ("<ul><li>Child D overview report <a href=1>here</a></ul>", "Child D overview report: here"),
    ("<ul><li>The executive summary is <a href=1>here</a>.</ul>", "The executive summary: here"),
    ("<ul><li>Child D (PDF, 2 MB): <a href=1>Download</a></ul>", "Child D (PDF): Download"),
    ("<ul><li><h3>Child D</h3><p>A review.</p><a href=1>PDF</a></ul>", "Child D: PDF"),
    ("<ul><li><p>3 May 2020</p><p>Child D</p><a href=1>PDF</a></ul>", "Child D: PDF"),
    ("<ul><li><a href=2>Child D report</a> <a href=1>PDF</a></ul>", "Child D report: PDF"),
    (
      "<table><tr><th>Date<th>Review<th>File<tr><td>3 May 2020<td>Child D<td><a href=1>Download</a></table>",
      "Child D: Download"
    ),
    (
      "<table><tr><td>Child D</td><td>212 KB</td><td><b><a href=1>212 KB</a></b></td></table>",
      "Child D: 1"
    ),
    ("<ul><li><a href=1>here</a></ul>", "Reviews: here"),
    ("<ul><li>12 March 2020 <a href=1>here</a></ul>", "Reviews: here"),
    ("<p>Child D <a href=1>here</a>", "Reviews: here"),
    ("<ul><li>Long text <a href=1>Child D</a></ul>", "Child D"),
    ("<nav><ul><li>Child D <a href=1>here</a></ul></nav>", "here: 1"),
  ])
  func `a row or list item helps out where a link says nothing`(html: String, title: String) throws
  {
    let listing = try Page.read("<h2>Reviews</h2>" + html)
    #expect(listing.links.last?.title == title)
  }

  @Test func `a row of blanks is not read for each of its links`() throws {
    let blanks = String(repeating: " ", count: 20_000)
    let links = (1...90).map { "<a href=\($0)>Download</a>" }.joined()
    let listing = try Page.read("<h2>Reviews</h2><ul><li>Child D \(blanks)x\(blanks)\(links)</ul>")
    #expect(Set(listing.links.map(\.title)) == ["Reviews: Download"])
  }

  @Test func `a row that is a layout is none`() throws {
    let words = repeatElement("<i>Child D</i>", count: 300).joined(separator: " ")
    let listing = try Page.read(
      "<h2>Reviews</h2><table><tr><td>\(words)<td><a href=1>here</a></table>"
    )
    #expect(listing.links.map(\.title) == ["Reviews: here"])
  }

  @Test(arguments: [
    ("", "Child D", "https://a.example/x/overview%20report.pdf", "Child D: overview report.pdf"),
    ("", nil, "https://a.example/x/overview.pdf", "overview.pdf"),
    ("", "Child D", "https://a.example/", "Child D"),
    ("", nil, "https://a.example/", "https://a.example/"),
    ("here", nil, "https://a.example/", "here"),
    ("Download", "Download", "https://a.example/d.pdf", "Download: d.pdf"),
    ("here", "Notes to editors:", "https://a.example/d.pdf", "Notes to editors: here"),
  ])
  func `file names help out`(text: String, heading: String?, address: String, title: String) throws
  {
    let link = Link(address: try WebAddress(address), text: text, heading: heading)
    #expect(link.title == title)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `Headings of links` {
  @Test(arguments: [
    ("<h2>Child <em>D</em></h2><p><a href=1>here</a>", "Child D"),
    ("<h1>Reviews</h1><h3>Child D</h3><h3>&nbsp;</h3><a href=1>here</a>", "Child D"),
    ("<h2>Child B</h2><div><h3>Child D</h3></div><a href=1>here</a>", "Child D"),
    ("<a href=1><h3>Child D</h3><p>Read more</p></a><h2>Later</h2>", "Child D"),
    ("<h3><a href=1>Child D</a></h3>", "Child D"),
    ("<h2><img src=x alt='Child D'></h2><a href=1>here</a>", "Child D"),
    ("<p><strong>Child D</strong></p><p><a href=1>here</a>", "Child D"),
    ("<h2>Child D</h2><p><b>Last updated: 2 May</b></p><a href=1>here</a>", "Child D"),
    ("<h2>Child D</h2><p><b>Bold</b> at first</p><a href=1>here</a>", "Child D"),
    ("<details><summary>Child D</summary><a href=1>here</a></details>", "Child D"),
    ("<h2>B</h2><dl><dt>Child D</dt><dd><a href=1>here</a></dd></dl>", "Child D"),
    ("<h2>Child D</h2><dl><dt>From:</dt><dd>X</dd></dl><a href=1>here</a>", "Child D"),
    ("<table><tr><th>A<th>B</tr><tr><th>Child D</th><td><a href=1>here</a></table>", "Child D"),
    ("<h2>Child D</h2><nav><h2>Menu</h2></nav><a href=1>here</a>", "Child D"),
    ("<h2>Child D</h2><div class=cookie-banner><h2>Cookies</h2></div><a href=1>x</a>", "Child D"),
    ("<h2>Child D</h2><footer><a href=1>here</a></footer>", nil),
    ("<footer><h2>Contact</h2><a href=1>here</a></footer>", "Contact"),
    ("<a href=1>here</a><h2>Child D</h2>", nil),
  ])
  func `the nearest heading before a link, or in it, is its own`(
    html: String,
    heading: String?
  ) throws {
    #expect(try Page.read(html).links.map(\.heading) == [heading])
  }

  @Test func `figures are taken off whatever word tells them, in either case`() {
    var tried = 0
    func expectTaken(_ figures: String) {
      for text in [figures, figures.uppercased(), figures.capitalized] {
        #expect(LinkText.withoutFigures("Child D \(text)") == "Child D", "\(text)")
        tried += 1
      }
    }
    for unit in LinkText.units {
      expectTaken("212 \(unit)")
      if unit != "bytes" { expectTaken("212\(unit)") }
      expectTaken("file size 92.98 \(unit)")
    }
    for word in LinkText.counted { expectTaken("942 \(word)") }
    for word in ["clicks", "downloads", "hits"] { expectTaken("\(word): 942") }
    for word in ["downloaded", "viewed"] { expectTaken("\(word) 942 times") }
    for word in LinkText.checked { expectTaken("\(word) on 3 may 2024") }
    for word in LinkText.checkedLast { expectTaken("last \(word): 3 may 2024, 09:12") }
    #expect(tried > 80)
    #expect(LinkText.withoutFigures("Child D 212 \u{212A}B") == "Child D")
    for text in ["Review 2019", "Over 18s, 2024", "Oliver 3", "kb", "5 kbps", ""] {
      #expect(LinkText.withoutFigures(text) == text)
    }
  }
}
