// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Filing
import Foundation
import Night
import Records
import Reporting
import Synchronising
import SystemPackage

/// Reads what sources list into an archive that is thrown away, and holds it against the one that is kept.
struct ListReading {
  let trials: SourceTrials
  let report: RunReport
  /// Whether all lists were read to their end.
  var isWhole: Bool { trials.isWhole && report.isWhole }

  /// - Parameters:
  ///   - plan: which sources, and how to ask.
  ///   - archive: what is kept; nil where nothing is yet.
  /// - Throws: where nothing can be written to the folder for temporary files; `CancellationError` where a signal came.
  init(_ plan: RunPlan, against archive: Archive?) async throws {
    let (trial, hosts) = try await Self.read(plan, besides: archive)
    let rules = KnownRules(hosts, for: plan.network.userAgent)
    report = trial.report
    let catalogue = try await archive?.catalogue()
    let suppressed = try archive?.readTombstones()
    var trials: [SourceTrials.Trial] = []
    // What a source before it lists, too, is not among the names of a source.
    let all = Set(trial.listed.values.joined().map(\.address))
    for outcome in trial.report.sources {
      let source = plan.sources.first { $0.id == outcome.id }
      let names = (trial.listed[outcome.id] ?? []).filter { suppressed?.of($0.address) == nil }
      let entries = try await catalogue?.entries(of: outcome.id)
      let known = Set(try await catalogue?.documents(of: outcome.id).map(\.address) ?? [])
      let now = Set(names.map(\.address))
      trials.append(
        SourceTrials.Trial(
          outcome,
          names.map { name in
            .init(
              name.address,
              name.entry,
              isKnown: catalogue == nil ? nil : known.contains(name.address),
              isBarred: source?.reasonToIgnoreRobots == nil && rules.bar(name.address)
            )
          },
          notListed: entries.map { entries in
            outcome.wasReached
              ? entries.count {
                $0.isListed && !now.contains($0.address) && !all.contains($0.address)
              } : 0
          }
        )
      )
    }
    self.trials = SourceTrials(trials)
  }

  private static func read(
    _ plan: RunPlan,
    besides kept: Archive?
  ) async throws -> (ListTrial, HostMemory) {
    let folder = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-lists-\(ProcessInfo.processInfo.processIdentifier)")
    try Disk().removeTree(folder)
    defer { try? Disk().removeTree(folder) }
    let archive = try Archive.create(at: folder)
    try kept?.lendHosts(to: archive)
    let writer = try await ArchiveWriter(
      archive,
      for: "reading lists",
      signing: .nobody(because: "nothing of it is kept")
    )
    var plan = plan
    plan.space = SpaceBudget(freeBytes: 0)
    let synchroniser = Synchroniser(plan)
    let trial = try await Interruption.allowing { try await synchroniser.readLists(writer) }
    withExtendedLifetime(writer) {}
    guard trial.report.isComplete else { throw CancellationError() }
    return (trial, archive.hostMemory.memory)
  }
}
