// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

extension Link {
  /// Whether the link names a document, or a way by which sites deliver files.
  package var namesFile: Bool { expectation == .document || mayDeliverFile }

  /// Whether the address seems to be one of those by which sites deliver files without naming their format.
  ///
  ///     https://files.ofsted.gov.uk/v1/file/50285309     https://example.org/download/12/child-a
  ///     https://example.org/media/1234                   https://example.org/get?file=12
  package var mayDeliverFile: Bool {
    var marked: Substring?
    for part in address.path.split(separator: "/") {
      if let mark = marked {
        if Self.deliveries.contains(mark) || part.contains(where: \.isNumber) { return true }
      }
      let name = part.lowercased()
      marked =
        Self.deliveries.contains(name[...]) || Self.stores.contains(name) ? name[...] : nil
    }
    return (address.query ?? "").split(separator: "&").contains { parameter in
      let name = parameter.prefix { $0 != "=" }
      return name.utf8.count < parameter.utf8.count
        && Self.parameters.contains(name.lowercased())
    }
  }

  /// Folders with nothing in them but files.
  private static let deliveries: Set<Substring> = [
    "attachment", "attachments", "download", "downloads", "file", "files", "getdocument", "getfile",
    "viewdocument",
  ]

  /// Folders in which what has a number is a file as a rule.
  private static let stores: Set<String> = [
    "asset", "assets", "document", "documents", "media", "resource", "uploads",
  ]

  private static let parameters: Set<String> = [
    "attachment", "attachment_id", "doc", "docid", "document", "documentid", "download", "file",
    "fileid", "filename",
  ]

  /// Whether the link's words, or the name in its address, are those of a report.
  package var speaksOfReport: Bool {
    Self.speaksOfReport("\(text.prefix(500)) \(address.lastPathComponent)")
  }

  /// Whether one of the words is what reports of this field are called.
  package static func speaksOfReport(_ words: String) -> Bool {
    words.lowercased().split { !$0.isLetter }.contains { reportWords.contains($0) }
  }

  private static let reportWords: Set<Substring> = [
    "briefing", "briefings", "cspr", "csprs", "enquiry", "findings", "inquiry", "inspection",
    "inspections", "investigation", "lcspr", "lcsprs", "lscpr", "report", "reports", "review",
    "reviews", "scr", "scrs", "summary",
  ]
}
