// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A file lock` {
  /// Who holds a lock; nil where it is free.
  private func holder(of path: FilePath) throws -> String? {
    do throws(FileLock.Failure) {
      release(try FileLock(path, as: "a test"))
      return nil
    } catch {
      guard case .held(let holder) = error else { throw error }
      #expect(holder.path == path)
      return holder.description
    }
  }

  private func release(_ lock: consuming FileLock) {}

  @Test
  func `refuses a second holder, tells the first, and is free afterwards`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      let lock = try FileLock(path, as: "process 4711 on archive1, sync")
      let (first, second) = try (holder(of: path), holder(of: path))
      #expect(first == "process 4711 on archive1, sync")
      #expect(second == first)
      release(lock)

      let next = try holder(of: path)
      #expect(next == nil)
    }
  }

  private struct Stop: Error {}

  private func fail(holding lock: borrowing FileLock) throws {
    throw Stop()
  }

  @Test
  func `is free again when what was done under it failed`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      #expect(throws: Stop.self) { try fail(holding: FileLock(path, as: "somebody")) }
      let next = try holder(of: path)
      #expect(next == nil)
    }
  }

  @Test
  func `shows only the present holder, however long the last one's words were`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      try Disk().create(path, holding: "process 1, killed long ago, with a long story\nand more\n")
      let lock = try FileLock(path, as: "process 2")
      let (text, mode) = try (Disk().readText(path), permissions(of: path))
      #expect(text == "process 2\n")
      #expect(mode == 0o600)
      release(lock)
    }
  }

  @Test
  func `is free again when its holder is killed`() async throws {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      try Disk().create(path, holding: "process 3, flock\n")
      // One process, which keeps the lock and waits until it is killed.
      let words = ["--no-fork", path.string, "sh", "-c", "echo locked; exec sleep 600"]
      try await RunningProgram.run("/usr/bin/flock", words) { program in
        let word = try await program.output(of: 7)
        #expect(String(decoding: word, as: UTF8.self) == "locked\n")
        let before = try holder(of: path)
        #expect(before == "process 3, flock")
      }
      let next = try holder(of: path)
      #expect(next == nil)
    }
  }

  @Test
  func `is not handed down to a child process`() async throws {
    try await ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      var lock: FileLock? = try FileLock(path, as: "a parent")
      let next = try await RunningProgram.run("/bin/sleep", ["600"], isHeir: true) { _ in
        if let lock = lock.take() { release(lock) }
        return try holder(of: path)
      }
      #expect(next == nil)
    }
  }

  @Test
  func `does not follow a link, and spares what it points to`() throws {
    try ScratchDirectory.run { directory in
      let (path, target) = (directory.appending("lock"), directory.appending("document"))
      try Disk().create(target, holding: "precious")
      try makeLink(at: path, to: target)
      #expect(throws: FileLock.Failure.self) { release(try FileLock(path, as: "somebody")) }
      let text = try Disk().readText(target)
      #expect(text == "precious")
    }
  }

  @Test
  func `that cannot be made says why`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("missing").appending("lock")
      let failure = #expect(throws: FileLock.Failure.self) {
        release(try FileLock(path, as: "somebody"))
      }
      guard case .filing(let error) = try #require(failure) else { throw Stop() }
      #expect(error == FilingError(.lock, path, .noSuchFileOrDirectory))
    }
  }
}
