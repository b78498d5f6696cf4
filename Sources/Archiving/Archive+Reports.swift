// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records
import Filing
import SystemPackage

extension Archive {
  /// What a run's `report.json` says that it is.
  package static let reportSchema = RunReport.schema

  /// Some members of the reports of the last runs.
  package struct RecentReports<Report: Sendable>: Sendable {
    /// The newest first.
    package var reports: [Report] = []
    /// Those that are there and could not be read.
    package var damaged: [DamageNotice] = []
    /// Those of another schema, in sentences.
    package var strangers: [String] = []
    /// Runs that began after now, by their names: the clock was wrong then, or is wrong now.
    package var ahead: [RunName] = []
  }

  /// Some members of the reports of the last runs; a run that was cut off has none.
  ///
  /// A report tells all that is new, which on a first night is everything; of that nothing is taken
  /// into memory unless it is asked for.
  ///
  /// - Parameters:
  ///   - type: what the members are decoded as.
  ///   - members: their names.
  ///   - schema: the one that is known.
  ///   - limit: so many runs are looked at.
  ///   - isWanted: which of them count towards the limit; as many as ten times the limit are looked into.
  ///   - isEnough: told of each, says that no older one is needed.
  ///   - now: what is dated after that is told, and not read.
  /// - Returns: what could be read of them, and what not.
  package func recentReports<Report: Decodable & Sendable>(
    _ type: Report.Type,
    members: Set<String>,
    schema: String,
    limit: Int,
    counting isWanted: (Report) -> Bool = { _ in true },
    until isEnough: (Report) -> Bool = { _ in false },
    before now: Date
  ) -> RecentReports<Report> {
    var recent = RecentReports<Report>()
    let runs = path.appending(Archive.runs)
    var names = ((try? Disk().list(runs)) ?? []).filter { $0.kind == .directory }.map(\.name)
    while let last = names.last.map({ RunName($0) }), last.isAhead(of: now) {
      recent.ahead.append(last)
      names.removeLast()
    }
    var wanted = 0
    for name in names.suffix(limit * 10).reversed() where wanted < limit {
      let file = runs.appending(name).appending(Archive.reportName)
      do {
        guard try Disk().entry(at: file) != nil else { continue }
        let bytes = try JSONMembers.read(members.union(["schema"]), of: file)
        let report = try RecordCoding.decode(type, from: bytes, schema: schema, of: file)
        recent.reports.append(report)
        if isEnough(report) { break }
        if isWanted(report) { wanted += 1 }
      } catch ArchiveError.otherSchema(_, let found, let known) {
        recent.strangers.append(
          "\(file) says that it is “\(found)”, and this program knows “\(known)”: it was not gone by"
        )
      } catch let error as FilingError where error.closedBy != nil {
        recent.damaged.append(DamageNotice(error))
      } catch {
        recent.damaged.append(
          DamageNotice(
            "\(file) cannot be read, and counted as no run; put it back from a copy, or move it away"
          )
        )
      }
    }
    return recent
  }
}
