// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import SystemPackage
import Text

/// Whether a run's own two records agree: how many visits its report counts, and how many lines there are.
///
/// Where they do, nothing of the visits is cut off, whatever a catalogue says of their length.
enum RunTally {
  private struct Report: Decodable {
    struct Counts: Decodable {
      let visited: Int
      let pages: Int
      let relisted: Int?
    }

    let schema: String
    let counts: Counts
  }

  /// Asks the report of a run how many visits it was.
  ///
  /// - Parameter run: the folder of its records.
  /// - Returns: nil where there is no report that can be read.
  static func visitsCounted(in run: FilePath) -> Int? {
    guard
      let members = try? JSONMembers.read(
        ["schema", "counts"],
        of: run.appending(Archive.reportName)
      ),
      let report = try? RecordCoding.decode(Report.self, from: members),
      report.schema == Archive.reportSchema
    else { return nil }
    let counts = report.counts
    // An altered report may say anything.
    return [counts.visited, counts.pages, counts.relisted ?? 0].reduce(0 as Int?) { sum, count in
      sum.flatMap { sum in
        let (value, isTooMuch) = sum.addingReportingOverflow(count)
        return isTooMuch || count < 0 ? nil : value
      }
    }
  }

  /// Asks the report of a run which runs with later names were there before it.
  ///
  /// - Parameter run: the folder of its records.
  /// - Returns: none where there is no report that can be read.
  static func runsAhead(in run: FilePath) -> [String] {
    struct Report: Decodable { let runsAhead: [String]? }
    let members = try? JSONMembers.read(["runsAhead"], of: run.appending(Archive.reportName))
    let report = members.flatMap { try? RecordCoding.decode(Report.self, from: $0) }
    return report?.runsAhead ?? []
  }

  /// - Parameter run: the folder of its records.
  /// - Returns: false also where one of them is missing or cannot be read.
  static func agrees(in run: FilePath) -> Bool {
    guard let counted = visitsCounted(in: run) else { return false }
    var visits = 0
    var isWhole = true
    do {
      let file = run.appending(Visit.fileName)
      try TextLines(of: file, longest: TextLines.longestVisit).forEach { line in
        isWhole = line.isWhole
        if isVisit(line.text) { visits += 1 }
      }
    } catch {
      return false
    }
    return isWhole && visits == counted
  }

  /// What stands in lines that no report counts.
  private static let uncounted = ["\"isRetired\":", "\"decision\":"].map { BytePattern($0) }

  /// Whether a line of `visits.jsonl` is of those that a report counts.
  static func isVisit(_ line: String) -> Bool {
    !uncounted.contains { $0.isIn(line) }
  }
}
