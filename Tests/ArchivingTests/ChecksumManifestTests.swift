// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(20)))
struct `An append to the manifest that was cut off` {
  private static let old = (0..<3).map { line("old-\($0)") }
  private static let new = (0..<4).map { line("new-\($0)") }

  private static func line(_ name: String) -> ChecksumManifest.Line {
    ChecksumManifest.Line(digest: .of(name), file: "ocfl/\(name)/v1/content/document.pdf")
  }

  private static func text(_ lines: [ChecksumManifest.Line]) -> String {
    lines.map(\.text).joined()
  }

  /// What a disk may have kept of the appended lines.
  private static let remains: [(what: String, text: String)] = [
    ("nothing", ""),
    ("all", text(new)),
    ("half a line", String(new[0].text.prefix(70))),
    ("two lines and a half", text(Array(new[0..<2])) + new[2].text.prefix(40)),
    ("zeros at the end", new[0].text + String(repeating: "\0", count: 200)),
    (
      "nothing where a block should be, and whole lines after it",
      new[0].text + String(repeating: "\0", count: new[1].text.utf8.count) + text(Array(new[2...]))
    ),
    (
      "half a block, and a whole line after it",
      String(new[0].text.prefix(20)) + String(repeating: "\0", count: 100) + "\n" + new[3].text
    ),
    ("the later lines alone", text(Array(new[2...]))),
  ]

  @Test(arguments: remains)
  func `is brought to its end, each line once, and again without a change`(
    what: String,
    remains: String
  ) throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending(ChecksumManifest.fileName)
      try Disk().create(path, holding: Self.text(Self.old) + remains)
      let manifest = ChecksumManifest(at: path)
      try manifest.complete(with: Self.new)
      let text = try Disk().readText(path)
      #expect(text.hasPrefix(Self.text(Self.old)))
      let lines = text.split(separator: "\n").map { "\($0)\n" }
      #expect(lines.sorted() == (Self.old + Self.new).map(\.text).sorted(), "\(what)")

      try manifest.complete(with: Self.new)
      let again = try Disk().readText(path)
      #expect(again == text)
    }
  }

  @Test func `leaves what was wrong before it, as evidence`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending(ChecksumManifest.fileName)
      let before = Self.old[0].text + "no line at all\n" + Self.old[1].text
      try Disk().create(path, holding: before + Self.new[0].text.prefix(50))
      try ChecksumManifest(at: path).complete(with: Self.new)
      let text = try Disk().readText(path)
      #expect(text == before + Self.text(Self.new))
    }
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `A run whose disk fails in the middle of a batch` {
  @Test func `writes no part of it a second time`() async throws {
    try await ScratchDirectory.run { folder in
      let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
      let manifest = run.archive.path.appending(ChecksumManifest.fileName)
      let intake = try await run.intake(day: 0)
      try await run.bring("one", of: "https://example.org/a.pdf", to: intake)
      // The versions appear; then the manifest cannot be written.
      let observer = DiskWatch.failing(where: { step in
        if case .open(manifest) = step { true } else { false }
      })
      await #expect(throws: FilingError.self) {
        try await DiskStep.$observer.withValue(observer) { try await intake.salvage() }
      }
      // The disk is well again, and still nothing is repeated.
      let before = try Tree(run.archive.path)
      await #expect(throws: FilingError.self) { try await intake.salvage() }
      await #expect(throws: FilingError.self) {
        try await intake.finish(report: ["schema": Archive.reportSchema])
      }
      let after = try Tree(run.archive.path)
      #expect(after == before)
    }
  }

  @Test func `is finished by the next start, with or without a manifest to be told of it`()
    async throws
  {
    for isManifestLost in [false, true] {
      try await ScratchDirectory.run { folder in
        let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
        let manifest = run.archive.path.appending(ChecksumManifest.fileName)
        do {
          let intake = try await run.intake(day: 0)
          try await run.bring("one", of: "https://example.org/a.pdf", to: intake)
          let observer = DiskWatch.failing(where: { step in
            if case .open(manifest) = step { true } else { false }
          })
          try await DiskStep.$observer.withValue(observer) { try await intake.salvage() }
        } catch is FilingError {}
        if isManifestLost { try Disk().removeFile(manifest) }

        let writer = try await ArchiveWriter(run.archive, for: "test")
        #expect(writer.recovered.count == 1)
        if isManifestLost {
          let entry = try Disk().entry(at: manifest)
          #expect(entry == nil)
          _ = try await Reindexing.run(writer)
        }
        let outcome = try await Verification(of: run.archive).full(cores: 1)
        #expect(outcome.isIntact, "\(outcome.findings)")
        let lines = try Disk().readText(manifest).split(separator: "\n")
        #expect(lines.count == 2)
      }
    }
  }
}
