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

/// The first half of a run: reads what the sources list.
struct ListingRound {
  let plan: RunPlan
  let fetcher: Fetcher
  let archive: Archive
  let intake: Intake
  let catalogue: Catalogue
  let history: RunHistory

  /// A page longer than this, in bytes, is no page.
  private static let longestPage = 64 << 20

  /// What one source lists in this run, and how that compares with before.
  struct Outcome: Sendable {
    let source: Source
    /// The links in their order; nil where the source could not be read.
    let links: [Discovery.Link]?
    var health = RunHealth.healthy
    var report: RunReport.SourceOutcome
    /// The host of a page that did not answer.
    var unreachableHost: String?
  }

  /// Reads one source.
  func read(_ source: Source) async throws -> Outcome {
    var outcome = try await look(at: source)
    let last = history.last(ofSource: source.id)
    outcome.report.isNews =
      outcome.report.sentence != nil
      && (last?.wasReached != outcome.report.wasReached || last?.health != outcome.report.health)
    return outcome
  }

  private func look(at source: Source) async throws -> Outcome {
    switch source.place {
    case .addresses(let addresses):
      let links = addresses.enumerated().map { position, address in
        Discovery.Link(
          address: address,
          text: address.lastPathComponent,
          heading: nil,
          position: position,
          isInNavigation: false
        )
      }
      var report = blankReport(of: source)
      report.listed = links.count
      return Outcome(source: source, links: links, report: report)
    case .page(let address): return try await read(source, from: address)
    }
  }

  private func read(_ source: Source, from page: WebAddress) async throws -> Outcome {
    let known = try catalogue.document(at: page)
    let validators = plan.isDeep ? nil : known?.validators(toAskWithOn: plan.clock())
    let fetch = await fetcher.fetch(
      FetchOrder(
        page,
        purpose: .page,
        validators: validators,
        reasonToIgnoreRobots: source.reasonToIgnoreRobots
      )
    )
    let appraisal = try fetch.appraised(expecting: .page)
    var report = blankReport(of: source, appraisal.verdict)
    let before = try catalogue.entries(of: source.id).filter { source.wants($0.address) }

    switch (appraisal.verdict, try? fetch.outcome.get()) {
    case (.unchanged, let answer?):
      // The page we hold is read again, because what this source wants of it may have changed.
      let kept = try archive.payload(of: page, version: known?.version ?? 1)
      let listing = Listing.read(kept, at: answer.address)
      try await record(page, appraisal, fetch, known)
      return outcome(of: listing, for: source, report, before: before.map(\.address))
    case (.page, let answer?):
      let bytes = try answer.body.map { try Disk().read($0.path, limit: Self.longestPage) } ?? []
      let type = answer.head.fields["Content-Type"]
      let listing = Listing.read(bytes, at: answer.address, declaredCharset: type?.charset)
      try await record(page, appraisal, fetch, known, listing: listing)
      return outcome(of: listing, for: source, report, before: before.map(\.address))
    default:
      report.wasReached = false
      report.listed = before.count
      report.sentence = appraisal.sentence
      try await record(page, appraisal, fetch, known)
      var outcome = Outcome(source: source, links: nil, report: report)
      if appraisal.verdict.isTransportFailure { outcome.unreachableHost = String(page.authority) }
      return outcome
    }
  }

  private func candidates(of source: Source, in listing: Listing) -> [Discovery.Link] {
    var seen: Set<WebAddress> = []
    return listing.links.filter { $0.isCandidate(of: source) }.compactMap { link in
      let address = link.address.dropping(queryParameters: source.queryNoise)
      guard seen.insert(address).inserted else { return nil }
      return Discovery.Link(
        address: address,
        text: link.text,
        heading: link.heading,
        position: link.position,
        isInNavigation: link.isInNavigation
      )
    }
  }

  // A page that swaps links is edited; a page that only loses many is ill.
  private func outcome(
    of listing: Listing,
    for source: Source,
    _ report: RunReport.SourceOutcome,
    before: [WebAddress]
  ) -> Outcome {
    let links = candidates(of: source, in: listing)
    var outcome = Outcome(source: source, links: links, report: report)
    let change = LinkSetComparison(previous: before, current: links)
    outcome.health = .listing(
      lost: before.count - links.count,
      of: before.count,
      degradedRuns: history.degradedRuns(ofSource: outcome.source.id)
    )
    outcome.report.listed = links.count
    outcome.report.appeared = change.appeared.count
    outcome.report.disappeared = change.disappeared.count
    if !listing.isComplete, !change.disappeared.isEmpty {
      // A page too deep or too large to be read to its end: what lies behind that is not lost.
      outcome.health = .degraded(
        .listingShrank(lost: change.disappeared.count, known: before.count)
      )
    }
    if case .degraded(let reason) = outcome.health {
      outcome.report.health = reason.word
      outcome.report.sentence = reason.sentence
    }
    return outcome
  }

  private func blankReport(
    of source: Source,
    _ verdict: Verdict? = nil
  ) -> RunReport.SourceOutcome {
    var address: WebAddress?
    if case .page(let page) = source.place { address = page }
    return RunReport.SourceOutcome(
      id: source.id,
      title: source.title,
      address: address,
      verdict: verdict,
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: nil,
      wasReached: true
    )
  }

  // MARK: Keeping the page itself

  // A page is kept when what it lists or says has changed, never for a token or a counter.
  private func record(
    _ page: WebAddress,
    _ appraisal: AppraisalRecord,
    _ fetch: Fetch,
    _ known: DocumentRecord?,
    listing: Listing? = nil
  ) async throws {
    let now = plan.clock().wholeSecond
    let standing = (known?.decodedStanding ?? .unknown)
    let next = standing.after(appraisal.verdict, on: now, isListed: true, health: .healthy)
    let title = listing?.title ?? known?.title ?? page.text
    let answer = try? fetch.outcome.get()
    let visit = Visit(
      at: now,
      address: page,
      role: .listing,
      verdict: appraisal.verdict,
      status: answer?.status,
      standing: next == standing ? nil : next,
      title: title == known?.title ? nil : title,
      validators: appraisal.verdict.isAlive
        ? answer.flatMap { $0.validators?.visited(known) } : nil,
      listed: nil
    )
    guard let listing, let answer, let body = answer.body else {
      return try await keep(visit)
    }
    let fingerprint = Digest.of(listing.canonicalText)
    guard fingerprint.hex != known?.fingerprint else { return try await keep(visit) }
    let capture = Capture(
      fetch,
      answer,
      body,
      as: .html,
      role: .listing,
      title: title,
      entries: [],
      appraisal: appraisal,
      fingerprint: fingerprint,
      at: now,
      in: intake.run,
      plan
    )
    try await keep(visit, Accession(capture) { try body.move(to: $0) })
  }

  private func keep(_ visit: Visit, _ accession: Accession? = nil) async throws {
    _ = try await intake.record(visit, accession)
  }
}

extension String {
  /// The `charset` of a media type.
  fileprivate var charset: String? {
    guard let start = lowercased().firstRange(of: "charset=")?.upperBound else { return nil }
    let value = self[start...].prefix { $0 != ";" }
    return value.trimmingCharacters(in: .init(charactersIn: " \"'"))
  }
}
