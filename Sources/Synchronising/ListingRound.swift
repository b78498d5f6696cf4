// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Night
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
import SystemPackage

/// The first half of a run: reads what the sources list.
struct ListingRound {
  let plan: RunPlan
  let fetcher: Fetcher
  let intake: Intake
  let catalogue: Catalogue
  let recorder: RunRecorder

  /// What there is to tell of the page itself as a document.
  struct Told: Sendable {
    var address: WebAddress?
    var title = ""
    var damage: DamageNotice?
    var catalogueFault: String?

    mutating func take(_ fault: HeldCopy.Fault?) {
      switch fault {
      case .damage(let notice): damage = damage ?? notice
      case .catalogue(let sentence): catalogueFault = catalogueFault ?? sentence
      case nil: break
      }
    }

    func tell(_ report: inout RunReport) {
      if let damage { report.tell(damage, title: title) }
      guard let catalogueFault, let address else { return }
      report.tell(catalogueFault: catalogueFault, of: address, title: title)
    }
  }

  /// Reads one source, list by list.
  ///
  /// - Parameter index: its place among the run's sources.
  /// - Throws: where the archive cannot be read or written; nothing that a site does.
  func read(_ index: Int) async throws {
    let source = plan.sources[index]
    guard let page = source.listPage else {
      try await recorder.take(SourceListing(source.namedDocuments), of: index)
      return
    }
    var gathering = ListGathering(source, from: page)
    while let step = gathering.next {
      gathering = try await read(step, gathering, of: index)
    }
    try await catalogue.forgetReadings(of: source.id, except: gathering.lists)
  }

  private func read(
    _ step: ListStep,
    _ gathering: ListGathering,
    of index: Int
  ) async throws -> ListGathering {
    let page = step.address
    var gathering = gathering
    let known = try await catalogue.document(at: page)
    if let known, known.role == .document, known.version != nil, known.kind != .html,
      gathering.takeDocument()
    {
      return try await takeIfLast(gathering, of: index)
    }
    var told = Told(address: page, title: known?.title ?? page.text)
    var fetch = try await fetch(
      step,
      of: index,
      plan.isDeep ? nil : known?.validators(toAskWithOn: plan.clock())
    )
    gathering.take(way: fetch.hops)
    // What a run that was cut off saw first was told to nobody.
    let isReached = await recorder.hasReached(index)
    gathering.isNextNew = known == nil || !isReached
    gathering.passedOverBefore = gathering.isNextNew ? [] : nil
    var appraisal = try await fetch.appraised(expecting: .page)
    var kept: RunRecorder.Page?
    if case .unchanged = appraisal.verdict {
      // The page we hold is read again, because what this source wants of it may have changed.
      kept = try await keptCopy(of: step, answeredFor: fetch.finalAddress, known, &told)
      if let answer = try? fetch.outcome.get() { kept?.headers.take(ListHeaders(answer.head)) }
      if kept == nil {
        // What is held cannot be read, or is not what the validators speak of.
        fetch = try await self.fetch(step, of: index, nil)
        appraisal = try await fetch.appraised(expecting: .page)
      }
    }
    if case .document = appraisal.verdict, step.format == .page, gathering.takeDocument() {
      return try await takeIfLast(gathering, of: index)
    }
    if page == plan.sources[index].listPage, appraisal.verdict.mayStandForList {
      let kept = kept
      // What came may be kept, and lie elsewhere, before it is known whether it is the list.
      let fresh = kept == nil ? try await fetch.likeness : nil
      await recorder.note(of: index) {
        if let fresh { fresh } else { try await Self.likeness(of: kept) }
      }
    }
    var content: RunRecorder.Content?
    if let kept, let recalled = try await recorder.recall(kept, gathering, of: index) {
      gathering = recalled
    } else if let read = kept ?? Self.page(of: fetch, step.format, appraisal.verdict) {
      do {
        let outcome: Result<RunRecorder.Content, ListingFault>
        (outcome, gathering) = try await recorder.take(read, gathering, of: index)
        content = try? outcome.get()
        if case .failure(let fault) = outcome, !fault.isEnd {
          appraisal.verdict = .softMissing(.wrongType)
        }
      } catch let error as FilingError where error.isOfReading {
        // It cannot be read, which is this source's affair and no other's.
        appraisal = Appraiser.appraise(TransferFault.refused(.unreadable))
      }
    }
    let standing = standing(of: known, after: appraisal.verdict)
    if gathering.next == step {
      var isGone = false
      // That a site turned its REST API off says nothing of its files.
      if case .gone = standing { isGone = step.format != .wordpress }
      let sentence = try await sentence(of: fetch, step, appraisal)
      gathering.fail(
        appraisal.verdict,
        because: sentence,
        isGone: isGone,
        wasRead: known?.lastAlive != nil
      )
      gathering = try await takeIfLast(gathering, of: index)
    }
    // A page that is held already is not kept again.
    if kept != nil { content = nil }
    try await record(step, appraisal, standing, fetch, known, &told, content: content)
    let telling = told
    await recorder.tell { report in
      telling.tell(&report)
      report.counts.pages += 1
    }
    return gathering
  }

