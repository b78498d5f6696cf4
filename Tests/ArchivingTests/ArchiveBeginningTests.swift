// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Glibc
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `The beginning of an archive` {
  /// Begins an archive in a directory that holds no more than a README, and keeps a document in it.
  private func complaint(in directory: FilePath) async -> String? {
    do {
      let archive = try Archive.openOrBegin(at: directory)
      try await Keeper(archive, in: directory.removingLastComponent())
        .keep([("https://example.org/a.pdf", "one")])
      let outcome = try await Verification(of: archive).full(cores: 1)
      let readme = try Disk().readText(directory.appending("README.md"))
      let isWhole = outcome.findings.isEmpty && readme == Archive.readme
      return isWhole ? nil : "\(outcome.findings)"
    } catch {
      return "\(error)"
    }
  }

  @Test func `may be stopped before any step, or by a disk that fails, and is gone on with`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let place = folder.appending("Archive")
      let steps = try DiskWatch.record { _ = try Archive.create(at: place) }
      #expect(steps.count > 20)
      for fault in [DiskFault.staysBroken, .full, .short] {
        for number in steps.indices where fault.befalls(steps[number]) {
          try Disk().removeTree(place)
          let isLock = steps[number].words.contains("/lock")
          do {
            try DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: fault)) {
              _ = try Archive.create(at: place)
            }
            #expect(isLock, "\(fault) at \(steps[number].words) was not told")
          } catch let error as FilingError {
            #expect(error.cause == fault.cause)
          }
          // What was told to make it is made by hand, as for a disk that has to be mounted.
          try Disk().makeDirectories(place)
          let complaint = await complaint(in: place)
          #expect(complaint == nil, "\(fault) at \(steps[number].words)")
        }
      }
    }
  }

  @Test func `may lose its power at any step, and is gone on with`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let place = folder.appending("Archive")
      try Disk().makeDirectory(place)
      let before = try Tree(place)
      let steps = try DiskWatch.record { _ = try Archive.create(at: place) }
      var disk = VolatileDisk(holding: before, in: place)
      var tried: Set<Tree> = []
      for (number, step) in steps.enumerated() {
        for outage in Outage.kinds(dice: 4, from: number) {
          let state = disk.tree(after: outage)
          guard tried.insert(state).inserted else { continue }
          try state.write(to: place, over: try Tree(place))
          let complaint = await complaint(in: place)
          #expect(complaint == nil, "\(outage) before \(step.words)")
        }
        disk.take(step)
      }
      #expect(tried.count > 20)
    }
  }

  @Test func `spares what is there and is not an archive's beginning`() throws {
    let strangers: [(String, String)] = [
      ("manifest-sha512.txt", "of something\n"), ("runs/2026", "a run"),
      ("quarantine/x", "evidence"),
      ("notes.txt", ""), ("ocfl/notes.txt", ""),
    ]
    try ScratchDirectory.run { folder in
      for (number, (name, text)) in strangers.enumerated() {
        let place = folder.appending("archive-\(number)")
        let file = FilePath("\(place)/\(name)")
        try Disk().makeDirectories(file.removingLastComponent())
        try Disk().create(file, holding: text)
        let before = try Tree(place)
        #expect(throws: ArchiveError.self) { try Archive.create(at: place) }
        #expect(throws: (any Error).self) { try Archive.openOrBegin(at: place) }
        let after = try Tree(place)
        #expect(after == before)
      }
    }
  }

  @Test func `leaves the README that is there, and the file system's own directory`() throws {
    try ScratchDirectory.run { folder in
      let place = folder.appending("Archive")
      try Disk().makeDirectories(place.appending("lost+found"))
      try Disk().create(place.appending("README.md"), holding: "ours")
      #expect(throws: ArchiveError.self) { try Archive(opening: place) }
      _ = try Archive.openOrBegin(at: place)
      let text = try Disk().readText(place.appending("README.md"))
      #expect(text == "ours")
      #expect(throws: ArchiveError.self) { try Archive.create(at: place) }
    }
  }

  @Test func `says again how it is read without Hanaper, where that was lost`() async throws {
    try await ScratchDirectory.run { folder in
      let archive = try Archive.create(at: folder.appending("Archive"))
      let readme = archive.path.appending("README.md")
      try Disk().removeFile(readme)
      let warnings = try await Verification(of: archive).full(cores: 1).warnings
      #expect(warnings.map(\.path) == ["README.md"])
      let writer = try await ArchiveWriter(archive, for: "test")
      withExtendedLifetime(writer) {}
      #expect(try Disk().readText(readme) == Archive.readme)
    }
  }

  @Test func `is nobody else's to read, whoever made the directory`() throws {
    try ScratchDirectory.run { folder in
      let place = folder.appending("Archive")
      try Disk().makeDirectory(place)
      chmod(place.string, 0o755)
      _ = try Archive.openOrBegin(at: place)
      let mode = try Stat(place).permissions.rawValue & 0o777
      #expect(mode == 0o700)
    }
  }

  @Test func `by two processes at once is left to one of them`() throws {
    try ScratchDirectory.run { folder in
      let place = folder.appending("Archive")
      try Disk().makeDirectory(place)
      let lock = try FileLock(place.appending("lock"), as: "another process")
      let error = #expect(throws: ArchiveError.self) { try Archive.openOrBegin(at: place) }
      #expect("\(String(describing: error))".contains("another process"))
      release(lock)
      _ = try Archive.openOrBegin(at: place)
    }
  }

  private func release(_ lock: consuming FileLock) {}
}
