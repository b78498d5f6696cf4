// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
import Appraisal
public import Night
import Records
import Curl
import Discovery
import Fetching
import Filing
import Foundation
import HTTP
import Synchronization
public import SystemPackage

/// A run of `check`: which links of some pages are dead? Nothing is kept.
public struct LinkCheck: Sendable {
  /// What is to be checked.
  public enum Target: Sendable {
    /// A page with all its links; what turns out to be a document is checked itself.
    case address(WebAddress)
    /// The page of a configured source, from which links have to be read.
    case source(id: String, page: WebAddress)
    /// An HTML file on disk, and the address that its relative links are meant against.
    case file(FilePath, base: WebAddress?)
  }

  /// A link, and every place where it was found.
  struct FoundLink: Sendable {
    let address: WebAddress
    var linkedKind: BodyKind?
    var places: [LinkCheckReport.Place]
  }

  /// Stands in for the address of a file that has none.
  private static let nowhere = WebAddress(alreadyNormal: "http://relative.invalid/")

  private let plan: RunPlan
  private let spool: FilePath

  /// - Parameters:
  ///   - plan: how to ask; its sources play no part.
  ///   - spool: an existing empty directory for bodies on their way.
  public init(_ plan: RunPlan, spool: FilePath) {
    self.plan = plan
    self.spool = spool
  }

  public func run(
    _ targets: [Target],
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async throws -> LinkCheckReport {
    try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(loop, plan, spool: spool)
      let report = Mutex(LinkCheckReport())
      let links = Mutex(FoundLinks())
      let pages = targets.compactMap(NamedPage.init)
      for case .file(let path, let base) in targets {
        readFile(path, base, into: links, report)
      }
      try await HostWorkers(pages, plan.politeness, address: \.address).forEach { page in
        try await readPage(page, with: fetcher, into: links, report)
      }

      let found = links.withLock { $0.all }
      let state = Mutex(RunProgress(visited: 0, planned: found.count, bytes: 0))
      try await HostWorkers(found, plan.politeness, address: \.address).forEach { link in
        let (outcome, bytes) = try await check(link, with: fetcher)
        report.withLock { $0.links.append(outcome) }
        progress(
          state.withLock { state in
            state.visited += 1
            state.bytes += bytes
            return state
          }
        )
      }
      return report.withLock { $0.inOrder() }
    }
  }

  // MARK: Pages

  private func readFile(
    _ path: FilePath,
    _ base: WebAddress?,
    into links: borrowing Mutex<FoundLinks>,
    _ report: borrowing Mutex<LinkCheckReport>
  ) {
    let listing: Listing
    do {
      listing = try Listing.read(file: path, at: base ?? Self.nowhere, declaredCharset: nil)
    } catch {
      return report.withLock { $0.pages.append(.init(notRead: path.string, because: error.reason)) }
    }
    let usable = listing.links.filter { $0.address.host != Self.nowhere.host }
    links.withLock { $0.add(usable, of: path.string) }
    report.withLock { report in
      report.pages.append(
        .init(page: path.string, readAt: path.string, links: usable.count, listing)
      )
      report.relativeLinks += listing.links.count - usable.count
      report.add(listing.unusable, of: path.string)
    }
  }

  private func readPage(
    _ named: NamedPage,
    with fetcher: Fetcher,
    into links: borrowing Mutex<FoundLinks>,
    _ report: borrowing Mutex<LinkCheckReport>
  ) async throws {
    let page = named.address
    let fetch = try await PageFetcher(fetcher: fetcher).fetch(FetchOrder(page, purpose: .page))
    let appraisal = try await fetch.appraised(expecting: .unknown)
    guard case .page = appraisal.verdict, let answer = try? fetch.outcome.get() else {
      return report.withLock { $0.add(named, fetch, appraisal) }
    }
    let listing: Listing
    do throws(FilingError) {
      listing = try await BlockingThreads.shared.run { () throws(FilingError) in
        try answer.listing()
      }
    } catch {
      guard error.isOfReading else { throw error }
      return report.withLock {
        $0.pages.append(.init(notRead: page.text, because: error.reason, named.source))
      }
    }
    // A page that sends its readers on holds no links; the one that they come to does.
    let place = answer.address.text
    let isNew = report.withLock { report in
      // Two pages may send their readers to one.
      let wasRead = report.pages.contains { $0.isRead && ($0.readAt ?? $0.page) == place }
      report.pages.append(
        .init(page: page.text, readAt: place, links: listing.links.count, listing, named.source)
      )
      if !wasRead { report.add(listing.unusable, of: place) }
      return !wasRead
    }
    if isNew { links.withLock { $0.add(listing.links, of: place) } }
  }

