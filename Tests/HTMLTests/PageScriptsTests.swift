// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@testable import HTML

@Suite(.timeLimit(.minutes(5)))
struct `A page whose script sends its reader on` {
  private static func target(_ html: String) throws -> String? {
    let page = try WebAddress("https://www.example.org/reviews/a")
    let found = PageRefresh.scripted(in: Array(html.utf8), at: page, declaredCharset: "utf-8")
    return found?.target.text
  }

  @Test(arguments: [
    ("<body onload=\"location.replace('/m')\">", "https://www.example.org/m"),
    ("<BODY class=a onLoad='window.location=&quot;/m&quot;'>", "https://www.example.org/m"),
    ("<script type=text/javascript>location='/m'</script>", "https://www.example.org/m"),
    ("<base href=/x/><script type='module'>location='m'</script>", "https://www.example.org/x/m"),
    ("<script src=a.js>location='/m'</script>", nil),
    ("<script type=\"application/ld+json\">location='/m'</script>", nil),
    ("<!-- <script>location='/m'</script> -->", nil),
    ("<script>location='#part'</script>", nil), ("<script>location='/reviews/a'</script>", nil),
    ("<script>location='javascript:void(0)'</script>", nil),
    ("<p>location='/m'", nil), ("<script>location='/m'", nil),
  ])
  func `does so where a browser runs it, and to another address`(html: String, target: String?)
    throws
  {
    #expect(try Self.target(html) == target)
  }

  @Test(arguments: [
    ("0; url=/m", "https://www.example.org/m"), ("0; url=/reviews/a", nil), ("5", nil), (nil, nil),
    ("60;URL='https://other.example/a b'", "https://other.example/a%20b"),
  ])
  func `may be sent on by the field of an answer as well`(field: String?, target: String?) throws {
    let page = try WebAddress("https://www.example.org/reviews/a")
    #expect(PageRefresh.given(by: field, at: page)?.target.text == target)
  }

  @Test func `is looked through in bounded time, whatever it holds`() throws {
    var random = Seeded(seed: 12)
    let parts = [
      "location", "='/a'", "<script", ">", "</script>", "<body ", "onload=", "\"", "'", "<!--",
      "-->", "type=", "&quot;", "<", "src=",
    ]
    for _ in 0..<500 {
      let page = (0..<60).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      _ = try Self.target(page)
    }
    for part in ["<script>location", "<body location ", "<!--location"] {
      #expect(try Self.target(String(repeating: part, count: 8_000)) == nil)
    }
  }
}
