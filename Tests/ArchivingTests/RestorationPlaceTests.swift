// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// What a version is never written over, and where never.
@Suite(.timeLimit(.minutes(20)))
struct `A place to restore to` {
  private static let address = "https://example.org/a.pdf"

  private func withVersion(
    _ body: (Restoration, KeptVersion, FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([(Self.address, "kept")])
      let version = try #require(try keeper.versions(of: Self.address).first)
      try await body(Restoration(from: keeper.archive), version, folder)
    }
  }

  private func link(_ place: FilePath, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: place.string,
      withDestinationPath: target
    )
  }

  @Test func `that leads to something open by the kernel's own names is left as it is`()
    async throws
  {
    try await withVersion { restoration, version, folder in
      // A pipe without a name: the kernel's link to it has a target that is no path.
      let pipe = Pipe()
      let descriptor = pipe.fileHandleForWriting.fileDescriptor
      let target = folder.appending("standard-output")
      try link(target, to: "/proc/self/fd/\(descriptor)")
      #expect(throws: ArchiveError.self) {
        try restoration.restore(version, to: target, overwriting: true)
      }
      #expect(try Disk().entry(at: target) == .link)

      // By way of a link to the folder of these names, and a file that would be new there.
      let folderOfNames = folder.appending("names")
      try link(folderOfNames, to: "/proc/self/fd")
      for name in ["\(descriptor)", "new.pdf"] {
        do {
          try restoration.restore(version, to: folderOfNames.appending(name), overwriting: true)
          Issue.record("written to \(name)")
        } catch ArchiveError.kernelPlace(let place) {
          #expect(place == folderOfNames.appending(name))
        }
      }
      withExtendedLifetime(pipe) {}
    }
  }

  @Test(arguments: ["/dev/hanaper-test-nowhere/x.pdf", "/proc/x.pdf", "/sys/x.pdf"])
  func `among devices and processes is none`(place: String) async throws {
    try await withVersion { restoration, version, _ in
      for isOverwriting in [true, false] {
        do {
          try restoration.restore(version, to: FilePath(place), overwriting: isOverwriting)
          Issue.record("written to \(place)")
        } catch {
          #expect("\(error)".contains("devices and processes"), "\(error)")
        }
      }
    }
  }

  @Test func `that is a link is replaced if it leads to a file or nowhere, and else refused`()
    async throws
  {
    try await withVersion { restoration, version, folder in
      let (file, directory) = (folder.appending("file"), folder.appending("directory"))
      try Disk().create(file, holding: "mine")
      try Disk().makeDirectory(directory)
      let pipe = folder.appending("pipe")
      try #require(pipe.withPlatformString { mkfifo($0, 0o600) } == 0)
      for (name, target, isReplaced) in [
        ("to-file", "file", true), ("to-nowhere", "nowhere", true),
        ("to-itself", "to-itself", true),
        ("to-folder", "directory", false), ("to-pipe", "pipe", false),
        ("to-link-to-pipe", "to-pipe", false), ("below-a-file", "file/x", false),
      ] {
        let place = folder.appending(name)
        try link(place, to: target)
        if isReplaced {
          try restoration.restore(version, to: place, overwriting: true)
          #expect(try Disk().readText(place) == "kept", "\(name)")
        } else {
          #expect(throws: (any Error).self, "\(name)") {
            try restoration.restore(version, to: place, overwriting: true)
          }
        }
        #expect(try Disk().entry(at: place) == (isReplaced ? .file : .link), "\(name)")
      }
      #expect(try Disk().list(directory).isEmpty)
      #expect(try Disk().readText(file) == "mine", "what a link leads to is nobody's to replace")
    }
  }
}
