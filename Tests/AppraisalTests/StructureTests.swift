// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Checking that a body is whole` {
  static func fault(_ body: [UInt8], _ kind: BodyKind, declared: Int64? = nil) -> StructureFault? {
    Structure.check(BodyEvidence(whole: body), kind: kind, declaredLength: declared)
  }

  /// The ends of a body as they are seen while it streams.
  static func ends(of body: [UInt8]) -> BodyEvidence {
    BodyEvidence(length: Int64(body.count), head: body, tail: body)
  }

  static let whole = table.map { (kind: $0.0, body: Sample($0.1)) }

  private static let table: [(BodyKind, [UInt8])] = [
    (.pdf, SampleBody.pdf()),
    (.pdf, SampleBody.pdf(end: "%%EOF")),
    (.pdf, SampleBody.pdf(end: "%%EOF\r\n\u{0}\u{0}\u{0} \n")),
    (.pdf, SampleBody.pdf(end: "%%EOF\n<!-- served by node 3 -->\n")),
    (.pdf, SampleBody.pdf(padding: 20_000)),
    // Offsets may be counted from the header or from the beginning.
    (.pdf, Array("junk\n".utf8) + SampleBody.pdf()),
    (.pdf, SampleBody.pdf(header: "junk\n%PDF-1.4\n")),
    (.zip, SampleBody.zip([("a", "b")])),
    (.zip, SampleBody.zip([("a", "b")], comment: String(repeating: "c", count: 65_535))),
    (.zip, SampleBody.zip([])),
    (.zip, Array("junk".utf8) + SampleBody.zip([("a", "b")])),
    (.docx, SampleBody.office("word", filling: 200_000)),
    (.doc, SampleBody.compoundFile(stream: "WordDocument")),
    (.rtf, Array("{\\rtf1 a}".utf8)),
    (.rtf, Array("{\\rtf1 a}\r\n\u{1A}\u{0}".utf8)),
    (.html, Array("<html><body>cut of".utf8)),
    (.text, Array("a".utf8)),
    (.png, [0x89]),
  ]

  @Test(arguments: whole)
  func `a whole body has no fault`(kind: BodyKind, body: Sample) {
    let body = body.bytes
    #expect(Structure.check(Self.ends(of: body), kind: kind, declaredLength: nil) == nil)
    #expect(Self.fault(body, kind, declared: Int64(body.count)) == nil)
  }

  @Test(arguments: [BodyKind.pdf, .docx, .doc, .rtf, .html, .text, .unknown])
  func `an empty body is empty, whatever it is called`(kind: BodyKind) {
    #expect(Self.fault([], kind) == .empty)
  }

  @Test(arguments: [
    (Sample(SampleBody.pdf()), BodyKind.pdf),
    (Sample(SampleBody.office("word")), .docx),
    (Sample(SampleBody.compoundFile(stream: "WordDocument")), .doc),
    (Sample(Array("{\\rtf1 a}".utf8)), .rtf),
  ])
  func `a body cut off anywhere is truncated`(sample: Sample, kind: BodyKind) {
    let body = sample.bytes
    for length in 1..<(body.count - 6) {
      let fault = Self.fault(Array(body.prefix(length)), kind)
      #expect(fault?.isConclusive(measured: false) == true, "cut to \(length) of \(body.count)")
    }
    #expect(Self.fault(body, kind, declared: Int64(body.count) + 1) == .shorterThanDeclared)
  }

  @Test(arguments: [
    (Sample(SampleBody.pdf(end: "%%EO")), StructureFault.endMarkerMissing),
    (
      Sample(SampleBody.pdf(end: "%%EOF" + String(repeating: "x", count: 3_000))), .endMarkerMissing
    ),
    (Sample(SampleBody.pdf(shift: 1)), .crossReferenceMisplaced),
    (Sample(SampleBody.pdf(shift: -9)), .crossReferenceMisplaced),
    (Sample(SampleBody.pdf(shift: 5_000)), .crossReferenceBeyondEnd),
    (Sample(SampleBody.pdf(header: "%PDF.1.4\n")), .headerMissing),
    (Sample(Array("%PDF-1.4\n%%EOF\n".utf8)), .crossReferenceMissing),
    (Sample(Array("%PDF-1.4\nstartxref\nnone\n%%EOF\n".utf8)), .crossReferenceMissing),
    (
      Sample(Array("%PDF-1.4\nstartxref\n99999999999999999999999\n%%EOF\n".utf8)),
      .crossReferenceMissing
    ),
    (Sample(Array("%PDF-1.4\n\nstartxref\n0\n%%EOF\n".utf8)), .crossReferenceMisplaced),
  ])
  func `a broken PDF is found out`(body: Sample, fault: StructureFault) {
    #expect(Self.fault(body.bytes, .pdf) == fault)
  }

  @Test
  func `a PDF whose table is out of sight is believed`() {
    let body = Array("%PDF-1.4\n".utf8) + SampleBody.zeros(300_000)
    let end = Array("\nstartxref\n150000\n%%EOF\n".utf8)
    #expect(Self.fault(body + end, .pdf) == nil)
  }

  @Test
  func `a cross-reference stream is as good as a table`() {
    let front = "%PDF-1.5\n"
    let body = front + "13 0 obj\n<<>>\nendobj\nstartxref\n\(front.utf8.count)\n%%EOF"
    #expect(Self.fault(Array(body.utf8), .pdf) == nil)
  }

  @Test
  func `a ZIP archive with a hole is misplaced`() {
    var body = SampleBody.office("word", filling: 5_000)
    body.removeSubrange(1_000..<2_000)
    #expect(Self.fault(body, .docx) == .directoryMisplaced)
  }

  @Test
  func `a compound file must hold every sector that its header names`() {
    var body = SampleBody.compoundFile(stream: "WordDocument")
    #expect(Self.fault(Array(body.dropLast(1)), .doc) == .sectorMissing)
    #expect(Self.fault(Array(body.prefix(1_024)), .doc) == .sectorMissing)
    body[30] = 7
    #expect(Self.fault(body, .doc) == .headerBroken)
  }

  @Test(arguments: [1, 2, 3, 40])
  func `a compound file may have a table for sectors that are not there`(tableSectors: Int) {
    let body = SampleBody.compoundFile(
      stream: "WordDocument",
      tableSectors: tableSectors,
      contentSectors: 9
    )
    #expect(Self.fault(body, .doc) == nil)
    #expect(Self.fault(body + [0], .doc) == nil, "what stands behind it hurts nobody")
    // Each sector of the stream is used, and so is the directory.
    for lost in 1..<(body.count - 512 * (tableSectors + 1)) {
      #expect(Self.fault(Array(body.dropLast(lost)), .doc) == .sectorMissing, "\(lost)")
    }
  }

  @Test
  func `a compound file whose chains go round in circles is looked at to an end`() {
    var body = SampleBody.compoundFile(stream: "WordDocument", tableSectors: 3, contentSectors: 9)
    for entry in stride(from: 512, to: 512 * 4, by: 4) {
      body.replaceSubrange(entry..<(entry + 4), with: SampleBody.number(entry % 13, 4))
    }
    #expect(Self.fault(body, .doc) == nil, "every sector that is named is there")
  }

  struct Fields: Sendable {
    let pairs: [(String, String)]

    init(_ pairs: (String, String)...) {
      self.pairs = pairs
    }
  }

  @Test(arguments: [
    (Fields(), Verdict.damaged(.truncated)), (Fields(("content-length", "1000")), .document(.pdf)),
    (Fields(("transfer-encoding", "chunked")), .document(.pdf)),
    (Fields(("Transfer-Encoding", "gzip, chunked")), .document(.pdf)),
    (Fields(("connection", "close")), .damaged(.truncated)),
  ])
  func `an odd end is a cut only where HTTP does not say how long the body is`(
    fields: Fields,
    verdict: Verdict
  ) throws {
    for body in [SampleBody.pdf(end: "%%EO"), SampleBody.pdf(end: "")] {
      let record = try `Judging by body`.appraise(
        body,
        .document(known: nil),
        headers: fields.pairs.map { HeaderField($0.0, $0.1) }
      )
      #expect(record.verdict == verdict)
      #expect((record.doubt != nil) == (verdict == .document(.pdf)))
      #expect(record.evidence.fault != nil, "what is odd is on record")
    }
  }

  @Test(arguments: [
    (Fields(), "4 0 obj<</Length 900>>stream\nBT", StructureFault.bytesBehindEnd),
    (Fields(), "\r\n \0\0", nil), (Fields(("content-length", "1000")), "4 0 obj", nil),
    (Fields(("transfer-encoding", "chunked")), "<!-- served by 7 -->", nil),
  ])
  func `what stands behind the end is a doubt where nobody says how long the body is`(
    fields: Fields,
    more: String,
    doubt: StructureFault?
  ) throws {
    let record = try `Judging by body`.appraise(
      SampleBody.pdf() + Array(more.utf8),
      .document(known: nil),
      headers: fields.pairs.map { HeaderField($0.0, $0.1) }
    )
    #expect(record.verdict == .document(.pdf))
    #expect(record.doubt == doubt)
  }

  @Test
  func `only doubtful faults leave a document standing`() {
    for fault in StructureFault.allCases {
      let isDoubt = [
        .crossReferenceMisplaced, .headerMissing, .bytesBehindEnd, .otherThanStated,
      ].contains(fault)
      #expect(fault.isConclusive(measured: false) != isDoubt)
      // Where HTTP vouches for the length, only what contradicts that is damage for certain.
      let isDamage = [.empty, .shorterThanDeclared].contains(fault)
      #expect(fault.isConclusive(measured: true) == isDamage)
      #expect(!fault.sentence.isEmpty)
    }
  }
}
