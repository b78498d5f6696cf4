// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import Records
import Reporting
import SystemPackage

extension AtomFeed {
  /// Reports that are longer than this, in bytes, have more news than anybody wants named.
  private static let longestRead = 4 << 20

  /// Adds what the last runs of an archive told, the newest first, until there is enough.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - now: what is dated after that is passed over.
  mutating func addNews(of archive: Archive, before now: Date) {
    let recent = archive.recentReports(
      RunList.Row.self,
      members: RunList.Row.members,
      schema: Archive.reportSchema,
      limit: RunList.most,
      before: now
    )
    for row in recent.reports where !isFull {
      let file = archive.path.appending("runs").appending(row.run).appending("report.json")
      if let size = try? Stat(file).size, size > Self.longestRead {
        add(row.run, of: row.ended, count: row.counts.new + row.counts.changed)
      } else if let report = try? archive.report(of: row.run) {
        add(report)
      }
    }
  }
}
