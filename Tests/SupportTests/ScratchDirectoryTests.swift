// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A scratch directory` {
  private func exists(_ path: FilePath) -> Bool {
    path.withPlatformString { access($0, F_OK) } == 0
  }

  @Test
  func `is private, empty and gone afterwards`() throws {
    let path = try ScratchDirectory.run { directory in
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.string)
      #expect(attributes[.posixPermissions] as? Int == 0o700)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.string).isEmpty)
      return directory
    }
    #expect(!exists(path))
  }

  @Test
  func `goes with locked folders, odd names and links in it`() throws {
    try ScratchDirectory.run { outside in
      let kept = outside.appending("kept.txt")
      try Files.writeBytes([1], to: kept)

      let path = try ScratchDirectory.run { directory in
        let inner = directory.appending("inner")
        inner.withPlatformString { _ = mkdir($0, 0o700) }
        try Files.writeBytes([], to: inner.appending("\u{1F4DC} scroll"))
        let notUTF8: [CChar] = [CChar(bitPattern: 0xE9), 0]
        let odd = try #require(FilePath.Component(platformString: notUTF8))
        try Files.writeBytes([], to: inner.appending(odd))
        try FileManager.default.createSymbolicLink(
          atPath: inner.appending("link").string,
          withDestinationPath: outside.string
        )
        inner.withPlatformString { _ = chmod($0, 0o500) }
        return directory
      }
      #expect(!exists(path))
      #expect(exists(kept))
    }
  }

  @Test
  func `goes when its body throws`() async throws {
    struct Stop: Error {
      let path: FilePath
    }
    let stop = await #expect(throws: Stop.self) {
      try await ScratchDirectory.run { directory in
        await Task.yield()
        throw Stop(path: directory)
      }
    }
    #expect(!exists(try #require(stop).path))
  }

  @Test
  func `keeps files byte for byte while it lasts`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("bytes")
      let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Files.writeBytes(bytes, to: file)
      #expect(try Files.readBytes(file) == bytes)
      try Files.writeBytes([7], to: file)
      #expect(try Files.readBytes(file) == [7])
      #expect(throws: Errno.noSuchFileOrDirectory) {
        try Files.readBytes(directory.appending("nothing"))
      }
    }
  }
}
