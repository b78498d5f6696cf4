// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
import HTML
package import HTTP
package import Records

/// What reading the lists of one source came to so far, and which are to be read next.
///
/// Most sources have one list, and some go on: an index names sitemaps, a long list has further pages, `follow` leads to
/// pages of single reports. What of these could not be read, or is too much, is told, and then nothing is concluded from
/// what is missing.
package struct ListGathering: Sendable {
  /// How deep lists are read that are parts of others; nil for all.
  ///
  /// An index of sitemaps may name others, which the protocol does not know. On GOV.UK an organisation leads to a search, that to
  /// collections, and these to publications.
  private var mostLevels: Int? {
    switch source.format {
    case .sitemap: 3
    case .govuk: 4
    case .page, .feed, .wordpress: nil
    }
  }
  /// Of what is too much, so many are told apart.
  private static let mostCounted = 10_000
  /// Of what could not be read, so many are named.
  private static let mostNamed = 3

  private let source: Source
  private var waiting: [ListStep] = []
  private var seen: Set<WebAddress> = []
  private var reading: SourceListing?
  private var unread: [String] = []
  private var hidesLinks = false
  private var gone: [String] = []
  private var barred: [String] = []
  private var passedOver: Set<WebAddress> = []
  /// Further pages that nobody needs: the list ended before them.
  private var ended: Set<WebAddress> = []
  /// What the parts of lists say that are asked for by a number.
  private var parts = ListParts()
  /// Whether the list that is next was never read before.
  package var isNextNew = false
  /// What the list that is next linked to when it was read last, and was passed over then (``ListPart/passedOver``).
  ///
  /// What is not among it is new. Nil where nobody knows, so that nothing is told.
  package var passedOverBefore: Set<WebAddress>?
  private var movedTo: WebAddress?
  private var elsewhere = 0
  private var firstElsewhere: WebAddress?

  /// - Parameters:
  ///   - source: the source.
  ///   - page: its first list.
  package init(_ source: Source, from page: WebAddress) {
    self.source = source
    waiting = [ListStep(address: page, format: source.format)]
    seen = [page]
  }

  /// What is to be read now; nil when all was.
  package var next: ListStep? { waiting.first }

  /// All lists that were read, or are to be.
  package var lists: Set<WebAddress> { seen }

  /// Takes in by which redirects the list that is next was come to.
  ///
  /// Only where the source's own page went is told, and only as far as it went for good.
  package mutating func take(way hops: [Hop]) {
    guard reading == nil, let step = next else { return }
    let last = hops.prefix { $0.status == 301 || $0.status == 308 }.last?.target
    guard let last = last?.dropping(queryParameters: source.queryNoise).droppingSessions else {
      return
    }
    // What a person writes is the page, and not what the program asks for it.
    let place = step.format == .govuk ? ContentAPI.page(ofAnswer: last) : last
    if place != step.place.droppingSessions { movedTo = place }
  }

  /// Takes in the list that was next.
  ///
  /// - Parameters:
  ///   - listing: the list as it was read.
  ///   - address: where it was found.
  ///   - verdict: the one on it.
  package mutating func take(_ listing: Listing, at address: WebAddress, _ verdict: Verdict) {
    if let fault = fault(of: listing) {
      if fault.isEnd, reading != nil {
        waiting.removeFirst()
        return
      }
      return fail(.softMissing(.wrongType), because: fault.sentence(wanting: listing.format))
    }
    guard let part = part(of: listing, at: address) else { return }
    take(part, at: address, verdict)
  }

  /// Why what came is not the list that is next; nil where it is.
  package func fault(of listing: Listing) -> ListingFault? {
    // Whoever asks for what they may not see is sent to the front page.
    let isEntrance = listing.notice?.api != nil && (next?.level ?? 0) > 0
    if isEntrance { return .wordpress(.webPage) }
    // Only what is gone on to has an end before it: of a list without a beginning nothing is known.
    if listing.fault?.isEnd == true, let step = next, WordPressAPI.number(of: step.address) == 1 {
      return .wordpress(.refused(code: "rest_post_invalid_page_number"))
    }
    return listing.fault
  }

  /// What the list that is next says for its source; nil where it is no list of its form.
  ///
  /// - Parameters:
  ///   - listing: the list as it was read.
  ///   - address: where it was found.
  /// - Returns: what `take(_:at:_:)` takes in.
  package func part(of listing: Listing, at address: WebAddress) -> ListPart? {
    guard let step = next, fault(of: listing) == nil else { return nil }
    return ListPart(listing, at: address, of: source, step)
  }

  /// Takes in what the list that was next says for its source.
  ///
  /// - Parameters:
  ///   - part: what it says.
  ///   - address: where it was found.
  ///   - verdict: the one on it.
  package mutating func take(_ part: ListPart, at address: WebAddress, _ verdict: Verdict) {
    guard let step = waiting.first else { return }
    waiting.removeFirst()
    if parts.repeats(part, of: step) { return endAtRepetition(of: step) }
    var listing = part.listing
    listing.verdict = verdict
    let new = reading?.add(listing, from: step.format == .wordpress ? nil : step.place)
    if reading == nil { reading = listing }
    // A calendar has a next page for ever, and a server that does not heed the number has the same one.
    if step.format == .page, step.level > 0, let new, new.allSatisfy(source.readsOn) {
      ended.formUnion(new.map(\.address))
      return
    }
    // A page of a single report has its file; one without may be the report.
    if isNextNew, let link = step.link, step.depth > 0, part.onward.isEmpty, part.beyond.isEmpty,
      new?.contains(where: \.seemsFile) == false
    {
      reading?.pagesWithoutFiles.append(link)
    }
    if let before = passedOverBefore {
      reading?.newReportPages += part.listing.reportPages.filter { !before.contains($0.address) }
      reading?.pagesBeyond += part.beyond.filter { !before.contains($0.address) }
    }
    if reading?.links?.count ?? 0 > PageBudget.links { return endAtTooMany() }
    for onward in part.onward {
      add(onward.step, onward.isOfSameSite ? address : nil)
    }
    firstElsewhere = firstElsewhere ?? part.firstElsewhere
    elsewhere += part.elsewhere
  }

  /// Takes in that a file is where a page was to be read next: it is a document, and no list.
  ///
  /// - Returns: false where it is the source's own list, which that cannot be.
  package mutating func takeDocument() -> Bool {
    guard let step = waiting.first, let link = step.link, reading != nil else { return false }
    waiting.removeFirst()
    reading?.addDocument(link)
    return true
  }

  /// Takes in that the list that was next could not be read.
  ///
  /// - Parameters:
  ///   - verdict: the one on it.
  ///   - sentence: why.
  ///   - isGone: whether it is known to be gone, so that it lists nothing; else it may list what it did.
  ///   - wasRead: whether it was ever read; where not, nothing is missed that it listed.
  package mutating func fail(
    _ verdict: Verdict,
    because sentence: String,
    isGone: Bool = false,
    wasRead: Bool = true
  ) {
    guard !waiting.isEmpty else { return }
    let step = waiting.removeFirst()
    if reading == nil {
      reading = SourceListing(notRead: verdict, because: sentence)
      waiting = []
    } else if isGone {
      gone.append("\(step.place): \(sentence)")
    } else if verdict == .refused(.robots), step.depth > 0, !wasRead {
      // It is the site's word, night for night, and nothing is missed that was never read.
      barred.append("\(step.place)")
    } else {
      unread.append("\(step.place): \(sentence)")
      // A further page that nobody ever saw and that is not there, or that robots.txt keeps us from, hides nothing.
      hidesLinks =
        hidesLinks || wasRead || step.depth > 0 || step.format != .page || verdict.mayHideLinks
    }
  }

  /// - Parameters:
  ///   - step: the list.
  ///   - page: of whose site it must be; nil where that was looked at.
  private mutating func add(_ step: ListStep, _ page: WebAddress?) {
    var step = step
    step.address = step.address.dropping(queryParameters: source.queryNoise).droppingSessions
    guard !seen.contains(step.address), !source.passesOver(step.address) else { return }
    if let page, !step.address.isOfSite(of: page) {
      firstElsewhere = firstElsewhere ?? step.address
      elsewhere += 1
      return
    }
    let isTooDeep = mostLevels.map { step.level >= $0 } ?? false
    guard !isTooDeep, seen.count < source.mostPages else {
      if passedOver.count < Self.mostCounted { passedOver.insert(step.address) }
      return
    }
    seen.insert(step.address)
    waiting.append(step)
  }

  /// A server that does not heed the number has no end, and hides what is behind its first part.
  private mutating func endAtRepetition(of step: ListStep) {
    let rest = waiting.filter { ListParts.list(of: $0) == ListParts.list(of: step) }.map(\.address)
    waiting.removeAll { rest.contains($0.address) }
    ended.formUnion(rest + [step.address])
    unread.append(
      "\(step.address): the site answers with a part of the list that came before, so it does not heed which part is asked for, "
        + "and what it has besides is not seen; ask the site, or look for a page that lists the reports"
    )
    hidesLinks = true
  }

  private mutating func endAtTooMany() {
    reading?.limits.insert(.links)
    passedOver.formUnion(waiting.map(\.address))
    waiting = []
  }

  // MARK: What came of it

  /// What the source lists, once there is no ``next``.
  package var listing: SourceListing {
    guard var reading else { return SourceListing(notRead: nil, because: nil) }
    if reading.links != nil { reading.movedTo = movedTo }
    reading.lists = seen
    // A list is no document of its own source.
    let lists = seen.union(passedOver).union(ended).subtracting(reading.files)
    // Most go on to no other, and a long list takes its time to be looked up.
    if lists.count == 1, let page = lists.first {
      reading.links?.removeAll { $0.address == page }
    } else {
      reading.links?.removeAll { lists.contains($0.address) }
    }
    if hidesLinks { reading.unreadLists = unread.count }
    if !passedOver.isEmpty || hidesLinks { reading.limits.insert(.pages) }
    reading.sentence =
      ([reading.sentence].compactMap { $0 } + sentences).joined(separator: "; ").nonEmpty
    return reading
  }

  private var sentences: [String] {
    var sentences: [String] = []
    if !unread.isEmpty {
      sentences.append("\(count(unread.count)) it goes on to could not be read: \(named(unread))")
    }
    if !gone.isEmpty {
      sentences.append(
        "\(count(gone.count)) it goes on to \(gone.count == 1 ? "is" : "are") gone: \(named(gone))"
      )
    }
    if !barred.isEmpty {
      sentences.append(
        "robots.txt keeps us from \(count(barred.count)) it goes on to: \(named(barred)); `exclude` leaves \(barred.count == 1 ? "it" : "them") out"
      )
    }
    if !passedOver.isEmpty {
      sentences.append(
        "\(count(passedOver.count)) it goes on to would be too many and \(passedOver.count == 1 ? "was" : "were") not read; "
          + (source.mostPages < 2 ? "`pages` is 1" : "`pages` allows \(source.mostPages) of them")
          + (mostLevels.map { ", \($0) deep" } ?? "")
      )
    }
    if let first = firstElsewhere {
      sentences.append(
        "\(count(elsewhere)) it goes on to \(elsewhere == 1 ? "is on another site and was" : "are on other sites and were") not read: "
          + "\(first); "
          + (source.follow.isEmpty ? "make a source of it" : "name its host in `follow`")
          + " if it is wanted"
      )
    }
    return sentences
  }

  /// The first of them, and how many more there are.
  private func named(_ lists: [String]) -> String {
    let more = lists.count - Self.mostNamed
    return lists.prefix(Self.mostNamed).joined(separator: "; ")
      + (more > 0 ? "; and \(more) more" : "")
  }

  private func count(_ number: Int) -> String {
    let noun = source.follow.isEmpty ? source.format.furtherNoun : "page"
    return number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}

extension Verdict {
  /// Whether a further page of a list that was answered so may be there and have links; a list that is at its end answers otherwise.
  fileprivate var mayHideLinks: Bool {
    switch self {
    case .gone, .notFound, .softMissing, .clientError, .refused(.robots): false
    default: true
    }
  }
}
