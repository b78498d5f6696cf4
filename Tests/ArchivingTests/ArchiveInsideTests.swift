// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import Support
import SystemPackage
import Testing

/// Nothing but its own runs writes into an archive; so none begins in another.
@Suite(.timeLimit(.minutes(20)))
struct `An archive in an archive` {
  @Test func `is not begun, by whatever name it is called`() async throws {
    try await ScratchDirectory.run { folder in
      let disk = Disk()
      let archive = folder.appending("Archive")
      let keeper = try Keeper(in: folder)
      try await keeper.keep([("https://example.org/a.pdf", "kept")])
      let object = try keeper.archive.contentFile(
        of: try #require(try keeper.versions(of: "https://example.org/a.pdf").first).address,
        version: 1
      ).removingLastComponent()
      try disk.makeDirectory(archive.appending("empty"))
      let (other, foreign) = (folder.appending("other"), folder.appending("object"))
      for (place, declaration) in [(other, "0=ocfl_1.0"), (foreign, "0=ocfl_object_1.1")] {
        try disk.makeDirectory(place)
        try disk.create(place.appending(declaration), holding: "\n")
      }
      for (name, target) in [("link", "Archive"), ("deep", "Archive/runs")] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(name).string,
          withDestinationPath: target
        )
      }
      let before = try Tree(folder)
      for place in [
        archive.appending("new"), archive.appending("empty"), archive.appending("runs"),
        archive.appending("staging").appending("x"), archive.pushing("a/b/c"),
        archive.pushing("ocfl/new"), object.appending("new"), folder.pushing("link/new"),
        folder.appending("deep"), folder.pushing("deep/x/y"), other.appending("new"),
        foreign.appending("v1"), folder.pushing("x/../Archive/new"),
      ] {
        do {
          _ = try Archive.create(at: place)
          Issue.record("\(place) was made")
        } catch {
          #expect("\(error)".contains("would be in an archive"), "\(place): \(error)")
        }
        #expect(throws: (any Error).self) { try Archive.openOrBegin(at: place) }
      }
      let after = try Tree(folder)
      #expect(after == before)
    }
  }

  @Test func `is none where only a name is alike`() throws {
    try ScratchDirectory.run { folder in
      // A storage root of another program's beside it, and an archive beside it.
      try Disk().makeDirectory(folder.appending("ocfl"))
      try Disk().create(folder.pushing("ocfl/0=ocfl_1.1"), holding: "ocfl_1.1\n")
      _ = try Archive.create(at: folder.appending("Archive"))
      _ = try Archive.create(at: folder.pushing("Archive-2/Archive"))
      _ = try Archive.create(at: folder.pushing("not/yet/there"))
    }
  }
}
