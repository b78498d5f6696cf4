// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage

/// An archive after a run was stopped in it: what the next start makes of it, and what is wrong then.
struct CrashAftermath {
  private let directory: FilePath
  private let archive: Archive
  private var complaints: [String] = []

  /// - Parameters:
  ///   - directory: that of the ``CrashRun``.
  ///   - isCatalogueLost: whether the catalogue goes as well, and is made again.
  /// - Returns: the complaints; none if all is well.
  static func complaints(
    in directory: FilePath,
    isCatalogueLost: Bool = false
  ) async -> [String] {
    do {
      var aftermath = try Self(in: directory)
      try await aftermath.judge(isCatalogueLost)
      return aftermath.complaints
    } catch {
      return ["\(error)"]
    }
  }

  private init(in directory: FilePath) throws {
    self.directory = directory
    archive = try CrashRun(in: directory).archive
  }

  private mutating func judge(_ isCatalogueLost: Bool) async throws {
    if isCatalogueLost {
      for name in ["catalogue.sqlite", "catalogue.sqlite-journal"] {
        try Disk().removeFile(archive.path.appending(name))
      }
      try await judgeInterrupted()
      let outcome = try await Reindexing.run(ArchiveWriter(archive, for: "test"))
      complaints += outcome.unreadable
    } else {
      try await judgeInterrupted()
      _ = try await ArchiveWriter(archive, for: "test")
    }
    let recovered = try kept
    _ = try await ArchiveWriter(archive, for: "test")
    let again = try kept.changes(since: recovered)
    if !again.isEmpty { complaints.append("a second start changes \(again)") }

    try await judgeWhole(recovered)
    for document in CrashRun.documents {
      let texts = try await versions(of: document, in: recovered)
      let isExpected = document.all.starts(with: texts) && texts.count >= document.before.count
      if !isExpected { complaints.append("\(document.address) has been \(texts)") }
    }

    try await CrashRun(in: directory).next()
    let completed = try kept
    try await judgeWhole(completed)
    if completed["ledger/waiting.jsonl"] != nil { complaints.append("leaves wait still") }
    for document in CrashRun.documents {
      let texts = try await versions(of: document, in: completed)
      if texts.last != document.all.last { complaints.append("\(document.address) is \(texts)") }
    }
    let suspects = try Disk().list(archive.path.appending("quarantine")).map(\.name)
    let suspect = String(Digest.of(CrashRun.suspect.body).hex.prefix(32))
    if suspects.count != 1 || suspects.last?.hasSuffix(suspect) != true {
      complaints.append("in quarantine is \(suspects)")
    }
  }

  private var trust: HeldAgainst { get throws { try CrashRun(archive).trust } }

  /// All that is in the archive but for the lock and the catalogue.
  private var kept: Tree {
    get throws {
      let tree = try Tree(archive.path)
      return Tree(
        tree.entries.filter { $0.key != "lock" && !$0.key.hasPrefix("catalogue.sqlite") }
      )
    }
  }

  /// Before the next start nothing is damaged either, but for a catalogue that is lost; what was begun is
  /// told as begun.
  private mutating func judgeInterrupted() async throws {
    let outcome = try await Verification(at: archive.path, against: trust).full(cores: 1)
    complaints += outcome.findings.filter { $0.path != "catalogue.sqlite" }
      .map { "before the next start: \($0)" }
    let isLeft = try !Disk().list(archive.path.appending("staging")).isEmpty
    if isLeft != (outcome.unfinished != nil) { complaints.append("what is unfinished is not told") }
  }

  /// Nothing is damaged, missing, stated twice, or left lying about.
  private mutating func judgeWhole(_ tree: Tree) async throws {
    let outcome = try await Verification(of: archive, against: trust).full(cores: 1)
    complaints += outcome.findings.map { "\($0)" }
    let stray = tree.names.filter { $0.hasPrefix("staging/") } + tree.below("ocfl").emptyDirectories
    if !stray.isEmpty { complaints.append("it has \(stray)") }
    let content = tree.names.filter { $0.hasPrefix("ocfl/") && $0.contains("/content/") }
    let manifest = String(decoding: tree["manifest-sha512.txt"] ?? [], as: UTF8.self)
    let stated = manifest.split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst(2) }
    if stated.sorted() != content.map({ $0[...] }).sorted() {
      complaints.append("the manifest states \(stated)")
    }
  }

  /// What a document has been, by its own inventory, and what the catalogue says of that.
  private mutating func versions(
    of document: CrashRun.Document,
    in tree: Tree
  ) async throws -> [String] {
    let address = try WebAddress(document.address)
    let id = ObjectID(address.text)
    guard try archive.root.contains(id) else { return [] }
    let inventory = try archive.root.inventory(of: id)
    let object = archive.root.directory(of: id).string.dropFirst(archive.path.string.utf8.count + 1)
    let bytes = inventory.numberedVersions.map { number, _ in
      let payload = inventory.files(of: number).first { $0.logicalPath.hasPrefix("document.") }
      return payload.flatMap { tree["\(object)/\($0.contentPath)"] } ?? []
    }
    let known = try await archive.catalogue().versions(of: address)
    if known.map(\.digest) != bytes.map({ Digest.of($0) }) {
      complaints.append("the catalogue knows \(known.count) of \(bytes.count) of \(address)")
    }
    if let newest = try archive.keptVersions(of: address).last {
      let restored = directory.appending("restored")
      try Restoration(from: archive).restore(newest, to: restored, overwriting: true)
      if try Disk().read(restored) != bytes.last { complaints.append("\(address) is not restored") }
    }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }
}
