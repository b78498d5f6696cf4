// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Records
import Support
import Testing

@testable import Appraisal

@Suite(.timeLimit(.minutes(5)))
struct `The content of a document that is made anew` {
  /// A way of making a document.
  struct Making: CustomTestStringConvertible {
    let name: String
    let kind: BodyKind
    let make: @Sendable (MadeAnew) -> [UInt8]

    var testDescription: String { name }
  }

  static let makings: [Making] = [
    Making(name: "PDF", kind: .pdf) { $0.pdf() },
    Making(name: "PDF, XMP deflated", kind: .pdf) { $0.pdf(deflatesMetadata: true) },
    Making(name: "PDF 1.5", kind: .pdf) { $0.compressedPDF() },
    Making(name: "PDF 1.5, nothing predicted", kind: .pdf) { $0.compressedPDF(prediction: false) },
    Making(name: "PDF, linearised", kind: .pdf) { $0.linearizedPDF() },
    Making(name: "Word", kind: .docx) { $0.zip(.word) },
    Making(name: "Word, figures behind the data", kind: .docx) { $0.zip(.word, behindData: true) },
    Making(name: "OpenDocument", kind: .odt) { $0.zip(.openDocument) },
    Making(name: "e-book", kind: .epub) { $0.zip(.book) },
    Making(name: "ZIP", kind: .zip) { $0.zip(.plain) },
    Making(name: "RTF", kind: .rtf) { $0.richText },
    Making(name: "gzip", kind: .gzip) { $0.gzip },
  ]

  private func content(_ bytes: [UInt8], _ kind: BodyKind) -> Digest? {
    DocumentContent.digest(of: bytes, as: kind)
  }

  @Test(arguments: makings)
  func `is the same each time, and another for another word`(making: Making) throws {
    let first = making.make(MadeAnew())
    let second = making.make(.other)
    #expect(first != second)
    let digest = try #require(content(first, making.kind))
    #expect(content(second, making.kind) == digest)
    for text in ["A repor7", "Another report"] {
      let changed = making.make(MadeAnew.other.saying(text))
      let other = content(changed, making.kind)
      #expect(other != digest)
      #expect(other != nil)
    }
  }

  @Test func `is the same whatever the hints of a linearised file say, and only of those`() throws {
    let digest = try #require(content(MadeAnew().linearizedPDF(), .pdf))
    #expect(content(MadeAnew.other.linearizedPDF(hints: [1, 2, 3, 4, 5]), .pdf) == digest)
    // More than hints take, hints that something shows, and hints that are elsewhere than is said.
    let long = [UInt8](repeating: 7, count: 4_000)
    #expect(content(MadeAnew.other.linearizedPDF(hints: long), .pdf) != digest)
    let shown = content(MadeAnew().linearizedPDF(use: "/X 3 0 R"), .pdf)
    #expect(shown != nil)
    #expect(content(MadeAnew().linearizedPDF(hints: [1], use: "/X 3 0 R"), .pdf) != shown)
    #expect(content(MadeAnew().linearizedPDF(shift: -1), .pdf) != digest)
  }

