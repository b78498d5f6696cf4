// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Text
import SystemPackage
import OCFL

extension ArchiveFinding {
  /// Something that nobody who keeps the archive has put there.
  static func stranger(at path: String) -> ArchiveFinding {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return ArchiveFinding(
      .warning,
      path: path,
      codes: ["foreign"],
      sentence: "“\(name)” does not belong here; nothing kept is touched by it",
      next: "find out who put it there, and move it out of the archive"
    )
  }

  /// A link in the place of a folder or file of ours: what it leads to is not the archive's, and whoever changes that changes the archive.
  static func link(at path: String) -> ArchiveFinding {
    let (own, whole) = (path.quotedForShell, "\(path).whole".quotedForShell)
    return ArchiveFinding(
      path: path,
      codes: ["link"],
      sentence: "“\(path)” is a link, and what it leads to is not the archive's",
      next:
        "find out who put it there; \(shell: "cp -aL \(own) \(whole) && rm \(own) && mv \(whole) \(own)") takes in what lies behind it; then run `\(.verify)` again"
    )
  }

  /// Something that cannot be read.
  static func unread(_ path: String, _ what: String, _ error: any Error) -> ArchiveFinding {
    let cause = (error as? FilingError)?.cause
    // No file of an archive is read through a link.
    guard cause != .tooManySymbolicLinkLevels else {
      return ArchiveFinding(
        path: path,
        codes: ["changed", "link"],
        sentence: "a link stands in the place of \(what)",
        next: ObjectFault.restoring
      )
    }
    return unread(path, what, because: cause?.description ?? "\(error)")
  }

  static func unread(_ path: String, _ what: String, because reason: String) -> ArchiveFinding {
    ArchiveFinding(
      path: path,
      codes: ["unread"],
      sentence: "\(what) cannot be read: \(reason)",
      next: "look who owns it and at the disk (dmesg, smartctl); then run `\(.verify)` again"
    )
  }

  /// A record that is written in a way that this program does not know.
  static func otherForm(
    _ path: String,
    _ what: String,
    found: String,
    known: String
  ) -> ArchiveFinding {
    ArchiveFinding(
      .warning,
      path: path,
      codes: ["run", "schema"],
      sentence:
        "\(what) says that it is “\(found)”, and this program knows “\(known)”; it is not gone by",
      next: "use the Hanaper that wrote it; nothing kept is touched by it"
    )
  }

  /// A record beside the documents that is not whole.
  static func record(
    _ path: String,
    _ sentence: String,
    _ code: String? = nil
  ) -> ArchiveFinding {
    ArchiveFinding(
      path: path,
      codes: ["run"] + [code].compactMap(\.self),
      sentence: sentence,
      next:
        "`\(NextCommand("repair", "--from", "COPY"))` puts '\(path)' back from a copy of the archive (\(ManualPage.recovery)); titles and standings "
        + "come from these records"
    )
  }
}
