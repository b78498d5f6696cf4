// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Support
import Testing

@testable import Appraisal

@Suite(.timeLimit(.minutes(5)))
struct `A page that shows a file` {
  struct Example: CustomTestStringConvertible {
    let asked: String
    let page: String
    let file: String?
    var testDescription: String { "\(asked): \(page.prefix(60))" }
  }

  private static let examples = [
    // pdf.js, by its own address and in a frame.
    Example(
      asked: "https://a.example/pdfjs/web/viewer.html?file=%2Freviews%2Fa.pdf",
      page: "<title>PDF.js viewer</title><div id=outerContainer></div>",
      file: "https://a.example/reviews/a.pdf"
    ),
    Example(
      asked: "https://a.example/web/viewer.html?file=../get/7",
      page: "<title>Viewer</title><script src=pdf.mjs></script>",
      file: "https://a.example/get/7"
    ),
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page: "<iframe src='/pdfjs/web/viewer.html?file=/files/a.pdf#page=2'></iframe>",
      file: "https://a.example/files/a.pdf"
    ),
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page:
        "<iframe src='https://docs.google.com/viewer?url=https%3A%2F%2Fb.example%2Fa.pdf&amp;embedded=true'></iframe>",
      file: "https://b.example/a.pdf"
    ),
    Example(
      asked: "https://a.example/reviews/a.docx",
      page:
        "<iframe src='https://view.officeapps.live.com/op/embed.aspx?src=https://b.example/a.docx'></iframe>",
      file: "https://b.example/a.docx"
    ),
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page: "<object data=/f/a.pdf></object>",
      file: "https://a.example/f/a.pdf"
    ),
    // Drives and shares.
    Example(
      asked: "https://drive.example/file/d/1m8lz/view",
      page: "<title>a.pdf – Drive</title><a href='/uc?export=download&amp;id=1m8lz'>Save</a>",
      file: "https://drive.example/uc?export=download&id=1m8lz"
    ),
    Example(
      asked: "https://drive.google.com/file/d/1m8lz/view?usp=sharing",
      page: "<title>a.pdf - Google Drive</title><script>window.viewerData={}</script>",
      file: "https://drive.google.com/uc?export=download&id=1m8lz"
    ),
    Example(
      asked: "https://www.dropbox.com/s/9oj8z/a.pdf?dl=0",
      page: "<title>Dropbox - a.pdf</title>",
      file: "https://www.dropbox.com/s/9oj8z/a.pdf?dl=1"
    ),
    Example(
      asked: "https://share.example/s/9oj8z/a.pdf?dl=0",
      page: "<title>a.pdf</title><a href='/s/9oj8z/a.pdf?dl=1'>Download</a><a href='/b.pdf'>B</a>",
      file: "https://share.example/s/9oj8z/a.pdf?dl=1"
    ),
    Example(
      asked: "https://c.sharepoint.com/:b:/s/lscb/Eabc?e=x",
      page: "<title>a.pdf</title><div class=spinner></div>",
      file: "https://c.sharepoint.com/:b:/s/lscb/Eabc?e=x&download=1"
    ),
    Example(
      asked: "https://share.example/:b:/s/lscb/Eabc",
      page: "<title>a.pdf</title><script>var u='\\/sites\\/lscb\\/a.pdf?download=1';</script>",
      file: "https://share.example/sites/lscb/a.pdf?download=1"
    ),
    Example(
      asked: "https://code.example/o/r/blob/main/a.pdf",
      page: "<title>a.pdf</title><a href=/o/r/raw/main/a.pdf>Raw</a><a href=/o/r/blob/main/b.pdf>",
      file: "https://code.example/o/r/raw/main/a.pdf"
    ),
    Example(
      asked: "https://github.com/o/r/blob/main/a.pdf",
      page: "<title>a.pdf at main</title><p>x",
      file: "https://github.com/o/r/raw/main/a.pdf"
    ),
    // Parts that are called so.
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page: "<div class='pdf-viewer wide' data-pdf='/files/a.pdf'></div><p>Zoom, print, turn.",
      file: "https://a.example/files/a.pdf"
    ),
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page: "<div id=viewer></div><a download href=/files/17>Save</a><a href=/x.pdf>Other</a>",
      file: "https://a.example/files/17"
    ),
    // Nothing says where the file is, or several say so.
    Example(
      asked: "https://drive.example/s/1/a.pdf?dl=0",
      page: "<title>a.pdf</title><div id=viewer></div><script src=/viewer.js></script>",
      file: nil
    ),
    Example(
      asked: "https://a.example/reviews/a.pdf",
      page: "<div id=viewer></div><a href=/b.pdf>B</a><a href=/c.pdf>C</a>",
      file: nil
    ),
  ]

  private static func appraise(
    _ asked: String,
    _ page: String,
    _ expectation: ResponseEvidence.Expectation = .document(known: .pdf)
  ) throws -> AppraisalRecord {
    Appraiser.appraise(
      ResponseEvidence(
        requested: try WebAddress(asked),
        status: 200,
        headers: [],
        body: BodyEvidence(whole: Array("<!doctype html><html><body>\(page)".utf8)),
        expectation: expectation
      )
    )
  }

  @Test(arguments: examples)
  func `is told as a viewer, with the file's address where that stands there`(
    example: Example
  ) throws {
    let appraisal = try Self.appraise(example.asked, example.page)
    #expect(appraisal.verdict == .softMissing(.viewerPage))
    #expect(appraisal.evidence.leadsTo?.text == example.file)
    #expect(!appraisal.verdict.isDeadSign)
  }

  @Test(arguments: [
    ("https://drive.example/file/d/1/view", "<title>a.pdf</title><p>Print or save", true),
    ("https://code.example/o/r/blob/main/a.docx", "<title>a.docx</title>", true),
    // A page of its own, with a file in a frame, and a part that somebody called a viewer.
    ("https://a.example/news/", "<h1>News</h1><embed src=/a.pdf>", false),
    ("https://a.example/news/", "<h1>News</h1><div id=viewer></div>", false),
    ("https://a.example/file/d/news", "<h1>News</h1>", false),
  ])
  func `is told from a page where nobody expected a file`(
    asked: String,
    page: String,
    isViewer: Bool
  ) throws {
    let verdict = try Self.appraise(asked, page, .unknown).verdict
    #expect(verdict == (isViewer ? .softMissing(.viewerPage) : .page))
  }

  @Test func `is none where it says that the file is missing`() throws {
    let asked = "https://share.example/s/1/a.pdf?dl=0"
    let page = "<title>File not found</title><h1>File not found</h1><p>It was deleted."
    #expect(try Self.appraise(asked, page).verdict == .softMissing(.notFoundPage))
  }

  @Test func `is looked through in bounded time, whatever it holds`() throws {
    var random = Seeded(seed: 7)
    let parts = [
      "<div id=viewer>", "<a href='", "/a.pdf", "'>", "<script>", "</script>", "\"", "'", "\\u002f",
      "data-pdf=", "<iframe src=", "viewer.html?file=", "%", "&", "=", "?", "/blob/", ":b:", "\\",
    ]
    for _ in 0..<300 {
      let page = (0..<40).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      let appraisal = try Self.appraise("https://a.example/viewer/a.pdf?dl=0", page)
      #expect(!appraisal.verdict.isAlive)
    }
    let long = String(repeating: "'", count: 60_000)
    let appraisal = try Self.appraise(
      "https://a.example/viewer/a.pdf",
      "<div id=viewer><script>\(long)</script>"
    )
    #expect(appraisal.verdict == .softMissing(.viewerPage))
  }
}
