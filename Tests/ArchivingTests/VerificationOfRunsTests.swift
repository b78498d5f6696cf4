// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@testable import Archiving

/// The records of runs are read beside the objects, while a run may be at work.
@Suite(.timeLimit(.minutes(5)))
struct `The runs of an archive that is verified` {
  @Test func `are read again where something seems wrong, as one may have ended meanwhile`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let archive = try await DamageBench(in: folder).archive
      let run = try #require(try RunLeaves(of: archive).names().last)
      let report = archive.path.pushing(FilePath("runs/\(run)/report.json"))
      let text = try Disk().readText(report)
      try Disk().removeFile(report)
      let seen = await VerificationRound.records(of: archive, isUnfinished: false)
      #expect(seen?.withoutReport == [run])
      try Disk().create(report, holding: text)

      var round = VerificationRound(of: archive)
      await round.checkRuns(seen: seen)
      #expect(round.runs?.isClean == true)
    }
  }

  @Test func `and the ledger is, where it seems wrong beside the objects`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let archive = try await DamageBench(in: folder).archive
      func seen(isAtWork: Bool = false) async -> LedgerCheck? {
        await VerificationRound.ledger(of: archive, against: .nothing, isAtWork: isAtWork)
      }
      let waiting = archive.path.pushing(FilePath("ledger/waiting.jsonl"))
      let text = try Disk().readText(waiting)
      try Disk().replace(waiting, with: String(text.dropLast()))
      let cut = await seen()
      #expect(cut?.isSound == false)
      var round = VerificationRound(of: archive)
      round.compareLedger(against: .nothing, seen: cut)
      #expect(round.ledger?.isSound == false)

      try Disk().replace(waiting, with: text)
      round = VerificationRound(of: archive)
      round.compareLedger(against: .nothing, seen: cut)
      #expect(round.ledger?.isSound == true)
      // What a run is writing is read when more is known of the run.
      let early = await seen(isAtWork: true)
      #expect(early == nil)
    }
  }

  @Test func `are told as they are where it still is wrong`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let archive = try await DamageBench(in: folder).archive
      let run = try #require(try RunLeaves(of: archive).names().last)
      let visits = archive.path.pushing(FilePath("runs/\(run)/visits.jsonl"))
      try Disk().removeFile(visits)
      let seen = await VerificationRound.records(of: archive, isUnfinished: false)
      var round = VerificationRound(of: archive)
      await round.checkRuns(seen: seen)
      #expect(round.runs?.findings.map(\.path) == ["runs/\(run)/visits.jsonl"])
      #expect(round.runs?.isClean == false)
    }
  }

  @Test(arguments: [false, true])
  func `are believed where they are those that were signed for, against the catalogue`(
    isLast: Bool
  ) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let names = try RunLeaves(of: bench.archive).names()
      let run = try #require(isLast ? names.last : names.first)
      let visits = bench.archive.path.pushing(FilePath("runs/\(run)/visits.jsonl"))
      let text = try Disk().readText(visits)
      // What a catalogue was made by while something else lay there.
      try Disk().replace(visits, with: text + String(repeating: "x", count: 144) + "\n")
      _ = try await Reindexing.run(ArchiveWriter(bench.archive, for: "test"))
      try Disk().replace(visits, with: text)
      let found = try await bench.verification.full(cores: 1).findings
      #expect(found.map(\.path) == ["catalogue.sqlite"])
      #expect(found.first?.sentence.contains("of the run \(run)") == true)
      try await bench.expectMended(bench.repair())
    }
  }
}
