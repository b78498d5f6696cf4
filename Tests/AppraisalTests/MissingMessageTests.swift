// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Support
import Testing

@testable import Appraisal

@Suite(.timeLimit(.minutes(5)))
struct `“Not found” by words` {
  @Test(arguments: [
    ("Page not found", true), ("404", true), ("Error 404", true), ("HTTP 404: Not Found", true),
    ("Not found | Northbrook Safeguarding Children Partnership", true),
    ("Oops! That page can’t be found", true), ("Sorry, we can't find the page you asked for", true),
    ("Page not found – Northbrook Safeguarding Children Partnership", true),
    ("Report not found", true), ("The file has been removed.", true),
    ("This document is no longer available", true), ("Tudalen heb ei chanfod", true),
    ("The requested URL /a.pdf was not found on this server", true),
    ("Children who could not be found: a thematic review", false),
    ("When a child cannot be found", false), ("Missing: the family that could not be found", false),
    ("Young people who no longer exist for services", false), ("Child not found", false),
    ("The children's home no longer exists", false), ("Room 404", false),
    ("Evidence of neglect was not found in any of the files", false),
    ("The mother's file could not be found by staff", false),
    ("Reviews", false), ("", false),
  ])
  func `speak of a page or a request, or of nothing, and not of people`(
    text: String,
    isMessage: Bool
  ) {
    #expect(MissingMessage.isIn(text) == isMessage)
  }

  private static let message =
    "<title>Page not found</title><h1>Page not found</h1><p>Sorry, the page could not be found.</p>"
  private static let menu =
    "<header><nav><ul>"
    + (1...8).map { "<li><a href='/part\($0)'>Part \($0)</a></li>" }.joined()
    + "</ul></nav></header>"
  private static let list =
    "<ul>" + (1...5).map { "<li><a href='/review\($0)'>Review \($0)</a></li>" }.joined() + "</ul>"

  private static func appraise(
    _ page: String,
    _ expectation: ResponseEvidence.Expectation,
    final: String? = nil
  ) throws -> AppraisalRecord {
    Appraiser.appraise(
      ResponseEvidence(
        requested: try WebAddress("https://a.example/reviews/a.pdf"),
        final: try final.map { try WebAddress($0) },
        status: 200,
        headers: [],
        body: BodyEvidence(whole: Array("<!doctype html><html><body>\(page)".utf8)),
        expectation: expectation
      )
    )
  }

  @Test(arguments: [
    // Words and a bare page, with or without the site's menu.
    ("\(message)", Verdict.softMissing(.notFoundPage), nil),
    ("\(menu)<main>\(message)</main><footer>\(list)</footer>", .softMissing(.notFoundPage), nil),
    ("\(menu)<div>\(message)</div>", .softMissing(.notFoundPage), nil),
    // Words, and what an error page has not: a list, a document, or much to say.
    ("<main>\(message)\(list)</main>", .softMissing(.wrongType), ProbeQuestion.saysMissing),
    (
      "<main>\(message)<a href='b.pdf'>Report B</a></main>", .softMissing(.landingPage),
      .saysMissing
    ),
    (
      "<main>\(message)\(SampleBody.prose)\(SampleBody.prose)\(SampleBody.prose)</main>",
      .softMissing(.wrongType), .saysMissing
    ),
    // A report about children who could not be found.
    (
      "<title>Children who could not be found</title><h1>Children who could not be found</h1>"
        + "<p>This review tells of three children who could not be found for a year.</p>",
      .softMissing(.wrongType), .isOther
    ),
    // The site is being repaired: no word about the document, and the same at every address.
    ("<title>Maintenance</title><h1>Back soon</h1>", .softMissing(.wrongType), nil),
  ])
  func `need a bare page beside them, where a file was meant`(
    page: String,
    verdict: Verdict,
    question: ProbeQuestion?
  ) throws {
    let record = try Self.appraise(page, .document(known: .pdf))
    #expect(record.verdict == verdict)
    #expect(record.question == question)
  }

  @Test func `need a bare page beside them, where a page is welcome, or a redirect`() throws {
    let listing = "<main>\(Self.message)\(Self.list)</main>"
    let page = try Self.appraise(listing, .page)
    #expect(page.verdict == .page && page.question == .saysMissing)
    #expect(try Self.appraise(Self.message, .page).verdict == .softMissing(.notFoundPage))
    let sent = try Self.appraise(listing, .page, final: "https://a.example/404")
    #expect(sent.verdict == .softMissing(.notFoundPage))
  }

  @Test func `are believed where any other address is answered with the same`() throws {
    let probe = try WebAddress("https://a.example/reviews/qwertz.pdf")
    let asked = try WebAddress("https://a.example/reviews/a.pdf")
    func likeness(_ page: String, _ asked: WebAddress) -> PageLikeness {
      PageLikeness(Array(page.utf8), charset: nil, at: asked, asked: asked)
    }
    let mine = likeness("<main><h1>Oh dear</h1><p>/reviews/a.pdf 20261127 is not here", asked)
    let nonsense = "<main><h1>Oh dear</h1><p>/reviews/qwertz.pdf 20261128 is not here"
    let answer = ProbeAnswer.page(likeness(nonsense, probe), at: probe, isRedirected: false)
    #expect(answer.compared(with: mine, at: asked, isRedirected: false) == .same)
    let other = likeness("<main><h1>Child A</h1><p>The review of Child A", asked)
    #expect(answer.compared(with: other, at: asked, isRedirected: false) == .other)
    let home = try WebAddress("https://a.example/all-reviews")
    let sent = ProbeAnswer.page(likeness("<p>Loaded at noon", home), at: home, isRedirected: true)
    #expect(sent.compared(with: other, at: home, isRedirected: true) == .same)
    #expect(ProbeAnswer.otherwise.compared(with: mine, at: asked, isRedirected: false) == .other)
    #expect(
      ProbeAnswer.unanswered.compared(with: mine, at: asked, isRedirected: false) == .unanswered
    )
    let record = try Self.appraise("<p>Something else", .document(known: .pdf))
    #expect(record.probed(.same, by: probe).verdict == .softMissing(.notFoundPage))
    #expect(record.probed(.same, by: probe).sentence.contains("any other beside it"))
    #expect(record.probed(.other, by: probe).verdict == record.verdict)
  }

  @Test func `are looked for in bounded time`() throws {
    var random = Seeded(seed: 11)
    let parts = [
      "<main>", "<div class=menu>", "</div>", "not found ", "404 ", "<li><a href=/x>", "<h1>",
      "page ",
      "</main>", "<script>", "<SCRIPT", ">", "'", "child ", ".", "<header>", "<table><tr><td>",
    ]
    for _ in 0..<300 {
      let page = (0..<60).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      #expect(try !Self.appraise(page, .document(known: .pdf)).verdict.isAlive)
    }
    for part in ["<script", "not found. ", "<div class=menu>", "<li><a href=/x>"] {
      let page = String(repeating: part, count: 60_000 / part.utf8.count)
      #expect(try !Self.appraise(page, .document(known: .pdf)).verdict.isAlive)
    }
  }
}
