// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Ledger
import OCFL
import Records
import SystemPackage

/// The ledgers that were put aside, held against what they were then.
///
/// The first leaf of each ledger seals the one before it: a digest of its last checkpoint, and one of the list of its files.
struct EpochCheck {
  private(set) var findings: [ArchiveFinding] = []

  private let archive: Archive
  private let letGo: Set<Int>

  /// - Parameters:
  ///   - archive: whose.
  ///   - newest: the first leaf of the ledger that is in use; nil where it cannot be believed.
  ///   - letGo: what stands in leaves for documents that were let go of, as numbers.
  init(of archive: Archive, before newest: Leaf.Beginning?, besides letGo: Set<Int>) {
    (self.archive, self.letGo) = (archive, letGo)
    let ledger = ArchiveLedger(of: archive)
    // A ledger that can be believed says by its name how many there were before it.
    let name = newest == nil ? nil : try? ledger.checkpoint()?.checkpoint.origin
    guard let count = try? ledger.epochs(before: name) else { return }
    let folders = archive.path.pushing(FilePath(Self.place))
    let entries = (try? Disk().list(folders)) ?? []
    if let newest, !newest.hasPredecessor {
      // Whoever has them says so in the first leaf.
      if (try? Disk().entry(at: folders)) ?? nil != nil {
        findings.append(.stranger(at: Self.place))
      }
      return
    }
    for entry in entries
    where !(ArchiveLedger.epochNumber(entry.name).map { $0 <= count } ?? false) {
      findings.append(.stranger(at: "\(Self.place)/\(entry.name)"))
    }
    var after = newest
    for number in stride(from: count, through: 1, by: -1) {
      let folder = ledger.folder(ofEpoch: number)
      // A number that is missing is one that was never put aside as a whole.
      guard (try? Disk().entry(at: folder)) == .directory else {
        find(number, "", "is missing")
        continue
      }
      check(folder, number, sealedBy: after)
      after = Self.beginning(of: folder)
    }
    // What the oldest of them names is gone, with all that would say how many there were.
    if count == 0, let after, after.hasPredecessor { find(nil, "", "is missing") }
  }

  private mutating func check(
    _ folder: FilePath,
    _ number: Int,
    sealedBy beginning: Leaf.Beginning?
  ) {
    do {
      let place = folder.appending(EpochFiles.fileName)
      guard try Disk().entry(at: place) == .file else {
        // One that was put aside before there were lists.
        if beginning?.files == nil { return }
        return find(number, EpochFiles.fileName, "is missing")
      }
      let text = try Disk().readText(place)
      guard let list = EpochFiles(text),
        beginning?.files.map({ Digest.of(text, by: $0.algorithm) == $0 }) ?? true
      else { return find(number, EpochFiles.fileName, "is not the one that was signed for") }
      let isNamedAgain = try findReturned(in: folder, number)
      let there = try EpochFiles(listing: folder)
      for (file, digest) in list.digests.sorted(by: { $0.key < $1.key }) {
        let now = there.digests[file]
        guard now != digest, file != DocumentSeals.fileName || !isNamedAgain else { continue }
        if now == nil {
          find(number, file, "is missing, or cannot be read")
        } else if !isWithoutSeals(file, in: folder) {
          find(number, file, "has changed")
        }
      }
      for file in there.digests.keys.sorted() where list.digests[file] == nil {
        findings.append(.stranger(at: "\(Self.path(number))/\(file)"))
      }
    } catch {
      findings.append(.unread(Self.path(number), "a ledger that was put aside", error))
    }
  }

  /// Finds lines that open leaves of documents which were let go of since: an older copy was put back.
  private mutating func findReturned(in folder: FilePath, _ number: Int) throws -> Bool {
    guard !letGo.isEmpty else { return false }
    var isNamedAgain = false
    try DocumentSeals(of: archive, inEpoch: folder).forEach {
      if letGo.contains($0.digest.hashValue) { isNamedAgain = true }
    }
    guard isNamedAgain else { return false }
    findings.append(
      ArchiveFinding(
        path: "\(Self.path(number))/\(DocumentSeals.fileName)",
        codes: ["ledger", "changed", "returned"],
        sentence:
          "the seals of a ledger that was put aside say again which leaves are of documents that were let go of: an older copy was put back",
        next: "`\(NextCommand("repair"))` takes them out; then find out who put them there"
      )
    )
    return true
  }

  /// Whether a file has changed only as letting go of documents changes it.
  private func isWithoutSeals(_ file: String, in folder: FilePath) -> Bool {
    guard !letGo.isEmpty else { return false }
    switch file {
    case DocumentSeals.fileName:
      var closed = Self.documents(of: folder).subtracting(letGo)
      try? DocumentSeals(of: archive, inEpoch: folder).forEach {
        closed.remove($0.digest.hashValue)
      }
      return closed.isEmpty
    case WaitingLeaves.fileName:
      return (try? WaitingLeaves(of: archive, inEpoch: folder).forEach { _ in }) != nil
    default: return false
    }
  }

  // MARK: Leaves

  static func beginning(of folder: FilePath) -> Leaf.Beginning? {
    let tiles = TileFolder(at: folder)
    guard let size = try? tiles.checkpoint()?.checkpoint.head.size, size > 0,
      let entry = try? tiles.entries(in: 0..<1, of: size).first,
      case .beginning(let beginning) = try? Leaf(decoding: entry)
    else { return nil }
    return beginning
  }

  static func documents(of folder: FilePath) -> Set<Int> {
    var documents: Set<Int> = []
    let tiles = TileFolder(at: folder)
    guard let size = try? tiles.checkpoint()?.checkpoint.head.size else { return [] }
    tiles.forEachBundle(in: 0..<size, of: size) { bundle in
      // What cannot be read is no more than it was when the list was made.
      for entry in (try? bundle.get()) ?? [] {
        guard case .accession(let leaf) = try? Leaf(decoding: entry) else { continue }
        documents.insert(leaf.document.hashValue)
      }
    }
    return documents
  }

  // MARK: Findings

  static let place = "\(Archive.ledgerName)/\(ArchiveLedger.epochsName)"

  static func path(_ number: Int) -> String { "\(place)/\(number)" }

  private mutating func find(_ number: Int?, _ file: String, _ fault: String) {
    let what = file.isEmpty ? "the ledger" : "a file of the ledger"
    findings.append(
      ArchiveFinding(
        path: (number.map(Self.path) ?? Self.place) + (file.isEmpty ? "" : "/\(file)"),
        codes: ["ledger"],
        sentence: "\(what) that was put aside \(fault)",
        next:
          "`\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive (\(ManualPage.recovery)): it is evidence of what was signed for before"
      )
    )
  }
}
