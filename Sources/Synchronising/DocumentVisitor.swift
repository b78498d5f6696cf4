// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Appraisal
import Records
import Archiving
import Cataloguing
import Curl
import Discovery
import Fetching
import Filing
import Fixity
import Foundation
import HTTP

/// A document about to be visited.
struct PlannedVisit: Sendable {
  let candidate: Candidate
  /// On which condition its body is asked for; nil without one.
  let validators: Validators?
}

/// One document looked at: what was found, and what there is to keep.
struct VisitOutcome: Sendable {
  var finding: Finding
  /// What becomes a version.
  var accession: Accession?
  /// What goes to quarantine.
  var suspect: Accession?
}

/// Looks at documents one by one: fetches, appraises and decides what is kept.
struct DocumentVisitor: Sendable {
  let plan: RunPlan
  let fetcher: Fetcher
  let intake: Intake
  private let judge: AnswerJudge
  private let contents: ContentComparison

  /// What was let go of.
  let suppressed: Tombstones

  init(
    plan: RunPlan,
    fetcher: Fetcher,
    intake: Intake,
    notices: NoticeShelf,
    suppressed: Tombstones
  ) {
    self.suppressed = suppressed
    self.plan = plan
    self.fetcher = fetcher
    self.intake = intake
    judge = AnswerJudge(fetcher, besides: notices)
    contents = ContentComparison(in: intake.archive)
  }

  /// Finds out on which conditions documents are asked for.
  ///
  /// Nothing is asked for on condition that is not held: what is lost comes again, and the loss is told.
  func prepare(_ candidates: [Candidate]) async -> [PlannedVisit] {
    guard !plan.isDeep else {
      return candidates.map { PlannedVisit(candidate: $0, validators: nil) }
    }
    let now = plan.clock()
    return await BlockingThreads.shared.run { [archive = intake.archive] in
      candidates.map { candidate in
        let version = candidate.known?.version
        let isThere = version.map { archive.hasFolder(ofVersion: $0, of: candidate.address) }
        return PlannedVisit(
          candidate: candidate,
          validators: isThere == true ? candidate.known?.validators(toAskWithOn: now) : nil
        )
      }
    }
  }

