// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import OCFL
import SystemPackage

/// What stands in the archive's own folder, and the files by which its storage root says what it is.
struct ArchiveFolderCheck {
  private(set) var findings: [ArchiveFinding] = []
  /// Whether the storage root is a directory that can be listed.
  private(set) var hasRoot = false

  private static let files: Set = [
    Archive.readmeName, Archive.readmeName + ".new", "manifest-sha512.txt", "catalogue.sqlite",
    "catalogue.sqlite-journal",
    "catalogue.sqlite-wal", "catalogue.sqlite-shm", "catalogue.sqlite.sha512",
    "catalogue.sqlite.sha512.new", Archive.textName, Archive.textName + "-journal",
    HostMemory.fileName,
    HostMemory.fileName + ".new", Archive.lockName, ReadingMemory.fileName,
    ReadingMemory.fileName + ".new", Archive.outputsName, Archive.outputsName + ".new",
    LastVerification.fileName, LastVerification.fileName + ".new", Archive.replicationLock,
    Archive.replicaRecord, Archive.replicasFile, Archive.replicasFile + ".new",
  ]
  private static let directories: Set = [
    Archive.storageRoot, Archive.runs, Archive.quarantine, Archive.staging, Archive.ledgerName,
    Archive.tombstonesName, Archive.requestsName,
  ]

  private let archive: Archive

  init(of archive: Archive) {
    self.archive = archive
    do {
      let entries = try Disk().list(archive.path)
      for entry in entries { take(entry) }
      let there = Set(entries.map(\.name))
      if !there.contains(Archive.runs) { miss(Archive.runs, "the records of all runs") }
      if !there.contains(Archive.readmeName) {
        findings.append(
          ArchiveFinding(
            .warning,
            path: Archive.readmeName,
            codes: ["missing"],
            sentence: "what says how to read the archive without Hanaper is missing",
            next: "nothing has to be done: the next run writes it anew"
          )
        )
      }
      if !there.contains(Archive.quarantine) {
        findings.append(
          ArchiveFinding(
            .warning,
            path: Archive.quarantine,
            codes: ["missing"],
            sentence: "the folder of suspect answers is missing, with what was in it",
            next: "put it back from a copy of the archive; the next run makes an empty one"
          )
        )
      }
    } catch {
      findings.append(.unread(".", "the archive's folder", error))
    }
    checkRoot()
    checkHosts()
  }

  private mutating func take(_ entry: DirectoryEntry) {
    switch (entry.name, entry.kind) {
    case ("lost+found", .directory): return
    // Told with what they hold.
    case (Archive.storageRoot, _), (ChecksumManifest.fileName, _), ("catalogue.sqlite", _): return
    case (let name, .file) where Self.files.contains(name): return
    case (let name, .directory) where Self.directories.contains(name): return
    case (let name, _) where Self.directories.contains(name):
      findings.append(
        ArchiveFinding(
          path: name,
          codes: ["changed"],
          sentence: "something that is no folder stands in the place of the folder “\(name)”",
          next: "move it away, and \(ObjectFault.restoring)"
        )
      )
    case (ArchiveLedger.asideName, .directory):
      findings.append(
        ArchiveFinding(
          path: ArchiveLedger.asideName,
          codes: ["unfinished"],
          sentence: "the ledger was being put aside for another one, and that was not finished",
          next: "`\(NextCommand("ledger --new-epoch"))` finishes it"
        )
      )
    case (let name, _): findings.append(.stranger(at: name))
    }
  }

  private mutating func miss(_ path: String, _ what: String) {
    findings.append(
      ArchiveFinding(
        path: path,
        codes: ["missing"],
        sentence: "\(what) are missing: the folder “\(path)” is gone",
        next: ObjectFault.restoring
      )
    )
  }

  // MARK: The storage root

