// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Foundation
import Night
import Records

/// The last runs, as their reports tell.
struct RecentRuns {
  let history: RunHistory
  /// Reports that are there and cannot be read.
  let damaged: [DamageNotice]
  /// Reports that are not ours to read, and clocks that were wrong, in sentences.
  let sentences: [String]
  /// Those that began after now, by a clock that was or is wrong; the newest first.
  let ahead: [RunName]

  init(of archive: Archive, sources: [String], before now: Date) {
    let recent = archive.recentReports(
      RunHistory.PastRun.self,
      members: RunHistory.PastRun.members,
      schema: RunReport.schema,
      limit: RunHistory.reach,
      counting: { [ids = Set(sources)] in $0.hasRead(anyOf: ids) },
      before: now
    )
    damaged = recent.damaged
    ahead = recent.ahead
    history = RunHistory(recent.reports, of: sources)
    let clock =
      Chronology.note(onRunsAhead: ahead.compactMap(\.started)) ?? history.noteOnGap(before: now)
    sentences = recent.strangers + (clock.map { [$0] } ?? [])
  }
}
