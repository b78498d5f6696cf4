// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Foundation

/// What a run saw and did: a value; printing it is somebody else's room.
public struct RunReport: Codable, Sendable {
  public static let schema = "hanaper/sync/1"
  /// The health of a source that nothing is wrong with; else it is the fault's word.
  public static let healthy = "healthy"

  public var schema = RunReport.schema
  public let run: String
  public let tool: String
  public let started: Date
  public var ended: Date
  /// False where the run was stopped before every document was visited.
  public var isComplete = true
  public var sources: [SourceOutcome] = []
  public var counts = Counts()
  public var news: [NewsItem] = []
  /// Documents whose last visit did not end well, news or not.
  public var troubles: [Trouble] = []
  /// Hosts of which nothing was concluded, and why.
  public var degradedHosts: [HostOutcome] = []
  /// No host could be reached at all: nothing was judged.
  public var isNetworkDown = false
  /// What the archive's disk is short of; the run was stopped for it, or went on without some files.
  public var shortage: Shortage?
  /// What went from quarantine.
  public var droppedEvidence: Dropped?
  /// What no source asks for any more, since the last run in which that was looked at.
  public var retired: [Retired] = []
  /// What a crash of an earlier run left, and what was done about it.
  public var recovered: [String] = []
  /// What is kept and is not as it was; it was left alone, and the rest of the run went on.
  public var damaged: [DamagedItem] = []
  /// Documents about which the catalogue is wrong; the objects were gone by.
  public var catalogueFaults: [CatalogueFault] = []
  /// What was done without, and why.
  public var notes: [Note] = []

  package init(run: String, tool: String, started: Date) {
    self.run = run
    self.tool = tool
    self.started = started
    ended = started
  }

  /// Whether a person should read on.
  public var hasNews: Bool {
    !news.isEmpty || !damaged.isEmpty || !catalogueFaults.isEmpty || notes.contains(where: \.isNews)
      || isNetworkDown || !recovered.isEmpty || !isComplete || !retired.isEmpty || shortage != nil
      || (droppedEvidence?.bodies ?? 0) > 0
      || sources.contains { $0.isNews || $0.leftOut != nil }
      || degradedHosts.contains(where: \.isNews)
  }
}
