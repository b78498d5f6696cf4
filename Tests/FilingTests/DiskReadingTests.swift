// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Looking at a disk` {
  @Test
  func `a path is told by what it names, and a link is not followed`() throws {
    try ScratchDirectory.run { directory in
      let disk = Disk()
      try disk.create(directory.appending("file"), holding: "x")
      try disk.makeDirectory(directory.appending("folder"))
      try makeLink(at: directory.appending("link"), to: directory.appending("folder"))
      try makeLink(at: directory.appending("dangling"), to: directory.appending("nothing"))
      try makePipe(at: directory.appending("pipe"))
      try makeLink(at: directory.appending("circle"), to: directory.appending("circle"))

      let kinds: [(String, DirectoryEntry.Kind?)] = [
        ("file", .file), ("folder", .directory), ("link", .link), ("dangling", .link),
        ("pipe", .other), ("nothing", nil), ("file/below", nil),
        ("circle", .link), ("circle/below", nil),
      ]
      for (name, kind) in kinds {
        let found = try disk.entry(at: directory.appending(name))
        #expect(found == kind, "\(name)")
      }
    }
  }

  @Test
  func `a listing has every name once, in the order of their bytes, with its kind`() throws {
    try ScratchDirectory.run { directory in
      let disk = Disk()
      let files = ["b", "a", "Z", "10", "9", ".hidden", "é", "e\u{301}", "a name with spaces"]
      for name in files {
        try disk.create(directory.appending(name), holding: "")
      }
      try disk.makeDirectory(directory.appending("c"))
      try makeLink(at: directory.appending("d"), to: directory.appending("c"))
      try makePipe(at: directory.appending("p"))

      let entries = try disk.list(directory)
      let names = [
        ".hidden", "10", "9", "Z", "a", "a name with spaces", "b", "c", "d", "e\u{301}", "p", "é",
      ]
      #expect(entries.map { Array($0.name.utf8) } == names.map { Array($0.utf8) })
      #expect(entries.filter { $0.kind != .file }.map(\.kind) == [.directory, .link, .other])
    }
  }

  @Test
  func `what cannot be listed is an error that says so`() throws {
    try ScratchDirectory.run { directory in
      let disk = Disk()
      let missing = directory.appending("missing")
      #expect(throws: FilingError(.list, missing, .noSuchFileOrDirectory)) {
        try disk.list(missing)
      }
      try disk.create(missing, holding: "no directory")
      #expect(throws: FilingError(.list, missing, .notDirectory)) { try disk.list(missing) }
    }
  }

  @Test
  func `a path is followed through links to the place itself`() throws {
    try ScratchDirectory.run { directory in
      let real = Disk().resolved(directory).appending("a")
      try Disk().makeDirectories(real.appending("b"))
      try makeLink(at: directory.appending("link"), to: "a/../a")
      #expect(Disk().resolved(directory.appending("link/b/..")) == real)
      let missing = directory.appending("link/missing")
      #expect(Disk().resolved(missing) == missing)
    }
  }

  @Test
  func `a file's size is told, and room is left on the disk`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: [UInt8](repeating: 7, count: 12_345))
      let size = try Disk().size(of: file)
      #expect(size == 12_345)
      let space = try Disk().space(at: directory)
      #expect(space.freeBytes > 0 && space.totalBytes >= space.freeBytes)
      #expect(space.files.map { $0.free > 0 && $0.total >= $0.free } ?? true)
      #expect(throws: FilingError(.look, directory.appending("none"), .noSuchFileOrDirectory)) {
        try Disk().space(at: directory.appending("none"))
      }
      let missing = directory.appending("missing")
      #expect(throws: FilingError(.look, missing, .noSuchFileOrDirectory)) {
        try Disk().size(of: missing)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Reading from a disk` {
  // Around the 256 KiB pieces in which a file is read.
  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 1_000_000])
  func `a file is read whole, whatever its length`(length: Int) throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Disk().create(file, holding: bytes)
      let read = try Disk().read(file)
      #expect(read == bytes)
    }
  }

  @Test
  func `a file of exactly the limit is read, a longer one refused`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "0123456789")
      let text = try Disk().readText(file, limit: 10)
      #expect(text == "0123456789")
      #expect(throws: FilingError(.read, file, .fileTooLarge)) {
        try Disk().read(file, limit: 9)
      }
    }
  }

  @Test
  func `the limit holds for a file that does not tell its length`() throws {
    // Files of the kernel have bytes in them and a size of 0, as has a file that is just growing.
    let file: FilePath = "/proc/self/status"
    #expect(throws: FilingError(.read, file, .fileTooLarge)) {
      try Disk().read(file, limit: 4).count
    }
  }

  @Test
  func `a link is refused, even one to a sound file`() throws {
    try ScratchDirectory.run { directory in
      let link = directory.appending("link")
      try Disk().create(directory.appending("file"), holding: "x")
      try makeLink(at: link, to: directory.appending("file"))
      #expect(throws: FilingError(.read, link, .tooManySymbolicLinkLevels)) {
        try Disk().read(link)
      }
    }
  }

  @Test
  func `what is missing or no file is refused`() throws {
    try ScratchDirectory.run { directory in
      let missing = directory.appending("missing")
      #expect(throws: FilingError(.read, missing, .noSuchFileOrDirectory)) {
        try Disk().read(missing)
      }
      #expect(throws: FilingError(.read, directory, .isDirectory)) { try Disk().read(directory) }
    }
  }

  @Test
  func `a pipe is refused instead of waited for`() async {
    // In a process of its own, which the alarm ends if it waits for a writer that never comes.
    await #expect(processExitsWith: .success) {
      alarm(3)
      try ScratchDirectory.run { directory in
        let pipe = directory.appending("pipe")
        try makePipe(at: pipe)
        #expect(throws: FilingError.self) { try Disk().read(pipe) }
      }
    }
  }

  @Test
  func `a pipe is refused instead of added to, with a reader and without`() async {
    await #expect(processExitsWith: .success) {
      alarm(3)
      try ScratchDirectory.run { directory in
        let pipe = directory.appending("pipe")
        try makePipe(at: pipe)
        #expect(throws: FilingError.self) { _ = try WritableFile(appendingTo: pipe) }
        let reader = try FileDescriptor.open(pipe, .readOnly, options: .nonBlocking)
        #expect(throws: FilingError(.write, pipe, .invalidArgument)) {
          _ = try WritableFile(appendingTo: pipe)
        }
        try reader.close()
      }
    }
  }

  @Test
  func `bytes that are not UTF-8 become replacement characters`() throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: [0x61, 0xFF, 0x62])
      let text = try Disk().readText(file)
      #expect(text == "a\u{FFFD}b")
    }
  }

  @Test
  func `a file is read on from where one stopped, or from elsewhere`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("file")
      let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Disk().create(path, holding: bytes)
      let file = try ReadableFile(path)
      var read: [UInt8] = []
      while true {
        let chunk = try file.nextChunk()
        if chunk.isEmpty { break }
        read += chunk
      }
      #expect(read == bytes)
      let (last, rest) = try (file.nextChunk(from: 599_990), file.nextChunk())
      #expect(last == Array(bytes.suffix(10)))
      #expect(rest.isEmpty)
    }
  }

  @Test(arguments: [0, 1, 4_095, 4_096, 4_097, 262_142, 262_143, 262_144, 262_145, 524_288])
  func `a file of any length is read whole, in pieces or at once`(length: Int) throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("file")
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Disk().create(path, holding: bytes)
      var pieces: [Int] = []
      var read: [UInt8] = []
      try ReadableFile(path).forEachChunk { chunk in
        pieces.append(chunk.count)
        chunk.withUnsafeBytes { read.append(contentsOf: $0) }
      }
      #expect(read == bytes)
      #expect(pieces.count == (length + 262_143) / 262_144)
      #expect(try Disk().read(path) == bytes)
    }
  }

  @Test func `a file that does not say how long it is is read whole`() throws {
    let text = try Disk().readText("/proc/self/status")
    #expect(text.hasPrefix("Name:"))
    #expect(text.contains("nonvoluntary_ctxt_switches"))
  }

  @Test(arguments: [
    (0, 4, "0123"), (6, 4, "6789"), (8, 4, "89"), (10, 4, ""), (99, 4, ""), (3, 0, ""),
  ])
  func `a part is read from where it begins`(offset: Int64, count: Int, part: String) throws {
    try ScratchDirectory.run { directory in
      let file = directory.appending("file")
      try Disk().create(file, holding: "0123456789")
      let bytes = try ReadableFile(file).bytes(at: offset, count: count)
      #expect(bytes == Array(part.utf8))
    }
  }
}
