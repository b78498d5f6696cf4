// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Night
import Records

/// The last runs, as their reports tell.
struct RecentRuns {
  let history: RunHistory
  /// Reports that are there and cannot be read.
  let damaged: [DamageNotice]
  /// Reports that are not ours to read, in sentences.
  let strangers: [String]

  init(of archive: Archive, sources: [String]) {
    let recent = archive.recentReports(
      RunHistory.PastRun.self,
      members: RunHistory.PastRun.members,
      schema: RunReport.schema,
      limit: RunHistory.reach
    )
    damaged = recent.damaged
    strangers = recent.strangers
    history = RunHistory(recent.reports, of: sources)
  }
}
