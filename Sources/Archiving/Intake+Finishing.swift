// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
package import Records
import SystemPackage

// How a run comes to its end.
extension Intake {
  /// Writes what waits, and the report of the run as its last file: its news some at a time, for a first night has as many as
  /// there are documents.
  package func finish(report: RunReport) async throws {
    var rest = report
    rest.news = []
    try await finish { [rest] file in
      try RecordListWriter.write(rest, "news", report.news) { try file.append($0) }
    }
  }

  /// The same, of a report of another kind.
  package func finish(report: some Encodable & Sendable) async throws {
    try await finish { try $0.append(RecordCoding.encode(report)) }
  }

  private func finish(_ write: (inout ReplacementFile) throws -> Void) async throws {
    try await salvage()
    var file = try ReplacementFile(for: directory.appending(Archive.reportName))
    try write(&file)
    try file.takePlace()
    if let leaf = try RunLeaves(of: archive).leaf(of: run) {
      try WaitingLeaves(of: archive).append([SealedLeaf(leaf)])
    }
    try Disk().removeTree(spool)
  }

  /// Signs for all that is written, what was not written yet included.
  ///
  /// What is wrong with the ledger holds up nothing else.
  ///
  /// - Parameter now: what time it is.
  /// - Returns: what came of it; nil where nobody was asked to sign.
  /// - Throws: where what waits in memory cannot be written.
  package func signLedger(at now: Date) async throws -> LedgerNote? {
    try await salvage()
    return writer.signing.map { ArchiveLedger(of: archive).note(by: $0, at: now) }
  }
}