  /// The bytes that may differ: those of which the two makings differ, if they are as long as each other.
  private func variable(_ making: Making) -> (bytes: [UInt8], places: Set<Int>) {
    let first = MadeAnew()
    let bytes = making.make(first)
    var places: Set<Int> = []
    for digit in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
      var other = first
      other.stamp = String(repeating: digit, count: 14)
      other.identifier = String(repeating: digit, count: 32)
      other.producer = String(repeating: digit, count: 9)
      let others = making.make(other)
      places.formUnion(bytes.indices.filter { bytes[$0] != others[$0] })
    }
    return (bytes, places)
  }

  @Test(arguments: makings)
  func `is another with any other byte outside the fields`(making: Making) throws {
    let (bytes, places) = variable(making)
    let digest = try #require(content(bytes, making.kind))
    var random = Seeded(seed: 23)
    for place in bytes.indices where !places.contains(place) {
      var changed = bytes
      changed[place] = changed[place] &+ UInt8.random(in: 1...255, using: &random)
      // Bits that pad the head of a stored block, which inflating does not see.
      guard bytes[place] != 1 || changed[place] & 7 != 1 else { continue }
      if content(changed, making.kind) == digest {
        // White space and the form of a date may stand in a field.
        let around = String(
          decoding: bytes[max(0, place - 20)..<min(bytes.count, place + 10)],
          as: UTF8.self
        )
        let isSpace = PDFLexer.isSpace(bytes[place]) && PDFLexer.isSpace(changed[place])
        #expect(isSpace || isWithinField(place, of: bytes), "\(place): \(around)")
      }
    }
  }

  /// Whether a place stands between two brackets of a field that is told apart whole.
  private func isWithinField(_ place: Int, of bytes: [UInt8]) -> Bool {
    let fields = [
      ("/ID[", "]"), ("/S ", "/"), ("Linearized ", "/"), ("/CreationDate(", ")"),
      ("/ModDate (", ")"), ("/Producer (", ")"),
      ("ModifyDate=\"", "\""), ("<xmp:CreateDate>", "<"), ("<pdf:Producer>", "<"),
      ("<xmpMM:InstanceID>", "<"), ("W3CDTF\">", "<"), ("<dcterms:modified>", "<"),
      ("<meta:creation-date>", "<"), ("<dc:date>", "<"), ("<meta:generator>", "<"),
      ("<dc:identifier>", "<"), ("dcterms:modified\">", "<"), ("{\\creatim", "}"),
      ("{\\revtim", "}"),
    ]
    return fields.contains { start, end in
      guard let begin = bytes.firstPlace(of: start),
        let stop = bytes.firstPlace(of: end, in: (begin + start.utf8.count)..<bytes.count)
      else { return false }
      return (begin..<stop).contains(place)
    }
  }

  @Test(arguments: makings)
  func `is never the same by chance for other words`(making: Making) {
    let digest = content(making.make(MadeAnew()), making.kind)
    let other = making.make(MadeAnew.other.saying("B report"))
    Fuzz.run(200) { random in
      let bytes = other.mutated(with: [Array("A report".utf8), [0]], &random)
      // Where chance has put the old words back, nothing is to be seen.
      guard bytes.firstPlace(of: "B report") != nil else { return }
      #expect(content(bytes, making.kind) != digest)
    }
  }

  // MARK: PDF

  @Test func `what a page shows is told apart nowhere`() {
    let hidden = "BT (shown) Tj ET\nendstream endobj 9 0 obj <</Producer (seen)>> endobj"
    let other = "BT (shown) Tj ET\nendstream endobj 9 0 obj <</Producer (else)>> endobj"
    let (first, second) = (MadeAnew().pdf(content: hidden), MadeAnew().pdf(content: other))
    #expect(content(first, .pdf) != nil)
    #expect(content(first, .pdf) != content(second, .pdf))
  }

  @Test func `information that something else refers to counts`() throws {
    let catalogue = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/Shown 6 0 R>>"
    let first = try #require(content(MadeAnew().pdf(catalogue: catalogue), .pdf))
    #expect(content(MadeAnew.other.pdf(catalogue: catalogue), .pdf) != first)
  }

  @Test func `XMP that is a page's content counts`() throws {
    let catalogue = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/Contents 5 0 R>>"
    let first = try #require(content(MadeAnew().pdf(catalogue: catalogue), .pdf))
    #expect(content(MadeAnew.other.pdf(catalogue: catalogue), .pdf) != first)
  }

  @Test func `a date that is none, or stands there twice, counts`() throws {
    for (one, two) in [
      ("/CreationDate(Tuesday)", "/CreationDate(Wednesday)"),
      ("/ModDate(D:2026)/ModDate(D:2026)", "/ModDate(D:2026)/ModDate(D:2027)"),
      ("/Keywords(D:2026)", "/Keywords(D:2027)"),
    ] {
      let first = try #require(content(MadeAnew().pdf(information: "<<\(one)>>"), .pdf))
      #expect(content(MadeAnew().pdf(information: "<<\(two)>>"), .pdf) != first)
    }
  }

  @Test func `a date in UTF-16 is one`() {
    func date(_ text: String) -> String {
      "<</CreationDate(\\376\\377" + text.map { "\\000\($0)" }.joined() + ")>>"
    }
    let first = content(MadeAnew().pdf(information: date("D:20261127")), .pdf)
    #expect(first != nil)
    #expect(content(MadeAnew().pdf(information: date("D:20261128020000")), .pdf) == first)
  }

  @Test(
    arguments: [
      MadeAnew().pdf(trailer: "/Encrypt 3 0 R"),
      MadeAnew().pdf(catalogue: "<</Pages 2 0 R/OpenAction<</S/J#61vaScript/JS(this.info)>>>>"),
      MadeAnew().pdf(offsetBy: 1), Array("more".utf8) + MadeAnew().pdf(),
      MadeAnew().pdf(trailer: "/Prev 9"),
      MadeAnew().pdf(trailer: "/ID[<00><00>]"), Array(MadeAnew().pdf().dropLast(40)), [],
    ].map(Sample.init)
  )
  func `a PDF that is not understood wholly has none`(body: Sample) {
    #expect(content(body.bytes, .pdf) == nil)
  }

  @Test func `one that is encrypted is known as that, as far as it is understood`() {
    let encrypted = MadeAnew().pdf(trailer: "/Encrypt 3 0 R")
    #expect(DocumentContent.isEncrypted(encrypted, as: .pdf))
    #expect(!DocumentContent.isEncrypted(encrypted, as: .rtf))
    #expect(!DocumentContent.isEncrypted(MadeAnew().pdf(), as: .pdf))
    #expect(!DocumentContent.isEncrypted(Array(encrypted.dropLast(40)), as: .pdf))
    #expect(!DocumentContent.isEncrypted([], as: .pdf))
  }

  @Test func `what stands behind the end counts as it is`() {
    let gateway = Array("<!-- gateway -->".utf8)
    let digest = content(MadeAnew().pdf() + gateway, .pdf)
    #expect(digest != nil)
    #expect(content(MadeAnew.other.pdf() + gateway, .pdf) == digest)
    #expect(content(MadeAnew.other.pdf() + Array("<!-- another -->".utf8), .pdf) != digest)
  }

  @Test func `values that nest without end are not followed`() {
    let depth = 100_000
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(content(MadeAnew().pdf(information: nested), .pdf) == nil)
  }

  // MARK: ZIP

  @Test func `an archive with bytes between its entries has none`() {
    #expect(content(MadeAnew().zip(.word), .docx) != nil)
    #expect(content(MadeAnew().zip(.word, between: [0]), .docx) == nil)
    #expect(content([0] + MadeAnew().zip(.word), .docx) == nil)
    #expect(content(MadeAnew().zip(.word) + [0], .docx) == nil)
  }

  @Test func `what looks like a field in a comment or a text counts`() {
    let fields = MarkupFields.officeCore
    for text in [
      "<!-- <dcterms:created>2026-11-27</dcterms:created> -->",
      "<a><![CDATA[<dcterms:created>2026-11-27</dcterms:created>]]></a>",
      "<dcterms:created>2026-11-27<b/></dcterms:created>",
      "<dcterms:created>27 November</dcterms:created>", "<a b='dcterms:created=\"2026\"'/>",
      "<dcterms:created/>2026-11-27</dcterms:created>",
      "<!DOCTYPE a><dcterms:created>2026</dcterms:created>",
    ] {
      let form = fields.form(of: Array(text.utf8))
      #expect(form.digest(as: "") == ContentForm(Array(text.utf8)).digest(as: ""), "\(text)")
    }
  }
}