  // MARK: Links

  private func check(
    _ link: FoundLink,
    with fetcher: Fetcher
  ) async throws -> (LinkCheckReport.Link, Int64) {
    let expectation: ResponseEvidence.Expectation =
      link.linkedKind.map { .document(known: $0) } ?? .unknown
    var fetch = await fetcher.fetch(FetchOrder(link.address, purpose: .head))
    if !fetch.isTrustworthyHead {
      fetch = await fetcher.fetch(FetchOrder(link.address, purpose: .signature))
    }
    let appraisal = try await fetch.appraised(expecting: expectation)
    let answer = try? fetch.outcome.get()
    let outcome = LinkCheckReport.Link(
      address: link.address,
      verdict: appraisal.verdict,
      sentence: appraisal.sentence,
      status: answer?.status,
      movedTo: appraisal.permanentTarget,
      places: link.places
    )
    return (outcome, answer?.receivedBytes ?? 0)
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

/// A page on the web that was named, and the source whose page it is.
private struct NamedPage: Sendable {
  let address: WebAddress
  let source: String?

  init?(_ target: LinkCheck.Target) {
    switch target {
    case .address(let page): (address, source) = (page, nil)
    case .source(let id, let page): (address, source) = (page, id)
    case .file: return nil
    }
  }
}

/// The links of all pages, each address once.
private struct FoundLinks {
  private var order: [WebAddress] = []
  private var links: [WebAddress: LinkCheck.FoundLink] = [:]

  var all: [LinkCheck.FoundLink] { order.compactMap { links[$0] } }

  mutating func add(_ found: [Discovery.Link], of page: String) {
    for link in found {
      let place = LinkCheckReport.Place(page: page, text: link.title, position: link.position)
      if links[link.address] == nil {
        order.append(link.address)
        links[link.address] = .init(
          address: link.address,
          linkedKind: link.expectedKind,
          places: []
        )
      }
      links[link.address]?.places.append(place)
    }
  }
}

extension LinkCheckReport {
  /// Takes in what came in the place of a page to read links from.
  fileprivate mutating func add(_ named: NamedPage, _ fetch: Fetch, _ appraisal: AppraisalRecord) {
    // A page that came whole and sends its readers on.
    let refresh = fetch.hops.last { $0.status == 200 }
    if let source = named.source {
      let sender = refresh.map { $0.address == named.address ? "it" : $0.address.text }
      let way = refresh.map { "\(sender ?? "it") sends its readers on to \($0.target): " } ?? ""
      pages.append(
        .init(
          notRead: named.address,
          of: source,
          appraisal.verdict,
          because: way + appraisal.sentence
        )
      )
      return
    }
    // It is itself what was to be checked.
    links.append(
      Link(
        address: refresh?.target ?? named.address,
        verdict: appraisal.verdict,
        sentence: appraisal.sentence,
        status: (try? fetch.outcome.get())?.status,
        movedTo: appraisal.permanentTarget,
        places: refresh.map { [Place(refreshOf: $0.address)] } ?? []
      )
    )
  }

  fileprivate mutating func add(_ unusable: [UnusableLink], of page: String) {
    for link in unusable {
      // A mail address or a script is no mistake of the page's.
      if case .unsupportedScheme = link.error { continue }
      malformed.append(
        .init(page: page, href: link.href, text: link.text, sentence: "this \(link.error.clause)")
      )
    }
  }
}
