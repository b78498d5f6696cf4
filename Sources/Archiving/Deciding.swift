// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Foundation
import Records

/// Writes down what a person decides about documents.
///
/// Decisions are kept as visits are, and by the same steps: their lines are durable in the `visits.jsonl` of a run of their own
/// before the catalogue learns of them, and whoever opens the archive next takes in what it was not told any more. The
/// report of such a run states the decisions and nothing else, so it is no night.
package struct Deciding: Sendable {
  private let run: PersonRun
  let catalogue: Catalogue
  let now: Date

  /// - Parameter run: the one in which it is written down.
  package init(_ run: PersonRun) {
    self.run = run
    catalogue = run.catalogue
    now = run.now
  }

  var archive: Archive { run.writer.archive }

  /// Settles what is open of some documents, until something else happens to them.
  ///
  /// - Parameters:
  ///   - addresses: theirs.
  ///   - sources: what is open of sources that are settled with them, by their ids; of a source with nothing there is nothing to write down.
  ///   - note: why, in the person's words.
  /// - Returns: what was open of each; of what nothing was, nothing is written down.
  /// - Throws: where something cannot be read or written.
  package func acknowledge(
    _ addresses: [WebAddress],
    sources: [(id: String, subjects: [String])] = [],
    note: String?
  ) async throws -> [OpenNews] {
    let waiting = Dictionary(grouping: archive.waitingBodies(), by: \.capture.address)
    var settled: [OpenNews] = []
    for address in addresses {
      guard let document = try await catalogue.document(at: address) else { continue }
      let bodies = waiting[address] ?? []
      let rejected = try await catalogue.rejectedDigests(of: document, where: !bodies.isEmpty)
      settled.append(OpenNews(of: document, waiting: bodies, rejected: rejected))
    }
    let decisions = settled.filter { !$0.isNothing }.map { item in
      Decision(
        at: now,
        address: item.document.address,
        decision: .acknowledged,
        quarantined: waiting[item.document.address]?.last?.place,
        note: note
      )
    }
    let settledSources = sources.filter { !$0.subjects.isEmpty }.map {
      RunReport.SettledSource($0.id, at: now, $0.subjects, note: note)
    }
    guard !settledSources.isEmpty else {
      try await write(decisions)
      return settled
    }
    try await run.write { intake, report in
      for decision in decisions { try await intake.record(decision) }
      if !decisions.isEmpty { report.decisions = decisions }
      report.settledSources = settledSources
    }
    return settled
  }

  /// Writes decisions down that are about what is kept already.
  func write(_ decisions: [Decision]) async throws {
    guard !decisions.isEmpty else { return }
    try await write { intake in
      for decision in decisions { try await intake.record(decision) }
      return decisions
    }
  }

  /// Opens a run for decisions, and brings it to its end.
  ///
  /// - Parameter work: makes them; it returns those that it made.
  /// - Throws: where something cannot be written.
  func write(_ work: (Intake) async throws -> [Decision]) async throws {
    try await run.write { intake, report in report.decisions = try await work(intake) }
  }
}
