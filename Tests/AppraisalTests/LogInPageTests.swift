// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Records
import Testing

@testable import Appraisal

@Suite(.timeLimit(.minutes(5)))
struct `A log-in page under status 200` {
  private static let form =
    "<form method=post><label>Name <input name=log></label><label>Password <input type=password name=pwd></label><button>Log in</button></form>"

  private static let examples: [(String, Bool)] = [
    // WordPress, a members' area, a council's portal, Microsoft before its scripts have run.
    (
      "<title>Log In ‹ Partnership — WordPress</title><div id=login><h1><a href=/>Powered by WordPress</a></h1>\(form)<p><a href=/lost>Lost your password?</a></div>",
      true
    ),
    (
      "<header><nav><ul><li><a href=/a>A</a><li><a href=/b>B</a><li><a href=/c>C</a></ul></nav></header><main><h1>Members' area</h1><p>Please log in to read this document.</p>\(form)</main>",
      true
    ),
    ("<title>Portal</title><div class=box>\(form)</div>", true),
    (
      "<title>Sign in to your account</title><div>Loading</div><script>$Config={}</script>", true
    ),
    ("<title>Mewngofnodi</title><h1>Mewngofnodi</h1>\(form)", true),
    // A box in the site's header, beside what the page has to say, and a search box.
    ("<title>Reviews</title><header>\(form)</header><main><p>\(SampleBody.prose)</main>", false),
    ("<title>Reviews</title><div class='site-header'>\(form)</div><p>Our reviews.</p>", false),
    ("<title>Reviews</title>\(form)<p>\(SampleBody.prose)", false),
    ("<title>Reviews</title><main>\(form)<a href=/b.pdf>Report B</a></main>", false),
    ("<title>Reviews</title><form><input name=q><button>Search</button></form><p>None.", false),
    ("<title>Page not found</title><h1>Page not found</h1>\(form)", false),
    ("<title>Sign in sheets for visitors</title><p>\(SampleBody.prose)", false),
    ("<title>Login fraud: a review</title><p>\(SampleBody.prose)", false),
  ]

  @Test(arguments: examples.indices)
  func `is one where it is hardly more than a form that asks for a password`(index: Int) throws {
    let (page, isLogIn) = Self.examples[index]
    for address in ["https://a.example/reviews/a.pdf", "https://a.example/?p=7"] {
      let verdict = Appraiser.appraise(
        ResponseEvidence(
          requested: try WebAddress(address),
          status: 200,
          headers: [HeaderField("Content-Type", "text/html; charset=utf-8")],
          body: BodyEvidence(whole: Array("<!doctype html><html><body>\(page)".utf8)),
          expectation: .document(known: .pdf)
        )
      ).verdict
      #expect((verdict == .authenticationRequired) == isLogIn, "\(verdict)")
      #expect(!isLogIn || !verdict.isDeadSign)
    }
  }

  /// What is left where the framing of an answer is broken.
  @Test(arguments: ["0", "\r\n", "0\r\n", "0\r\n\r\n", "a", "%P", "PK"])
  func `and a byte or two in a file's place are no sign of death`(scrap: String) throws {
    for kind in [BodyKind.pdf, .docx, .csv] {
      let verdict = Appraiser.appraise(
        ResponseEvidence(
          requested: try WebAddress("https://a.example/reviews/a.\(kind.pathExtension)"),
          status: 200,
          headers: [],
          body: BodyEvidence(whole: Array(scrap.utf8)),
          expectation: .document(known: kind)
        )
      ).verdict
      guard case .damaged = verdict else {
        Issue.record("\(kind): \(verdict)")
        continue
      }
    }
  }
}