  /// - Throws: what is no fault of the site's: a full disk, a cancelled run.
  func visit(_ planned: PlannedVisit) async throws -> VisitOutcome {
    let candidate = planned.candidate
    let (fetch, answered) = try await judge.judge(
      await fetch(planned),
      expecting: candidate.expectation,
      of: NoticeShelf.Document(of: candidate),
      isHeld: candidate.isHeld
    )
    if let refusal = refusal(of: fetch, answered, for: candidate) {
      return VisitOutcome(finding: finding(candidate, refusal, fetch))
    }
    let first = answered.seen(as: candidate)
    guard let answer = try? fetch.outcome.get(), let body = answer.body else {
      var finding = finding(candidate, first, fetch)
      // Of two editions that come in turn, this night's was the newest.
      if first.verdict == .unchanged, candidate.known?.inTurnSince != nil {
        finding.edition = candidate.known?.version
      }
      return VisitOutcome(finding: finding)
    }
    let known = candidate.known
    // A whole body has cost more than a look into the object, which the catalogue may be wrong about.
    let held = try await intake.held(
      of: candidate.address,
      known: known,
      isPage: first.verdict == .page || known?.fingerprint != nil
    )
    var content: ContentComparison.Outcome?
    if let kind = first.verdict.kind, held.damage == nil {
      content = try await contents.compare(body, as: kind, with: held, known, of: candidate.address)
    }
    let isRejected =
      held.rejected(body.digest, nil) != nil || candidate.takenBack.contains(body.digest)
      || held.rejected.contains { $0.version == content?.version }
    let isNewestContent = content?.version != nil && content?.version == held.version
    let edition =
      isNewestContent || isRejected
      ? nil : try await edition(of: candidate, first, body, content, held)
    let isHeldContent = isNewestContent || edition != nil
    var judgement = BodyJudgement(
      of: candidate,
      first,
      body.digest,
      length: body.length,
      held: held.digest,
      isHeldContent: isHeldContent,
      isRejected: isRejected,
      heldDoubt: await doubt(of: held, of: candidate, besides: first),
      remembered: plan.quarantineBytes / 2,
      answer.given.fault(
        // What vouches for the content is no lie.
        of: isHeldContent ? held.digest ?? body.digest : body.digest,
        known,
        held: held.digest,
        wasConditional: answer.wasConditional
      )
    )
    var bytes = answer.receivedBytes
    if judgement.needsSecondFetch {
      let second = try await secondFetch(of: candidate)
      bytes += second?.length ?? 0
      var isSame = false
      if let kind = first.verdict.kind, let second, second.digest != body.digest {
        let comparison = try await contents.compare(body, as: kind, with: second)
        content = comparison?.content ?? content
        isSame = comparison?.isSame ?? false
      }
      judgement.take(second: second?.digest, isSameContent: isSame)
    }
    if judgement.needsAnotherNight {
      let date = await intake.firstDamaged(
        body.digest,
        of: candidate.address,
        lastSound: known?.lastAlive
      )
      judgement.take(firstSeen: date, at: plan.clock())
    }
    judgement.settle()
    var finding = finding(candidate, judgement.appraisal, fetch, bytes: bytes)
    if judgement.appraisal.verdict == .page, !candidate.kinds.contains(.html), held.version == nil {
      finding.filesOnPage = try await files(on: answer, of: candidate.kinds)
    }
    finding.validatorFault = judgement.validatorFault
    if let kind = first.verdict.kind, content == nil, held.version != nil,
      held.digest != body.digest
    {
      finding.isEncrypted = try await contents.isEncrypted(body, as: kind)
    }
    finding.isMadeAnew = judgement.isMadeAnew && edition == nil
    finding.edition =
      edition ?? (known?.inTurnSince != nil && judgement.bringsNewest ? held.version : nil)
    finding.take(held.fault)
    finding.isHeld = finding.isHeld || held.version != nil

    var fingerprint: Digest?
    if judgement.course == .compareAsPage {
      fingerprint = try await self.fingerprint(of: body, answer)
      guard fingerprint != nil else {
        let unreadable = Appraiser.appraise(TransferFault.refused(.unreadable))
        var finding = self.finding(candidate, unreadable, fetch, bytes: bytes)
        finding.take(held.fault)
        return VisitOutcome(finding: finding)
      }
      let isTakenBack = fingerprint.map(candidate.takenBack.contains) == true
      if isTakenBack || held.rejected(body.digest, fingerprint) != nil {
        judgement.reject()
        var finding = self.finding(candidate, judgement.appraisal, fetch, bytes: bytes)
        finding.take(held.fault)
        finding.isHeld = finding.isHeld || held.version != nil
        return VisitOutcome(finding: finding)
      }
    }
    var outcome = VisitOutcome(finding: finding)
    func accession(_ kind: BodyKind) -> Accession {
      self.accession(kind, fingerprint, content, finding, held.damage, fetch, answer, body)
    }
    switch judgement.course {
    case .keep(let kind): outcome.accession = accession(kind)
    case .compareAsPage:
      let last = held.damage == nil ? held.fingerprint : known?.fingerprint
      if fingerprint != last { outcome.accession = accession(.html) }
    case .putAside(let kind): outcome.suspect = accession(kind)
    case .drop: break
    }
    outcome.finding.bringsVersion = outcome.accession != nil
    outcome.finding.arrivedBytes = outcome.accession?.capture.digest
    outcome.finding.arrived = outcome.accession.map {
      $0.capture.fingerprint ?? $0.capture.content ?? $0.capture.digest
    }
    outcome.finding.validators = answer.given.toRecord(
      besides: known,
      isHeld: judgement.bringsHeldCopy || outcome.accession != nil
    )
    return outcome
  }

  private func fetch(_ planned: PlannedVisit) async -> Fetch {
    let order = order(for: planned.candidate, planned.validators)
    guard planned.candidate.isMeasuredFirst else { return await fetcher.fetch(order) }
    return await fetcher.fetchMeasured(order, limit: plan.limits.bodyBytes)
  }

  /// The version that came, where it is not the newest and the site delivers some in turn.
  private func edition(
    of candidate: Candidate,
    _ appraisal: AppraisalRecord,
    _ body: SpooledBody,
    _ content: ContentComparison.Outcome?,
    _ held: HeldCopy
  ) async throws -> Int? {
    guard let kind = appraisal.verdict.kind, held.damage == nil,
      let edition = held.earlier.first(where: { $0.digest == body.digest })?.version
        ?? content?.version
    else { return nil }
    let judgement = EditionJudgement(
      edition: edition,
      of: candidate.known,
      newestReturned: held.returned,
      at: plan.clock()
    )
    switch judgement.answer {
    case .inTurn: return edition
    case .newest: return nil
    case .askAgain:
      guard let second = try await secondFetch(of: candidate) else { return nil }
      if second.digest == held.digest { return edition }
      let other = try await contents.compare(
        second,
        as: kind,
        with: held,
        nil,
        of: candidate.address
      )
      return other?.version == held.version ? edition : nil
    }
  }

