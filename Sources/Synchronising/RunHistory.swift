// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving

/// What the last runs said of sources and hosts: an illness that lasts is believed in the end.
struct RunHistory: Sendable {
  /// The newest first; only whole runs that read one of the same sources.
  private let runs: [PastRun]
  /// Reports that are there and cannot be read.
  let damaged: [DamageNotice]
  /// Reports that are not ours to read, in sentences.
  let strangers: [String]
  /// What the last run said of what it did without.
  private let lastNotes: Set<String>

  /// As much of a report as is needed here.
  private struct PastRun: Decodable, Sendable {
    let isComplete: Bool
    let sources: [RunReport.SourceOutcome]
    let degradedHosts: [RunReport.HostOutcome]
    let notes: [RunReport.Note]?
  }

  /// So many reports are looked into; runs of other sources may lie between those of one.
  private static let reach = 40

  init(of archive: Archive, sources: [String]) {
    let wanted = Set(sources)
    let recent = archive.recentReports(
      PastRun.self,
      members: ["isComplete", "sources", "degradedHosts", "notes"],
      schema: RunReport.schema,
      limit: Self.reach
    )
    damaged = recent.damaged
    strangers = recent.strangers
    lastNotes = Set(recent.reports.first?.notes?.map(\.sentence) ?? [])
    runs = recent.reports.filter { run in
      run.isComplete && run.sources.contains { wanted.contains($0.id) }
    }
  }

  /// A note for tonight's report, which is news unless the last one had it.
  func note(_ sentence: String) -> RunReport.Note {
    RunReport.Note(sentence: sentence, isNews: !lastNotes.contains(sentence))
  }

  /// How many runs in a row, up to the last that read it, found the source degraded.
  func degradedRuns(ofSource id: String) -> Int {
    runs
      .compactMap { run in run.sources.first { $0.id == id } }
      .prefix { $0.health != RunReport.healthy }
      .count
  }

  /// What the last run that read it said of a source.
  func last(ofSource id: String) -> RunReport.SourceOutcome? {
    runs.lazy.compactMap { run in run.sources.first { $0.id == id } }.first
  }

  /// Whether any of the runs read the source.
  func hasReached(_ id: String) -> Bool {
    runs.contains { run in run.sources.contains { $0.id == id && $0.wasReached } }
  }

  /// How many runs in a row, up to the last, found the host degraded.
  func degradedRuns(ofHost host: String) -> Int {
    runs.prefix { run in run.degradedHosts.contains { $0.host == host } }.count
  }
}
