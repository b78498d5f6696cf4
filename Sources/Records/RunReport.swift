// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation

/// What a run saw and did: a value; printing it is somebody else's room.
package struct RunReport: Codable, Sendable {
  package static let schema = "hanaper/sync/1"
  /// The health of a source that nothing is wrong with; else it is the fault's word.
  package static let healthy = "healthy"

  package var schema = RunReport.schema
  package let run: String
  package let tool: String
  package let started: Date
  package var ended: Date
  /// False where the run was stopped before every document was visited.
  package var isComplete = true
  /// What stopped it, and how much was left; nil where nothing did, and in reports of before that was noted.
  package var stop: Stop?
  package var sources: [SourceOutcome] = []
  package var counts = Counts()
  /// The first, by its address, of what answered and is of no kind that is kept; nil for none.
  package var firstNotKept: WebAddress?
  package var news: [NewsItem] = []
  /// Documents whose last visit did not end well, news or not.
  package var troubles: [Trouble] = []
  /// Hosts of which nothing was concluded, and why.
  package var degradedHosts: [HostOutcome] = []
  /// Hosts whose documents are found at others now, told tonight or before; nil for none.
  package var movedHosts: [HostMove]?
  /// Hosts of which some documents wait for one of the next nights; nil for none.
  package var putOff: [PutOff]?
  /// No host could be reached at all: nothing was judged.
  package var isNetworkDown = false
  /// How many nights in a row nobody answered anything, with this one; nil where somebody did.
  package var silentNights: Int?
  /// What the archive's disk is short of; the run was stopped for it, or went on without some files.
  package var shortage: Shortage?
  /// What was looked for in tonight's texts, where there is something to tell of it; nil for nothing.
  package var watch: WatchRound?
  /// What went from quarantine.
  package var droppedEvidence: Dropped?
  /// What no source asks for any more, since the last run in which that was looked at.
  package var retired: [Retired] = []
  /// What a crash of an earlier run left, and what was done about it.
  package var recovered: [String] = []
  /// What is kept and is not as it was; it was left alone, and the rest of the run went on.
  package var damaged: [DamagedItem] = []
  /// What is kept and may not be read by the user of this run: it may be whole; nil for none.
  package var unread: [DamagedItem]?
  /// Documents about which the catalogue is wrong; the objects were gone by.
  package var catalogueFaults: [CatalogueFault] = []
  /// What was done without, and why.
  package var notes: [Note] = []
  /// What a person decided, where that is all that this run was for; else nil.
  package var decisions: [Decision]?
  /// What a person said of whose place a document takes, where that is all that this run was for; else nil.
  package var joins: [Join]?
  /// What a person settled of sources, where this run was for what a person decided; else nil.
  package var settledSources: [SettledSource]?
  /// Runs that were there before this one and have later names, because a clock was wrong; nil for none.
  package var runsAhead: [String]?
  /// The tombstones that there were when it began, by their names, so that none is lost unseen; nil for none.
  package var tombstones: [String]?
  /// What is proven of the archive from now on; nil where it has no ledger.
  package var ledger: LedgerNote?
  /// How many bytes a document could have; nil in reports of before that was noted.
  package var documentSize: Int64?
  /// The configuration that it went by; nil in reports of before that was noted.
  package var configuration: String?

  package init(run: String, tool: String, started: Date) {
    self.run = run
    self.tool = tool
    self.started = started
    ended = started
  }

  /// Whether it only wrote down what a person said.
  package var isOfPerson: Bool { decisions != nil || joins != nil || settledSources != nil }

  /// Whether a person should read on.
  package var hasNews: Bool {
    !news.isEmpty || watch != nil || !damaged.isEmpty || unread != nil || ledger?.problem != nil
      || ledger?.notice != nil
      || !catalogueFaults.isEmpty
      || notes.contains(where: \.isNews)
      || isNetworkDown || !recovered.isEmpty || !isComplete || !retired.isEmpty || shortage != nil
      || (droppedEvidence?.bodies ?? 0) > 0
      || sources.contains {
        $0.isNews || $0.leftOut != nil || $0.advice != nil || $0.moved?.isNews == true
          || $0.unkept?.isNews == true
      }
      || putOff?.contains(where: \.isNews) == true
      || degradedHosts.contains(where: \.isNews) || movedHosts?.contains(where: \.isNews) == true
  }
}
