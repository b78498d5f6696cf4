// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

extension Archive {
  /// The reports of the last runs, the newest first; those that cannot be read are left out.
  public func recentReports<Report: Decodable>(_ type: Report.Type, limit: Int) -> [Report] {
    let runs = path.appending(Archive.runs)
    let names = ((try? Disk().list(runs)) ?? []).filter { $0.kind == .directory }.map(\.name)
    return names.suffix(limit).reversed().compactMap { name in
      guard let bytes = try? Disk().read(runs.appending(name).appending("report.json")) else {
        return nil
      }
      return try? RecordCoding.decode(type, from: bytes)
    }
  }
}
