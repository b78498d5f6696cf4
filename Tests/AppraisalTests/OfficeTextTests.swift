// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Appraisal

/// What office programs open though it has no signature of theirs.
@Suite(.timeLimit(.minutes(5)))
struct `Text under the name of an office document` {
  private static let table = """
    <html><head><meta charset="utf-8"></head><body><table><tr><td>Authority</td><td>Reviews</td></tr>
    <tr><td>Northbrook</td><td>404</td></tr></table></body></html>
    """
  private static let workbook = """
    <?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>
    """
  private static let letter = """
    MIME-Version: 1.0
    Content-Type: multipart/related; boundary="x"

    --x
    Content-Type: text/html

    <html><body>Dear all</body></html>
    """
  private static let columns = "Authority\tReviews\nNorthbrook\t3\nEastvale\t5\n"
  private static let wordPage = """
    <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p { mso-style-parent: "" }</style>
    </head><body><p>Recommendations</p></body></html>
    """

  private static func headers(_ type: String, _ name: String? = nil) -> HeaderFields {
    guard let name else { return ["content-type": type] }
    return ["content-type": type, "content-disposition": "attachment; filename=\"\(name)\""]
  }

  private static let excel = "application/vnd.ms-excel"

  static let kept: [(text: String, address: String, fields: HeaderFields, kind: BodyKind)] = [
    (table, "table.xls", headers(excel, "table.xls"), .xls),
    (workbook, "book.xls", headers(excel, "book.xls"), .xls),
    (workbook, "book.xls", headers(excel), .xls),
    (workbook, "download?id=7", headers(excel, "All reviews.xls"), .xls),
    (columns, "all.xls", headers(excel, "all.xls"), .xls),
    (wordPage, "letter.doc", headers("application/msword"), .doc),
    (letter, "letter.doc", headers("application/msword", "letter.doc"), .doc),
    (wordPage, "letter.doc", headers("text/html", "letter.doc"), .doc),
  ]

  @Test(arguments: kept.indices)
  func `is kept as that, and what it is stays on record`(index: Int) throws {
    let (text, address, fields, kind) = Self.kept[index]
    for expectation in [ResponseEvidence.Expectation.document(known: nil), .document(known: kind)] {
      let record = try `Judging by body`.appraise(
        Array(text.utf8),
        expectation,
        address: "https://example.org/data/\(address)",
        headers: fields
      )
      #expect(record.verdict == .document(kind), "\(text.prefix(40))")
      let sniffed = try #require(record.evidence.sniffedKind)
      #expect([.html, .xml, .text].contains(sniffed))
    }
  }

  private static func page(_ title: String) -> String {
    "<html><head><title>\(title)</title></head><body><h1>\(title)</h1><table><tr><td>x</table></body></html>"
  }

  static let refused: [(text: String, address: String, fields: HeaderFields)] = [
    (page("Page not found"), "table.xls", headers("text/html")),
    (page("Page not found"), "table.xls", headers(excel, "table.xls")),
    (page("Our reviews"), "table.xls", headers("text/html")),
    (page("Our reviews"), "table.xls", headers(excel)),
    (table, "table.xls", headers("text/html; charset=utf-8")),
    (table, "table.pdf", headers("application/pdf", "table.pdf")),
    (table, "table.xls", headers(excel, "table.pdf")),
    ("File not found", "table.xls", headers(excel, "table.xls")),
    ("<table><tr><td>The file does not exist</td></tr></table>", "a.xls", headers(excel, "a.xls")),
  ]

  @Test(arguments: refused.indices)
  func `is no file where it says otherwise, or only the address promises one`(index: Int) throws {
    let (text, address, fields) = Self.refused[index]
    let record = try `Judging by body`.appraise(
      Array(text.utf8),
      .document(known: nil),
      address: "https://example.org/data/\(address)",
      headers: fields
    )
    #expect(!record.verdict.isAlive, "\(record.verdict)")
  }

  @Test(arguments: [
    ("attachment; filename=\"a.xls\"", BodyKind.xls), ("attachment;filename=a.b.DOC", .doc),
    ("attachment; filename=a.xls; size=7", .xls),
    ("inline; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", .pdf),
    ("attachment", nil), ("attachment; filename=\"xls\"", nil),
    ("attachment; filename=\"a.xls.exe\"", nil),
  ])
  func `has a kind by the name it is to be saved under`(field: String, kind: BodyKind?) throws {
    let response = ResponseEvidence(
      requested: try .init("https://example.org/a"),
      status: 200,
      headers: ["Content-Disposition": field],
      body: nil,
      expectation: .unknown
    )
    #expect(response.attachmentKind == kind)
  }
}
