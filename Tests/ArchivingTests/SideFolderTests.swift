// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@testable import Archiving
@testable import Filing

/// The folders beside the storage root that only a run needs.
@Suite(.timeLimit(.minutes(20)))
struct `A folder beside the storage root` {
  private static let address = "https://example.org/a.pdf"

  private static let folders = ["runs", "quarantine", "staging"]

  private func withArchive(_ body: (FilePath) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([(Self.address, "kept")])
      try await body(keeper.archive.path)
    }
  }

  /// Reads what readers read.
  private func read(_ path: FilePath, into target: FilePath) async throws {
    let archive = try Archive(opening: path)
    let found = try await DocumentFinder(in: archive.catalogue()).find("a.pdf")
    let version = try #require(try archive.keptVersions(of: found.address).first)
    try Restoration(from: archive).restore(version, to: target, overwriting: true)
    #expect(try Disk().readText(target) == "kept")
  }

  private func expectRefusal(_ path: FilePath, _ folder: String) async {
    do {
      _ = try await ArchiveWriter(try Archive(opening: path), for: "test")
      Issue.record("\(folder) was written to")
    } catch {
      let sentence = "\(error)"
      #expect(sentence.contains("\(path)/\(folder) cannot be used: "), "\(sentence)")
      #expect(sentence.contains("bring the folder back from a copy"), "\(sentence)")
    }
  }

  @Test(arguments: folders, ["file", "link", "pipe"])
  func `that is none keeps nobody from reading, and tells a run what to do`(
    folder: String,
    kind: String
  ) async throws {
    try await withArchive { path in
      let (place, aside) = (path.appending(folder), path.removingLastComponent().appending("aside"))
      try Disk().rename(place, to: aside)
      switch kind {
      case "file": try Disk().create(place, holding: "x")
      case "pipe": try #require(place.withPlatformString { mkfifo($0, 0o600) } == 0)
      default:
        try FileManager.default.createSymbolicLink(
          atPath: place.string,
          withDestinationPath: aside.string
        )
      }
      let before = try Tree(path.appending("ocfl"))
      try await read(path, into: path.removingLastComponent().appending("restored.pdf"))
      await expectRefusal(path, folder)
      let after = try Tree(path.appending("ocfl"))
      #expect(after == before)
      try Disk().removeFile(place)
      try Disk().rename(aside, to: place)
      _ = try await ArchiveWriter(try Archive(opening: path), for: "test")
    }
  }

  @Test(arguments: folders)
  func `that cannot be read keeps nobody from reading, and tells a run what to do`(
    folder: String
  ) async throws {
    try await withArchive { path in
      let place = path.appending(folder)
      try await DiskLook.$observer.withValue({ $0 == place ? .permissionDenied : nil }) {
        try await read(path, into: path.removingLastComponent().appending("restored.pdf"))
        await expectRefusal(path, folder)
      }
    }
  }
}