  private func takeIfLast(
    _ gathering: ListGathering,
    of index: Int
  ) async throws -> ListGathering {
    if gathering.next == nil { try await recorder.take(gathering.listing, of: index) }
    return gathering
  }

  /// What a list page says, whether it came or is held; nil where nobody can tell.
  private static func likeness(of kept: RunRecorder.Page?) async throws -> PageLikeness? {
    guard let kept, let place = kept.place else { return nil }
    return await BlockingThreads.shared.run {
      // What cannot be read is told where it is read as a list.
      guard let head = try? place.head(BodyEvidence.longestHead) else { return nil }
      return PageLikeness(head, charset: kept.charset, at: kept.address, asked: kept.address)
    }
  }

  /// The page that came; nil where none did.
  private static func page(
    of fetch: Fetch,
    _ format: ListingFormat,
    _ verdict: Verdict
  ) -> RunRecorder.Page? {
    guard verdict.mayBeList(of: format), let answer = try? fetch.outcome.get() else { return nil }
    return RunRecorder.Page(
      address: answer.address,
      format: format,
      charset: answer.mediaType?.charset,
      place: answer.body?.place,
      verdict: .page,
      // What a list of WordPress says follows from its fields, too.
      digest: answer.validators == nil || format == .wordpress ? nil : answer.body?.digest,
      headers: ListHeaders(answer.head)
    )
  }

