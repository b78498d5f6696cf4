// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

/// What a records officer is told, in which words, and what else is held against the objects.
@Suite(.timeLimit(.minutes(20)))
struct `Verifying an archive` {
  private static let two = DamageBench.two
  private static let three = DamageBench.three

  private func withBench(
    _ body: (DamageBench, FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      try await body(bench, bench.archive.path)
    }
  }

  private func verify(_ bench: DamageBench) async throws -> Verification.Outcome {
    try await Verification(at: bench.archive.path).full(cores: 1)
  }

  private func replace(_ path: FilePath, with text: String) throws {
    try Disk().removeFile(path)
    try Disk().create(path, holding: text)
  }

  @Test func `bytes that say the same in another way are not those that were written`() async throws
  {
    try await withBench { bench, archive in
      let folder = DamageBench.folder(of: Self.two)
      let changes: [(String, (String) -> String)] = [
        (
          "\(folder)/inventory.json.sha512",
          { $0.uppercased().replacing("INVENTORY.JSON", with: "inventory.json") }
        ),
        ("\(folder)/v1/inventory.json.sha512", { String($0.dropLast()) }),
        ("manifest-sha512.txt", { $0.prefix(30).uppercased() + $0.dropFirst(30) }),
      ]
      for (file, change) in changes {
        let path = archive.pushing(FilePath(file))
        try replace(path, with: change(try Disk().readText(path)))
        let found = try await bench.verification.full(cores: 1).findings
        #expect(found.count == 1, "\(file): \(found)")
        #expect(try await bench.repair() == [], "\(file)")
        #expect(try await bench.verification.full(cores: 1).findings == [])
      }
    }
  }

