// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text
import Fixity
import OCFL

extension ManifestComparison {
  /// What is wrong with the manifest itself: one finding for the file, and one for each document of which it
  /// and the object tell different things.
  ///
  /// - Parameters:
  ///   - unstatedFiles: the files that are held and not stated, by their document's address.
  ///   - address: the document whose folder something is.
  /// - Returns: nothing where the manifest is sound.
  func findings(
    unstatedFiles: [String: [(file: String, digest: Digest)]],
    address: (String) -> String?
  ) -> [ArchiveFinding] {
    if let fault { return [fault.finding] }
    return contradictionFindings(address) + wholeness(unstatedFiles)
  }

  private func contradictionFindings(_ address: (String) -> String?) -> [ArchiveFinding] {
    let byFolder = Dictionary(grouping: contradictions) {
      archive.place(of: $0.file)?.folder ?? $0.file
    }
    return byFolder.map { folder, lines in
      let versions = Set(lines.compactMap { archive.place(of: $0.file)?.version }).sorted()
      return ArchiveFinding(
        address: address(folder),
        versions: versions,
        path: lines.first?.file ?? folder,
        files: lines.count > 1 ? lines.map(\.file) : [],
        codes: ["manifest"],
        sentence:
          "the manifest states another digest for a file of \(versions.inWords) than the "
          + "document's record, and the file has the record's",
        next:
          "`\(NextCommand("repair"))` writes the line anew, as the record has it, which the file agrees with (\(ManualPage.recovery))"
      )
    }
  }

  /// Lines that are none, and files without a line: what the manifest has lost.
  private func wholeness(
    _ unstated: [String: [(file: String, digest: Digest)]]
  ) -> [ArchiveFinding] {
    guard !unstated.isEmpty || !broken.isEmpty || !misnamed.isEmpty else { return [] }
    let files = unstated.values.joined().map(\.file).sorted()
    let documents = unstated.keys.sorted()
    let numbers = broken.map(\.number)
    var parts: [String] = []
    if !files.isEmpty {
      let more = files.count > 3 ? " and \(files.count - 3) more" : ""
      let held = files.count == 1 ? "1 file that is held" : "\(files.count) files that are held"
      parts.append("does not state \(held): \(files.prefix(3).joined(separator: ", "))\(more)")
    }
    if !numbers.isEmpty {
      let which = numbers.prefix(3).map(String.init).joined(separator: ", ")
      let more = numbers.count > 3 ? " …" : ""
      parts.append("line \(which)\(more) is not a line of a manifest")
    }
    if !misnamed.isEmpty {
      parts.append("it names \(misnamed.prefix(3).joined(separator: ", ")), which is nowhere")
    }
    let versions = Set(files.compactMap { archive.place(of: $0)?.version }).sorted()
    return [
      ArchiveFinding(
        address: documents.count == 1 ? documents.first : nil,
        versions: documents.count == 1 ? versions : [],
        path: ChecksumManifest.fileName,
        files: files,
        documents: documents.count > 1 ? documents : [],
        codes: ["manifest"],
        sentence: "the manifest is not whole: \(parts.joined(separator: "; "))",
        next: restating,
        details: broken.map { "line \($0.number): \($0.text)" }
      )
    ]
  }
}

/// What mends a manifest that is not whole.
private let restating: Advice =
  "`\(NextCommand("repair"))` writes it anew from the documents' own records, and keeps what is there as evidence"

extension ManifestComparison.FileFault {
  fileprivate var finding: ArchiveFinding {
    let (code, sentence, next): (String, String, Advice) =
      switch self {
      case .missing:
        (
          "missing", "the manifest of all kept files is missing",
          restating
        )
      case .notAFile:
        (
          "manifest", "something that is no file stands in the place of the manifest",
          restating
        )
      case .unreadable(let reason):
        (
          "unread", "the manifest of all kept files cannot be read: \(reason)",
          "look who owns it and at the disk, or put it back from a copy of the archive"
        )
      }
    return ArchiveFinding(
      path: ChecksumManifest.fileName,
      codes: [code],
      sentence: sentence,
      next: next
    )
  }
}
