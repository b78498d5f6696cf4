// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@testable import Appraisal
import Records

/// What office programs open though it has no signature of theirs.
@Suite(.timeLimit(.minutes(20)))
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

  /// The type that is declared, and the kind that the name of the attachment promises.
  private typealias Promise = (type: String, attachment: BodyKind?)

  private static let excel = "application/vnd.ms-excel"

  private static let kept: [(text: String, address: String, promise: Promise, kind: BodyKind)] = [
    (table, "table.xls", (excel, .xls), .xls),
    (workbook, "book.xls", (excel, .xls), .xls),
    (workbook, "book.xls", (excel, nil), .xls),
    (workbook, "download?id=7", (excel, .xls), .xls),
    (columns, "all.xls", (excel, .xls), .xls),
    (wordPage, "letter.doc", ("application/msword", nil), .doc),
    (letter, "letter.doc", ("application/msword", .doc), .doc),
    (wordPage, "letter.doc", ("text/html", .doc), .doc),
    // As a server of files sends it, by the file's name.
    (table, "table.xls", (excel, nil), .xls),
    (workbook, "book.xls", ("text/xml", nil), .xls),
    (workbook, "book.xls", ("application/xml", .xls), .xls),
  ]

  @Test(arguments: kept.indices)
  func `is kept as that, and what it is stays on record`(index: Int) throws {
    let (text, address, promise, kind) = Self.kept[index]
    for expectation in [ResponseEvidence.Expectation.document(known: nil), .document(known: kind)] {
      let record = try `Judging by body`.appraise(
        Array(text.utf8),
        expectation,
        address: "https://example.org/data/\(address)",
        headers: [HeaderField("content-type", promise.type)],
        attachmentKind: promise.attachment
      )
      #expect(record.verdict == .document(kind), "\(text.prefix(40))")
      let sniffed = try #require(record.evidence.sniffedKind)
      #expect([.html, .xml, .text].contains(sniffed))
    }
  }

  private static func page(_ title: String) -> String {
    "<html><head><title>\(title)</title></head><body><h1>\(title)</h1><table><tr><td>x</table></body></html>"
  }

  private static let form =
    "<form method=post><table><tr><td>Name<td><input name=n><tr><td>Word<td><input type=password></table></form>"

  private static let refused: [(text: String, address: String, promise: Promise)] = [
    (page("Page not found"), "table.xls", ("text/html", nil)),
    (page("Page not found"), "table.xls", (excel, .xls)),
    (page("Our reviews"), "table.xls", ("text/html", nil)),
    (page("Our reviews"), "table.xls", (excel, nil)),
    (table, "table.xls", ("text/html; charset=utf-8", nil)),
    (table, "table.pdf", ("application/pdf", .pdf)),
    (table, "table.xls", (excel, .pdf)),
    ("File not found", "table.xls", (excel, .xls)),
    (workbook, "book.doc", ("text/xml", nil)),
    (form, "table.xls", (excel, .xls)), (form, "table.xls", (excel, nil)),
    ("<table><tr><td>Your session has expired. Log in.</table>", "a.xls", (excel, .xls)),
    ("<table><tr><td>Server Error in ‘/’ Application.</table>", "a.xls", (excel, .xls)),
    ("<table><tr><td>Server Error in ‘/’ Application.</table>", "a.xls", (excel, nil)),
    ("<table><tr><td><a href=/>Home</a></table>", "a.xls", (excel, nil)),
    ("<table><tr><td>The file does not exist</td></tr></table>", "a.xls", (excel, .xls)),
  ]

  @Test(arguments: refused.indices)
  func `is no file where it says otherwise, or only the address promises one`(index: Int) throws {
    let (text, address, promise) = Self.refused[index]
    let record = try `Judging by body`.appraise(
      Array(text.utf8),
      .document(known: nil),
      address: "https://example.org/data/\(address)",
      headers: [HeaderField("content-type", promise.type)],
      attachmentKind: promise.attachment
    )
    #expect(!record.verdict.isAlive, "\(record.verdict)")
  }
}
