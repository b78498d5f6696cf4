// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
public import Archiving
import Cataloguing
import Curl
import Fetching
import Filing
import Foundation

/// A run of `sync`: reads what the sources list, visits the documents, keeps what is new.
///
/// It conducts the other rooms and has no skill of its own. The way goes one direction: listings,
/// visits, judgement of what failed, report.
public struct Synchroniser: Sendable {
  private let plan: RunPlan

  public init(_ plan: RunPlan) {
    self.plan = plan
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
  public func run(
    _ writer: ArchiveWriter,
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> RunReport {
    let catalogue = try writer.catalogue()
    let started = plan.clock().wholeSecond
    let history = RunHistory(of: writer.archive, sources: plan.sources.map(\.id))
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
      report = try await visitAll(writer, catalogue, intake, watch, history, started, progress)
    } catch {
      // What came so far is sound, and need not be fetched again.
      try? await intake.salvage()
      throw error
    }
    report.recovered += await intake.mended
    let dropped = await intake.settleQuarantine()
    report.tell(dropped, budget: plan.quarantineBytes)
    report.sortDamage()
    try await intake.finish(report: report)
    try catalogue.close()
    return report
  }

  private func visitAll(
    _ writer: ArchiveWriter,
    _ catalogue: Catalogue,
    _ intake: Intake,
    _ watch: SpaceWatch,
    _ history: RunHistory,
    _ started: Date,
    _ progress: @escaping @Sendable (RunProgress) -> Void
  ) async throws -> RunReport {
    try await TransferLoop.withLoop(plan.network) { loop in
      let hosts = writer.archive.hostMemory
      let fetcher = Fetcher(loop, plan, memory: hosts.memory, spool: intake.spool, room: watch)
      var report = RunReport(run: intake.run, tool: plan.tool, started: started, ended: started)
      report.recovered = writer.recovered
      for notice in writer.damaged + history.damaged {
        let document = try notice.address.flatMap { try catalogue.document(at: $0) }
        report.tell(notice, title: document?.title)
      }
      report.notes = ((hosts.note.map { [$0] } ?? []) + history.strangers).map(history.note)
      let list = VisitList(plan, catalogue, now: started)
      let desk = ListingDesk(list, plan.sources, catalogue, history)
      let round = ListingRound(
        plan: plan,
        fetcher: fetcher,
        intake: intake,
        catalogue: catalogue,
        desk: desk
      )
      let listings: [ListingRound.Outcome]
      do {
        listings = try await read(round, watch)
      } catch {
        let shortage = watch.shortage(behind: error)
        guard shortage != nil || error is CancellationError else { throw error }
        report.shortage = shortage.map(RunReport.Shortage.init)
        report.isComplete = false
        report.ended = plan.clock().wholeSecond
        return report
      }
      report.sources = listings.map(\.report)
      for listing in listings { listing.told.tell(&report) }
      report.counts.pages = listings.count { $0.report.address != nil }
      let ledger = VisitLedger(plan, intake, report, tell: progress)
      let visitor = DocumentVisitor(plan: plan, fetcher: fetcher, intake: intake)
      let ending = try await visit(desk.list, visitor, ledger, watch)
      let retirement = RetirementRound(
        plan: plan,
        catalogue: catalogue,
        intake: intake,
        list: await desk.list,
        isWhole: isWhole(listings)
      )
      await ledger.tell(try await retirement.run())
      if hosts.isReplaceable { try await intake.remember(fetcher.memory.hosts) }
      return try await ledger.finish(
        listings: hostsAnswering(listings),
        history: history,
        isComplete: ending == .whole,
        shortage: ending.shortage ?? watch.turnedAway
      )
    }
  }

  // MARK: Listings

  private func read(
    _ round: ListingRound,
    _ watch: SpaceWatch
  ) async throws -> [ListingRound.Outcome] {
    try await withThrowingTaskGroup(of: (Int, ListingRound.Outcome).self) { group in
      // How many are asked at once is the fetcher's affair.
      for index in plan.sources.indices {
        group.addTask {
          try watch.look()
          return (index, try await round.read(index))
        }
      }
      var outcomes: [(Int, ListingRound.Outcome)] = []
      for try await outcome in group { outcomes.append(outcome) }
      return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Whether every source that is on was read, so that all that is listed anywhere was met.
  private func isWhole(_ listings: [ListingRound.Outcome]) -> Bool {
    let read = Set(
      listings.filter { $0.report.hidesNoLinks && $0.health == .healthy }.map(\.report.id)
    )
    return (plan.configured ?? plan.sources).allSatisfy { !$0.isEnabled || read.contains($0.id) }
  }

  private func hostsAnswering(_ listings: [ListingRound.Outcome]) -> [String: Bool] {
    var hosts: [String: Bool] = [:]
    for listing in listings {
      guard let page = listing.report.address else { continue }
      let host = String(page.authority)
      hosts[host] = hosts[host] ?? false || listing.unreachableHost == nil
    }
    return hosts
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

  private func visit(
    _ list: VisitList,
    _ visitor: DocumentVisitor,
    _ ledger: VisitLedger,
    _ watch: SpaceWatch
  ) async throws -> Ending {
    let due = list.due()
    await ledger.begin(planned: due.count)
    do {
      let lanes = HostLanes(due, plan.politeness, address: list.address)
      try await lanes.forEach(
        making: { work in try await BlockingThreads.shared.run { try list.candidates(work) } }
      ) { candidate in
        try watch.look()
        try await ledger.take(visitor.visit(candidate))
      }
      return .whole
    } catch is CancellationError {
      return .stopped
    } catch {
      guard let shortage = watch.shortage(behind: error) else { throw error }
      return .short(shortage)
    }
  }
}
