// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records

/// What came of a repair.
package struct RepairOutcome: Sendable {
  /// What was done; then what could not be.
  package fileprivate(set) var plans: [RepairPlan] = []
  /// Where what was damaged lies by now, relative to the archive.
  package fileprivate(set) var quarantined: [String] = []
  /// What is damaged still.
  package fileprivate(set) var left: [ArchiveFinding] = []
  package fileprivate(set) var ledger: LedgerNote?
  /// Whether the catalogue was made again, because it did not know what is there by now.
  package fileprivate(set) var madeCatalogue = false
}

extension Repairing {
  /// So often what was repaired is looked at and gone on with.
  private static let rounds = 5

  /// Does what was planned, looks at it once more, and goes on with what shows by then: a file is put right once its folder is in
  /// its place, a document once the ledger says what it is to be.
  ///
  /// - Parameters:
  ///   - plans: all of it.
  ///   - left: the findings that no plan is about.
  ///   - source: where sound bytes may be.
  ///   - writer: the right to write.
  ///   - now: what time it is.
  /// - Returns: what came of it.
  /// - Throws: where something cannot be read or written; what is put back stays so.
  package func repair(
    _ plans: [RepairPlan],
    besides left: [ArchiveFinding],
    from source: inout RepairSource,
    _ writer: ArchiveWriter,
    at now: Date
  ) async throws -> RepairOutcome {
    var work = (plans: plans, left: left)
    var outcome = RepairOutcome()
    var done: [RepairPlan] = []
    for _ in 0..<Self.rounds {
      let (carriedOut, set, ledger) = try carryOut(work.plans, writer, at: now)
      outcome.quarantined += set
      outcome.ledger = ledger?.after(outcome.ledger)
      let steps = carriedOut.map(\.ofStepsAlone)
      done += steps.filter { !done.contains($0) }
      let (found, madeCatalogue) = try await check(done + work.plans, besides: work.left, writer)
      outcome.left = found
      outcome.madeCatalogue = outcome.madeCatalogue || madeCatalogue
      work = try self.plans(after: found, from: &source)
      // What was put where a folder has gone from since is put back again.
      let hasMoved = carriedOut.contains { $0.subject == .places }
      guard
        work.plans.contains(where: {
          !$0.steps.isEmpty && (hasMoved || !done.contains($0.ofStepsAlone))
        })
      else { break }
    }
    outcome.plans = done + work.plans.map(\.ofWantsAlone).filter { !$0.isEmpty }
    return outcome
  }
}
