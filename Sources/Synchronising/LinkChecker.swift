// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
package import Night
import Records
import Curl
import Discovery
import Fetching
import Filing
import HTTP
import Synchronization
package import SystemPackage

/// A run of `check`: which links of some pages are dead? Nothing is kept.
///
/// It carries out what a ``LinkCheck`` orders, and tells it what came of that.
package struct LinkChecker: Sendable {
  /// What is to be checked.
  package enum Target: Sendable {
    /// A page with all its links; what turns out to be a document is checked itself.
    case address(WebAddress)
    /// The lists of a configured source, from which links have to be read; of a sitemap, what the source visits.
    case source(Source)
    /// An HTML file on disk, and the address that its relative links are meant against.
    case file(FilePath, base: WebAddress?)
  }

  private let plan: RunPlan
  private let spool: FilePath

  /// - Parameters:
  ///   - plan: how to ask; its sources play no part.
  ///   - spool: an existing empty directory for bodies on their way.
  package init(_ plan: RunPlan, spool: FilePath) {
    self.plan = plan
    self.spool = spool
  }

  package func run(
    _ targets: [Target],
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> LinkCheckReport {
    try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(loop, plan, spool: spool)
      let check = Mutex(LinkCheck())
      let state = Mutex(RunProgress())
      @Sendable func tell(_ change: (inout RunProgress) -> Void) {
        progress(
          state.withLock {
            change(&$0)
            return $0
          }
        )
      }
      try await RunCourse.follow(
        pages: targets.indices,
        plan.politeness,
        reading: { index in
          let events = try await read(targets[index], with: fetcher)
          let orders = check.withLock { check in events.flatMap { check.take($0) } }
          let due = orders.flatMap { order in
            switch order {
            case .visit(let candidates): candidates
            }
          }
          if !due.isEmpty { tell { $0.planned += due.count } }
          return due
        },
        address: \.address,
        making: { $0 },
        visiting: { candidate in
          let (response, bytes) = try await visit(candidate, with: fetcher)
          check.withLock { _ = $0.take(.visited(candidate, response)) }
          tell {
            $0.visited += 1
            $0.bytes += bytes
          }
        }
      )
      return check.withLock { $0.report }
    }
  }

  // MARK: Pages

  private func read(_ target: Target, with fetcher: Fetcher) async throws -> [LinkCheck.Event] {
    switch target {
    case .file(let path, let base): [await read(path, base)]
    case .address(let page):
      [try await read(LinkCheck.Page(page), at: page, as: .page, with: fetcher).event]
    case .source(let source): try await read(source, with: fetcher)
    }
  }

  private func read(
    _ source: Source,
    with fetcher: Fetcher
  ) async throws -> [LinkCheck.Event] {
    guard let first = source.listPage else { return [] }
    var gathering = ListGathering(source, from: first)
    var events: [LinkCheck.Event] = []
    while let step = gathering.next {
      let page = LinkCheck.Page(step.address, of: source.id)
      let (event, listing) = try await read(page, at: step.address, as: step.format, with: fetcher)
      switch event {
      case .read(let page, let place, let read):
        gathering.take(read, at: listing ?? step.address, .page)
        // A sitemap names every page of a site; what is checked is what the source asks for.
        let checked = step.format == .sitemap ? read.keeping(source.follows) : read
        events.append(.read(page, at: place, checked))
      case .answered(_, let response, _) where response.isFile && gathering.takeDocument():
        // The link to it is checked like any other.
        break
      default:
        gathering.fail(.softMissing(.wrongType), because: "")
        events.append(event)
      }
    }
    return events
  }

  private func read(_ path: FilePath, _ base: WebAddress?) async -> LinkCheck.Event {
    let page = LinkCheck.Page(file: path.string)
    do throws(FilingError) {
      let listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try Listing.read(.file(path), at: base ?? LinkCheck.nowhere, declaredCharset: nil)
      }
      return .read(page, at: path.string, listing)
    } catch {
      return .unread(page, because: error.reason)
    }
  }

  private func read(
    _ page: LinkCheck.Page,
    at address: WebAddress,
    as format: ListingFormat,
    with fetcher: Fetcher
  ) async throws -> (event: LinkCheck.Event, at: WebAddress?) {
    let order = FetchOrder(address, purpose: .page)
    let fetch =
      format == .page
      ? try await PageFetcher(fetcher: fetcher).fetch(order) : await fetcher.fetch(order)
    let appraisal = try await fetch.appraised(expecting: .unknown)
    guard appraisal.verdict.mayBeList(of: format), let answer = try? fetch.outcome.get() else {
      // A page that came whole and sends its readers on.
      let refresh = fetch.hops.last { $0.status == 200 }
      return (.answered(page, LinkCheck.Response(appraisal, of: fetch), refresh: refresh), nil)
    }
    do throws(FilingError) {
      let listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try answer.listing(as: format)
      }
      if let fault = listing.fault {
        return (.unread(page, because: fault.sentence(wanting: format)), nil)
      }
      // A page that sends its readers on holds no links; the one that they come to does.
      return (.read(page, at: answer.address.text, listing), answer.address)
    } catch {
      guard error.isOfReading else { throw error }
      return (.unread(page, because: error.reason), nil)
    }
  }

  // MARK: Links

  private func visit(
    _ candidate: LinkCheck.Candidate,
    with fetcher: Fetcher
  ) async throws -> (LinkCheck.Response, bytes: Int64) {
    let expectation: ResponseEvidence.Expectation =
      candidate.expectedKind.map { .document(known: $0) } ?? .unknown
    var fetch = await fetcher.fetch(FetchOrder(candidate.address, purpose: .head))
    if !fetch.isTrustworthyHead {
      fetch = await fetcher.fetch(FetchOrder(candidate.address, purpose: .signature))
    }
    let appraisal = try await fetch.appraised(expecting: expectation)
    let bytes = (try? fetch.outcome.get())?.receivedBytes ?? 0
    return (LinkCheck.Response(appraisal, of: fetch), bytes)
  }
}

extension LinkCheck.Response {
  fileprivate var isFile: Bool { if case .document = appraisal.verdict { true } else { false } }

  fileprivate init(_ appraisal: AppraisalRecord, of fetch: Fetch) {
    self.init(appraisal, status: (try? fetch.outcome.get())?.status)
  }
}

extension Fetch {
  /// Whether an answer without a body settles the matter.
  ///
  /// Many servers answer HEAD with an error that GET does not bring, or with a success that says
  /// nothing: a page's status proves little without its text, and a file without a length may be
  /// none. A host that wants fewer requests is not asked twice.
  fileprivate var isTrustworthyHead: Bool {
    guard let answer = try? outcome.get() else { return false }
    if answer.status == 429 || answer.status == 503 { return true }
    guard answer.status == 200, let length = answer.declaredLength, length > 0,
      let kind = answer.head.fields["Content-Type"].flatMap(BodyKind.init(mediaType:))
    else { return false }
    return kind.isDocument && kind != .csv
  }
}
