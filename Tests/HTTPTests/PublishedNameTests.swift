// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A published name` {
  @Test(arguments: [
    ("Child A – overview report.pdf", "Child A – overview report.pdf"), ("a.tar.gz", "a.tar.gz"),
    ("reports/2017/a.pdf", "a.pdf"), ("C:\\web\\a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"),
    ("a.pdf/", "a.pdf"), ("a.pdf/ ..", "a.pdf"), ("total//", "total"),
    (".htaccess", "htaccess"), ("...a...", "a"), ("-rf.pdf", "rf.pdf"), (" . - a. . ", "a"),
    ("a\u{0}b\u{7F}c\u{9F}.pdf", "abc.pdf"), ("a\tb\r\nc  d\u{A0}\u{2028}e.pdf", "a b c d e.pdf"),
    ("a\u{202E}fdp.exe", "afdp.exe"), ("\u{FEFF}a\u{200B}\u{2066}b\u{AD}.pdf", "ab.pdf"),
    ("a \u{200B} b", "a b"), ("a: b? <c> \"d\" | e*.pdf", "a_ b_ _c_ _d_ _ e_.pdf"),
    ("a\u{FFFD}b\u{FFFE}\u{10FFFF}.pdf", "a_b.pdf"), ("👩\u{200D}⚕️.pdf", "👩\u{200D}⚕️.pdf"),
    ("e\u{301}.pdf", "e\u{301}.pdf"),
    ("nul", "_nul"), ("CON.pdf", "_CON.pdf"), ("lpt1 .a.b", "_lpt1 .a.b"), ("com¹", "_com¹"),
    ("CONIN$", "_CONIN$"), ("com10.pdf", "com10.pdf"), ("console.pdf", "console.pdf"),
    ("aux-report.pdf", "aux-report.pdf"),
  ])
  func `is one harmless part of a path`(given: String, name: String) {
    #expect(PublishedName(given)?.text.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
  }

  @Test(arguments: [
    "", ".", "..", "/", "\\", "./../", " ", "\u{0}", "- -", "???", "_", "\u{202E}", "..:",
    "\u{FFFF}",
  ])
  func `is nothing where nothing is left`(given: String) {
    #expect(PublishedName(given) == nil)
  }

  @Test(arguments: [
    (String(repeating: "a", count: 300) + ".pdf", String(repeating: "a", count: 251) + ".pdf"),
    (String(repeating: "ä", count: 200) + ".docx", String(repeating: "ä", count: 125) + ".docx"),
    (String(repeating: "a", count: 255), String(repeating: "a", count: 255)),
    (String(repeating: "a", count: 256), String(repeating: "a", count: 255)),
    // No ending of a file.
    ("a." + String(repeating: "b", count: 300), "a." + String(repeating: "b", count: 253)),
    ("a. " + String(repeating: "b", count: 300), "a. " + String(repeating: "b", count: 252)),
    // What would end in a space after cutting.
    (
      String(repeating: "a", count: 249) + "  . aaaaaaa.pdf",
      String(repeating: "a", count: 249) + ".pdf"
    ),
    // A letter and its accents stay together, unless they alone are too many.
    (
      String(repeating: "a", count: 249) + "e\u{301}e.pdf",
      String(repeating: "a", count: 249) + ".pdf"
    ),
    (
      "a" + String(repeating: "\u{301}", count: 300) + ".pdf",
      "a" + String(repeating: "\u{301}", count: 125) + ".pdf"
    ),
  ])
  func `is cut to what a disk takes, and keeps its ending`(given: String, name: String) throws {
    let cut = try #require(PublishedName(given)).text
    #expect(cut.unicodeScalars.elementsEqual(name.unicodeScalars))
    #expect(cut.utf8.count <= PublishedName.longest)
  }

  @Test(arguments: [
    ("a.pdf", "pdf", "a.pdf"), ("a.PDF", "pdf", "a.PDF"), ("a.aspx", "pdf", "a.aspx.pdf"),
    ("50285309", "pdf", "50285309.pdf"), ("a.", "docx", "a.docx"),
    (
      String(repeating: "a", count: 255), "pdf",
      String(repeating: "a", count: 251) + ".pdf"
    ),
  ])
  func `gets the ending of what it is`(given: String, ending: String, name: String) throws {
    #expect(try #require(PublishedName(given)).ending(in: ending).text == name)
  }

  @Test
  func `can be marked and stays within its length`() throws {
    #expect(try #require(PublishedName("a.b.pdf")).marked("-v2").text == "a.b-v2.pdf")
    #expect(try #require(PublishedName("a")).marked("-v12").text == "a-v12")
    let long = try #require(PublishedName(String(repeating: "ä", count: 300) + ".pdf"))
    #expect(long.marked("-v2").text == String(repeating: "ä", count: 124) + "-v2.pdf")
  }

  @Test(arguments: [
    ("a.pdf", "pdf"), ("A.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", nil), ("a.b c", nil),
    ("a.", nil),
  ])
  func `has the ending behind its last dot`(given: String, ending: String?) throws {
    #expect(try #require(PublishedName(given)).pathExtension == ending)
  }

  // MARK: Where it comes from

  @Test(arguments: [
    ("/a/b.pdf", "b.pdf"), ("/a/b/", "b"), ("/a%20b%C3%A4.pdf?x=1", "a bä.pdf"), ("/", nil),
    ("", nil),
    ("/caf%E9.pdf", "café.pdf"), ("/a/%2E%2E%2Fb.pdf", "b.pdf"), ("/100%.pdf", "100%.pdf"),
    ("/a/%20/", nil), ("/x%00y.pdf", "xy.pdf"),
  ])
  func `is the last part of an address`(path: String, name: String?) throws {
    let address = try WebAddress("https://example.org\(path)")
    #expect(PublishedName(lastPartOf: address)?.text == name)
  }

  @Test(arguments: [
    ([("Content-Disposition", "inline; filename=a.pdf")], "a.pdf"),
    ([("CONTENT-DISPOSITION", "filename=\"x/y.pdf\"")], "y.pdf"),
    (
      [("Content-Disposition", "inline"), ("content-disposition", "inline;filename=a.pdf")], "a.pdf"
    ),
    ([("Content-Disposition", "inline; filename=\"..\"")], "b.aspx"), ([], "b.aspx"),
    ([("Content-Type", "a/b; filename=a.pdf")], "b.aspx"),
  ])
  func `comes from the header, or else from the address`(
    fields: [(String, String)],
    name: String
  ) throws {
    let address = try WebAddress("https://example.org/b.aspx?id=3")
    let fields = fields.map { HeaderField($0.0, $0.1) }
    #expect(PublishedName(fields, at: address)?.text == name)
  }
}
