// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Archiving
import Night
package import Records
import Cataloguing
import Curl
import Fetching
import Filing
import Foundation
import SystemPackage

/// A run of `sync`: reads what the sources list, visits the documents, keeps what is new.
///
/// It conducts the other rooms and has no skill of its own. The way goes one direction: listings,
/// visits, judgement of what failed, report.
package struct Synchroniser: Sendable {
  let plan: RunPlan
  /// Told what is listed, where that is all that is wanted: then no document is visited; nil in a run.
  private let takeList: (@Sendable (VisitList) -> Void)?

  package init(_ plan: RunPlan) {
    (self.plan, takeList) = (plan, nil)
  }

  /// Reads lists only.
  init(_ plan: RunPlan, taking takeList: @escaping @Sendable (VisitList) -> Void) {
    (self.plan, self.takeList) = (plan, takeList)
  }

  /// Runs once.
  ///
  /// Cancelling the task ends the run early: what was fetched is kept, nothing that failed is judged,
  /// and the report says so.
  ///
  /// - Parameters:
  ///   - writer: the right to write to the archive.
  ///   - progress: told after every visit.
  /// - Returns: the report, which is in the archive by then.
  /// - Throws: where the archive cannot be written to; nothing that a site does.
  package func run(
    _ writer: ArchiveWriter,
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> RunReport {
    let catalogue = try await writer.catalogue()
    let started = plan.clock().wholeSecond
    let begun = ContinuousClock.now
    let recent = RecentRuns(
      of: writer.archive,
      sources: plan.sources.map(\.id),
      before: started
    )
    let watch = SpaceWatch(plan, at: writer.archive.path)
    let intake: Intake
    do {
      intake = try Intake(
        writer,
        catalogue: catalogue,
        tool: plan.tool,
        contact: plan.contact,
        start: started,
        quarantineBytes: plan.quarantineBytes
      )
    } catch {
      throw watch.shortage(behind: error) ?? error
    }
    var report: RunReport
    do {
      report = try await visitAll(writer, catalogue, intake, watch, recent, started, progress)
    } catch {
      // What came so far is sound, and need not be fetched again.
      try? await intake.salvage()
      throw error
    }
    report.recovered += await intake.mended
    for notice in await intake.damagedBesides { report.tell(notice, title: nil) }
    let dropped = await intake.settleQuarantine()
    report.tell(dropped, budget: plan.quarantineBytes)
    report.sortDamage()
    let took = report.ended.timeIntervalSince(started)
    if let note = Chronology.note(onRunThatTook: took, while: begun.duration(to: .now)) {
      report.notes.append(recent.history.note(note))
    }
    report.ledger = try await intake.signLedger(at: plan.clock())
    // All is written by now, and can be read.
    if let reader = plan.reader {
      await report.describeChanges(in: writer.archive, catalogue, reader)
      await report.lookThrough(plan.watch, in: writer.archive, catalogue, reader)
    }
    try await intake.finish(report: report)
    // What is told here is over the report, too, as it stands in the archive.
    report.ledger = try await intake.signLedger(at: plan.clock())?.after(report.ledger)
    try await catalogue.close()
    return report
  }

  private func visitAll(
    _ writer: ArchiveWriter,
    _ catalogue: Catalogue,
    _ intake: Intake,
    _ watch: SpaceWatch,
    _ recent: RecentRuns,
    _ started: Date,
    _ progress: @escaping @Sendable (RunProgress) -> Void
  ) async throws -> RunReport {
    let begun = ContinuousClock.now
    return try await TransferLoop.withLoop(plan.network) { loop in
      let hosts = writer.archive.hostMemory
      let memory = hosts.memory.believed(at: started, plan.politeness.longestDeferral)
      let fetcher = Fetcher(
        loop,
        plan,
        memory: memory,
        spool: intake.spool,
        room: watch,
        besides: intake.suppressed
      )
      var report = RunReport(run: intake.run, tool: plan.tool, started: started)
      report.recovered = writer.recovered
      report.tombstones = intake.suppressed.names(besides: intake.unsignedTombstones)
      report.documentSize = plan.limits.bodyBytes
      for notice in writer.damaged + recent.damaged {
        var title: String?
        if let address = notice.address { title = try await catalogue.document(at: address)?.title }
        report.tell(notice, title: title)
      }
      for name in intake.unsignedTombstones {
        report.tell(DamageNotice(ofUnsignedTombstone: name), title: nil)
      }
      report.configuration = plan.configuration?.string
      let others = plan.noteOnOther(recent.history.lastConfiguration)
      report.notes = ((hosts.note.map { [$0] } ?? []) + recent.sentences + plan.remarks + others)
        .map(recent.history.note)
      if !recent.ahead.isEmpty { report.runsAhead = recent.ahead.map(\.text) }
      let cutOff = try CutOffRuns(
        of: writer.archive,
        since: recent.history.lastNight,
        besides: intake.run,
        intake.suppressed
      )
      try await report.tell(of: cutOff, catalogue)
      let night = Night(
        plan.night(
          startingAt: started,
          namedHosts: try await catalogue.namedHosts(),
          places: KnownPlaces(try await catalogue.places()),
          successions: Successions(try await catalogue.successions()),
          rejected: RejectedBodies(
            try await catalogue.rejectedBodies().map { address, version in
              .init(address: address, digest: version.digest, fingerprint: version.fingerprint)
            }
          ),
          suppressed: intake.suppressed,
          pauses: memory.pauses(for: plan.network.userAgent, plan.politeness),
          stirred: try await catalogue.stirredFolders(
            since: started.addingTimeInterval(-NightShare.stirring)
          )
        ),
        recent.history,
        report
      )
      let recorder = RunRecorder(
        night,
        intake,
        catalogue,
        program: plan.program,
        tell: progress
      )
      let round = ListingRound(
        plan: plan,
        fetcher: fetcher,
        intake: intake,
        catalogue: catalogue,
        recorder: recorder
      )
      let visitor = DocumentVisitor(
        plan: plan,
        fetcher: fetcher,
        intake: intake,
        notices: recorder.notices,
        suppressed: intake.suppressed
      )
      let ending = try await visit(round, visitor, recorder, watch)
      try await catalogue.forgetReadings(exceptOf: Set((plan.configured ?? plan.sources).map(\.id)))
      if await recorder.hasReadAll {
        let retirement = RetirementRound(
          plan: plan,
          catalogue: catalogue,
          intake: intake,
          list: await recorder.list,
          isWhole: await recorder.isWhole
        )
        await recorder.tell(try await retirement.run())
      }
      if hosts.isReplaceable {
        var next = await fetcher.memory
        next.keepPaces(
          after: memory,
          plan.politeness,
          isLate: ending != .whole || begun.duration(to: .now) > plan.politeness.leastLateness
        )
        next.written = plan.clock().wholeSecond
        try await intake.remember(next)
      }
      if let takeList { takeList(await recorder.list) }
      try await recorder.finish(isComplete: ending == .whole)
      report = await recorder.report
      report.stop?.sources = plan.sources.count - report.sources.count
      report.stop?.by = ending.shortage == nil ? plan.stopCause() : .room
      report.shortage = (ending.shortage ?? watch.turnedAway).map(RunReport.Shortage.init)
      report.ended = plan.clock().wholeSecond
      return report
    }
  }

  // MARK: Visits

  /// How the visits of a run ended.
  private enum Ending: Equatable {
    case whole
    case stopped
    case short(SpaceShortage)

    var shortage: SpaceShortage? {
      if case .short(let shortage) = self { shortage } else { nil }
    }
  }

  /// Reads the sources, and visits the documents of a host as soon as those are read that may name it.
  private func visit(
    _ round: ListingRound,
    _ visitor: DocumentVisitor,
    _ recorder: RunRecorder,
    _ watch: SpaceWatch
  ) async throws -> Ending {
    do {
      try await RunCourse.follow(
        pages: plan.sources.indices,
        plan.politeness,
        reading: { index in
          try watch.look()
          try await round.read(index)
          return takeList == nil ? await recorder.takeDue() : []
        },
        host: { $0.host[...] },
        // With one change of threads for all of them.
        making: { due in
          try await withTaskExecutorPreference(BlockingThreads.shared) {
            await visitor.prepare(try await recorder.candidates(due.map(\.number)))
          }
        },
        visiting: { planned in
          try watch.look()
          try await recorder.take(visitor.visit(planned))
        },
        // What a visit has shown to be another document than it seemed.
        further: { takeList == nil ? await recorder.takeDue() : [] }
      )
      return .whole
    } catch is CancellationError {
      return .stopped
    } catch {
      guard let shortage = watch.shortage(behind: error) else { throw error }
      return .short(shortage)
    }
  }
}
