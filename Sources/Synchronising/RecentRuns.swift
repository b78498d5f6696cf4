// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
package import Foundation
import Night
package import Records

/// The last runs, as their reports tell.
package struct RecentRuns {
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

  /// How sources stood when a run last told of them: in their order, those that none of the last runs told of left out.
  ///
  /// No more reports are read than it takes.
  ///
  /// - Parameters:
  ///   - archive: whose runs.
  ///   - sources: their ids.
  ///   - now: what is dated after that is passed over.
  /// - Returns: what was told, with when each was read last.
  package static func outcomes(
    in archive: Archive,
    of sources: [String],
    before now: Date
  ) -> [RunReport.SourceOutcome] {
    var missing = Set(sources)
    let recent = archive.recentReports(
      RunHistory.PastRun.self,
      members: RunHistory.PastRun.members,
      schema: RunReport.schema,
      limit: RunHistory.reach,
      counting: { [ids = Set(sources)] in $0.hasRead(anyOf: ids) },
      until: { run in
        missing.subtract(run.toldSources)
        return missing.isEmpty
      },
      before: now
    )
    let history = RunHistory(recent.reports, of: sources)
    return sources.compactMap { id in
      guard var outcome = history.standing(ofSource: id) else { return nil }
      // The last run may have told nothing of it: who had no network judges nothing.
      if outcome.wasReached { outcome.lastRead = history.lastRead(ofSource: id) }
      return outcome
    }
  }
}