  private mutating func checkRoot() {
    let root = Archive.storageRoot
    do {
      guard try Disk().entry(at: archive.root.path) == .directory else {
        let isThere = try Disk().entry(at: archive.root.path) != nil
        findings.append(
          ArchiveFinding(
            path: root,
            codes: [isThere ? "changed" : "missing"],
            sentence: isThere
              ? "something that is no folder stands in the place of the folder of all documents"
              : "the folder of all documents is missing",
            next: isThere
              ? "move it away, and \(ObjectFault.restoring)" : ObjectFault.restoring
          )
        )
        return
      }
      let entries = try Disk().list(archive.root.path)
      hasRoot = true
      let known = Set(archive.root.identifyingFiles.map(\.path))
      // What is neither a file nor a folder is told with the objects.
      for entry in entries where entry.kind == .file && !known.contains(entry.name) {
        findings.append(.stranger(at: "\(root)/\(entry.name)"))
      }
    } catch {
      findings.append(.unread(root, "the folder of all documents", error))
      return
    }
    let extensions = archive.root.identifyingFiles.map(\.path).filter { $0.contains("/") }
    for file in extensions { findStrangers(beside: FilePath(file)) }
    for file in archive.root.identifyingFiles { checkIdentifying(file.path, file.text) }
  }

  private mutating func findStrangers(beside file: FilePath) {
    let folder = file.removingLastComponent()
    // What cannot be listed is told with the file that is in it.
    for entry in (try? Disk().list(archive.root.path.pushing(folder))) ?? []
    where entry.component != file.lastComponent {
      findings.append(.stranger(at: "\(Archive.storageRoot)/\(folder)/\(entry.name)"))
    }
  }

  private mutating func checkIdentifying(_ name: String, _ text: String) {
    let place = "\(Archive.storageRoot)/\(name)"
    let path = archive.root.path.pushing(FilePath(name))
    let line = text.replacing("\n", with: "\\n")
    let folder = place.split(separator: "/").dropLast().joined(separator: "/")
    let making = folder == Archive.storageRoot ? "" : "mkdir -p '\(folder)' && "
    let writing: Advice = "\(shell: "\(making)rm -f '\(place)' && printf '\(line)' > '\(place)'")"
    // Where they are said to lie elsewhere, nobody writes before a person has.
    let next: Advice =
      archive.root.isContradicted(by: name)
      ? "write exactly this into it: " + writing
      : "`\(NextCommand("repair"))` writes it; by hand, in the archive's folder: " + writing
    func find(_ sentence: String, _ code: String) {
      findings.append(ArchiveFinding(path: place, codes: [code], sentence: sentence, next: next))
    }
    do {
      if var link = try archive.root.link(onTheWayTo: path.removingLastComponent()) {
        _ = link.removePrefix(archive.path)
        return findings.append(
          ArchiveFinding(
            path: place,
            files: [place, link.string],
            codes: ["link"],
            sentence: "“\(link)” is a link, and no part of an archive is one",
            next: next
          )
        )
      }
      switch try Disk().entry(at: path) {
      case nil:
        find("a file by which the folder of all documents says what it is is missing", "missing")
      case .file:
        if try Disk().read(path, limit: 1 << 20) != Array(text.utf8) {
          find(
            archive.root.isContradicted(by: name)
              ? "a file by which the folder of all documents says what it is says that the documents lie "
                + "elsewhere than they do"
              : "a file by which the folder of all documents says what it is has changed",
            "layout"
          )
        }
      default:
        find("something that is no file stands in the place of “\(name)”", "layout")
      }
    } catch {
      findings.append(
        .unread(place, "a file by which the folder of all documents says what it is", error)
      )
    }
  }

  // MARK: What hosts told

  private mutating func checkHosts() {
    guard let note = archive.hostMemory.note else { return }
    findings.append(
      ArchiveFinding(
        .warning,
        path: HostMemory.fileName,
        codes: ["hosts"],
        sentence: note,
        next: "it may be lost: what sites asked of us the last time is done without"
      )
    )
  }
}
