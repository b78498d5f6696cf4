// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import FoundationEssentials
import HTTP
import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Judging by body` {
  static func appraise(
    _ body: [UInt8],
    _ expectation: ResponseEvidence.Expectation,
    address: String = "https://example.org/reviews/2017/a.pdf",
    final: String? = nil,
    hops: [Int] = [],
    headers: [HeaderField] = [],
    attachmentKind: BodyKind? = nil,
    declaredLength: Int64? = nil
  ) throws -> AppraisalRecord {
    let requested = try WebAddress(address)
    return Appraiser.appraise(
      ResponseEvidence(
        requested: requested,
        final: try final.map { try WebAddress($0) },
        hops: hops.map { Hop(address: requested, status: $0, target: requested) },
        status: 200,
        headers: headers,
        attachmentKind: attachmentKind,
        body: BodyEvidence(whole: body),
        declaredLength: declaredLength,
        expectation: expectation
      )
    )
  }

  static let plainPage = SampleBody.page(
    title: "Reviews",
    heading: "Reviews",
    text: SampleBody.prose
  )
  static let missingPage = SampleBody.page(
    title: "Page not found",
    heading: "Sorry, page not found",
    text: "It no longer exists."
  )

  static let cases = table.map { (expectation: $0.0, body: Sample($0.1), verdict: $0.2) }

  private static let table: [(ResponseEvidence.Expectation, [UInt8], Verdict)] = [
    (.document(known: .pdf), SampleBody.pdf(), .document(.pdf)),
    (.document(known: .doc), SampleBody.pdf(), .document(.pdf)),
    (.document(known: nil), SampleBody.office("word"), .document(.docx)),
    (.unknown, SampleBody.pdf(), .document(.pdf)),
    (.page, SampleBody.pdf(), .document(.pdf)),
    (.document(known: .pdf), plainPage, .softMissing(.wrongType)),
    (.document(known: .pdf), missingPage, .softMissing(.notFoundPage)),
    (.document(known: nil), plainPage, .softMissing(.wrongType)),
    (.document(known: .html), plainPage, .page),
    (.unknown, plainPage, .page),
    (.page, plainPage, .page),
    (.unknown, missingPage, .softMissing(.notFoundPage)),
    (.page, missingPage, .softMissing(.notFoundPage)),
    // A title alone is not enough where pages are welcome.
    (.unknown, SampleBody.page(title: "Not found: a review", text: SampleBody.prose), .page),
    (.document(known: .pdf), Array("no such id".utf8), .softMissing(.wrongType)),
    (.document(known: .pdf), Array("File not found".utf8), .softMissing(.notFoundPage)),
    (.document(known: .csv), Array("a,b\n1,2".utf8), .document(.csv)),
    (.document(known: .csv), Array("File not found".utf8), .softMissing(.notFoundPage)),
    (.document(known: .text), Array("minutes".utf8), .document(.text)),
    (.unknown, Array("minutes".utf8), .document(.text)),
    (.page, Array("minutes".utf8), .page),
    (.document(known: .pdf), [0, 1, 2], .damaged(.corrupt)),
    (.unknown, [0, 1, 2], .document(.unknown)),
    (.document(known: .pdf), [], .damaged(.empty)),
    (.page, [], .damaged(.empty)),
    (.document(known: .pdf), Array(SampleBody.pdf().dropLast(20)), .damaged(.truncated)),
    (.unknown, Array(SampleBody.office("xl").dropLast(20)), .damaged(.truncated)),
    (.document(known: .pdf), SampleBody.pdf(shift: 9_999), .damaged(.truncated)),
    (.document(known: .pdf), Array("%PDF-1.4\n%%EOF".utf8), .damaged(.corrupt)),
  ]

  @Test(arguments: cases)
  func `a body is judged by what was meant`(
    expectation: ResponseEvidence.Expectation,
    body: Sample,
    verdict: Verdict
  ) throws {
    #expect(try Self.appraise(body.bytes, expectation).verdict == verdict)
  }

  /// Four shapes of a page in a file's place, and two kinds of page that lead to the file.
  private static let wrongPages: [([UInt8], String?, SoftMissingReason)] = [
    (missingPage, nil, .notFoundPage),
    (plainPage, "https://example.org/", .redirectedHome),
    (plainPage, "https://example.org/home.html", .redirectedHome),
    (plainPage, "https://example.org/reviews", .redirectedUp),
    (plainPage, "https://example.org/errors/404.aspx", .notFoundPage),
    (SampleBody.page(title: "A", text: "<embed src='/files/a.pdf'>"), nil, .viewerPage),
    (
      SampleBody.page(title: "A", head: "<meta http-equiv=refresh content='0;url=b.docx'>"), nil,
      .viewerPage
    ),
    (
      SampleBody.page(title: "A", text: "<a href='b.pdf'>here</a> \(SampleBody.prose)"), nil,
      .landingPage
    ),
    (SampleBody.page(title: "example.org", heading: "Buy this domain"), nil, .parked),
    (
      SampleBody.page(title: "A", text: "The file has been removed. \(SampleBody.prose)"), nil,
      .notFoundPage
    ),
  ]

  @Test(arguments: wrongPages.map { (body: Sample($0.0), final: $0.1, reason: $0.2) })
  func `a page in a file's place has its reason`(
    body: Sample,
    final: String?,
    reason: SoftMissingReason
  ) throws {
    let appraisal = try Self.appraise(body.bytes, .document(known: .pdf), final: final)
    #expect(appraisal.verdict == .softMissing(reason))
    let doubts: [SoftMissingReason] = [.viewerPage, .landingPage, .wrongType]
    #expect(appraisal.verdict.isDeadSign != doubts.contains(reason) && appraisal.verdict.isSuspect)
    #expect(appraisal.verdict.kind == nil)
  }

  @Test
  func `a viewer's file is named`() throws {
    let body = SampleBody.page(title: "A", text: "<iframe src='../b.pdf'></iframe>")
    let appraisal = try Self.appraise(body, .document(known: nil))
    #expect(appraisal.evidence.leadsTo?.text == "https://example.org/reviews/b.pdf")
  }

  @Test
  func `a front page is never missing`() throws {
    let appraisal = try Self.appraise(Self.missingPage, .page, address: "https://example.org/")
    #expect(appraisal.verdict == .page)
  }

  @Test(arguments: [
    ("https://example.org/login?returnUrl=%2Fa.pdf", "", true),
    ("https://login.microsoftonline.com/common/oauth2/authorize", "", true),
    ("https://example.org/sso/login", "<input type=password>", true),
    ("https://example.org/reviews/login", "", false),
  ])
  func `a redirect to a log-in is told from a lost document`(
    final: String,
    form: String,
    isLogIn: Bool
  ) throws {
    let body = SampleBody.page(title: "Sign in", text: form + SampleBody.prose)
    let verdict = try Self.appraise(body, .document(known: .pdf), final: final).verdict
    #expect((verdict == .authenticationRequired) == isLogIn)
  }

  @Test
  func `a length announced for a compressed body is not held against it`() throws {
    let body = SampleBody.pdf()
    let length = Int64(body.count) + 10
    let plain = try Self.appraise(body, .unknown, declaredLength: length)
    #expect(plain.verdict == .damaged(.truncated))
    #expect(plain.evidence.fault == .shorterThanDeclared)
    let headers = [HeaderField("Content-Encoding", "gzip")]
    let coded = try Self.appraise(body, .unknown, headers: headers, declaredLength: length)
    #expect(coded.verdict == .document(.pdf))
  }

  @Test
  func `a doubtful PDF is a document with a doubt`() throws {
    let appraisal = try Self.appraise(SampleBody.pdf(shift: 1), .document(known: .pdf))
    #expect(appraisal.verdict == .document(.pdf))
    #expect(appraisal.doubt == .crossReferenceMisplaced)
    #expect(try Self.appraise(SampleBody.pdf(), .unknown).doubt == nil)
  }

  @Test
  func `only a digest tells a move from a replacement`() throws {
    let target = "https://example.org/reviews/2018/b.pdf"
    let moved = try Self.appraise(SampleBody.pdf(), .unknown, final: target, hops: [301, 308])
    #expect(moved.settled(by: .sameBytes).verdict == .moved(to: try WebAddress(target)))
    #expect(
      moved.settled(by: .otherBytes).verdict == .movedAndChanged(to: try WebAddress(target), .pdf)
    )
    #expect(moved.settled(by: .nothingHeld).verdict == .document(.pdf))

    let passing = try Self.appraise(SampleBody.pdf(), .unknown, final: target, hops: [301, 302])
    #expect(passing.permanentTarget == nil)
    #expect(passing.settled(by: .sameBytes).verdict == .unchanged)
    #expect(passing.settled(by: .otherBytes).verdict == .document(.pdf))

    let secure = try Self.appraise(
      SampleBody.pdf(),
      .unknown,
      address: "http://example.org/a.pdf",
      final: "https://example.org/a.pdf",
      hops: [301]
    )
    #expect(secure.permanentTarget == nil)
  }

  @Test
  func `the sentence names what was found and what was meant`() throws {
    let appraisal = try Self.appraise(Self.plainPage, .document(known: .pdf))
    #expect(appraisal.sentence == "the address answers with a web page where a PDF was meant")
    let page = try Self.appraise(Self.plainPage, .page)
    #expect(page.sentence == "the address answers with a web page")
    // A page is what the verdict is called; of plain text nobody says that it is one of the web.
    let text = try Self.appraise(
      Array("A list of all reports.\n".utf8),
      .page,
      address: "https://example.org/reports",
      headers: [HeaderField("Content-Type", "text/plain")]
    )
    #expect(text.verdict == .page && text.sentence == "the address answers with plain text")
    #expect(!text.verdict.sentence.contains("web"))
  }

  @Test
  func `an appraisal survives JSON with its evidence`() throws {
    for (expectation, body, _) in Self.table {
      var appraisal = try Self.appraise(body, expectation)
      // What is still to be asked is no part of a record.
      appraisal.question = nil
      let data = try JSONEncoder().encode(appraisal)
      #expect(try JSONDecoder().decode(AppraisalRecord.self, from: data) == appraisal)
    }
  }
}
