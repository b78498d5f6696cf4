// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Writing to a disk` {
  @Test
  func `a new file holds its bytes and is its owner's alone`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: [1, 2, 3])
      let (bytes, mode) = try (Files.readBytes(file), permissions(of: file))
      #expect(bytes == [1, 2, 3])
      #expect(mode == 0o600)
    }
  }

  @Test
  func `an existing file is not overwritten`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "first")
      #expect(throws: FilingError(.create, file, .fileExists)) {
        try Disk().create(file, holding: "second")
      }
      let text = try Disk().readText(file)
      #expect(text == "first")
    }
  }

  @Test
  func `a link in the place of a new file is not written through`() throws {
    try ScratchDirectory.run { directory in
      let (link, target) = (directory.appending("link"), directory.appending("target"))
      try makeLink(at: link, to: target)
      #expect(throws: FilingError(.create, link, .fileExists)) {
        try Disk().create(link, holding: "x")
      }
      #expect(throws: FilingError(.create, link, .tooManySymbolicLinkLevels)) {
        _ = try WritableFile(appendingTo: link)
      }
      let found = try Disk().entry(at: target)
      #expect(found == nil)
    }
  }

  @Test
  func `a file grows at its end`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("log")
      for line in ["one\n", "two\n"] {
        var file = try WritableFile(appendingTo: path)
        try file.append(line)
        try file.sync()
        try file.close()
      }
      let (text, mode) = try (Disk().readText(path), permissions(of: path))
      #expect(text == "one\ntwo\n")
      #expect(mode == 0o600)
    }
  }

  @Test
  func `a new directory is its owner's alone, and one that is there will do`() throws {
    try ScratchDirectory.run { directory in
      let deep = directory.appending("a").appending("b").appending("c")
      try Disk().makeDirectories(deep)
      try Disk().makeDirectories(deep)
      try Disk().makeDirectory(deep)
      for path in [deep, deep.removingLastComponent()] {
        let mode = try permissions(of: path)
        #expect(mode == 0o700)
      }
    }
  }

  @Test
  func `a file in the place of a directory will not do`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "")
      #expect(throws: FilingError(.create, file, .fileExists)) { try Disk().makeDirectory(file) }
      #expect(throws: FilingError.self) { try Disk().makeDirectories(file) }
    }
  }

  @Test
  func `what is kept becomes read-only`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "x")
      try Disk().makeReadOnly(file)
      let mode = try permissions(of: file)
      #expect(mode == 0o400)
    }
  }

  @Test
  func `a directory that was open to all is closed to all but its owner`() throws {
    try ScratchDirectory.run { directory in
      let open = directory.appending("open")
      try #require(mkdir(open.string, 0o700) == 0 && chmod(open.string, 0o755) == 0)
      try Disk().makePrivate(open)
      let mode = try permissions(of: open)
      #expect(mode == 0o700)
      let missing = directory.appending("missing")
      #expect(throws: FilingError(.setPermissions, missing, .noSuchFileOrDirectory)) {
        try Disk().makePrivate(missing)
      }
    }
  }

  @Test
  func `a file is cut off where it is told`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "0123456789")
      try Disk().truncate(file, to: 4)
      let text = try Disk().readText(file)
      #expect(text == "0123")
    }
  }

  @Test
  func `files, directories and whole file systems can be waited for`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "x")
      for path in [file, directory] {
        try Disk().sync(path)
        try Disk().syncFileSystem(of: path)
      }
      let missing = directory.appending("missing")
      let error = FilingError(.sync, missing, .noSuchFileOrDirectory)
      #expect(throws: error) { try Disk().sync(missing) }
      #expect(throws: error) { try Disk().syncFileSystem(of: missing) }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Renaming on a disk` {
  @Test
  func `a file takes the place of another`() throws {
    try ScratchDirectory.run { directory in
      let (old, new) = (directory.appending("old"), directory.appending("new"))
      try Disk().create(old, holding: "kept")
      try Disk().create(new, holding: "replaced")
      try Disk().rename(old, to: new)
      let (text, left) = try (Disk().readText(new), Disk().entry(at: old))
      #expect(text == "kept")
      #expect(left == nil)
    }
  }

  @Test
  func `a directory takes the place of an empty one only`() throws {
    try ScratchDirectory.run { directory in
      let (old, new) = (directory.appending("old"), directory.appending("new"))
      try Disk().makeDirectory(old)
      try Disk().create(old.appending("file"), holding: "kept")
      try Disk().makeDirectory(new)
      try Disk().rename(old, to: new)
      let text = try Disk().readText(new.appending("file"))
      #expect(text == "kept")

      try Disk().makeDirectory(old)
      #expect(throws: FilingError(.rename, new, .directoryNotEmpty)) {
        try Disk().rename(old, to: new)
      }
    }
  }
}