  /// What is odd about the build of what is held; looked at only where something is about what came.
  private func doubt(
    of held: HeldCopy,
    of candidate: Candidate,
    besides first: AppraisalRecord
  ) async -> StructureFault? {
    guard first.doubt != nil, let version = held.version, held.damage == nil else { return nil }
    return await intake.reading(candidate.address) { archive in
      // Whatever is wrong with it is told elsewhere.
      (try? archive.capture(of: candidate.address, version: version))?.appraisal.doubt
    }
  }

  private func secondFetch(of candidate: Candidate) async throws -> SpooledBody? {
    let fetch = await fetcher.fetch(order(for: candidate, nil))
    // What a page showed once, it shows again.
    let judged = try await judge.judge(
      fetch,
      expecting: candidate.expectation,
      isHeld: false
    )
    return (try? judged.fetch.outcome.get())?.body
  }

  private func order(for candidate: Candidate, _ validators: Validators?) -> FetchOrder {
    FetchOrder(
      candidate.request,
      purpose: .document,
      validators: validators,
      reasonToIgnoreRobots: candidate.reasonToIgnoreRobots
    )
  }

  /// The files that a page links to which nobody keeps; none of what is longer than such a page may be.
  private func files(
    on answer: FetchedResponse,
    of kinds: Set<BodyKind>
  ) async throws -> [WebAddress] {
    guard let body = answer.body, body.length <= Self.longestPage else { return [] }
    do throws(FilingError) {
      return try await BlockingThreads.shared.run { () throws(FilingError) in
        PageFiles.files(in: try answer.listing(), of: kinds)
          .filter { suppressed.of($0) == nil }
      }
    } catch {
      guard error.isOfReading else { throw error }
      return []
    }
  }

  /// In bytes.
  private static let longestPage: Int64 = 4 << 20

  /// What must stay the same for a page to count as unchanged; nil where it cannot be read.
  private func fingerprint(of body: SpooledBody, _ answer: FetchedResponse) async throws -> Digest?
  {
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

  private func finding(
    _ candidate: Candidate,
    _ appraisal: AppraisalRecord,
    _ fetch: Fetch,
    bytes: Int64 = 0
  ) -> Finding {
    let answer = try? fetch.outcome.get()
    var finding = Finding(
      of: candidate,
      at: plan.clock().wholeSecond,
      appraisal,
      status: answer?.status,
      bytes: bytes
    )
    finding.validators = answer?.given.toRecord(besides: candidate.known, isHeld: false)
    finding.place =
      answer == nil ? nil : KnownPlaces.proven(asking: candidate.request, fetch.hops)
    return finding
  }

  private func accession(
    _ kind: BodyKind,
    _ fingerprint: Digest?,
    _ content: ContentComparison.Outcome?,
    _ finding: Finding,
    _ damage: DamageNotice?,
    _ fetch: Fetch,
    _ answer: FetchedResponse,
    _ body: SpooledBody
  ) -> Accession {
    let capture = Capture(
      of: finding.candidate.address,
      fetch,
      answer,
      body,
      as: kind,
      role: .document,
      title: finding.candidate.title,
      entries: finding.candidate.entries,
      appraisal: finding.appraisal,
      fingerprint: fingerprint,
      content: content?.digest,
      succeeds: finding.candidate.succeeds ?? finding.candidate.known?.succeeds,
      at: finding.at,
      in: intake.run,
      plan
    )
    return Accession(
      capture,
      besides: damage,
      known: finding.candidate.known?.newestKept ?? 0
    ) { try body.move(to: $0) }
  }
}

extension Finding {
  /// Takes in what is wrong with what is held.
  fileprivate mutating func take(_ fault: HeldCopy.Fault?) {
    switch fault {
    case .damage(let notice):
      damage = RunReport.DamagedItem(notice, title: candidate.title)
    case .catalogue(let sentence): catalogueFault = sentence
    case nil: break
    }
  }
}
