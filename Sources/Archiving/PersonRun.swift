// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Cataloguing
import Filing
package import Foundation
import Records
import SystemPackage

/// A run of its own for what a person says, and no night: its records are written by the steps of every run.
package struct PersonRun: Sendable {
  let writer: ArchiveWriter
  let catalogue: Catalogue
  private let tool: String
  private let contact: String
  let now: Date
  /// Told what is to be known of the ledger besides.
  private let tell: @Sendable (String) -> Void

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own.
  ///   - tool: name and version of what writes.
  ///   - contact: how whoever runs it can be reached.
  ///   - now: what time it is.
  ///   - tell: told what is to be known of the ledger besides: a sentence without its full stop.
  package init(
    _ writer: ArchiveWriter,
    _ catalogue: Catalogue,
    tool: String,
    contact: String,
    at now: Date,
    telling tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.writer = writer
    self.catalogue = catalogue
    self.tool = tool
    self.contact = contact
    self.now = now.wholeSecond
    self.tell = tell
  }

  /// Opens the run, and brings it to its end.
  ///
  /// - Parameter work: records what is said, and says so in the report.
  /// - Throws: where something cannot be written.
  func write(_ work: (Intake, inout RunReport) async throws -> Void) async throws {
    let runs = try Disk().list(writer.archive.path.appending(Archive.runs))
      .filter { $0.kind == .directory }.map(\.name)
    let intake = try Intake(
      writer,
      catalogue: catalogue,
      tool: tool,
      contact: contact,
      start: now
    )
    var report = RunReport(run: intake.run, tool: tool, started: now)
    report.tombstones = intake.suppressed.names(besides: intake.unsignedTombstones)
    try await work(intake, &report)
    let later = runs.filter { $0 > intake.run }.sorted()
    if !later.isEmpty { report.runsAhead = later }
    report.recovered = writer.recovered
    report.ledger = try await intake.signLedger(at: now)
    if let notice = report.ledger?.notice { tell(notice) }
    if let problem = report.ledger?.problem {
      tell("the ledger says so as soon as it can be signed for; now it could not: \(problem)")
    }
    try await intake.finish(report: report)
    _ = try await intake.signLedger(at: now)
  }
}
