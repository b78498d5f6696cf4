// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Telling what a body is` {
  static let bodies = table.map { (kind: $0.0, body: Sample($0.1)) }

  private static let table: [(BodyKind, [UInt8])] = [
    (.pdf, SampleBody.pdf()),
    // Junk in front, as careless scripts put it; readers look through the first 1,024 bytes.
    (.pdf, Array("<br />Warning: foo\n".utf8) + SampleBody.pdf()),
    (.pdf, [0xEF, 0xBB, 0xBF] + SampleBody.pdf()),
    // Readers open these as well.
    (.pdf, SampleBody.pdf(header: "%PDF.1.4\n")),
    (.pdf, SampleBody.pdf(header: "%\u{E2}\u{E3}\n")),
    (.docx, SampleBody.office("word")),
    (.xlsx, SampleBody.office("xl")),
    (.pptx, SampleBody.office("ppt")),
    // The names at the front are out of sight of the tail, and the other way round.
    (.docx, SampleBody.office("word", filling: 200_000)),
    (.odt, SampleBody.package("application/vnd.oasis.opendocument.text")),
    (.odt, SampleBody.package("application/vnd.oasis.opendocument.text-template")),
    (.ods, SampleBody.package("application/vnd.oasis.opendocument.spreadsheet")),
    (.odp, SampleBody.package("application/vnd.oasis.opendocument.presentation")),
    (.epub, SampleBody.package("application/epub+zip")),
    (.zip, SampleBody.zip([("report.pdf", "%PDX")])),
    // A folder called “word” does not make a document.
    (.zip, SampleBody.zip([("word/list.txt", "aardvark")])),
    (.zip, SampleBody.zip([])),
    (.doc, SampleBody.compoundFile(stream: "WordDocument")),
    (.xls, SampleBody.compoundFile(stream: "Workbook")),
    (.xls, SampleBody.compoundFile(stream: "Book")),
    (.ppt, SampleBody.compoundFile(stream: "PowerPoint Document")),
    (.ole, SampleBody.compoundFile(stream: "EncryptedPackage")),
    (.rtf, Array("{\\rtf1\\ansi Review}".utf8)),
    (.gzip, [0x1F, 0x8B, 8, 0, 1, 2, 3]),
    (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
    (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]),
    (.gif, Array("GIF89a".utf8) + [1, 0]),
    (.tiff, [0x49, 0x49, 0x2A, 0, 8, 0]),
    (.tiff, [0x4D, 0x4D, 0, 0x2A, 0, 8]),
    (.webp, Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8)),
    (.html, SampleBody.page(title: "Reviews")),
    (.html, Array("\u{FEFF} \r\n<HTML>".utf8)),
    (.html, Array("<!-- a --> <!-- b -->\n<head>".utf8)),
    (.html, Array("<?xml version=\"1.0\"?><!DOCTYPE html><html>".utf8)),
    (.html, Array("<title>a</title>".utf8)),
    (.html, Array("<h1>a</h1>".utf8)),
    (.html, Array("<script src=a></script>".utf8)),
    (.html, [0xFF, 0xFE] + Array("<html>".utf8).flatMap { [$0, 0] }),
    (.html, [0xFE, 0xFF] + Array("<html>".utf8).flatMap { [0, $0] }),
    (.html, Array("<html>".utf8).flatMap { [$0, 0] }),
    (.html, Array("<html>".utf8).flatMap { [0, $0] }),
    (.html, Array("<!DOCTYPE html><title>What %PDF- means</title>".utf8)),
    // What is written about the letters, in a line of their own too.
    (.html, Array("<!DOCTYPE html><p>Expected a file that begins with %PDF-1.4.".utf8)),
    (.html, Array("<html><pre>\n%PDF-1.4\n</pre>".utf8)),
    (.html, Array("<p>Expected %PDF-1.4 and got none</p>".utf8)),
    (.html, Array("<br />Warning: no file\n%PDF-1.4 was expected".utf8)),
    (.xml, Array("<?xml version=\"1.0\"?><urlset>".utf8)),
    (.xml, Array("<rss version=\"2.0\">".utf8)),
    (.text, Array("Not here.".utf8)),
    (.text, Array("Caf\u{E9} – Übersicht".utf8)),
    (.text, Array("Reviews of the caf".utf8) + [0xE9]),
    (.unknown, []),
    (.unknown, [0, 1, 2, 3]),
    (.unknown, Array("text with".utf8) + [0] + Array("a NUL".utf8)),
    (.unknown, Array("PK".utf8) + [9, 0]),
  ]

  @Test(arguments: bodies)
  func `a signature tells the kind`(kind: BodyKind, body: Sample) {
    #expect(BodySignature.kind(of: BodyEvidence(whole: body.bytes), declaredType: nil) == kind)
  }

  @Test(arguments: bodies.filter { $0.kind.isDocument })
  func `the declared type never overrules a signature`(kind: BodyKind, body: Sample) {
    for type in ["text/html", "application/octet-stream", "text/plain", "application/msword"] {
      #expect(BodySignature.kind(of: BodyEvidence(whole: body.bytes), declaredType: type) == kind)
    }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "text/csv; charset=utf-8", BodyKind.csv),
    ("{\"a\": 1}", "application/json", .json),
    ("<things/>", "application/xml", .xml),
    ("<things/>", "text/plain", .text),
    ("File not available", "text/html", .html),
    ("a,b\n1,2\n", "application/pdf", .text),
  ])
  func `the declared type tells texts apart`(text: String, type: String, kind: BodyKind) {
    let evidence = BodyEvidence(whole: Array(text.utf8))
    #expect(BodySignature.kind(of: evidence, declaredType: type) == kind)
  }

  @Test(arguments: [
    ("application/pdf", BodyKind.pdf), ("Application/PDF;charset=utf-8", .pdf),
    ("text/html ; charset=x", .html), ("application/vnd.oasis.opendocument.text", .odt),
    ("application/octet-stream", nil), ("", nil),
  ])
  func `a media type promises a kind`(type: String, kind: BodyKind?) {
    #expect(BodyKind(mediaType: type) == kind)
  }

  @Test
  func `what is kept can be found again by its extension`() {
    for kind in BodyKind.allCases where kind != .unknown && kind != .ole {
      #expect(BodyKind(pathExtension: kind.pathExtension) == kind)
      #expect(BodyKind(mediaType: kind.mediaTypes.first ?? "") == kind)
    }
    #expect(BodyKind(rawValue: "page") == .html)
    #expect(BodyKind.unknown.pathExtension == "bin")
  }
}
