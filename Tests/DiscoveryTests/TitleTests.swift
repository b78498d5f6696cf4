// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Titles of links` {
  @Test(arguments: [
    "here", "Click here", "Read more…", "Download", "PDF", "view", "Link", "this document",
    "Download (PDF, 212 KB)", "Word", "English", "Welsh", "Click here to read the full report",
    "1.7 MB / PDF / 168 pages", "https://www.example.org/d.pdf", "www.example.org", "»", "2019",
    "[pdf] 386kb", "View document", "Cymraeg", "Opens in a new window",
  ])
  func `a text that says nothing takes its heading along`(text: String) throws {
    let address = try WebAddress("https://www.example.org/files/d.pdf")
    let link = Link(address: address, text: text, heading: "Child D: Serious case review")
    #expect(link.title == "Child D: Serious case review: \(text)")
    #expect(Link(address: address, text: text).title == "\(text): d.pdf")
  }

  @Test(arguments: [
    "Child D Overview Report", "Franklyn", "Anne (2023)", "LSCPR Jason report",
    "Executive Summary (PDF, 212 KB)", "Annual report 2019", "Triennial SCR Report 2014 to 2017",
  ])
  func `a text that says something stands alone`(text: String) throws {
    let address = try WebAddress("https://www.example.org/files/d.pdf")
    #expect(Link(address: address, text: text, heading: "Reviews").title == text)
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
}
