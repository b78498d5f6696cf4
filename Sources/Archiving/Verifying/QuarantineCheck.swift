// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Filing
import Fixity
import OCFL
import SystemPackage
import Text

/// What lies in quarantine: whether it can be read, and whether suspect bodies are what was put aside.
struct QuarantineCheck {
  private(set) var findings: [ArchiveFinding] = []
  private let archive: Archive

  init(of archive: Archive) {
    self.archive = archive
    let directory = archive.path.appending(Archive.quarantine)
    do {
      for entry in try Disk().list(directory) {
        let place = "\(Archive.quarantine)/\(entry.name)"
        if entry.kind == .directory, !ForeignName.isKnown(entry.name) {
          check(directory.appending(entry.component), place)
        } else if entry.kind != .file || ForeignName.isKnown(entry.name) {
          // Other files are what had to make room for something.
          findings.append(.stranger(at: place))
        }
      }
    } catch {
      findings.append(.unread(Archive.quarantine, "the folder of suspect answers", error))
    }
  }

  private mutating func check(_ directory: FilePath, _ place: String) {
    let before = findings.count
    look(into: directory, place)
    guard findings.count > before else { return }
    // A run that is under way may have let it go meanwhile; see ``Quarantine``.
    do {
      if try Disk().entry(at: directory) == nil { findings.removeSubrange(before...) }
    } catch {
      // It cannot be looked at; that is told already.
    }
  }

  private mutating func look(into directory: FilePath, _ place: String) {
    let names: [DirectoryEntry]
    do {
      names = try Disk().list(directory)
    } catch {
      findings.append(.unread(place, "a suspect answer in quarantine", error))
      return
    }
    // A version that was set aside lies here as it lay in its object; nobody says what it ought to be.
    for entry in names where ForeignName.isKnown(entry.name) {
      findings.append(.stranger(at: "\(place)/\(entry.name)"))
    }
    guard let body = names.first(where: { $0.name.hasPrefix("document.") }) else {
      if names.contains(where: { $0.name == Capture.fileName }) { changed(place, "document", nil) }
      return
    }
    let path = directory.appending(body.component)
    do {
      let capture = try? RecordCoding.decode(
        Capture.self,
        from: try Disk().read(directory.appending(Capture.fileName))
      )
      guard let capture else { return changed(place, Capture.fileName, nil) }
      if try FileDigest(of: path, by: capture.digest.algorithm).value != capture.digest {
        changed(place, body.name, capture.address.text)
      }
    } catch {
      let file = "\(place)/\(body.name)"
      findings.append(.unread(file, "a suspect answer in quarantine", error))
    }
  }

  private mutating func changed(_ place: String, _ name: String, _ address: String?) {
    let file = "\(place)/\(name)"
    findings.append(
      ArchiveFinding(
        address: address,
        path: file,
        codes: ["quarantine"],
        sentence: "a suspect answer that was put aside is not as it was (\(name))",
        next: name == Capture.fileName
          ? "it is evidence and no version; what its capture was nobody states, so put that back from a copy of the archive by hand, or leave it: \(shell: "cp COPY/\(file) \(file.quotedForShell)")"
          : "it is evidence and no version; `\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive"
      )
    )
  }
}
