// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Filing
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// Before a version is made, the catalogue, the manifest and the object are asked what the last one was.
@Suite(.timeLimit(.minutes(5)))
struct `A document whose last version is not what all say` {
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
    try await DamagedArchive.run { archive, object in
      let aside = archive.site.archive.path.appending("aside")
      try Disk().rename(object, to: aside)
      try await expectHeldBack(archive, "there is no object", "the object is gone")
      // A catalogue made again knows nothing of it, and the manifest still does.
      _ = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      try await expectHeldBack(archive, "there is no object", "gone, and the catalogue follows")

      try Disk().rename(aside, to: object)
      let mended = try await archive.night()
      #expect(mended.damaged.isEmpty)
      #expect(mended.news.map(\.version) == [3])
    }
  }

  @Test func `is not gone on with where its object was rolled back`() async throws {
    try await DamagedArchive.run { archive, object in
      try Files.rollBack(object)
      try await expectHeldBack(archive, "v2", "the object is rolled back")
      _ = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      try await expectHeldBack(archive, "v2", "rolled back, and the catalogue follows")
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
    try await DamagedArchive.run { archive, object in
      try harm(object)
      try await expectHeldBack(archive, words, Comment(rawValue: words))
    }
  }

  @Test func `is not gone on with where the manifest has lost its lines`() async throws {
    try await DamagedArchive.run { archive, object in
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

  @Test func `does not get a version that refers to bytes which are not there`() async throws {
    try await DamagedArchive.run { archive, object in
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