  @Test func `a loss is told in words, with its codes and what mends it`() async throws {
    try await withBench { bench, archive in
      let folder = archive.pushing(FilePath(DamageBench.folder(of: Self.two)))
      try replace(folder.pushing("v2/content/document.pdf"), with: "another second of two")
      let changed = try #require(try await verify(bench).findings.first)
      #expect(
        changed.sentence
          == "the file of version 2 has changed since it was kept: it has 21 bytes, and had 17"
      )
      #expect(changed.codes == ["E092"])
      #expect(changed.versions == [2])
      #expect(changed.address == Self.two)
      #expect(changed.title == "Report two.pdf")
      #expect(changed.path == "\(DamageBench.folder(of: Self.two))/v2/content/document.pdf")
      #expect(changed.next.description.contains("docs/recovery.md"))

      try bench.mend(in: archive)
      for name in ["inventory.json", "inventory.json.sha512"] {
        try Disk().removeFile(folder.pushing(FilePath("v1/\(name)")))
      }
      let missing = try await verify(bench).findings
      #expect(missing.map(\.sentence) == ["the record of version 1 (v1/inventory.json) is missing"])

      try bench.mend(in: archive)
      try Disk().removeTree(folder)
      let gone = try await verify(bench).findings
      #expect(gone.map(\.versions) == [[1, 2]], "one finding, and not one for each file")
      #expect(gone.map(\.files.count) == [4])
    }
  }

  @Test func `what lies in another's place is one loss`() async throws {
    let pairs = [
      ("v1/content/document.pdf", "v2/content/document.pdf"),
      ("v1/content/capture.json", "v2/content/capture.json"),
      ("inventory.json", "v1/inventory.json"),
      ("inventory.json.sha512", "v1/inventory.json.sha512"), ("v1", "v2"),
    ]
    try await withBench { bench, archive in
      let folder = archive.pushing(FilePath(DamageBench.folder(of: Self.two)))
      for (one, other) in pairs {
        let aside = archive.appending("staging").appending("aside")
        try Disk().rename(folder.pushing(FilePath(one)), to: aside)
        try Disk().rename(folder.pushing(FilePath(other)), to: folder.pushing(FilePath(one)))
        try Disk().rename(aside, to: folder.pushing(FilePath(other)))
        let outcome = try await verify(bench)
        #expect(outcome.findings.map(\.address) == [Self.two], "\(one): \(outcome.findings)")
        #expect(
          outcome.findings.first?.sentence.contains("in each other's place") == true,
          "\(one)"
        )
        try bench.mend(in: archive)
      }
    }
  }

  @Test func `a folder in another place is told with its own, and so is a second one`()
    async throws
  {
    try await withBench { bench, archive in
      let home = archive.pushing(FilePath(DamageBench.folder(of: Self.two)))
      let away = home.removingLastComponent().appending("two (copy)")
      try bench.tree.below(DamageBench.folder(of: Self.two)).copy(to: away)
      let second = try await verify(bench)
      #expect(second.isIntact, "\(second.findings)")
      #expect(second.warnings.map(\.address) == [Self.two])
      try Disk().removeTree(home)
      let moved = try await verify(bench)
      #expect(moved.findings.map(\.address) == [Self.two], "\(moved.findings)")
      #expect(moved.findings.first?.next.description.contains("mv ") == true)
    }
  }

  @Test func `an object that was rewritten with its records is contradicted by the ledger`()
    async throws
  {
    try await withBench { bench, archive in
      let folder = archive.pushing(FilePath(DamageBench.folder(of: DamageBench.one)))
      try replace(folder.pushing("v1/content/document.pdf"), with: "forged")
      for directory in [folder, folder.appending("v1")] {
        let path = directory.appending("inventory.json")
        let inventory = try Disk().readText(path).replacing(
          Digest.of("the only one").hex,
          with: Digest.of("forged").hex
        )
        try replace(path, with: inventory)
        try replace(
          directory.appending("inventory.json.sha512"),
          with: "\(Digest.of(inventory).hex)  inventory.json\n"
        )
      }
      let outcome = try await verify(bench)
      #expect(Set(outcome.findings.map(\.address)) == [DamageBench.one], "\(outcome.findings)")
      #expect(outcome.findings.map(\.codes) == [["ledger"]])
    }
  }

  @Test func `an object that went back to an older version is found by those who know more`()
    async throws
  {
    try await withBench { bench, archive in
      let folder = archive.pushing(FilePath(DamageBench.folder(of: Self.two)))
      try Files.rollBack(folder)
      let outcome = try await verify(bench)
      #expect(outcome.findings.map(\.versions) == [[2]], "\(outcome.findings)")
      #expect(
        outcome.findings.first?.sentence.contains("the manifest, the catalogue and the ledger know")
          == true
      )
    }
  }

  @Test func `files that the manifest does not state are named`() async throws {
    try await withBench { bench, archive in
      let manifest = archive.appending("manifest-sha512.txt")
      let lines = try Disk().readText(manifest).split(separator: "\n")
      let kept = lines.filter { !$0.contains("/v1/content/") }
      try replace(manifest, with: kept.map { "\($0)\n" }.joined())
      let finding = try #require(try await verify(bench).findings.first)
      #expect(finding.files.count == lines.count - kept.count)
      #expect(finding.documents.count == 4)
      #expect(finding.sentence.contains("does not state 8 files"))
      #expect(finding.sentence.contains("and 5 more"))
    }
  }

  @Test func `damage of two documents is two findings, whatever else is strange`() async throws {
    try await withBench { bench, archive in
      for address in [Self.two, Self.three] {
        let folder = archive.pushing(FilePath(DamageBench.folder(of: address)))
        try replace(folder.pushing("v1/content/document.pdf"), with: "x")
        try Disk().create(folder.appending("Thumbs.db"), holding: "x")
      }
      try replace(archive.pushing("ocfl/0=ocfl_1.1"), with: "ocfl_1.0\n")
      let outcome = try await verify(bench)
      #expect(outcome.findings.map(\.address) == [nil, Self.three, Self.two])
      #expect(outcome.warnings.map(\.address) == [Self.three, Self.two])
      let text = try #require(outcome.findings.first)
      #expect(text.next.description.contains("printf 'ocfl_1.1\\n' > 'ocfl/0=ocfl_1.1'"))
    }
  }

  @Test func `some documents are verified like all`() async throws {
    try await withBench { bench, archive in
      let verification = try Verification(at: archive)
      let addresses = [
        try await verification.find(Self.two), try await verification.find(Self.three),
      ]
      let sound = try await verification.documents(at: addresses)
      #expect(sound.isIntact && sound.warnings.isEmpty, "\(sound.findings)")
      #expect(sound.objects == 2)
      let folder = archive.pushing(FilePath(DamageBench.folder(of: Self.two)))
      try Disk().removeTree(folder)
      let gone = try await verification.documents(at: addresses)
      #expect(gone.findings.map(\.address) == [Self.two], "\(gone.findings)")
      let other = try await verification.documents(at: [addresses[1]])
      #expect(other.isIntact)
    }
  }
}

extension Tree {
  fileprivate func copy(to directory: FilePath) throws {
    try Disk().makeDirectories(directory)
    try write(to: directory)
  }
}
