// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Filing
import Fixity
import SystemPackage
import Testing

@testable import Synchronising

/// Where object and manifest agree, the catalogue is wrong, and nothing is held back for it.
@Suite(.timeLimit(.minutes(5)))
struct `A document of which the catalogue knows less or other` {
  @Test func `is gone on with by the object where only the catalogue is behind`() async throws {
    try await DamagedArchive.run { archive, _ in
      let site = archive.site
      let address = try site.address("/a.pdf")
      try site.changeCatalogue("DELETE FROM version WHERE address = '\(address)'")
      try site.changeCatalogue(
        "UPDATE document SET version = NULL, digest = NULL WHERE address = '\(address)'"
      )
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
    try await DamagedArchive.run { archive, _ in
      let site = archive.site
      let address = try site.address("/a.pdf")
      let third = Bodies.pdf("/a.pdf three")
      // The catalogue takes what comes tonight for what is held.
      let digest = Digest.of(third).hex
      for table in ["document", "version"] {
        try site.changeCatalogue(
          "UPDATE \(table) SET digest = '\(digest)' WHERE address = '\(address)'"
        )
      }
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

  @Test func `keeps its newest version in a catalogue that is made again without its provenance`()
    async throws
  {
    try await DamagedArchive.run { archive, object in
      let address = try archive.site.address("/a.pdf")
      let capture = object.pushing(FilePath("v2/content/capture.json"))
      try Disk().replace(capture, with: "{}")
      let writer = try await ArchiveWriter(archive.site.archive, for: "reindex")
      let outcome = try await Reindexing.run(writer)
      #expect(outcome.unreadable.count == 1 && outcome.lost.isEmpty)
      let known = try await archive.site.archive.catalogue().versions(of: address)
      #expect(known.map(\.number) == [1, 2])
      #expect(KeptVersion.agree(try archive.site.archive.keptVersions(of: address), known))
      withExtendedLifetime(writer) {}
    }
    try await DamagedArchive.run { archive, object in
      let capture = object.pushing(FilePath("v2/content/capture.json"))
      try Disk().replace(capture, with: "{}")
      _ = try await Reindexing.run(ArchiveWriter(archive.site.archive, for: "reindex"))
      #expect(try await archive.night().catalogueFaults.isEmpty)
    }
  }
}
