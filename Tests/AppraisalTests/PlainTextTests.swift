// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@testable import Appraisal
import Records

/// Bodies that are text, whatever else is in them.
@Suite(.timeLimit(.minutes(20)))
struct `Text with bytes in it that are no characters` {
  private static let controls: [UInt8] = Array(0...8) + [0x0B] + Array(0x0E...0x1F) + [0x7F]

  private static func kind(_ body: [UInt8], _ type: String? = nil) -> BodyKind {
    BodySignature.kind(of: BodyEvidence(whole: body), declaredType: type)
  }

  @Test(arguments: controls)
  func `is a page where it begins as one, wherever they are`(control: UInt8) {
    let page = SampleBody.page(title: "Reviews", heading: "Reviews", text: SampleBody.prose)
    for place in stride(from: 60, to: page.count, by: 37) {
      var body = page
      body.insert(control, at: place)
      #expect(Self.kind(body) == .html)
      #expect(Self.kind(body, "text/html; charset=utf-8") == .html)
      #expect(Self.kind(body, "application/pdf") == .html, "a type that is wrong changes nothing")
    }
  }

  @Test(arguments: controls)
  func `is a table or a text with one of them`(control: UInt8) {
    let table = Array("Authority,Notifications\nNorthbrook,12\n".utf8) + [control]
    #expect(Self.kind(table, "text/csv") == .csv)
    #expect(
      Self.kind([control] + table, "text/csv")
        == (control == 0x1A || control == 0x1B ? .csv : .unknown)
    )
    let text = Array(SampleBody.prose.utf8) + [control] + Array(SampleBody.prose.utf8)
    #expect(Self.kind(text) == .text)
    #expect(Self.kind(text, "text/plain") == .text)
  }

  @Test func `is none where they are many`() {
    var random = SampleBody.prose.utf8.enumerated().map { $0.offset % 15 == 0 ? 0 : $0.element }
    #expect(Self.kind(random) == .unknown)
    random = Array("<html>".utf8) + random
    #expect(Self.kind(random) == .unknown)
    #expect(Self.kind([0, 1, 2, 3]) == .unknown)
    #expect(Self.kind([0]) == .unknown)
    #expect(Self.kind(Array("ustar".utf8) + SampleBody.zeros(512), "text/plain") == .unknown)
  }

  /// Text with its kind promised, and whether it says that something is missing.
  static let texts: [(address: String, type: String, text: String, isMissing: Bool)] = [
    ("a.csv", "text/csv", "Authority,Notifications\r\nNorthbrook,12\r\nEastvale,404\r\n", false),
    ("a.csv", "text/csv", "Date,Change\r\n2024-01-02,Table 3 has been removed\r\n", false),
    ("a.csv", "text/csv", "404;not found\n500;broken\n", false),
    ("a.csv", "text/plain", "Child\tWhere\nA\tcannot be found\n", false),
    ("a.csv", "text/csv", "404 Not Found", true),
    ("a.csv", "text/csv", "Error: the file could not be found.\n", true),
    ("a.txt", "text/plain", "Where a figure could not be found the cell is empty.\n", false),
    ("a.txt", "text/plain", "Two children could not be found by their social workers.", false),
    ("a.txt", "text/plain", "Room 404 is where the board meets on the first of each month.", false),
    ("a.txt", "text/plain", "Not found", true),
    ("a.txt", "text/plain", "Error 404: not found", true),
    ("a.txt", "text/plain", "The requested URL /files/a.txt was not found on this server.", true),
    ("a.txt", "text/plain", "Sorry, this document has been removed.", true),
    ("a.txt", "text/plain", "File not found\n\nPlease contact the webmaster.\n", true),
    ("a.txt", "text/plain", "Tudalen heb ei chanfod", true),
    (
      "a.json", "application/json", "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/a.json\"}",
      true
    ),
    ("a.json", "application/json", "{\"message\": \"does not exist\"}", true),
  ]

  @Test(arguments: texts.indices)
  func `says that something is missing only in a sentence of its own`(index: Int) throws {
    let (name, type, text, isMissing) = Self.texts[index]
    let record = try `Judging by body`.appraise(
      Array(text.utf8),
      .document(known: nil),
      address: "https://example.org/data/\(name)",
      headers: [HeaderField("content-type", type)]
    )
    #expect(
      (record.verdict == .softMissing(.notFoundPage)) == isMissing,
      "\(record.verdict): \(text)"
    )
    if !isMissing { #expect(record.verdict.kind != nil, "\(record.verdict): \(text)") }
  }

  @Test(
    arguments: [
      ("a.json", "application/json", "{\"reviews\": [1, 2, 3]}", .document(.json)),
      ("a.json", "application/json", "{\"message\": \"not found\"}", .softMissing(.notFoundPage)),
      ("a.xml", "application/xml", "<?xml version='1.0'?><reviews/>", .document(.xml)),
      ("feed", "application/rss+xml", "<rss><channel/></rss>", .document(.xml)),
      ("a.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", .document(.text)),
      ("a.eml", "message/rfc822", "From: a@example.org\r\n\r\nHello\r\n", .document(.text)),
      ("letter", "text/plain", "The parcel was not found.", .document(.text)),
    ] as [(String, String, String, Verdict)]
  )
  func `is what it is behind a link that says nothing, and no web page`(
    name: String,
    type: String,
    text: String,
    verdict: Verdict
  ) throws {
    func appraise(_ expectation: ResponseEvidence.Expectation) throws -> Verdict {
      try `Judging by body`.appraise(
        Array(text.utf8),
        expectation,
        address: "https://example.org/data/\(name)",
        headers: [HeaderField("content-type", type)]
      ).verdict
    }
    #expect(try appraise(.unknown) == verdict)
    #expect(try appraise(.page) == .page, "a list may be in any form")
  }
}
