// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import HTTP
import Records
import Support
import Testing

@testable import Night

/// A night that is carried out in memory: what its orders would bring is given beforehand.
struct ReplayedNight {
  /// What an address answers.
  enum Answer: Hashable {
    /// A sound file with these bytes.
    case file(String)
    /// A permanent redirect to where a sound file with these bytes is.
    case redirect(to: WebAddress, String)
    /// The same, and what answers there is no document tonight.
    case failingRedirect(to: WebAddress, Verdict)
    /// No body, or none that is kept.
    case verdict(Verdict)
  }

  let plan: NightPlan
  /// What reading each source comes to.
  let listings: [SourceListing]
  let answers: [WebAddress: Answer]
  /// In which order things happen; nil in that of the list.
  var seed: UInt64?
  /// After so many visits the run is stopped.
  var stop: Int?

  struct Outcome {
    var report: RunReport
    /// How many documents could be visited before all sources were read.
    var early = 0
    /// How many were named by a source for which nobody waited.
    var relisted = 0
  }

  /// Carries the night out.
  ///
  /// - Parameter archive: what is known before it, and then after it.
  /// - Returns: its report.
  func run(_ archive: inout MemoryArchive) -> RunReport {
    outcome(&archive).report
  }

  /// Carries the night out.
  ///
  /// - Parameter archive: what is known before it, and then after it.
  /// - Returns: what it came to.
  func outcome(_ archive: inout MemoryArchive) -> Outcome {
    let before = archive
    var plan = plan
    plan.namedHosts = archive.namedHosts
    plan.places = archive.places
    plan.successions = archive.successions
    var outcome = Outcome(report: RunReport(run: "r", tool: "t", started: plan.started))
    var night = Night(plan, archive.history(of: plan.sources), outcome.report)
    var random = Seeded(seed: seed ?? 0)
    var unread = Array(plan.sources.indices)
    var due: [Int] = []
    var visits = 0
    // A source is read or a document visited, whichever comes first; without a seed, all are read before.
    while !unread.isEmpty || !due.isEmpty, visits < stop ?? .max {
      if !unread.isEmpty, seed == nil || due.isEmpty || random.next() % 4 == 0 {
        let index = unread.remove(at: seed == nil ? 0 : Int(random.next() % UInt64(unread.count)))
        let reading = plan.places.named(listings[index])
        let memory = before.memory(of: plan.sources[index], for: reading)
        for case .visit(let numbers) in night.take(.read(source: index, reading, memory)) {
          due += numbers
          if !unread.isEmpty { outcome.early += numbers.count }
        }
      } else {
        let number = due.remove(at: seed == nil ? 0 : Int(random.next() % UInt64(due.count)))
        // A run reads what is known of a document when its turn comes.
        let known = archive.known(night.list.address(of: number))
        visits += 1
        for candidate in night.list.candidates([number], [known]) {
          let orders = night.take(.visited(visit(candidate)))
          for case .visit(let numbers) in orders { due += numbers }
          _ = carryOut(orders, of: &night, &archive)
        }
      }
    }
    let orders = night.take(.ended(isComplete: stop == nil))
    outcome.relisted = carryOut(orders, of: &night, &archive)
    night.sortReport()
    archive.end(night.report)
    outcome.report = night.report
    return outcome
  }

  /// - Returns: how many documents were told to be listed by one more.
  private func carryOut(
    _ orders: [Night.Order],
    of night: inout Night,
    _ archive: inout MemoryArchive
  ) -> Int {
    var relisted = 0
    for order in orders {
      switch order {
      case .record(let conclusion):
        let finding = conclusion.finding
        let isKept = finding.bringsVersion && conclusion.reasonToWait == nil
        let body = isKept ? finding.arrived : nil
        archive.take(conclusion.visit, body)
        let version = body == nil ? nil : archive.documents[conclusion.visit.address]?.version
        _ = night.take(.recorded(conclusion, Recording(version: version)))
      case .relist(let numbers):
        let known = numbers.map { archive.known(night.list.address(of: $0)) }
        let visits = night.list.relisted(numbers, known)
        for visit in visits { archive.take(visit, nil) }
        _ = night.take(.relisted(visits))
        relisted += visits.count
      case .visit, .forget: break
      }
    }
    return relisted
  }

  private func visit(_ candidate: Candidate) -> Finding {
    let answer = answers[candidate.request] ?? .verdict(.refused(.deferred))
    switch answer {
    case .verdict(let verdict):
      let record = AppraisalRecord(verdict: verdict)
      return Finding(of: candidate, at: plan.started, record, status: nil, bytes: 0)
    case .failingRedirect(let target, let verdict):
      let record = AppraisalRecord(verdict: verdict)
      var finding = Finding(of: candidate, at: plan.started, record, status: nil, bytes: 0)
      let hop = Hop(address: candidate.request, status: 301, target: target)
      finding.place = KnownPlaces.proven(asking: candidate.request, [hop])
      return finding
    case .file(let bytes), .redirect(_, let bytes):
      var target: WebAddress?
      if case .redirect(let address, _) = answer { target = address }
      let digest = Digest.of(bytes)
      let first = AppraisalRecord(
        verdict: .document(.pdf),
        kind: .pdf,
        permanentTarget: target.flatMap {
          $0.authority == candidate.request.authority && $0.target == candidate.request.target
            ? nil : $0
        }
      )
      var judgement = BodyJudgement(
        of: candidate,
        first,
        digest,
        length: 1,
        held: candidate.known?.digest,
        nil
      )
      judgement.settle()
      var finding = Finding(
        of: candidate,
        at: plan.started,
        judgement.appraisal,
        status: 200,
        bytes: 1
      )
      if case .keep = judgement.course { finding.bringsVersion = true }
      let hops = target.map { [Hop(address: candidate.request, status: 301, target: $0)] }
      finding.place = KnownPlaces.proven(asking: candidate.request, hops ?? [])
      finding.arrived = digest
      return finding
    }
  }
}
