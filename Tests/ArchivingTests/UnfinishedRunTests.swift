// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Cataloguing
import Filing
import OCFL
import Support
import SystemPackage
import Testing

/// An archive in which a run was cut off, before anybody finished it.
@Suite(.timeLimit(.minutes(20)))
struct `Verifying after an interrupted run` {
  /// Stops a run at a step, and calls `body` with what is left.
  private func stopped(
    where isMeant: @escaping @Sendable (DiskStep) -> Bool,
    _ body: (FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      try await CrashRun.prepare(in: folder)
      let run = try CrashRun(in: folder)
      await #expect(throws: (any Error).self, "the run comes to that step") {
        try await DiskStep.$observer.withValue(DiskWatch.failing(where: isMeant)) {
          try await run.first()
        }
      }
      try await body(folder.appending("Archive"))
    }
  }

  @Test(arguments: [
    ("{\"schema\":\"hanaper/intent/9\",\"steps\":[]}", "another Hanaper began this"),
    ("{\"steps\":[{\"id\":7}]}", "moves what was begun to quarantine/"),
  ])
  func `what cannot be read of it is told with what to do about that`(
    intent: String,
    remedy: String
  ) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([("https://example.org/a.pdf", "kept")])
      let batch = keeper.archive.path.appending("staging").appending("batch-1")
      try Disk().makeDirectory(batch)
      try Disk().create(batch.appending("intent.json"), holding: intent)
      let outcome = try await Verification(of: keeper.archive).full(cores: 1)
      let finding = try #require(outcome.findings.first)
      #expect(finding.path == "staging/batch-1")
      #expect(finding.next.description.contains(remedy), "\(finding.next)")
      #expect(!finding.next.description.contains("dmesg"))
    }
  }

  /// The moments between which a batch does one thing: versions appear, root inventories are replaced, the
  /// manifest is written.
  private static let moments: [@Sendable (DiskStep) -> Bool] = [
    { if case .rename(_, let path) = $0 { path.lastComponent?.string == "v3" } else { false } },
    {
      guard case .rename(_, let path) = $0 else { return false }
      return path.string.contains("ocfl/") && path.lastComponent?.string == "inventory.json"
    },
    {
      guard case .rename(_, let path) = $0 else { return false }
      return path.string.contains("ocfl/") && path.lastComponent?.string == "inventory.json.sha512"
    },
    {
      if case .open(let path) = $0 {
        path.lastComponent?.string == "manifest-sha512.txt"
      } else {
        false
      }
    },
    {
      guard case .write(_, let path) = $0 else { return false }
      return path.lastComponent?.string == "visits.jsonl"
    },
  ]

  @Test(arguments: moments.indices)
  func `nothing is damaged, the interruption is told, and recover finishes it`(
    moment: Int
  ) async throws {
    try await stopped(where: Self.moments[moment]) { archive in
      let before = try await Verification(at: archive).full(cores: 1)
      #expect(before.findings == [])
      #expect(before.unfinished?.isAtWork == false)
      #expect(before.unfinished?.sentence.contains("a run was interrupted") == true)
      let recovery = try await Recovery(at: archive).run()
      #expect(recovery.wasUnfinished)
      let after = try await Verification(at: archive).full(cores: 1)
      #expect(after.findings == [])
      #expect(after.unfinished == nil)
      let again = try await Recovery(at: archive).run()
      #expect(!again.wasUnfinished && again.sentences.isEmpty)
    }
  }

  @Test(arguments: moments.indices)
  func `what is held can be given back, and is called neither lost nor wrong`(
    moment: Int
  ) async throws {
    try await stopped(where: Self.moments[moment]) { path in
      let archive = try Archive(opening: path)
      let catalogue = try await archive.catalogue()
      var seen = 0
      try await catalogue.forEachDocument { document in
        let held = try await archive.heldVersions(of: document.address, in: catalogue)
        #expect(held.fault == nil, "\(document.address)")
        #expect(held.versions.count >= document.version ?? 0)
        seen += 1
      }
      #expect(seen > 1)
    }
  }

  @Test(arguments: moments.indices)
  func `damage is found all the same`(moment: Int) async throws {
    try await stopped(where: Self.moments[moment]) { archive in
      let folder = archive.pushing(
        FilePath("ocfl/\(StorageLayout.new.path(of: ObjectID("https://example.org/returned.pdf")))")
      )
      let tree = try Tree(archive)
      func told(_ change: () throws -> Void) async throws -> [ArchiveFinding] {
        try change()
        let findings = try await Verification(at: archive).full(cores: 1).findings
        try tree.write(to: archive, over: try Tree(archive))
        return findings
      }
      let content = try await told {
        try Disk().removeFile(folder.pushing("v1/content/document.pdf"))
      }
      #expect(content.count == 1, "\(content)")
      let record = try await told {
        let path = folder.pushing("v1/inventory.json")
        var bytes = try Disk().read(path)
        bytes[10] ^= 1
        try Disk().removeFile(path)
        try Disk().create(path, holding: bytes)
      }
      #expect(record.map(\.versions) == [[1]], "\(record)")
      let manifest = try await told {
        let path = archive.appending("manifest-sha512.txt")
        let lines = try Disk().readText(path).split(separator: "\n").dropFirst()
        try Disk().removeFile(path)
        try Disk().create(path, holding: lines.map { "\($0)\n" }.joined())
      }
      #expect(manifest.map(\.path) == ["manifest-sha512.txt"], "\(manifest)")
    }
  }

  @Test func `a run that is at work is told as that`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      try await CrashRun.prepare(in: folder)
      let run = try CrashRun(in: folder)
      let intake = try await run.intake(day: 5)
      try await run.bring("new", of: "https://example.org/new.pdf", to: intake)
      let outcome = try await Verification(at: run.archive.path).full(cores: 1)
      #expect(outcome.findings == [])
      #expect(outcome.unfinished?.isAtWork == true)
      #expect(outcome.unfinished?.sentence.contains("a run is at work: process") == true)
      await #expect(throws: ArchiveError.self) { try await Recovery(at: run.archive.path).run() }
      try await intake.finish(report: ["schema": Archive.reportSchema])
    }
  }

  @Test func `the making of an archive that was interrupted is told and gone on with`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let place = folder.appending("Archive")
      let steps = try DiskWatch.record { _ = try Archive.create(at: place) }
      var told = 0
      for number in steps.indices {
        try Disk().removeTree(place)
        _ = try? DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: .staysBroken)) {
          try Archive.create(at: place)
        }
        guard try Disk().entry(at: place) == .directory else { continue }
        do {
          let outcome = try await Verification(at: place).full(cores: 1)
          #expect(outcome.isIntact, "\(steps[number].words): \(outcome.findings)")
          _ = try await Recovery(at: place).run()
          let after = try await Verification(at: place).full(cores: 1)
          #expect(after.isIntact && after.unfinished == nil, "\(steps[number].words)")
          told += 1
        } catch ArchiveError.unused {
          // Not a trace of it is there yet.
        }
      }
      #expect(told >= 20)
    }
  }
}
