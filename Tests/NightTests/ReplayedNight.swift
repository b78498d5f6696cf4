// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Records
import Support

@testable import Night

/// A night that is carried out in memory: what its orders would bring is given beforehand.
struct ReplayedNight {
  /// What an address answers.
  enum Answer: Hashable {
    /// A sound file with these bytes.
    case file(String)
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

  /// Carries the night out.
  ///
  /// - Parameter archive: what is known before it, and then after it.
  /// - Returns: its report.
  func run(_ archive: inout MemoryArchive) -> RunReport {
    let before = archive
    var night = Night(
      plan,
      archive.history(of: plan.sources),
      RunReport(run: "r", tool: "t", started: plan.started)
    )
    var due: [Int] = []
    for index in shuffled(Array(plan.sources.indices)) {
      let memory = before.memory(of: plan.sources[index], for: listings[index])
      for case .visit(let numbers) in night.take(.read(source: index, listings[index], memory)) {
        due = numbers
      }
    }
    let visits = shuffled(due).prefix(stop ?? .max)
    let known = visits.map { before.known(night.list.address(of: $0)) }
    for candidate in night.list.candidates(Array(visits), known) {
      let (finding, body) = visit(candidate)
      carryOut(night.take(.visited(finding)), of: &night, body, &archive)
    }
    carryOut(night.take(.ended(isComplete: stop == nil)), of: &night, nil, &archive)
    night.sortReport()
    archive.end(night.report)
    return night.report
  }

  private func shuffled(_ numbers: [Int]) -> [Int] {
    guard let seed else { return numbers }
    var random = Seeded(seed: seed)
    return numbers.shuffled(using: &random)
  }

  private func carryOut(
    _ orders: [Night.Order],
    of night: inout Night,
    _ body: Digest?,
    _ archive: inout MemoryArchive
  ) {
    for case .record(let conclusion) in orders {
      archive.take(conclusion.visit, body)
      let version = body == nil ? nil : archive.documents[conclusion.visit.address]?.version
      _ = night.take(.recorded(conclusion, Recording(version: version)))
    }
  }

  private func visit(_ candidate: Candidate) -> (Finding, Digest?) {
    switch answers[candidate.address] ?? .verdict(.refused(.deferred)) {
    case .verdict(let verdict):
      let record = AppraisalRecord(verdict: verdict)
      return (
        Finding(of: candidate, at: plan.started, record, status: nil, bytes: 0), nil
      )
    case .file(let bytes):
      let digest = Digest.of(bytes)
      let first = AppraisalRecord(verdict: .document(.pdf), kind: .pdf)
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
      return (finding, finding.bringsVersion ? digest : nil)
    }
  }
}
