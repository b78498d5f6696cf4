// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Removing from a disk` {
  @Test
  func `a tree goes, and what its links point to stays`() throws {
    try ScratchDirectory.run { directory in
      let disk = Disk()
      let (tree, outside) = (directory.appending("tree"), directory.appending("outside"))
      try disk.makeDirectory(outside)
      try disk.create(outside.appending("kept"), holding: "kept")

      let inner = tree.appending("a").appending("b")
      try disk.makeDirectories(inner)
      try disk.create(inner.appending("file"), holding: "gone")
      try disk.makeReadOnly(inner.appending("file"))
      try makeLink(at: inner.appending("to directory"), to: outside)
      try makeLink(at: inner.appending("to file"), to: outside.appending("kept"))
      try makeLink(at: inner.appending("to parent"), to: "..")
      try makeLink(at: inner.appending("to nothing"), to: "nothing")
      try makePipe(at: inner.appending("pipe"))

      try disk.removeTree(tree)
      let left = try disk.list(directory).map(\.name)
      #expect(left == ["outside"])
      let kept = try disk.readText(outside.appending("kept"))
      #expect(kept == "kept")
    }
  }

  @Test
  func `a link in the place of a tree goes alone`() throws {
    try ScratchDirectory.run { directory in
      let outside = directory.appending("outside")
      try Disk().makeDirectory(outside)
      try Disk().create(outside.appending("kept"), holding: "kept")
      try makeLink(at: directory.appending("link"), to: outside)
      try Disk().removeTree(directory.appending("link"))
      let left = try Disk().list(directory).map(\.name)
      #expect(left == ["outside"])
      let kept = try Disk().readText(outside.appending("kept"))
      #expect(kept == "kept")
    }
  }

  @Test
  func `names that are not UTF-8 go with their tree`() throws {
    try ScratchDirectory.run { directory in
      let tree = directory.appending("tree")
      try Disk().makeDirectory(tree)
      let name: [CInterop.PlatformChar] = [0x61, CInterop.PlatformChar(bitPattern: 0xE9), 0]
      let odd = try #require(FilePath.Component(platformString: name))
      try Files.writeBytes([1], to: tree.appending(odd))
      try Disk().removeTree(tree)
      let left = try Disk().list(directory)
      #expect(left.isEmpty)
    }
  }

  @Test
  func `what is not there is removed already`() throws {
    try ScratchDirectory.run { directory in
      let missing = directory.appending("missing")
      try Disk().removeFile(missing)
      try Disk().removeTree(missing)
      try Disk().removeEmptyDirectory(missing)
    }
  }

  @Test
  func `a file is no directory, and a directory no file`() throws {
    try ScratchDirectory.run { directory in
      let (folder, file) = (directory.appending("folder"), directory.appending("folder/file"))
      try Disk().makeDirectory(folder)
      try Disk().create(file, holding: "x")
      #expect(throws: FilingError(.remove, folder, .isDirectory)) { try Disk().removeFile(folder) }
      #expect(throws: FilingError(.remove, file, .notDirectory)) {
        try Disk().removeEmptyDirectory(file)
      }
      #expect(throws: FilingError(.remove, folder, .directoryNotEmpty)) {
        try Disk().removeEmptyDirectory(folder)
      }
      let text = try Disk().readText(file)
      #expect(text == "x")
    }
  }
}
