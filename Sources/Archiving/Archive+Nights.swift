// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
package import Records
import SystemPackage

extension Archive {
  /// The runs that left records, by their names, the first one first.
  package func runsWithRecords() throws -> [String] { try RunLeaves(of: self).names() }

  /// What a run reported.
  ///
  /// - Parameter name: the run's.
  /// - Returns: nil where it came to no end, or there is none.
  /// - Throws: ``ArchiveError/damaged(_:)`` where it cannot be read.
  package func report(of name: String) throws -> RunReport? {
    let file = path.appending(Self.runs).appending(name).appending(Self.reportName)
    guard try Disk().entry(at: file) != nil else { return nil }
    return try RecordCoding.decode(
      RunReport.self,
      from: Disk().read(file),
      schema: RunReport.schema,
      of: file
    )
  }

  /// What of a run says whether the next one is due.
  package struct Night: Decodable, Sendable {
    package let run: String
    package let started: Date
    package let ended: Date
    package let isComplete: Bool
    package let stop: RunReport.Stop?
    package let isNetworkDown: Bool
    fileprivate let shortage: Ignored?
    package let counts: RunReport.Counts
    package let putOff: [RunReport.PutOff]?
    fileprivate let sources: [Source]
    fileprivate let damaged: [Ignored]

    fileprivate struct Source: Decodable, Sendable {
      let wasReached: Bool
    }

    fileprivate struct Ignored: Decodable, Sendable {}

    fileprivate static let members: Set = [
      "run", "started", "ended", "isComplete", "stop", "isNetworkDown", "shortage", "counts",
      "sources",
      "damaged", "putOff",
    ]

    package var damagedCount: Int { damaged.count }

    /// Whether it was one to read sources, be it that it was stopped before, and not for what a person decided.
    package var hasSources: Bool { !sources.isEmpty || !isComplete }

    /// Whether it came to its end, and somebody answered: what is missing of it is told of the sources.
    package var isGood: Bool {
      isComplete && !isNetworkDown && shortage == nil && sources.contains(where: \.wasReached)
    }
  }

  /// The last run that read sources, and the last of these that was good.
  ///
  /// - Parameter now: what is dated after that is passed over.
  /// - Returns: nil for none of the last ones.
  package func lastNights(before now: Date) -> (last: Night?, good: Night?) {
    let recent = recentReports(
      Night.self,
      members: Night.members,
      schema: Self.reportSchema,
      limit: Self.nightsLookedAt,
      counting: \.hasSources,
      until: { $0.hasSources && $0.isGood },
      before: now
    )
    let nights = recent.reports.filter(\.hasSources)
    return (nights.first, nights.first(where: \.isGood))
  }

  /// Hosts of which some documents wait for another night, as the last run told that read as many sources as any of late.
  ///
  /// - Parameter now: what is dated after that is passed over.
  /// - Returns: none where all are asked for every night.
  package func putOff(before now: Date) -> [RunReport.PutOff] {
    let recent = recentReports(
      Night.self,
      members: Night.members,
      schema: Self.reportSchema,
      limit: 10,
      counting: \.hasSources,
      until: { _ in false },
      before: now
    )
    return recent.reports.filter(\.hasSources).max { $0.sources.count < $1.sources.count }?.putOff
      ?? []
  }

  private static let nightsLookedAt = 400

  /// What a command has begun and not finished, or is at; nil as a rule.
  package var unfinishedWork: UnfinishedWork? { StagingSight(of: self).work }

  /// When documents were last read whole: the one that was longest ago, and how many there are notes of.
  package func readings() -> (oldest: Date?, count: Int) {
    let memory = ReadingMemory(of: self)
    return (memory.dates.values.min(), memory.dates.count)
  }
}
