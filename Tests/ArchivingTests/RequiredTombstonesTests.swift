// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// A tombstone that is lost: by whom it is missed, and that no run goes on without it.
@Suite(.timeLimit(.minutes(10)))
struct `A lost tombstone` {
  private func withArchive(_ body: (LettingGoRun, Tombstone) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      try await LettingGoRun.prepare(in: folder)
      let run = try LettingGoRun(in: folder)
      try await body(run, try await run.suppress().tombstone)
    }
  }

  private static let next = [(LettingGoRun.other, "annual, third")]

  private func expectRefusal(of run: LettingGoRun, naming stone: Tombstone) async throws {
    // By that it would come back.
    try run.dropNote()
    let runs = try RunLeaves(of: run.archive).names()
    await #expect {
      try await run.night(9, Self.next)
    } throws: { error in
      guard case ArchiveError.lostTombstones(let paths) = error else { return false }
      return paths == [run.archive.file(of: stone)] && "\(error)".contains(stone.name)
    }
    #expect(try RunLeaves(of: run.archive).names() == runs)
  }

  @Test func `is missed by the ledger alone, before any run has told of it`() async throws {
    try await withArchive { run, stone in
      let tombstones = try Tree(run.archive.tombstones)
      try Disk().removeTree(run.archive.tombstones)
      #expect(try run.archive.lostTombstones(asOf: LettingGoRun.time(9)) == [stone.name])
      try await expectRefusal(of: run, naming: stone)
      try Disk().makeDirectory(run.archive.tombstones)
      try tombstones.write(to: run.archive.tombstones)
      try await run.night(9, Self.next)
    }
  }

  @Test func `is missed by the last report alone, whatever became of the ledger`() async throws {
    try await withArchive { run, stone in
      try await run.night(4, Self.next)
      try Disk().removeFile(run.archive.file(of: stone))
      try await expectRefusal(of: run, naming: stone)
      try Disk().removeTree(run.archive.ledger)
      try await expectRefusal(of: run, naming: stone)
    }
  }

  @Test func `is missed by the leaves that wait, where nobody could sign`() async throws {
    try await withArchive { run, stone in
      let leaves = try Leaf.Suppression.leaves(of: stone).map { try SealedLeaf($0) }
      try Disk().removeTree(run.archive.ledger)
      try Disk().removeFile(run.archive.file(of: stone))
      #expect(try run.archive.lostTombstones(asOf: LettingGoRun.time(9)).isEmpty)
      try WaitingLeaves(of: run.archive).append(leaves)
      #expect(try run.archive.lostTombstones(asOf: LettingGoRun.time(9)) == [stone.name])
    }
  }

  @Test func `is not replaced by another one that a forged leaf answers for`() async throws {
    try await withArchive { run, stone in
      let altered = Tombstone(
        name: stone.name,
        at: stone.at,
        tool: stone.tool,
        reason: stone.reason,
        note: nil,
        role: stone.role,
        versions: stone.versions,
        salt: stone.salt,
        marks: [],
        seals: stone.seals
      )
      let text = try RecordCoding.encode(altered)
      try Disk().replace(run.archive.file(of: stone), with: text)
      let file = Leaf.File(file: "tombstones/\(stone.name).json", digest: try altered.recordDigest)
      let leaves = Leaf.Repair.leaves(of: [file], of: nil, vouched: true, at: stone.at)
      try WaitingLeaves(of: run.archive).append(leaves.map { try SealedLeaf($0) })
      await #expect {
        try await run.night(9, Self.next)
      } throws: { error in
        guard case ArchiveError.alteredTombstones(let paths) = error else { return false }
        return paths == [run.archive.file(of: stone)]
      }
      let found = try await Verification(of: run.archive).full(.quick, cores: 1).findings
      #expect(found.contains { $0.codes.contains("tombstone") }, "\(found)")
    }
  }

  /// Whoever lifted it was cut off: it forbids what it always did.
  @Test func `is not one whose lifting was interrupted`() async throws {
    try await withArchive { run, stone in
      var lifted = stone
      lifted.lifted = Tombstone.Lifting(at: stone.at, note: nil)
      let leaf = try Leaf.unsuppression(
        Leaf.Unsuppression(at: stone.at, tombstone: stone.name, record: lifted.recordDigest)
      )
      try WaitingLeaves(of: run.archive).append([SealedLeaf(leaf)])
      try await run.night(9, Self.next)
    }
  }

  @Test func `is looked for in no more of the ledger than came since the last report`() async throws
  {
    try await withArchive { run, stone in
      try await run.night(4, Self.next)
      // What a report of this night does not name was not there, whatever older leaves say.
      let name = try #require(try RunLeaves(of: run.archive).names().last)
      let file = run.archive.path.appending("runs").appending(name).appending("report.json")
      var report = try RecordCoding.decode(RunReport.self, from: Disk().read(file))
      #expect(report.tombstones == [stone.name])
      report.tombstones = nil
      try Disk().replace(file, with: RecordCoding.encode(report))
      try Disk().removeFile(run.archive.file(of: stone))
      #expect(try run.archive.lostTombstones(asOf: LettingGoRun.time(9)).isEmpty)
      // Where there is no report, all leaves are read.
      for name in try RunLeaves(of: run.archive).names() {
        let folder = run.archive.path.appending("runs").appending(name)
        try Disk().removeFile(folder.appending("report.json"))
      }
      #expect(try run.archive.lostTombstones(asOf: LettingGoRun.time(9)) == [stone.name])
    }
  }
}
