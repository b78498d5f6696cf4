// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Night
import Records
import Archiving
import Cataloguing
import Curl
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

  /// Reads one source.
  ///
  /// - Parameter index: its place among the run's sources.
  /// - Throws: where the archive cannot be read or written; nothing that a site does.
  func read(_ index: Int) async throws {
    switch plan.sources[index].place {
    case .addresses(let addresses): try await recorder.take(SourceListing(addresses), of: index)
    case .page(let address): try await read(address, of: index)
    }
  }

  private func read(_ page: WebAddress, of index: Int) async throws {
    let known = try await catalogue.document(at: page)
    var told = Told(address: page, title: known?.title ?? page.text)
    var fetch = try await fetch(
      page,
      of: index,
      plan.isDeep ? nil : known?.validators(toAskWithOn: plan.clock())
    )
    var appraisal = try await fetch.appraised(expecting: .page)
    var kept: RunRecorder.Page?
    if case .unchanged = appraisal.verdict {
      // The page we hold is read again, because what this source wants of it may have changed.
      kept = try await keptCopy(of: page, answeredFor: fetch.finalAddress, known, &told)
      if kept == nil {
        // What is held cannot be read, or is not what the validators speak of.
        fetch = try await self.fetch(page, of: index, nil)
        appraisal = try await fetch.appraised(expecting: .page)
      }
    }
    var content: RunRecorder.Content?
    if let read = kept ?? Self.page(of: fetch, appraisal.verdict) {
      content = try await take(read, of: index)
      if content == nil { appraisal = Appraiser.appraise(TransferFault.refused(.unreadable)) }
    }
    if content == nil {
      try await recorder.take(
        SourceListing(notRead: appraisal.verdict, because: appraisal.sentence),
        of: index
      )
    }
    // A page that is held already is not kept again.
    if kept != nil { content = nil }
    try await record(page, appraisal, fetch, known, &told, content: content)
    let telling = told
    await recorder.tell { report in
      telling.tell(&report)
      report.counts.pages += 1
    }
  }

  /// The page that came; nil where none did.
  private static func page(of fetch: Fetch, _ verdict: Verdict) -> RunRecorder.Page? {
    guard case .page = verdict, let answer = try? fetch.outcome.get() else { return nil }
    return RunRecorder.Page(
      address: answer.address,
      charset: answer.mediaType?.charset,
      place: answer.body?.place,
      verdict: verdict
    )
  }

  /// Has a page read; nil where it cannot be, which is this source's affair and no other's.
  private func take(_ page: RunRecorder.Page, of index: Int) async throws -> RunRecorder.Content? {
    do {
      return try await recorder.take(page, of: index)
    } catch let error as FilingError where error.isOfReading {
      return nil
    }
  }

  private func fetch(
    _ page: WebAddress,
    of index: Int,
    _ validators: Validators?
  ) async throws -> Fetch {
    try await PageFetcher(fetcher: fetcher).fetch(
      FetchOrder(
        page,
        purpose: .page,
        validators: validators,
        reasonToIgnoreRobots: plan.sources[index].reasonToIgnoreRobots
      )
    )
  }

  /// The page as it is held; nil where it cannot be believed, which is then told.
  private func keptCopy(
    of page: WebAddress,
    answeredFor address: WebAddress,
    _ known: Document?,
    _ told: inout Told
  ) async throws -> RunRecorder.Page? {
    let held = try await intake.held(of: page, known: known, isPage: true)
    told.take(held.fault)
    guard held.fault == nil, let version = held.version else { return nil }
    do {
      return try await intake.reading(page) { archive in
        let file = try archive.soundContentFile(of: page, version: version)
        let head = try archive.capture(of: page, version: version).response.head
        let charset = ResponseHead(kept: head)?.mediaType?.charset
        // A page that only sends its reader on may have been kept before anybody followed it.
        guard try PageFetcher.target(ofPageIn: .file(file), at: address, charset) == nil else {
          return nil
        }
        return RunRecorder.Page(
          address: address,
          charset: charset,
          place: .file(file),
          verdict: .unchanged
        )
      }
    } catch {
      guard let damage = DamageNotice(page, unlessWriting: error) else { throw error }
      told.damage = damage
      return nil
    }
  }

  // MARK: Keeping the page itself

  // A page is kept when what it lists or says has changed, never for a token or a counter.
  private func record(
    _ page: WebAddress,
    _ appraisal: AppraisalRecord,
    _ fetch: Fetch,
    _ known: Document?,
    _ told: inout Told,
    content: RunRecorder.Content? = nil
  ) async throws {
    let now = plan.clock().wholeSecond
    let recorded = known?.standing ?? .unknown
    let next = recorded.believed(at: now).after(
      appraisal.verdict,
      on: now,
      isListed: true,
      health: .healthy
    )
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
      as: .html,
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
