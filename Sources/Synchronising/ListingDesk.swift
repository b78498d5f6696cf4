// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import CLinux
import Cataloguing
import Discovery
import Filing
import Fixity
import SystemPackage

/// Where listings become visits, one listing at a time.
///
/// One at a time, because the links of a large page and what is known of them take some hundred megabytes,
/// and a run may read a hundred pages. What is left of a listing is what
/// ``VisitList`` keeps of it.
actor ListingDesk {
  private let executor = SerialQueueExecutor("listings")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// A page to read links from.
  struct Page: Sendable {
    /// What answered for it.
    let address: WebAddress
    /// The one that the answer names.
    let charset: String?
    /// Where its bytes are; nil for a page that has none.
    let file: FilePath?
  }

  /// What there is to record of a page.
  struct Content: Sendable {
    let title: String?
    let fingerprint: Digest
  }

  private(set) var list: VisitList
  private var keptPages: Set<WebAddress> = []
  private let sources: [Source]
  private let catalogue: Catalogue
  private let history: RunHistory

  init(_ list: VisitList, _ sources: [Source], _ catalogue: Catalogue, _ history: RunHistory) {
    self.list = list
    self.sources = sources
    self.catalogue = catalogue
    self.history = history
  }

  /// Takes in a page that was read.
  ///
  /// - Parameters:
  ///   - page: its bytes, and what is needed to read them.
  ///   - index: the place of its source among the run's sources.
  ///   - report: what is to be told of the source so far.
  /// - Returns: what it lists, in figures, and what there is to record of it.
  /// - Throws: where the page or the catalogue cannot be read.
  func take(
    _ page: Page,
    of index: Int,
    _ report: RunReport.SourceOutcome
  ) throws -> (ListingRound.Outcome, Content) {
    // What a large page took is otherwise held for the rest of the night, by one of many heaps.
    defer { _ = malloc_trim(0) }
    let listing = try Listing.read(
      file: page.file,
      at: page.address,
      declaredCharset: page.charset
    )
    let content = Content(title: listing.title, fingerprint: listing.fingerprint)
    let (links, requests) = candidates(of: sources[index], in: listing)
    var report = report
    report.sentence = listing.limitsSentence ?? Self.sentence(ofUnreadableIn: listing)
    if !listing.limits.isEmpty {
      report.limits = PageLimit.allCases.filter(listing.limits.contains).map(\.rawValue)
    }
    var outcome = try settle(
      links,
      requests,
      listing.limits,
      of: index,
      report,
      ifNone: Self.sentence(ofEmpty: listing)
    )
    outcome.report.leftOut = leftOut(of: sources[index], in: listing, at: page.address)
    return (outcome, content)
  }

  // A report that is a web page is left out unless somebody asks for it; that is said once.
  private func leftOut(of source: Source, in listing: Listing, at page: WebAddress) -> String? {
    guard !source.kinds.contains(.html), !history.hasReached(source.id) else { return nil }
    let proposal = SourceProposal(listing, at: page)
    let pages = proposal.reportPages.filter { link in
      source.wants(link.address) && !list.asking.isListPage(link.address)
    }
    guard let first = pages.first else { return nil }
    let what = pages.count == 1 ? "a report that is a web page" : "reports that are web pages"
    let least = proposal.isCut ? "at least " : ""
    let others = pages.count == 1 ? "" : ", and \(least)\(pages.count - 1) more"
    return "perhaps \(what), and not kept: “\(first.title)”\(others); "
      + "only files are, unless `kinds` and `includePages` say otherwise"
  }

  /// Takes in addresses that the configuration names.
  func take(
    _ addresses: [WebAddress],
    of index: Int,
    _ report: RunReport.SourceOutcome
  ) throws -> ListingRound.Outcome {
    var seen: Set<WebAddress> = []
    var links: [Discovery.Link] = []
    for (position, address) in addresses.enumerated() where seen.insert(address).inserted {
      let text = address.lastPathComponent
      links.append(Discovery.Link(address: address, text: text, position: position))
    }
    return try settle(links, of: index, report)
  }

  /// Takes in that a source could not be read.
  func takeNothing(
    of index: Int,
    _ report: RunReport.SourceOutcome
  ) throws -> ListingRound.Outcome {
    try settle(nil, of: index, report)
  }

  /// Whether a page is to be kept by whoever asks: where two sources are read from one page, once.
  func claim(_ page: WebAddress) -> Bool {
    keptPages.insert(page).inserted
  }

  // MARK: Links

  /// The links that a source follows, under the names of the documents; with what is to be asked for, where that
  /// is more than the name.
  private func candidates(
    of source: Source,
    in listing: Listing
  ) -> ([Discovery.Link], [WebAddress: WebAddress]) {
    var seen: Set<WebAddress> = []
    var requests: [WebAddress: WebAddress] = [:]
    let links = listing.links.lazy.filter { $0.isCandidate(of: source) }.compactMap { link in
      let request = link.address.dropping(queryParameters: source.queryNoise)
      let address = request.droppingSessions
      guard seen.insert(address).inserted else { return nil as Discovery.Link? }
      if request != address { requests[address] = request }
      return Discovery.Link(
        address: address,
        text: link.text,
        heading: link.heading,
        position: link.position,
        isInNavigation: link.isInNavigation
      )
    }
    return (Array(links), requests)
  }

  // MARK: Judging

  private func settle(
    _ links: [Discovery.Link]?,
    _ requests: [WebAddress: WebAddress] = [:],
    _ limits: Set<PageLimit> = [],
    of index: Int,
    _ report: RunReport.SourceOutcome,
    ifNone sentence: String? = nil
  ) throws -> ListingRound.Outcome {
    let source = sources[index]
    let entries = try catalogue.entries(of: source.id)
    let wanted = list.wanted(entries, of: index)
    let documents = try links.map { try list.documents($0, requests, of: index, entries) }
    let before = wanted.filter(\.isListed).map(\.address)
    var outcome = ListingRound.Outcome(report: report)
    // A page that could not be read has not taken its links back.
    var isLossBelieved = documents != nil
    outcome.report.listed = documents?.count ?? before.count
    if let documents, case .page = source.place {
      let judgement = compare(documents.map(\.link), limits, before, source, &outcome)
      isLossBelieved = judgement.isLossBelieved
    }
    let last = history.last(ofSource: source.id)
    if documents?.isEmpty == true, outcome.report.sentence == nil {
      outcome.report.sentence = sentence
    }
    outcome.report.isNews =
      outcome.report.sentence != nil
      && (last?.wasReached != outcome.report.wasReached || last?.health != outcome.report.health
        || last?.limits != outcome.report.limits || last?.sentence == nil)
    list.add(documents, of: index, outcome.health, isLossBelieved: isLossBelieved, wanted)
    return outcome
  }

  /// How many links there are that nobody can follow, because a letter could not be read; nil for none.
  private static func sentence(ofUnreadableIn listing: Listing) -> String? {
    let links = listing.unusable.filter { if case .unreadable = $0.error { true } else { false } }
    guard let first = links.first else { return nil }
    let count = links.count == 1 ? "1 link" : "\(links.count) links"
    return
      "\(count) on its page cannot be followed, because a letter in the address could not be read "
      + "(perhaps the page is in another encoding than it says): "
      + "“\(first.text)”\(links.count > 1 ? " first" : "")"
  }

  /// What to do about a page that lists nothing; silence may only mean that all is well.
  private static func sentence(ofEmpty listing: Listing) -> String {
    if let refresh = listing.refresh {
      return
        "its page lists nothing and sends its reader to \(refresh.target.text); if the list is there, "
        + "write that address in its place"
    }
    return
      "its page was read, and no link on it leads to a document that this source keeps; look at the page "
      + "with a browser: it may have moved, or its list may be made by a script"
  }

  private func compare(
    _ links: [Discovery.Link],
    _ limits: Set<PageLimit>,
    _ before: [WebAddress],
    _ source: Source,
    _ outcome: inout ListingRound.Outcome
  ) -> ListingJudgement {
    let change = LinkSetComparison(previous: before, current: links)
    let judgement = ListingJudgement(
      links: links.count,
      of: before.count,
      missing: change.disappeared.count,
      limits: limits,
      degradedRuns: history.degradedRuns(ofSource: source.id)
    )
    outcome.health = judgement.health
    outcome.report.health = judgement.word
    outcome.report.appeared = change.appeared.count
    outcome.report.disappeared = change.disappeared.count
    if let sentence = judgement.sentence {
      let limits = outcome.report.sentence.map { $0 + "; " } ?? ""
      outcome.report.sentence = limits + sentence
    }
    return judgement
  }
}
