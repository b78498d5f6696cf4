// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

@testable import Archiving

extension DamageBench {
  /// Repairs what a verification finds.
  ///
  /// - Parameters:
  ///   - source: where sound bytes may be; nil for the archive alone.
  ///   - names: for whom a person answers.
  /// - Returns: what is damaged still.
  /// - Throws: where it cannot be carried out.
  func repair(
    from source: FilePath? = nil,
    vouchingFor names: Set<String> = []
  ) async throws -> [ArchiveFinding] {
    var source = try source.map { try RepairSource(at: $0, for: archive) } ?? RepairSource()
    _ = try Repairing.putBackWaiting(in: archive, from: source)
    // What a person answers for is signed for at once.
    let writer = try await ArchiveWriter(
      archive,
      for: "test",
      signing: names.isEmpty ? nil : signing
    )
    let repairing = Repairing(of: archive, against: trust, vouchingFor: names)
    let found = try await verification.full(cores: 1).findings
    let (plans, left) = try repairing.plans(after: found, from: &source)
    return try await repairing.repair(plans, besides: left, from: &source, writer, at: Keeper.day)
      .left
  }

  /// Expects that a repair left the documents as they were, and nothing to be told.
  ///
  /// - Parameters:
  ///   - left: what the repair says is damaged still.
  ///   - what: what was mended.
  /// - Throws: where the archive cannot be read.
  func expectMended(_ left: [ArchiveFinding], _ what: String = "") async throws {
    #expect(left == [], "\(what)")
    let changes = try Tree(archive.path).changes(since: tree)
    #expect(changes.filter { $0.hasPrefix("ocfl/") } == [], "\(what)")
    let after = try await verification.full(cores: 1)
    #expect(
      after.findings == [] && after.warnings == [],
      "\(what): \(after.findings) \(after.warnings)"
    )
  }
}
