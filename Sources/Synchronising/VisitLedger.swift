// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Fetching
import Foundation

/// Takes in visits as they end: at once where they went well, at the end of the run where they failed.
///
/// Whether a failure says something about the document or about its host, or about our own network, is
/// known only when all have been visited.
actor VisitLedger {
  private let plan: RunPlan
  private let intake: Intake
  private var report: RunReport
  private var failures: [VisitOutcome] = []
  private var visited: [String: Int] = [:]
  private var answered: Set<String> = []
  private var progress = RunProgress()
  private let tell: @Sendable (RunProgress) -> Void

  init(
    _ plan: RunPlan,
    _ intake: Intake,
    _ report: RunReport,
    tell: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.plan = plan
    self.intake = intake
    self.report = report
    self.tell = tell
  }

  func begin(planned: Int) {
    progress.planned = planned
    tell(progress)
  }

  func take(_ outcome: VisitOutcome) async throws {
    let host = String(outcome.candidate.address.authority)
    progress.visited += 1
    progress.bytes += outcome.bytes
    report.counts.visited += 1
    report.counts.bytes += outcome.bytes
    let verdict = outcome.appraisal.verdict
    if !verdict.isTransportFailure, !verdict.isUnasked { answered.insert(host) }
    // A document that was gone before says nothing about its host tonight.
    if outcome.isAlive || !outcome.wasGone { visited[host, default: 0] += 1 }
    tell(progress)
    if outcome.isAlive {
      try await conclude(outcome, health: .healthy)
    } else {
      // The body must not wait on disk for the end of the run: evidence is put aside now.
      failures.append(try await putAside(outcome))
    }
  }

  func tell(_ outcome: RetirementRound.Outcome) {
    report.retired = outcome.retired
    for (address, title, fault) in outcome.faults {
      switch fault {
      case .damage(let damage): report.tell(damage, title: title)
      case .catalogue(let sentence):
        report.tell(catalogueFault: sentence, of: address, title: title)
      }
    }
  }

  /// Judges what failed and gives the report back.
  ///
  /// - Parameters:
  ///   - listings: the hosts of pages, and whether each answered.
  ///   - history: what earlier runs said of the hosts.
  ///   - isComplete: false where the run was stopped; then nothing that failed is judged.
  ///   - shortage: what the disk is short of.
  /// - Returns: the whole report.
  /// - Throws: where the archive cannot be written to.
  func finish(
    listings: [String: Bool],
    history: RunHistory,
    isComplete: Bool,
    shortage: SpaceShortage? = nil
  ) async throws -> RunReport {
    for (host, isAnswering) in listings where isAnswering { answered.insert(host) }
    let hosts = Set(visited.keys).union(failures.map(\.host)).union(listings.keys)
    let network = RunHealth.network(
      hostsFailing: hosts.subtracting(answered).count,
      of: hosts.count
    )
    report.isNetworkDown = network != .healthy
    report.isComplete = isComplete
    report.shortage = shortage.map(RunReport.Shortage.init)

    for (host, outcomes) in Dictionary(grouping: failures, by: \.host).sorted(by: {
      $0.key < $1.key
    }) {
      let health = RunHealth.host(
        failed: outcomes.count { !$0.wasGone },
        of: visited[host] ?? 0,
        degradedRuns: history.degradedRuns(ofHost: host)
      )
      if case .degraded(let reason) = health, network == .healthy {
        let isNews = history.degradedRuns(ofHost: host) == 0
        report.degradedHosts.append(
          .init(host: host, sentence: reason.sentence, isNews: isNews)
        )
      }
      let stopped = isComplete ? RunHealth.healthy : .degraded(.ownNetwork)
      for outcome in outcomes {
        try await conclude(outcome, health: .worst(of: network, stopped, health))
      }
    }
    report.ended = plan.clock().wholeSecond
    report.news.sort { ($0.news.rank, $0.address) < ($1.news.rank, $1.address) }
    report.troubles.sort { $0.address < $1.address }
    return report
  }

  // MARK: One visit

  private func putAside(_ outcome: VisitOutcome) async throws -> VisitOutcome {
    var outcome = outcome
    if let suspect = outcome.suspect {
      outcome.quarantined = try await intake.quarantine(suspect)
      outcome.suspect = nil
    }
    return outcome
  }

  private func conclude(_ outcome: VisitOutcome, health: RunHealth) async throws {
    let candidate = outcome.candidate
    let verdict = outcome.appraisal.verdict
    let old = candidate.known?.decodedStanding ?? .unknown
    let keeps = outcome.isHeld || outcome.accession != nil
    // What is alive and not kept has no standing: it is a link that led elsewhere.
    let new =
      keeps || !outcome.isAlive || old != .unknown
      ? old.after(
        verdict,
        on: outcome.at,
        isListed: candidate.isListed,
        health: .worst(of: candidate.sourceHealth, health)
      ) : old
    let visit = Visit(
      at: outcome.at,
      address: candidate.address,
      role: .document,
      verdict: verdict,
      status: outcome.answer?.status,
      standing: new == old && candidate.known != nil ? nil : new,
      title: candidate.title == candidate.known?.title ? nil : candidate.title,
      validators: keeps && outcome.isAlive
        ? outcome.answer?.validatorsToRecord(
          besides: candidate.known,
          isHeld: outcome.bringsHeldCopy || outcome.accession != nil
        ) : nil,
      validatorFault: outcome.validatorFault,
      listed: candidate.isEntryNews ? candidate.entries : nil,
      quarantined: outcome.quarantined
    )
    let taking = try await intake.record(visit, outcome.accession)
    tell(taking, of: outcome)
    let accession: StandingChange.Accession =
      taking.version.map { $0 > 1 ? .further : .first } ?? .none
    let told = StandingChange(from: old, to: new, accession: accession).news
    report.counts.count(
      VisitResult(
        told,
        isAlive: outcome.isAlive,
        isKept: keeps,
        isHeldBack: taking.damage != nil
      )
    )
    for news in told {
      tellNews(news, of: outcome, standing: new, version: taking.version)
    }
    if !outcome.isAlive { note(outcome, standing: new) }
  }

  private func tell(_ taking: Taking, of outcome: VisitOutcome) {
    let candidate = outcome.candidate
    if let damage = taking.damage ?? outcome.damage { report.tell(damage, title: candidate.title) }
    var sentence = taking.catalogueFault
    if case .catalogue(let fault) = outcome.fault { sentence = fault }
    guard let sentence else { return }
    report.tell(catalogueFault: sentence, of: candidate.address, title: candidate.title)
  }

  private func tellNews(
    _ news: News,
    of outcome: VisitOutcome,
    standing: Standing,
    version: Int?
  ) {
    let candidate = outcome.candidate
    let isFailure = !outcome.isAlive
    report.news.append(
      .init(
        news: news,
        address: candidate.address,
        title: candidate.title,
        sources: candidate.entries.map(\.source),
        sentence: isFailure ? outcome.appraisal.sentence : news.sentence,
        standing: standing,
        verdict: outcome.appraisal.verdict,
        version: version ?? candidate.known?.version,
        lastAlive: isFailure ? candidate.known?.lastAlive : outcome.at
      )
    )
  }

  private func note(_ outcome: VisitOutcome, standing: Standing) {
    report.troubles.append(
      .init(
        address: outcome.candidate.address,
        title: outcome.candidate.title,
        verdict: outcome.appraisal.verdict,
        sentence: outcome.appraisal.sentence,
        standing: standing,
        lastAlive: outcome.candidate.known?.lastAlive,
        quarantined: outcome.quarantined
      )
    )
  }
}

extension VisitOutcome {
  fileprivate var host: String { String(candidate.address.authority) }

  fileprivate var wasGone: Bool {
    if case .gone = candidate.known?.decodedStanding { true } else { false }
  }
}

extension News {
  /// What a person wants to know first.
  fileprivate var rank: Int {
    [.gone, .missing, .withdrawn, .replaced, .appeared, .returned, .delisted].firstIndex(of: self)
      ?? News.allCases.count
  }
}
