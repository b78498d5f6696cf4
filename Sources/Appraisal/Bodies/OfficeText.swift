// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import HTTP

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
  ///   - page: what that shows.
  /// - Returns: nil where text is nothing but text.
  static func kind(
    of response: ResponseEvidence,
    _ head: [UInt8],
    _ page: PageSketch
  ) -> BodyKind? {
    let promises = [
      response.askedKind, response.headers["content-type"].flatMap(BodyKind.init(mediaType:)),
      response.attachmentKind,
    ].compactMap(\.self).filter { isOpenedAsText.contains($0) }
    guard let kind = promises.first, promises.allSatisfy({ $0 == kind }),
      response.attachmentKind ?? kind == kind
    else { return nil }
    let text = TextSignature.foldingUTF16(head)
    // The file itself says which program is to open it.
    if let program = programs.firstMatch(in: text), kindByProgram[program] == kind { return kind }
    guard promises.count > 1 else { return nil }
    if marks.firstMatch(in: text) != nil { return kind }
    guard !page.hasPasswordField, !isRefusal(page) else { return nil }
    let isTable = table.firstMatch(in: text) != nil
    if promises.count == 3 { return isTable || hasColumns(text) ? kind : nil }
    // Servers of files send no name with them. A page of the site has a title, a heading or a way back.
    let isNothingElse = page.title.isEmpty && page.heading.isEmpty && page.links.isEmpty
    return isTable && isNothingElse && !page.hasScript ? kind : nil
  }

  /// Whether a text of a few words says that there is no file for whoever asks.
  private static func isRefusal(_ page: PageSketch) -> Bool {
    guard page.text.utf8.count < 600 else { return false }
    return refusals.firstMatch(in: page.text) != nil || refusals.firstMatch(in: page.title) != nil
      || refusals.firstMatch(in: page.heading) != nil
  }

  private static let refusals = PhraseTable([
    "session has expired", "session expired", "session timed out", "session has timed out",
    "please log in", "please login", "please sign in", "log in again", "sign in again",
    "must be logged in", "must log in", "not logged in", "server error", "runtime error",
    "error occurred", "error has occurred", "unexpected error", "application error",
    "access denied", "access is denied", "not authorised", "not authorized", "permission denied",
    "service unavailable", "temporarily unavailable", "try again later", "under maintenance",
  ])

  private static let kindByProgram: [String: BodyKind] = [
    "progid=\"excel.sheet\"": .xls, "progid=\"word.document\"": .doc,
    "progid=\"powerpoint.show\"": .ppt,
  ]
  private static let programs = PhraseTable(Array(kindByProgram.keys))

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
