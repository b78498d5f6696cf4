// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Replacing a file` {
  @Test
  func `gives it the new contents and leaves nothing beside it`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      for text in ["first", "second, longer", "3"] {
        try Disk().replace(file, with: text)
        let (found, mode) = try (Disk().readText(file), permissions(of: file))
        #expect(found == text)
        #expect(mode == 0o600)
      }
      let names = try Disk().list(directory).map(\.name)
      #expect(names == ["file"])
    }
  }

  @Test
  func `is not stopped by what an interrupted one left`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "old")
      try Disk().create(directory.appending("file.new"), holding: "hal")
      try Disk().replace(file, with: "whole")
      let text = try Disk().readText(file)
      #expect(text == "whole")
    }
  }

  @Test
  func `takes the place of a link and spares what it points to`() throws {
    try ScratchDirectory.run { directory in
      let (link, target) = (directory.appending("link"), directory.appending("target"))
      try Disk().create(target, holding: "spared")
      try makeLink(at: link, to: target)
      try Disk().replace(link, with: "new")
      let (new, spared) = try (Disk().readText(link), Disk().readText(target))
      #expect(new == "new")
      #expect(spared == "spared")
    }
  }

  @Test
  func `shows a reader the old or the new, never a part`() async throws {
    try await ScratchDirectory.run { directory in
      let file = directory.appending("file")
      let versions = ["a", "b"].map { String(repeating: $0, count: 100_000) }
      try Disk().create(file, holding: versions[0])
      let isOver = Mutex(false)
      async let parts = OwnThread.run {
        var parts = 0
        repeat {
          let text = try Disk().readText(file)
          if !versions.contains(text) { parts += 1 }
        } while !isOver.withLock { $0 }
        return parts
      }
      try await OwnThread.run {
        defer { isOver.withLock { $0 = true } }
        for turn in 1...15 { try Disk().replace(file, with: versions[turn % 2]) }
      }
      #expect(try await parts == 0)
    }
  }

  @Test
  func `keeps the old contents when the new ones cannot be written`() async {
    // In a process of its own, because the limit that stands for a full disk is the process's.
    await #expect(processExitsWith: .success) {
      try ScratchDirectory.run { directory in
        let file = directory.appending("file")
        try Disk().create(file, holding: "old")
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 1_000, rlim_max: 1_000)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        let fresh = FilePath(file.string + ".new")
        #expect(throws: FilingError(.write, fresh, .fileTooLarge)) {
          try Disk().replace(file, with: [UInt8](repeating: 7, count: 2_000))
        }
        let text = try Disk().readText(file)
        #expect(text == "old")
      }
    }
  }

  @Test
  func `works by a bare name in the current directory`() async {
    // In a process of its own, because the current directory is the process's.
    await #expect(processExitsWith: .success) {
      try ScratchDirectory.run { directory in
        try #require(chdir(directory.string) == 0)
        try Disk().replace("file", with: "new")
        let text = try Disk().readText("file")
        #expect(text == "new")
      }
    }
  }
}
