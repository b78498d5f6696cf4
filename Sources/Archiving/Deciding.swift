// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Cataloguing
import Filing
package import Foundation
import Records
import SystemPackage

/// Writes down what a person decides about documents.
///
/// Decisions are kept as visits are, and by the same steps: their lines are durable in the `visits.jsonl` of a run of their own
/// before the catalogue learns of them, and whoever opens the archive next takes in what it was not told any more. The
/// report of such a run states the decisions and nothing else, so it is no night.
package struct Deciding: Sendable {
  let writer: ArchiveWriter
  let catalogue: Catalogue
  private let tool: String
  private let contact: String
  let now: Date

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own.
  ///   - tool: name and version of what writes.
  ///   - contact: how whoever runs it can be reached.
  ///   - now: what time it is.
  package init(
    _ writer: ArchiveWriter,
    _ catalogue: Catalogue,
    tool: String,
    contact: String,
    at now: Date
  ) {
    self.writer = writer
    self.catalogue = catalogue
    self.tool = tool
    self.contact = contact
    self.now = now.wholeSecond
  }

  var archive: Archive { writer.archive }

  /// Settles what is open of some documents, until something else happens to them.
  ///
  /// - Parameters:
  ///   - addresses: theirs.
  ///   - note: why, in the person's words.
  /// - Returns: what was open of each; of what nothing was, nothing is written down.
  /// - Throws: where something cannot be read or written.
  package func acknowledge(_ addresses: [WebAddress], note: String?) async throws -> [OpenNews] {
    let waiting = Dictionary(grouping: archive.waitingBodies(), by: \.capture.address)
    var settled: [OpenNews] = []
    for address in addresses {
      guard let document = try await catalogue.document(at: address) else { continue }
      settled.append(OpenNews(of: document, waiting: waiting[address] ?? []))
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
    try await write(decisions)
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
    let ahead = try runs()
    let intake = try Intake(
      writer,
      catalogue: catalogue,
      tool: tool,
      contact: contact,
      start: now
    )
    var report = RunReport(run: intake.run, tool: tool, started: now)
    report.decisions = try await work(intake)
    let later = ahead.filter { $0 > intake.run }
    if !later.isEmpty { report.runsAhead = later }
    report.recovered = writer.recovered
    try await intake.finish(report: report)
  }

  private func runs() throws -> [String] {
    try Disk().list(archive.path.appending(Archive.runs)).filter { $0.kind == .directory }
      .map(\.name)
  }
}
