// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Filing
import OCFL
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What was kept once and is not there is told by whoever knew it, for as long as it is not there.
@Suite(.timeLimit(.minutes(5)))
struct `A document that has lost what was kept of it` {
  /// The publisher still has what is lost, and would say that it has not changed.
  private func expectAskedForWhole(_ archive: DamagedArchive, _ words: String) async throws {
    let address = try archive.site.address("/a.pdf")
    let report = try await archive.night()
    #expect(report.damaged.map(\.address) == [address], "\(words)")
    #expect(report.damaged.first?.sentence.contains(words) == true, "\(report.damaged)")
    let place = try #require(report.damaged.first?.waiting)
    let waiting = archive.site.archive.path.pushing(FilePath("\(place)/document.pdf"))
    #expect(try Disk().read(waiting) == Bodies.pdf("/a.pdf two"))
  }

  @Test func `is told though the publisher would say that nothing has changed`() async throws {
    try await DamagedArchive.run { archive, object in
      let disk = Disk()
      let aside = archive.site.archive.path.appending("aside")
      try disk.rename(object, to: aside)
      try await expectAskedForWhole(archive, "there is no object")
      try disk.rename(aside, to: object)
      #expect(try await archive.night().damaged.isEmpty)
      try Files.rollBack(object)
      try await expectAskedForWhole(archive, "the object ends with v1")
    }
  }

  @Test func `is told by a catalogue that is made again, and by the nights after`() async throws {
    try await DamagedArchive.run { archive, object in
      let disk = Disk()
      let whole = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(whole.isWhole && !whole.madeManifest)
      try Files.rollBack(object)
      let rolledBack = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(rolledBack.lost.map(\.address) == [try archive.site.address("/a.pdf")])
      #expect(rolledBack.lost.first?.sentence.contains("ends with v1") == true)
      try await expectAskedForWhole(archive, "the manifest knows v2")
      try disk.removeTree(object)
      let gone = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(gone.lost.first?.sentence.contains("there is no object") == true)
      #expect(!gone.isWhole)
      try await expectAskedForWhole(archive, "the manifest knows v2")
    }
  }

  @Test func `is not taken for another whose folder lies in its place`() async throws {
    try await DamagedArchive.run { archive, a in
      let site = archive.site
      let b = site.archive.path.pushing(FilePath(try archive.object("/b.pdf")))
      let aside = site.archive.path.appending("aside")
      let addresses = [try site.address("/a.pdf"), try site.address("/b.pdf")]
      for (from, to) in [(a, aside), (b, a), (aside, b)] { try Disk().rename(from, to: to) }
      for address in addresses {
        #expect(throws: StorageError.self) { try site.archive.keptVersions(of: address) }
      }
      let swapped = try await Verification(of: site.archive).full(cores: 1)
      #expect(swapped.findings.compactMap(\.address).sorted() == addresses.map(\.text))
      #expect(
        swapped.findings.allSatisfy { $0.sentence.contains("in its place is that of another") }
      )
      #expect(swapped.warnings.isEmpty)
      site.serve("/a.pdf", Bodies.pdf("/a.pdf three"))
      #expect(try await archive.night().damaged.map(\.address).contains(addresses[0]))

      // And where one lies in the place of the other, which is lost.
      try Disk().removeTree(b)
      let lost = try await Verification(of: site.archive).full(cores: 1)
      #expect(lost.findings.contains { $0.address == addresses[0].text })
      #expect(lost.findings.contains { $0.address == addresses[1].text })
    }
  }

  @Test func `is named in what verify says of the manifest, however long its address`()
    async throws
  {
    try await Partnership.run { site in
      let target = "/reports/\(String(repeating: "long-name-", count: 20)).pdf"
      site.list([target])
      site.serve(target, Bodies.pdf("long"))
      _ = try await site.night()
      let address = try site.address(target)
      let manifest = site.archive.path.appending("manifest-sha512.txt")
      let lines = try Disk().readText(manifest).split(separator: "\n")
      let line = try #require(lines.firstIndex { $0.contains("long-name") })
      var changed = lines.map(String.init)
      changed[line] = "000000" + changed[line].dropFirst(6)
      try Disk().replace(manifest, with: changed.map { "\($0)\n" }.joined())
      let contradicted = try await Verification(of: site.archive).full(cores: 1)
      #expect(contradicted.findings.map(\.address) == [address.text])
      #expect(contradicted.findings.first?.title != nil)

      try Disk().replace(manifest, with: lines.map { "\($0)\n" }.joined())
      try Disk().removeTree(site.archive.root.directory(of: ObjectID(address.text)))
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      let lost = try await Verification(of: site.archive).full(cores: 1)
      #expect(lost.findings.map(\.address) == [address.text])
    }
  }
}
