// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What office programs open under the name of a workbook or a Word document without its signature: a table
/// in HTML, Excel 2003 XML, a page with its pictures (MHTML), text with tabs.
///
/// Reporting tools have written “Excel files” so for twenty years. An error page in a file's place is text as
/// well; so the name must be promised in more than one place, and the text must look the part.
enum OfficeText {
  /// The kind that a body of text is meant to be opened as.
  ///
  /// - Parameters:
  ///   - response: the answer, whose address, type and attachment name are asked.
  ///   - head: the beginning of its body.
  /// - Returns: nil where text is nothing but text.
  static func kind(of response: ResponseEvidence, _ head: [UInt8]) -> BodyKind? {
    let promises = [
      response.askedKind, response.headers["content-type"].flatMap(BodyKind.init(mediaType:)),
      response.attachmentKind,
    ].compactMap(\.self).filter { isOpenedAsText.contains($0) }
    guard let kind = promises.first, promises.count > 1, promises.allSatisfy({ $0 == kind }) else {
      return nil
    }
    let text = TextSignature.foldingUTF16(head)
    if marks.firstMatch(in: text) != nil { return kind }
    return promises.count == 3 && (table.firstMatch(in: text) != nil || hasColumns(text))
      ? kind : nil
  }

  private static let isOpenedAsText: Set<BodyKind> = [.doc, .xls, .ppt]

  /// What only an office program writes.
  private static let marks = PhraseTable([
    "urn:schemas-microsoft-com:office", "mso-", "<?mso-application", "x:autofilter", "x:num",
    "content-type: multipart/related",
  ])

  private static let table = PhraseTable(["<table", "<html xmlns:"])

  /// Whether the first lines have as many tabs, one at the least, as each other.
  private static func hasColumns(_ text: [UInt8]) -> Bool {
    DataLines(text).separators.contains(UInt8(ascii: "\t"))
  }
}