  /// Why a list was not read; of a page of GOV.UK that is gone, and of what WordPress refuses, what its publisher says.
  private func sentence(
    of fetch: Fetch,
    _ step: ListStep,
    _ appraisal: AppraisalRecord
  ) async throws -> String {
    let isWordPress = step.format == .wordpress && WordPressAPI.isAnswer(step.address)
    guard isWordPress || step.format == .govuk && appraisal.verdict == .gone,
      let answer = try? fetch.outcome.get()
    else { return appraisal.sentence }
    do throws(FilingError) {
      let listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try answer.listing(as: step.format)
      }
      switch listing.fault {
      case .gone(let clause)?: return clause
      case .wordpress(.refused(let code))?: return WordPressFault.refused(code: code).sentence
      default: break
      }
      // What did come has been told already, as what it is.
      guard isWordPress, appraisal.verdict.isDeadSign || (400..<500).contains(answer.status) else {
        return appraisal.sentence
      }
      return "\(appraisal.sentence); \(WordPressFault.advice)"
    } catch {
      guard error.isOfReading else { throw error }
      return appraisal.sentence
    }
  }

  private func fetch(
    _ step: ListStep,
    of index: Int,
    _ validators: Validators?
  ) async throws -> Fetch {
    let order = FetchOrder(
      step.address,
      purpose: .page,
      validators: validators,
      reasonToIgnoreRobots: plan.sources[index].reasonToIgnoreRobots
    )
    // Only a page sends its reader on by itself.
    return step.format == .page
      ? try await PageFetcher(fetcher: fetcher).fetch(order) : await fetcher.fetch(order)
  }

  /// The page as it is held; nil where it cannot be believed, which is then told.
  private func keptCopy(
    of step: ListStep,
    answeredFor address: WebAddress,
    _ known: Document?,
    _ told: inout Told
  ) async throws -> RunRecorder.Page? {
    let page = step.address
    let held = try await intake.held(of: page, known: known, isPage: true)
    told.take(held.fault)
    guard held.fault == nil, let version = held.version else { return nil }
    do {
      return try await intake.reading(page) { archive in
        let file = try archive.soundContentFile(of: page, version: version)
        let head = try archive.capture(of: page, version: version).response.head
        let fields = ResponseHead(kept: head)
        // A page that only sends its reader on may have been kept before anybody followed it.
        if step.format == .page,
          try PageFetcher.target(ofPageIn: .file(file), at: address, fields) != nil
        {
          return nil
        }
        return RunRecorder.Page(
          address: address,
          format: step.format,
          charset: fields?.mediaType?.charset,
          place: .file(file),
          verdict: .unchanged,
          digest: step.format == .wordpress ? nil : held.digest,
          headers: ListHeaders(fields)
        )
      }
    } catch {
      guard let damage = DamageNotice(page, unlessWriting: error) else { throw error }
      told.damage = damage
      return nil
    }
  }

  // MARK: Keeping the page itself

  private func standing(of known: Document?, after verdict: Verdict) -> Standing {
    let now = plan.clock().wholeSecond
    return (known?.standing ?? .unknown).believed(at: now)
      .after(verdict, on: now, isListed: true, health: .healthy)
  }

  // A page is kept when what it lists or says has changed, never for a token or a counter.
  private func record(
    _ step: ListStep,
    _ appraisal: AppraisalRecord,
    _ next: Standing,
    _ fetch: Fetch,
    _ known: Document?,
    _ told: inout Told,
    content: RunRecorder.Content? = nil
  ) async throws {
    let page = step.address
    let now = plan.clock().wholeSecond
    let recorded = known?.standing ?? .unknown
    let title = content?.title ?? known?.title ?? page.text
    let answer = try? fetch.outcome.get()
    var visit = Visit(
      at: now,
      address: page,
      role: .listing,
      verdict: appraisal.verdict,
      status: answer?.status,
      standing: next == recorded ? nil : next,
      title: title == known?.title ? nil : title,
      validators: appraisal.verdict.isAlive
        ? answer?.given.toRecord(besides: known, isHeld: false) : nil,
      listed: nil
    )
    guard let content, let answer, let body = answer.body else {
      try await intake.record(visit)
      return
    }
    told.title = title
    let held = try await intake.held(of: page, known: known, isPage: true)
    told.take(held.fault)
    let last = held.damage == nil ? held.fingerprint : known?.fingerprint
    let isNew = content.fingerprint != last
    let isKept = if isNew { await recorder.claim(page) } else { false }
    if isKept || body.digest == held.digest {
      visit.validators = answer.given.toRecord(besides: known, isHeld: true)
    }
    guard isKept else {
      try await intake.record(visit)
      return
    }
    let capture = Capture(
      of: page,
      fetch,
      answer,
      body,
      as: step.format == .page ? .html : appraisal.kind ?? .xml,
      role: .listing,
      title: title,
      entries: [],
      appraisal: appraisal,
      fingerprint: content.fingerprint,
      at: now,
      in: intake.run,
      plan
    )
    let accession = Accession(capture, besides: held.damage) { try body.move(to: $0) }
    let taking = try await intake.record(visit, accession)
    told.damage = taking.damage ?? told.damage
    told.catalogueFault = told.catalogueFault ?? taking.catalogueFault
  }
}

extension Verdict {
  /// Whether what came may be a list: of a form other than a page's, it may be packed, or of any kind.
  func mayBeList(of format: ListingFormat) -> Bool {
    switch self {
    case .page: true
    case .document: format != .page
    // What lies behind the end of a list; the answer says so.
    case .clientError(status: 400): format == .wordpress
    default: false
    }
  }
}

extension Verdict {
  /// Whether a page came that may be there in place of a list.
  fileprivate var mayStandForList: Bool {
    switch self {
    case .page, .unchanged, .softMissing: true
    default: false
    }
  }
}
