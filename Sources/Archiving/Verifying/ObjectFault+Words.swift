// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text
import Records
import OCFL

// What a records officer is told of a fault, and what mends it.
extension ObjectFault {
  /// - Parameters:
  ///   - object: the object's directory, relative to the archive.
  ///   - address: the object's identifier.
  /// - Returns: the finding, without the document's title.
  func finding(in object: String, _ address: String?) -> ArchiveFinding {
    let places = paths.map { $0.isEmpty ? object : "\(object)/\($0)" }
    var finding = ArchiveFinding(
      isDamage ? .damage : .warning,
      address: address,
      versions: versions,
      path: places.first ?? object,
      files: places.count > 1 ? places : [],
      codes: codes.isEmpty ? [word] : codes,
      sentence: sentence,
      next: next(in: object),
      details: messages
    )
    switch (thing, state) {
    case (_, .linked): finding.kind = .missing
    case (.stranger, _): finding.kind = .stranger
    case (_, .missing): finding.kind = .missing
    case (_, .unreadable): finding.kind = .unread
    default: break
    }
    return finding
  }

  private var word: String {
    switch state {
    case .missing, .moved: "missing"
    case .linked: "link"
    case .unreadable: "unread"
    case .unknown where thing == .stranger: "foreign"
    default: "changed"
    }
  }

  // MARK: What is at fault

  private var subject: String {
    switch thing {
    case .declaration: "the file by which the document's folder says what it is"
    case .record: "the record of the document (inventory.json)"
    case .versionRecord: "the record of \(numbers) (\(paths.first ?? ""))"
    case .version: "the folder of \(numbers)"
    case .content where isProvenance: "the provenance (capture.json) of \(numbers)"
    case .content: "the file of \(numbers)"
    case .folder where paths == [""]: "the folder of the document"
    case .folder: "the folder \(paths.first ?? "")"
    case .stranger: "“\(paths.first ?? "")”"
    case .rules: "the document's folder"
    }
  }

  private var isProvenance: Bool {
    paths.allSatisfy { $0.hasSuffix("/\(Capture.fileName)") }
  }

  /// `version 2`, `versions 1 and 3`.
  private var numbers: String { versions.inWords }

  private var sentence: String {
    switch (thing, state) {
    case (.rules, .unadvised): "advice of OCFL is not followed in the document's folder"
    case (.rules, _): "the document's folder is not as OCFL has it"
    case (.stranger, .linked): "\(subject) is a link, and no part of an archive is one"
    case (_, .linked(let place)):
      "\(subject) is missing: “\(place)” is a link, and what it leads to is not the archive's"
    case (.stranger, _): "\(subject) does not belong here; nothing kept is touched by it"
    case (.version, .unknown):
      "there is a folder of \(numbers), which the record of the document does not know"
    case (.record, .disagrees):
      "the record of the document is another's, or of another time than its newest version"
    case (.versionRecord, .disagrees):
      "the record of \(numbers) tells something else than the record of the document"
    case (.record, .checksumChanged): "the checksum of the document's record is missing or wrong"
    case (.versionRecord, .checksumChanged):
      "the checksum of the record of \(numbers) is missing or wrong"
    case (.versionRecord, .changed):
      "the record of \(numbers) has changed since it was written, or its checksum has"
    case (.content, .changed): "\(subject) has changed since it was kept"
    case (.folder, .missing): "all files of \(numbers) are missing"
    case (_, .exchanged): "\(exchangedSubject) lie in each other's place"
    case (_, .changed), (_, .disagrees), (_, .checksumChanged):
      "\(subject) has changed since it was written"
    case (_, .missing), (_, .unadvised): "\(subject) is missing"
    case (_, .notAFile): "something that is no file stands in the place of \(subject)"
    case (_, .moved(let place)): "\(subject) is missing; what lies at \(place) is it"
    case (_, .unreadable(let reason)): "\(subject) cannot be read: \(reason)"
    case (_, .unknown): "\(subject) is known to no record"
    }
  }

  private var exchangedSubject: String {
    switch thing {
    case .version: "the folders of \(numbers)"
    case .content: "files of \(numbers)"
    default: "the records \(paths.joined(separator: " and "))"
    }
  }

  // MARK: What mends it

  private func next(in object: String) -> Advice {
    let first = paths.first.map { $0.isEmpty ? object : "\(object)/\($0)" } ?? object
    switch (thing, state) {
    case (.stranger, .linked):
      return "find out who put it there; `\(NextCommand("repair"))` takes it away"
    case (_, .linked): return Self.behindLink
    case (.stranger, _): return "find out who put it there, and move it out of the archive"
    case (.rules, .unadvised): return "see `\(.validate)`; nothing has to be done"
    // A line with another name than is on the disk would move nothing.
    case (_, .moved(let place)) where !place.isTypable: return Self.restoring
    case (_, .moved(let place)):
      return "\(shell: "mv \("\(object)/\(place)".quotedForShell) \(first.quotedForShell)")"
    case (_, .unreadable):
      return "look who owns it and at the disk (dmesg, smartctl); then run `\(.verify)` again"
    case (.declaration, .notAFile),
      (.record, .notAFile) where copy != nil || thing == .declaration,
      (.versionRecord, .notAFile) where copy == 0:
      return "`\(NextCommand("repair"))` puts it back"
    // A link is taken away first, and not written through.
    case (.declaration, _):
      let file = "'\(object)/0=ocfl_object_1.1'"
      return "put it back: \(shell: "rm -f \(file) && printf 'ocfl_object_1.1\\n' > \(file)")"
    case (.record, _) where copy != nil:
      return "the newest version holds the same two files: "
        + "\(shell: "cp -f --remove-destination '\(object)/v\(copy ?? 1)/inventory.json'* '\(object)/'")"
    case (.versionRecord, _) where copy == 0:
      return "the document's folder holds the same two files: "
        + "\(shell: "cp -f --remove-destination '\(object)/inventory.json'* '\(object)/v\(versions.first ?? 1)/'")"
    case (.version, .unknown):
      return
        "`\(NextCommand("repair"))` moves it to quarantine/ where the ledger has no such version either, and `\(Self.repair)` where that copy of the archive has none; do not delete it"
    case (_, .exchanged): return "give them their own names back, or \(Self.restoring)"
    case (.version, _), (.folder, _), (.rules, _), (.record, _): return Self.restoringFolder
    default: return Self.restoring
    }
  }

  private static let repair = NextCommand("repair", "--from", "COPY")

  static let restoring: Advice =
    "`\(repair)` puts it back from a copy of the archive (\(ManualPage.recovery))"
  /// What a link led to may well be what was kept: its digests say so.
  static let behindLink: Advice =
    "`\(NextCommand("repair"))` puts back what lies behind the link where it is what was kept, and takes the link away; else "
    + restoringFolder
  static let restoringFolder: Advice =
    "`\(repair)` puts the document's folder back from a copy of the archive (\(ManualPage.recovery))"
}

extension [Int] {
  /// `version 2`, `versions 1 and 3`, `versions 1, 2 and 3`.
  var inWords: String {
    guard let last else { return "a version" }
    guard count > 1 else { return "version \(last)" }
    let most = dropLast().map(String.init).joined(separator: ", ")
    return "versions \(most) and \(last)"
  }
}
