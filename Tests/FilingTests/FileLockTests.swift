// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(2)))
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
  func `is free again when its holder is killed`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      try Disk().create(path, holding: "process 3, flock\n")
      let output = Pipe()
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
      // One process, which keeps the lock and waits until it is killed.
      process.arguments = ["--no-fork", path.string, "sh", "-c", "echo locked; exec sleep 600"]
      process.standardOutput = output
      try process.run()
      let word = try #require(try output.fileHandleForReading.read(upToCount: 7))
      #expect(String(decoding: word, as: UTF8.self) == "locked\n")

      let before = try holder(of: path)
      #expect(before == "process 3, flock")
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let next = try holder(of: path)
      #expect(next == nil)
    }
  }

  @Test
  func `is not handed down to a child process`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("lock")
      let lock = try FileLock(path, as: "a parent")

      // Not by Foundation's Process, which closes every descriptor itself.
      var child: pid_t = 0
      let words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
      defer { words.forEach { free($0) } }
      try #require(posix_spawn(&child, "/bin/sleep", nil, nil, words, environ) == 0)
      defer {
        kill(child, SIGKILL)
        waitpid(child, nil, 0)
      }
      release(lock)
      let next = try holder(of: path)
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
