// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Ledger
import OCFL
import SystemPackage

/// The time stamps, held against their leaves.
///
/// One that no leaf is about is as a crash leaves it, or is from before there were leaves of stamps: it has to be over the
/// checkpoint beside it.
struct StampCheck {
  private(set) var findings: [ArchiveFinding] = []

  private let archive: Archive

  /// - Parameters:
  ///   - archive: whose.
  ///   - records: what is stated of their files.
  init(of archive: Archive, against records: StatedRecords) {
    self.archive = archive
    let lost = records.lostStamps.filter { !archive.isTaken($0) }
    if !lost.isEmpty { warn(of: lost) }
    let stated = records.stamps.filter { !lost.contains($0.key) }
    let shelf = archive.path.pushing(FilePath(StampShelf.place))
    do {
      guard try Disk().entry(at: shelf) == .directory else {
        if !stated.isEmpty {
          find(StampShelf.place, "the time stamps are missing", "missing")
        }
        return
      }
      let all = Dictionary(grouping: stated.keys) {
        FilePath($0).removingLastComponent().lastComponent?.string ?? ""
      }
      let there = Dictionary(
        try Disk().list(shelf).map { ($0.name, $0.kind) },
        uniquingKeysWith: { first, _ in first }
      )
      for name in Set(there.keys).union(all.keys).sorted() {
        let place = "\(StampShelf.place)/\(name)"
        switch (there[name], all[name]) {
        case (.directory, let files?): look(into: place, for: files, by: stated)
        case (_, _?): find(place, "a time stamp is missing", "missing")
        case (.directory, nil) where StampShelf.isFolder(name): look(into: place, for: [], by: [:])
        default: findings.append(.stranger(at: place))
        }
      }
    } catch {
      findings.append(.unread(StampShelf.place, "the time stamps", error))
    }
  }

  private mutating func look(
    into folder: String,
    for files: [String],
    by stated: [String: Digest]
  ) {
    let entries: [DirectoryEntry]
    do {
      entries = try Disk().list(archive.path.pushing(FilePath(folder)))
    } catch {
      return findings.append(.unread(folder, "a time stamp", error))
    }
    for file in files.sorted() { if let digest = stated[file] { check(file, digest) } }
    for entry in entries {
      let file = "\(folder)/\(entry.name)"
      guard stated[file] == nil, !entry.name.hasSuffix(".new") else { continue }
      guard entry.kind == .file, StampShelf.holds(file), isWhole(entry.name, in: folder) else {
        findings.append(.stranger(at: file))
        continue
      }
    }
  }

  private mutating func check(_ file: String, _ digest: Digest) {
    do {
      let path = archive.path.pushing(FilePath(file))
      guard try Disk().entry(at: path) == .file else {
        return find(file, "a file of a time stamp is missing", "missing")
      }
      guard try FileDigest(of: path, by: digest.algorithm).value == digest else {
        return find(file, "a file of a time stamp has changed", "changed")
      }
    } catch {
      findings.append(.unread(file, "a file of a time stamp", error))
    }
  }

  private mutating func warn(of lost: Set<String>) {
    let files = lost.sorted()
    findings.append(
      ArchiveFinding(
        .warning,
        path: files.count == 1 ? files[0] : StampShelf.place,
        files: files.count == 1 ? [] : files,
        codes: ["stamp", "missing"],
        sentence:
          "\(files.count == 1 ? "a file" : "\(files.count) files") of time stamps \(files.count == 1 ? "is" : "are") lost, and a person answered for that",
        next:
          "nothing has to be done: all but that proof of when a checkpoint was seen is untouched"
      )
    )
  }

  private mutating func find(_ file: String, _ sentence: String, _ code: String) {
    findings.append(
      ArchiveFinding(
        path: file,
        codes: ["stamp", code],
        sentence: sentence,
        next:
          "`\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive (\(ManualPage.recovery)): nothing else brings it back, and all but this proof of when its checkpoint was seen is untouched. Where no copy has it, `\(NextCommand("repair", "--vouch", file))` says that you answer for its loss"
      )
    )
  }

  // MARK: What no leaf is about

  private func isWhole(_ name: String, in folder: String) -> Bool {
    func read(_ name: some StringProtocol) -> [UInt8]? {
      try? Disk().read(
        archive.path.pushing(FilePath("\(folder)/\(name)")),
        limit: StampShelf.mostBytes
      )
    }
    // Of a ledger that was put aside, the stamps lie with that.
    guard let text = read(TileFolder.checkpointName),
      let origin = try? ArchiveLedger(of: archive).checkpoint()?.checkpoint.origin,
      (try? SignedCheckpoint(text))?.checkpoint.origin == origin, let own = read(name)
    else { return false }
    if name == TileFolder.checkpointName { return true }
    if name.hasSuffix(StampShelf.queryEnding) { return TimeStamp.isQuery(own, over: text) }
    let query = read(name.dropLast(StampShelf.replyEnding.count) + StampShelf.queryEnding)
    return query.map { TimeStamp.isWhole(own, to: $0, over: text) } ?? false
  }
}
