// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Filing
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// Before a version is made, the catalogue, the manifest and the object are asked what the last one was.
@Suite(.timeLimit(.minutes(5)))
struct `A document whose last version is not what all say` {
  private func withTwoVersions(_ body: (DamagedArchive, FilePath) async throws -> Void) async throws
  {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      try await body(archive, site.archive.path.pushing(FilePath(archive.object("/a.pdf"))))
    }
  }

  private func expectHeldBack(
    _ archive: DamagedArchive,
    _ words: String,
    _ comment: Comment
  ) async throws {
    let site = archive.site
    let address = try site.address("/a.pdf")
    site.serve("/a.pdf", Bodies.pdf("/a.pdf three"))
    let before = try Tree(site.archive.path)
    for _ in 0..<2 {
      let report = try await archive.night()
      #expect(report.damaged.map(\.address) == [address], comment)
      #expect(report.damaged.first?.sentence.contains(words) == true, "\(report.damaged)")
      #expect(report.counts.heldBack == 1, comment)
      #expect(report.news.isEmpty, comment)
      let place = try #require(report.damaged.first?.waiting)
      let waiting = try Disk().read(site.archive.path.pushing(FilePath("\(place)/document.pdf")))
      #expect(waiting == Bodies.pdf("/a.pdf three"), comment)
    }
    let after = try Tree(site.archive.path)
    #expect(after.below("ocfl") == before.below("ocfl"), comment)
    #expect(after["manifest-sha512.txt"] == before["manifest-sha512.txt"], comment)
  }

  @Test func `is not begun again where its object is gone`() async throws {
    try await withTwoVersions { archive, object in
      let aside = archive.site.archive.path.appending("aside")
      try Disk().rename(object, to: aside)
      try await expectHeldBack(archive, "there is no object", "the object is gone")
      // A catalogue made again knows nothing of it, and the manifest still does.
      _ = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      try await expectHeldBack(archive, "there is no object", "gone, and the catalogue follows")

      try Disk().rename(aside, to: object)
      let mended = try await archive.night()
      #expect(mended.damaged.isEmpty)
      #expect(mended.news.map(\.version) == [3])
    }
  }

  @Test func `is not gone on with where its object was rolled back`() async throws {
    try await withTwoVersions { archive, object in
      let disk = Disk()
      try disk.removeTree(object.appending("v2"))
      for name in ["inventory.json", "inventory.json.sha512"] {
        try disk.replace(
          object.appending(name),
          with: disk.read(object.appending("v1").appending(name))
        )
      }
      try await expectHeldBack(archive, "v2", "the object is rolled back")
      _ = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      try await expectHeldBack(archive, "v2", "rolled back, and the catalogue follows")
    }
  }

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
    try await withTwoVersions { archive, object in
      let disk = Disk()
      let aside = archive.site.archive.path.appending("aside")
      try disk.rename(object, to: aside)
      try await expectAskedForWhole(archive, "there is no object")
      try disk.rename(aside, to: object)
      #expect(try await archive.night().damaged.isEmpty)
      try disk.removeTree(object.appending("v2"))
      for name in ["inventory.json", "inventory.json.sha512"] {
        try disk.replace(
          object.appending(name),
          with: disk.read(object.appending("v1").appending(name))
        )
      }
      try await expectAskedForWhole(archive, "the object ends with v1")
    }
  }

  @Test func `is told by a catalogue that is made again, and by the nights after`() async throws {
    try await withTwoVersions { archive, object in
      let disk = Disk()
      let whole = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(whole.isWhole && !whole.madeManifest)
      try disk.removeTree(object.appending("v2"))
      for name in ["inventory.json", "inventory.json.sha512"] {
        try disk.replace(
          object.appending(name),
          with: disk.read(object.appending("v1").appending(name))
        )
      }
      let rolledBack = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(rolledBack.lost.map(\.address) == [try archive.site.address("/a.pdf")])
      #expect(rolledBack.lost.first?.sentence.contains("ends with v1") == true)
      try await expectAskedForWhole(archive, "the manifest knows v2")
      try disk.removeTree(object)
      let gone = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(gone.lost.first?.sentence.contains("there is no object") == true)
      #expect(!gone.isWhole)
      try await expectAskedForWhole(archive, "the manifest knows v2")
    }
  }

  /// What an object can lack though its inventory can be read.
  private static let lacks: [(harm: @Sendable (FilePath) throws -> Void, words: String)] = [
    ({ try Disk().removeTree($0.appending("v2")) }, "the folder v2 of version 2 is missing"),
    ({ try Disk().removeTree($0.appending("v1")) }, "the folder v1 of version 1 is missing"),
    (
      { try Disk().removeFile($0.pushing(FilePath("v2/content/document.pdf"))) },
      "the file v2/content/document.pdf is missing"
    ),
    (
      { try Disk().removeFile($0.pushing(FilePath("v1/content/capture.json"))) },
      "the file v1/content/capture.json is missing"
    ),
    (
      { try Disk().removeFile($0.appending("0=ocfl_object_1.1")) },
      "the declaration 0=ocfl_object_1.1 is missing"
    ),
    (
      { try Disk().replace($0.appending("0=ocfl_object_1.1"), with: "ocfl_object_1.0\n") },
      "the declaration 0=ocfl_object_1.1 has changed"
    ),
    (
      { try Disk().replace($0.pushing(FilePath("v2/inventory.json")), with: "{}") },
      "the inventory of v2 is not that of the object"
    ),
  ]

  @Test(arguments: lacks.indices)
  func `is not gone on with where its object lacks something`(number: Int) async throws {
    let (harm, words) = Self.lacks[number]
    try await withTwoVersions { archive, object in
      try harm(object)
      try await expectHeldBack(archive, words, Comment(rawValue: words))
    }
  }

  @Test func `is not taken for another whose folder lies in its place`() async throws {
    try await withTwoVersions { archive, a in
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

  @Test func `keeps its newest version in a catalogue that is made again without its provenance`()
    async throws
  {
    try await withTwoVersions { archive, object in
      let address = try archive.site.address("/a.pdf")
      let capture = object.pushing(FilePath("v2/content/capture.json"))
      try Disk().replace(capture, with: "{}")
      let writer = try ArchiveWriter(archive.site.archive, for: "reindex")
      let outcome = try Reindexing.run(writer)
      #expect(outcome.unreadable.count == 1 && outcome.lost.isEmpty)
      let known = try archive.site.archive.catalogue().versions(of: address)
      #expect(known.map(\.number) == [1, 2])
      #expect(KeptVersion.agree(try archive.site.archive.keptVersions(of: address), known))
      withExtendedLifetime(writer) {}
    }
    try await withTwoVersions { archive, object in
      let capture = object.pushing(FilePath("v2/content/capture.json"))
      try Disk().replace(capture, with: "{}")
      _ = try Reindexing.run(try ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(try await archive.night().catalogueFaults.isEmpty)
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
      _ = try Reindexing.run(try ArchiveWriter(site.archive, for: "reindex"))
      let lost = try await Verification(of: site.archive).full(cores: 1)
      #expect(lost.findings.map(\.address) == [address.text])
    }
  }

  @Test func `is not gone on with where the manifest has lost its lines`() async throws {
    try await withTwoVersions { archive, object in
      let manifest = archive.site.archive.path.appending("manifest-sha512.txt")
      let lines = try Disk().readText(manifest).split(separator: "\n")
      let name = try archive.object("/a.pdf")
      let left = lines.filter { !$0.contains("\(name)/v1/content/capture.json") }
      #expect(left.count == lines.count - 1)
      try Disk().replace(manifest, with: left.map { "\($0)\n" }.joined())
      try await expectHeldBack(archive, "does not state 1 of the 4 files", "a line is lost")
      let other = lines.map {
        $0.contains("\(name)/v2/content/document.pdf") ? "0" + $0.dropFirst() : $0
      }
      try Disk().replace(manifest, with: other.map { "\($0)\n" }.joined())
      try await expectHeldBack(archive, "other digests", "a digest is another")
      // The same line twice says nothing else than once.
      try Disk().replace(manifest, with: (lines + lines).map { "\($0)\n" }.joined())
      let sound = try await archive.night()
      #expect(sound.damaged.isEmpty)
    }
  }

  @Test func `is gone on with by the object where only the catalogue is behind`() async throws {
    try await withTwoVersions { archive, _ in
      let site = archive.site
      let address = try site.address("/a.pdf")
      let catalogue = site.archive.path.appending("catalogue.sqlite")
      let run = try await ProgramRun(
        "/usr/bin/python3",
        [
          "-c",
          """
          import sqlite3, sys
          c = sqlite3.connect(sys.argv[1])
          c.execute("delete from version where address = ?", (sys.argv[2],))
          c.execute("update document set version = null, digest = null where address = ?", (sys.argv[2],))
          c.commit()
          """, catalogue.string, address.text,
        ]
      )
      #expect(run.status == 0, "\(run.errorText)")
      let same = try await archive.night()
      #expect(same.catalogueFaults.map(\.address) == [address])
      #expect(same.news.isEmpty, "its bytes are those that are held")
      site.serve("/a.pdf", Bodies.pdf("/a.pdf three"))
      let other = try await archive.night()
      #expect(other.catalogueFaults.map(\.address) == [address])
      #expect(other.damaged.isEmpty)
      #expect(other.news.map(\.version) == [3])
      #expect(other.news.map(\.news) == [.replaced])
    }
  }

  @Test func `is compared by its object where the catalogue states another digest`() async throws {
    try await withTwoVersions { archive, _ in
      let site = archive.site
      let address = try site.address("/a.pdf")
      let catalogue = site.archive.path.appending("catalogue.sqlite")
      let third = Bodies.pdf("/a.pdf three")
      // The catalogue takes what comes tonight for what is held.
      let digest = try await digest(of: third)
      let run = try await ProgramRun(
        "/usr/bin/python3",
        [
          "-c",
          """
          import sqlite3, sys
          c = sqlite3.connect(sys.argv[1])
          c.execute("update document set digest = ? where address = ?", (sys.argv[3], sys.argv[2]))
          c.execute("update version set digest = ? where address = ?", (sys.argv[3], sys.argv[2]))
          c.commit()
          """, catalogue.string, address.text, digest,
        ]
      )
      #expect(run.status == 0, "\(run.errorText)")
      let same = try await archive.site.night {
        $0.isDeep = true
      }
      #expect(same.catalogueFaults.map(\.address) == [address])
      #expect(same.news.isEmpty, "no version of equal bytes")
      site.serve("/a.pdf", third)
      let other = try await archive.night()
      #expect(other.news.map(\.version) == [3], "what the catalogue took for the same is kept")
    }
  }

  private func digest(of bytes: [UInt8]) async throws -> String {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("body")
      try Disk().create(file, holding: bytes)
      return String(try await ProgramRun("/usr/bin/sha512sum", [file.string]).text.prefix(128))
    }
  }

  @Test func `does not get a version that refers to bytes which are not there`() async throws {
    try await withTwoVersions { archive, object in
      let first = object.appending("v1").appending("content").appending("document.pdf")
      try Disk().replace(first, with: "lost")
      // The bytes of the first version return: they are not stored again, so they had better be there.
      archive.site.serve("/a.pdf", Bodies.pdf("/a.pdf one"))
      let report = try await archive.night()
      #expect(report.counts.heldBack == 1)
      let place = try #require(report.damaged.first?.waiting)
      let path = archive.site.archive.path.pushing(FilePath("\(place)/document.pdf"))
      #expect(try Disk().read(path) == Bodies.pdf("/a.pdf one"))
    }
  }
}
