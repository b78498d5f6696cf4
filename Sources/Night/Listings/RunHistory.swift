// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Foundation
package import Records

/// What the last runs said of sources and hosts: an illness that lasts is believed in the end.
package struct RunHistory: Sendable {
  /// The newest first; only whole runs that read one of the same sources.
  private let runs: [PastRun]
  /// Runs that were stopped as well: what they told has been told, though it proves nothing.
  let told: [PastRun]
  /// What the last run said of what it did without.
  private let lastNotes: Set<String>
  /// The configuration that the last run went by; nil where that is not known.
  package let lastConfiguration: String?
  /// By source, what a person has settled of it.
  let settled: [String: RunReport.SettledSource]

  /// As much of a report as is needed here.
  package struct PastRun: Decodable, Sendable {
    /// The names of its members, to read no others.
    package static let members: Set<String> = [
      "started", "isComplete", "sources", "degradedHosts", "isNetworkDown", "silentNights", "notes",
      "decisions", "documentSize", "movedHosts", "joins", "settledSources", "configuration",
      "putOff",
    ]

    let started: Date
    let isComplete: Bool
    let sources: [RunReport.SourceOutcome]
    let degradedHosts: [RunReport.HostOutcome]
    let isNetworkDown: Bool
    let silentNights: Int?
    let notes: [RunReport.Note]?
    /// What a person decided, in a run that was for that alone.
    let decisions: [Decision]?
    let documentSize: Int64?
    let movedHosts: [RunReport.HostMove]?
    let joins: [RunReport.Join]?
    let settledSources: [RunReport.SettledSource]?
    let configuration: String?
    let putOff: [RunReport.PutOff]?

    package init(_ report: RunReport) {
      started = report.started
      isComplete = report.isComplete
      sources = report.sources
      degradedHosts = report.degradedHosts
      isNetworkDown = report.isNetworkDown
      silentNights = report.silentNights
      notes = report.notes
      decisions = report.decisions
      documentSize = report.documentSize
      movedHosts = report.movedHosts
      joins = report.joins
      settledSources = report.settledSources
      configuration = report.configuration
      putOff = report.putOff
    }

    /// Whether it only wrote down what a person said.
    var isOfPerson: Bool { decisions != nil || joins != nil || settledSources != nil }

    /// Whether it read one of these sources.
    package func hasRead(anyOf ids: Set<String>) -> Bool {
      sources.contains { ids.contains($0.id) }
    }

    /// The sources of which it tells; of none where it found our own network at fault.
    package var toldSources: Set<String> { isNetworkDown ? [] : Set(sources.map(\.id)) }

    /// Whether nobody answered anything, whatever was made of that.
    var isSilent: Bool { isNetworkDown || silentNights != nil }
  }

  /// When the last run began, whole or stopped, that looked at anything; nil where none did.
  package let lastNight: Date?
  /// When those began that were stopped since the last whole one.
  private let stopped: [Date]

  /// Whether the last run was stopped before it had visited all.
  var wasStopped: Bool { !stopped.isEmpty }

  /// Counts the runs that were stopped since the last whole one and had begun by some time.
  ///
  /// - Parameter visited: when a document was last visited; nil for never.
  /// - Returns: 0 too where none was stopped.
  func stoppedRuns(before visited: Date?) -> UInt8 {
    guard let visited, wasStopped else { return 0 }
    return UInt8(clamping: stopped.count { $0 <= visited })
  }

  /// When the last of them began.
  var lastStart: Date? { told.first?.started }

  /// What was left of a host for another night, by the last run that read as many sources as any of late.
  func putOff(of host: String) -> RunReport.PutOff? {
    told.prefix(Self.runsOfLate).max { $0.sources.count < $1.sources.count }?.putOff?
      .first { $0.host == host }
  }

  private static let runsOfLate = 10

  /// How many nights lie between two runs as a rule: a holiday is none.
  var nightsBetweenRuns: Double {
    let starts = told.prefix(Self.runsOfLate).map(\.started)
    let gaps = zip(starts, starts.dropFirst()).map { ($0.timeIntervalSince($1) / 86_400).rounded() }
      .filter { $0 >= 1 }.sorted()
    return gaps.isEmpty ? 1 : gaps[gaps.count / 2]
  }

  /// So many reports of the same sources are looked into.
  package static let reach = 40

  /// - Parameters:
  ///   - runs: the last ones, the newest first.
  ///   - sources: the ids of those that matter.
  package init(_ runs: [PastRun], of sources: [String]) {
    let wanted = Set(sources)
    // A run that only wrote down what a person said is no night.
    settled = Self.settled(in: runs)
    let runs = runs.filter { !$0.isOfPerson }
    lastNight = runs.first?.started
    lastConfiguration = runs.first?.configuration
    lastNotes = Set(runs.first?.notes?.map(\.sentence) ?? [])
    told = runs.filter { run in run.sources.contains { wanted.contains($0.id) } }
    self.runs = told.filter(\.isComplete)
    stopped = told.prefix { !$0.isComplete }.map(\.started)
  }

  /// A note for tonight's report, which is news unless the last one had it.
  package func note(_ sentence: String) -> RunReport.Note {
    RunReport.Note(sentence: sentence, isNews: !lastNotes.contains(sentence))
  }

  /// How long the source's page has been ill, up to the last run that read it; nil where that one found it well.
  func illness(ofSource id: String) -> Illness? {
    let outcomes = runs.lazy.compactMap { run in
      run.sources.first { $0.id == id && $0.wasReached }.map { (run.started, $0) }
    }
    return Self.illness(
      outcomes.prefix { $0.1.health != RunReport.healthy }.map { ($0, $1.illness) }
    )
  }

  /// - Parameter runs: those in a row that found it, the newest first.
  /// - Returns: how long that has been so; nil for none.
  static func illness(_ runs: [(started: Date, stated: Illness?)]) -> Illness? {
    guard let oldest = runs.last else { return nil }
    if let stated = runs.first?.stated { return stated }
    // Reports of before nights were counted.
    return runs.reversed().dropFirst().reduce(Illness(since: oldest.started)) {
      $0.lasting(until: $1.started)
    }
  }

  /// What the last run that tells of it said of a source, whether or not it came to its end.
  ///
  /// One that found our own network at fault told nothing of sources.
  package func last(ofSource id: String) -> RunReport.SourceOutcome? {
    told.lazy.filter { !$0.isNetworkDown }
      .compactMap { run in run.sources.first { $0.id == id } }.first
  }

  /// How many nights in a row, up to the last, nobody answered anything.
  func silentNights(before next: Date) -> Int {
    Nights.count(runs.prefix(while: \.isSilent).map(\.started), before: next)
  }

  /// How many nights there were, before a run, since something began; without the night of that run.
  ///
  /// - Parameters:
  ///   - date: when it began, in the course of a run.
  ///   - next: when the run began that finds it still.
  /// - Returns: them, counted by the runs that could judge it; where these do not reach back, by the time that passed.
  func nights(since date: Date, before next: Date) -> Int {
    let starts = runs.lazy.filter { !$0.isNetworkDown }.map(\.started).filter { $0 < next }
    let known = Nights.count(starts.prefix { $0 > date }, before: next)
    guard let first = starts.first(where: { $0 <= date }) else {
      return max(known, Int(next.timeIntervalSince(date) / Standing.spanOfDeath))
    }
    return Nights.count(Array(starts.prefix { $0 > date }) + [first], before: next)
  }

  /// When the last run began that read the source; nil where none is known.
  package func lastRead(ofSource id: String) -> Date? {
    told.first { run in run.sources.contains { $0.id == id && $0.wasReached } }?.started
  }

  /// By what the source was read when its list was last believed; nil where no report tells.
  ///
  /// A run that was stopped may not have come to what had left the list.
  func reading(ofSource id: String) -> RunReport.Reading? {
    readings(ofSource: id).first
  }

  /// By what a source was read until its configuration was changed to that which retired a document.
  ///
  /// What came after says nothing of who listed it.
  ///
  /// - Parameters:
  ///   - id: the source's.
  ///   - date: when the document was retired.
  /// - Returns: nil where nobody knows.
  func reading(ofSource id: String, beforeRetirementOn date: Date) -> RunReport.Reading? {
    // Which is noted in whole seconds.
    let readings = readings(ofSource: id, until: date.addingTimeInterval(1))
    guard let retiring = readings.first else { return nil }
    return readings.first { $0.configuration != retiring.configuration }
  }

  private func readings(
    ofSource id: String,
    until date: Date = .distantFuture
  ) -> some Sequence<RunReport.Reading> & Collection {
    runs.lazy.filter { $0.started <= date }.compactMap { run in
      run.sources.first { $0.id == id }?.reading
    }
  }

  /// Whether any of the runs, whole or stopped, read the source.
  package func hasReached(_ id: String) -> Bool {
    lastRead(ofSource: id) != nil
  }

  /// Whether the last run, whole or stopped, told that the host is degraded.
  func hasTold(ofHost host: String) -> Bool {
    told.first?.degradedHosts.contains { $0.host == host } ?? false
  }

  /// How long the host has been ill, up to the last run that was not our network's fault; nil where it was well then.
  func illness(ofHost host: String) -> Illness? {
    let outcomes = runs.lazy.filter { !$0.isNetworkDown }.map { run in
      (run.started, run.degradedHosts.first { $0.host == host })
    }
    return Self.illness(outcomes.prefix { $0.1 != nil }.map { ($0, $1?.illness) })
  }

  /// What the last run that was not our network's fault said of hosts that are ill.
  var illHosts: [RunReport.HostOutcome] {
    (runs.first { !$0.isNetworkDown }?.degradedHosts ?? []).filter { $0.illness != nil }
  }

  /// How many bytes a document could have on the night of a visit; nil where no report tells.
  func documentSize(on visited: Date) -> Int64? {
    told.first { $0.started <= visited }?.documentSize
  }

  /// The moves of hosts that were told, and stand.
  var movedHosts: [RunReport.HostMove] { told.first?.movedHosts ?? [] }

  /// When the last run began in which the host was well; nil where none is known.
  func lastWell(ofHost host: String) -> Date? {
    runs.first { run in !run.isNetworkDown && !run.degradedHosts.contains { $0.host == host } }?
      .started
  }
}
