// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Every step of letting go, and what is left when it is the first that is not taken: all of the document or nothing, as
/// soon as somebody opens the archive.
@Suite(.serialized, .timeLimit(.minutes(CrashTally.minutes)))
struct `The crash matrix of letting go` {
  private struct Reference {
    let before: Tree
    let steps: [DiskStep]
    let directory: FilePath
  }

  private func reference() async throws -> Reference {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
      try await LettingGoRun.prepare(in: directory)
      let before = try Tree(directory)
      let run = try LettingGoRun(in: directory)
      let steps = try await DiskWatch.record { try await run.suppress() }
      return Reference(before: before, steps: steps, directory: directory)
    }
  }

  /// What is wrong with an archive in which letting go was stopped.
  private static func complaints(in directory: FilePath) async -> [String] {
    do {
      let run = try LettingGoRun(in: directory)
      var complaints: [String] = []
      let outcome = try await Verification(at: run.archive.path, against: run.trust).full(cores: 1)
      complaints += outcome.findings.filter { $0.path != "catalogue.sqlite" }
        .map { "before the next start: \($0)" }
      let isBegun = try SuppressionIntent(of: run.archive) != nil
      if isBegun, outcome.unfinished == nil { complaints.append("what is unfinished is not told") }

      _ = try await ArchiveWriter(run.archive, for: "test")
      let traces = try run.traces()
      let isGone = try run.archive.readTombstones().all.count == 1
      if isBegun, !isGone { complaints.append("what was begun was not finished") }
      if isGone, !traces.isEmpty { complaints.append("of what is gone there is \(traces)") }
      if !isGone {
        let kept = try run.archive.keptVersions(of: WebAddress(LettingGoRun.address))
        if kept.count != 2 { complaints.append("of what is kept there are \(kept.count) versions") }
      }
      complaints += try await run.findings()

      try await run.night(8, [(LettingGoRun.other, "annual, third")])
      complaints += try await run.findings()
      if try Disk().entry(at: run.archive.ledger.appending(WaitingLeaves.fileName)) != nil {
        complaints.append("leaves wait still")
      }
      let stated = try run.leaves.count { if case .suppression = $0 { true } else { false } }
      if stated != (isGone ? 1 : 0) { complaints.append("the ledger says so \(stated) times") }
      return complaints
    } catch {
      return ["\(error)"]
    }
  }

  private func matrix(
    _ what: String,
    of count: Int,
    atLeast floor: Int,
    _ body: @escaping @Sendable (Int, FilePath, Tree) async throws -> (String, [String])
  ) async throws {
    let tally = try await CrashTally.matrix(of: count, body)
    tally.tell("letting go, \(what)")
    #expect(tally.bad == [])
    #expect(tally.states >= floor)
  }

  @Test func `a step fails`() async throws {
    let reference = try await reference()
    let stride = CrashTally.isFull ? 1 : 4
    try await matrix("failing disk", of: reference.steps.count / stride, atLeast: 25) {
      sample,
      directory,
      rest in
      let number = sample * stride
      let fault = sample.isMultiple(of: 2) ? DiskFault.staysBroken : .full
      try reference.before.write(to: directory, over: rest)
      try? await DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: fault)) {
        _ = try await LettingGoRun(in: directory).suppress()
      }
      return (
        "\(fault.rawValue) at \(number), \(reference.steps[number].words)",
        await Self.complaints(in: directory)
      )
    }
  }

  @Test func `power is cut before a step, and the catalogue is lost`() async throws {
    let reference = try await reference()
    var states = PowerCuts()
    var disk = VolatileDisk(holding: reference.before, in: reference.directory)
    for (number, step) in reference.steps.enumerated() {
      states.add(disk, from: number, "before \(number), \(step.words)")
      disk.take(step)
    }
    let part = CrashTally.isFull ? 1 : 18
    let all = states.states
    try await matrix("power cut", of: all.count / part, atLeast: 12) { sample, directory, rest in
      let (name, tree) = all[sample * part]
      try tree.write(to: directory, over: rest)
      let archive = directory.appending("Archive")
      for name in ["catalogue.sqlite", "catalogue.sqlite-journal"] {
        try Disk().removeFile(archive.appending(name))
      }
      if try SuppressionIntent(of: Archive(opening: archive)) == nil {
        _ = try await Reindexing.run(
          ArchiveWriter(Archive(opening: archive), for: "test", replacingCatalogue: true)
        )
      }
      return (name, await Self.complaints(in: directory))
    }
  }
}
