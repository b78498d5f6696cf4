// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

extension Archive {
  /// Some members of the reports of the last runs, the newest first; reports that cannot be read are
  /// left out.
  ///
  /// A report tells all that is new, which on a first night is everything; of that nothing is taken
  /// into memory unless it is asked for.
  ///
  /// - Parameters:
  ///   - type: what the members are decoded as.
  ///   - members: their names.
  ///   - limit: so many runs are looked at.
  /// - Returns: what could be read of them.
  public func recentReports<Report: Decodable>(
    _ type: Report.Type,
    members: Set<String>,
    limit: Int
  ) -> [Report] {
    let runs = path.appending(Archive.runs)
    let names = ((try? Disk().list(runs)) ?? []).filter { $0.kind == .directory }.map(\.name)
    return names.suffix(limit).reversed().compactMap { name in
      let file = runs.appending(name).appending("report.json")
      guard let bytes = try? JSONMembers.read(members, of: file) else { return nil }
      return try? RecordCoding.decode(type, from: bytes)
    }
  }
}
