// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Curl
import Discovery
import Fetching
import Filing
import Fixity
import Foundation
import HTTP

/// One document looked at: what was fetched, what it is, and what there is to keep.
struct VisitOutcome: Sendable {
  let candidate: Candidate
  let at: Date
  let appraisal: AppraisalRecord
  let answer: Answer?
  /// Bytes of bodies received.
  let bytes: Int64
  /// What becomes a version.
  var accession: Accession?
  /// Whether a version is held, by whoever says so.
  var isHeld: Bool
  /// Whether the bytes that came are those that are held.
  var bringsHeldCopy = false
  /// Where what is held is damaged, or the catalogue wrong about it.
  var fault: HeldCopy.Fault?
  /// What the visit showed the validators to be worth.
  var validatorFault: ValidatorFault?
  /// What goes to quarantine, and where it went.
  var suspect: Accession?
  var quarantined: String?

  var isAlive: Bool { appraisal.verdict.isAlive }

  var damage: DamageNotice? {
    if case .damage(let notice) = fault { notice } else { nil }
  }
}

/// Looks at documents one by one: fetches, appraises and decides what is kept.
struct DocumentVisitor: Sendable {
  let plan: RunPlan
  let fetcher: Fetcher
  let intake: Intake

  /// A suspect body longer than this, in bytes, is not put aside.
  private static let longestSuspect: Int64 = 20_000_000

  /// - Throws: what is no fault of the site's: a full disk, a cancelled run.
  func visit(_ candidate: Candidate) async throws -> VisitOutcome {
    let fetch = await fetcher.fetch(order(for: candidate))
    var appraisal = try await fetch.appraised(expecting: candidate.expectation)
    guard let answer = try? fetch.outcome.get(), let body = answer.body else {
      return outcome(candidate, appraisal, fetch)
    }
    var bytes = answer.receivedBytes
    let known = candidate.known
    // A whole body has cost more than a look into the object, which the catalogue may be wrong about.
    let held = try await intake.held(
      of: candidate.address,
      known: known,
      isPage: appraisal.verdict == .page || known?.fingerprint != nil
    )
    let validatorFault = fault(ofValidatorsOf: answer, with: body, known, held)
    let isOther = body.digest != held.digest
    if isOther, appraisal.doubt != nil || validatorFault == .lying {
      // A body with a doubtful end, or other bytes under the old validators: the same bytes again mean
      // that the publisher's file is so.
      let again = FetchOrder(
        candidate.request,
        purpose: .document,
        reasonToIgnoreRobots: candidate.reasonToIgnoreRobots
      )
      let second = await fetcher.fetch(again)
      let other = try? second.outcome.get().body
      bytes += other?.length ?? 0
      if other?.digest != body.digest {
        appraisal.verdict = .damaged(appraisal.doubt == nil ? .corrupt : .truncated)
      }
      if let other, other.digest == held.digest { appraisal.verdict = .unchanged }
    }
    appraisal = appraisal.settled(by: comparison(of: body, with: held))
    var outcome = outcome(candidate, appraisal, fetch, bytes: bytes)
    outcome.validatorFault = validatorFault
    outcome.fault = held.fault
    outcome.bringsHeldCopy = !isOther
    outcome.isHeld = outcome.isHeld || held.version != nil

    switch appraisal.verdict {
    case .document(let kind) where keeps(kind, of: candidate),
      .replaced(_, let kind) where keeps(kind, of: candidate):
      outcome.accession = accession(kind, nil, outcome, fetch, answer, body)
    case .page where candidate.kinds.contains(.html):
      guard let fingerprint = try await fingerprint(of: body, answer) else {
        appraisal = Appraiser.appraise(TransferFault.refused(.unreadable))
        outcome = self.outcome(candidate, appraisal, fetch, bytes: bytes)
        outcome.fault = held.fault
        return outcome
      }
      let last = held.damage == nil ? held.fingerprint?.hex : known?.fingerprint
      if fingerprint.hex != last {
        outcome.accession = accession(.html, fingerprint, outcome, fetch, answer, body)
      }
    case let verdict where verdict.isSuspect && body.length <= Self.longestSuspect:
      let kind = appraisal.kind ?? .unknown
      outcome.suspect = accession(kind, nil, outcome, fetch, answer, body)
    default: break
    }
    return outcome
  }

  private func order(for candidate: Candidate) -> FetchOrder {
    FetchOrder(
      candidate.request,
      purpose: .document,
      validators: validators(of: candidate),
      reasonToIgnoreRobots: candidate.reasonToIgnoreRobots
    )
  }

  /// Nothing is asked for on condition that is not held: what is lost comes again, and the loss is told.
  private func validators(of candidate: Candidate) -> Validators? {
    guard candidate.isHeld, !plan.isDeep, let known = candidate.known,
      let validators = known.validators(toAskWithOn: plan.clock())
    else { return nil }
    let isThere = known.version.map {
      intake.archive.hasFolder(ofVersion: $0, of: candidate.address)
    }
    return isThere == false ? nil : validators
  }

  private func fault(
    ofValidatorsOf answer: Answer,
    with body: SpooledBody,
    _ known: DocumentRecord?,
    _ held: HeldCopy
  ) -> ValidatorFault? {
    guard answer.status == 200, let known, let digest = held.digest else { return nil }
    if body.digest == digest { return answer.wasConditional ? .useless : nil }
    // A weak tag promises no equal bytes, and a date alone is too coarse to be called a lie.
    guard let tag = answer.validators?.etag, tag.hasPrefix("\""), tag == known.etag,
      answer.address == known.validatorAddress
    else { return nil }
    return .lying
  }

  private func comparison(
    of body: SpooledBody,
    with held: HeldCopy
  ) -> AppraisalRecord.Comparison {
    guard let digest = held.digest else { return .nothingHeld }
    return digest == body.digest ? .sameBytes : .otherBytes
  }

  private func keeps(_ kind: BodyKind, of candidate: Candidate) -> Bool {
    candidate.kinds.contains(kind) || candidate.isHeld
  }

  /// What must stay the same for a page to count as unchanged; nil where it cannot be read.
  private func fingerprint(of body: SpooledBody, _ answer: Answer) async throws -> Digest? {
    do throws(FilingError) {
      return try await BlockingThreads.shared.run { () throws(FilingError) in
        let listing = try answer.listing()
        // What lies behind the end of what was read may have changed too.
        return listing.isReadToEnd ? listing.fingerprint : body.digest
      }
    } catch {
      guard error.isOfReading else { throw error }
      return nil
    }
  }

  private func outcome(
    _ candidate: Candidate,
    _ appraisal: AppraisalRecord,
    _ fetch: Fetch,
    bytes: Int64 = 0
  ) -> VisitOutcome {
    VisitOutcome(
      candidate: candidate,
      at: plan.clock().wholeSecond,
      appraisal: appraisal,
      answer: try? fetch.outcome.get(),
      bytes: bytes,
      isHeld: candidate.isHeld
    )
  }

  private func accession(
    _ kind: BodyKind,
    _ fingerprint: Digest?,
    _ outcome: VisitOutcome,
    _ fetch: Fetch,
    _ answer: Answer,
    _ body: SpooledBody
  ) -> Accession {
    let capture = Capture(
      of: outcome.candidate.address,
      fetch,
      answer,
      body,
      as: kind,
      role: .document,
      title: outcome.candidate.title,
      entries: outcome.candidate.entries,
      appraisal: outcome.appraisal,
      fingerprint: fingerprint,
      at: outcome.at,
      in: intake.run,
      plan
    )
    return Accession(capture, besides: outcome.damage) { try body.move(to: $0) }
  }
}
