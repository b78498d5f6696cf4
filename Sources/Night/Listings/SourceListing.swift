// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import HTML
package import Addressing
package import Discovery
package import Records

/// What reading a source came to.
package struct SourceListing: Sendable {
  /// The links that the source follows, under the names of the documents; nil where it could not be read.
  package var links: [Link]?
  /// What is to be asked for, where that is more than a document's name.
  package var requests: [WebAddress: WebAddress] = [:]
  /// On which further page of the source a link stands, where that is not the first.
  package var pages: [WebAddress: WebAddress] = [:]
  /// Links that are left out because they stand in what seems to be a menu, under the names of the documents.
  package internal(set) var menuLinks: [Link] = []
  /// How many menus its lists have, once there is more than one list: those of further ones are numbered after those before.
  private var menus: Int?
  private var highestMenu: Int {
    max(menuLinks.map(\.menu).max() ?? 0, (links ?? []).lazy.map(\.menu).max() ?? 0)
  }
  /// What was to be read as a page and is a file.
  package private(set) var files: Set<WebAddress> = []
  /// What is withdrawn by its publisher and served still, each with a sentence.
  package var withdrawals: [WebAddress: String] = [:]
  /// Whether it would say so of anything that it lists.
  package var statesWithdrawals = false
  /// The verdict on its page; nil where it has none.
  package var verdict: Verdict?
  /// What is to be told of it whatever it lists: why it was not read, or not whole.
  package var sentence: String?
  /// The lists that were read for it.
  package internal(set) var lists: Set<WebAddress> = []
  /// How many lists that it goes on to could not be read; nil for none.
  package internal(set) var unreadLists: Int?
  /// Which bounds its page went beyond.
  package var limits: Set<PageLimit> = []
  /// What is to be told if it lists nothing.
  package var sentenceIfEmpty: String?
  /// Where its own page is now, by redirects that are for good; nil where it is where it was.
  package internal(set) var movedTo: WebAddress?
  /// Links that seem to lead to reports that are web pages, in the order of the page.
  package var reportPages: [Link] = []
  /// Links to sound and film, which no kind keeps; under the names that documents would have.
  package internal(set) var recordings: [WebAddress] = []
  /// The addresses of ``links``, once there is more than one list of them.
  private var known: Set<WebAddress> = []
  /// Whether there may be more of these.
  package var hasMoreReportPages = false
  /// Of ``reportPages``, those that did not stand on their list when it was read last.
  package internal(set) var newReportPages: [Link] = []
  /// Pages that `follow` fits, that lie deeper than `depth`, and that did not stand on their list when it was read last.
  package internal(set) var pagesBeyond: [Link] = []
  /// Pages that `follow` leads to, which were never read before and hold no file: each may be a report itself.
  package internal(set) var pagesWithoutFiles: [Link] = []

  /// A source that could not be read.
  ///
  /// - Parameters:
  ///   - verdict: the one on its page.
  ///   - sentence: why.
  package init(notRead verdict: Verdict?, because sentence: String?) {
    self.verdict = verdict
    self.sentence = sentence
  }

  /// Addresses that the configuration names.
  package init(_ addresses: [WebAddress]) {
    var seen: Set<WebAddress> = []
    var requests: [WebAddress: WebAddress] = [:]
    links = addresses.enumerated().compactMap { position, request in
      let address = request.droppingSessions
      guard seen.insert(address).inserted else { return nil }
      if request != address { requests[address] = request }
      return Link(address: address, text: address.lastPathComponent, position: position)
    }
    self.requests = requests
  }

  /// A page.
  ///
  /// - Parameters:
  ///   - listing: the page as it was read.
  ///   - page: where it was found.
  ///   - source: what is wanted of it.
  package init(
    _ listing: Listing,
    at page: WebAddress,
    of source: Source
  ) {
    (links, menuLinks, requests) = Self.candidates(of: source, in: listing)
    recordings = Self.recordings(of: source, in: listing)
    limits = listing.limits
    let sentences = [
      listing.limitsSentence ?? listing.sentenceOfUnusable, listing.sentenceOfScripts,
    ]
    .compactMap { $0 }
    sentence = sentences.isEmpty ? nil : sentences.joined(separator: "; ")
    if let notice = listing.notice { take(notice, source) }
    // Of its few links, each may turn out to be another source's page.
    if links?.count ?? 0 <= 10 { sentenceIfEmpty = EmptyListing(listing, of: source).sentence }
    guard !source.kinds.contains(.html) else { return }
    reportPages = SourceProposal.reportPages(of: listing, at: page)
    hasMoreReportPages = SourceProposal.isCut(listing)
  }

  /// Takes in what the content API of GOV.UK, or the REST API of WordPress, says besides.
  private mutating func take(_ notice: ListingNotice, _ source: Source) {
    pages = notice.pages
    statesWithdrawals = source.format == .govuk
    if let withdrawal = notice.withdrawal {
      for link in links ?? [] { withdrawals[link.address] = withdrawal }
    }
    var sentences = [sentence].compactMap { $0 } + notice.sentences
    if let total = notice.total, total > source.mostPages {
      sentences.append(
        "\(total) pages are to be had, and a source is read from \(source.mostPages) of them, the newest first; "
          + "`pages` says how many, and `exclude` passes some over"
      )
    }
    if !sentences.isEmpty { sentence = sentences.joined(separator: "; ") }
  }

  /// Adds what a further list of the same source lists.
  ///
  /// - Parameters:
  ///   - other: that list.
  ///   - page: where it is; nil where that is no page for people.
  /// - Returns: the links that no list before it had.
  @discardableResult
  mutating func add(_ other: SourceListing, from page: WebAddress?) -> [Link] {
    let position = links?.count ?? 0
    // Made once, and not for each of many lists.
    if known.isEmpty { known = Set((links ?? []).map(\.address)) }
    let new = (other.links ?? []).filter { known.insert($0.address).inserted }
    links = links ?? []
    let menus = menus ?? highestMenu
    self.menus = menus + other.highestMenu
    links?.append(
      contentsOf: new.lazy.map {
        $0.changed(position: $0.position + position, menu: $0.menu == 0 ? 0 : $0.menu + menus)
      }
    )
    for link in new { pages[link.address] = other.pages[link.address] ?? page }
    // Most pages of a list have the same menus.
    let inMenus = Set(menuLinks.map(\.address))
    menuLinks += other.menuLinks.filter { !inMenus.contains($0.address) }
      .map { $0.changed(menu: $0.menu == 0 ? 0 : $0.menu + menus) }
    let heard = Set(recordings)
    recordings += other.recordings.filter { !heard.contains($0) }
    requests.merge(other.requests) { first, _ in first }
    for link in new { withdrawals[link.address] = other.withdrawals[link.address] }
    statesWithdrawals = statesWithdrawals || other.statesWithdrawals
    limits.formUnion(other.limits)
    sentence = sentence ?? other.sentence
    sentenceIfEmpty = other.sentenceIfEmpty ?? sentenceIfEmpty
    let reported = Set(reportPages.map(\.address))
    reportPages += other.reportPages.filter { !reported.contains($0.address) }
    hasMoreReportPages = hasMoreReportPages || other.hasMoreReportPages
    return new
  }

  /// The new addresses of documents that it lists under these.
  private(set) var movedPlaces: Set<WebAddress> = []

  /// Gives documents the names that they had before they moved, and asks for them where they are listed.
  mutating func rename(by name: (WebAddress) -> WebAddress?) {
    var seen: Set<WebAddress> = []
    var renamed: [Link] = []
    for link in links ?? [] {
      let place = link.address
      let name = name(place)
      if let name {
        movedPlaces.insert(place)
        requests[name] = requests[place] ?? place
        pages[name] = pages[place]
        withdrawals[name] = withdrawals[place]
        if files.contains(place) { files.insert(name) }
      }
      let address = name ?? place
      // On a list with the old and the new address, it is one document.
      guard seen.insert(address).inserted else { continue }
      renamed.append(name == nil ? link : link.changed(address: address))
    }
    links = renamed
    known = []
  }

  /// Adds a link that was to be read as a page, and leads to a file.
  mutating func addDocument(_ link: Link) {
    let address = link.address.droppingSessions
    files.insert(address)
    guard links?.contains(where: { $0.address == address }) != true else { return }
    if !known.isEmpty { known.insert(address) }
    if link.address != address { requests[address] = link.address }
    links =
      (links ?? []) + [
        Link(address: address, text: link.text, heading: link.heading, position: links?.count ?? 0)
      ]
  }

  /// Leaves out what was let go of here.
  ///
  /// - Parameter stones: what is known of that.
  /// - Returns: how many links that were.
  mutating func leaveOut(_ stones: Tombstones) -> Int {
    guard !stones.isEmpty else { return 0 }
    func isLetGo(_ link: Link) -> Bool {
      stones.of(link.address) != nil || requests[link.address].flatMap(stones.of) != nil
    }
    let gone = Set(((links ?? []) + menuLinks).filter(isLetGo).map(\.address))
    guard !gone.isEmpty else { return 0 }
    links?.removeAll { gone.contains($0.address) }
    menuLinks.removeAll { gone.contains($0.address) }
    known = []
    return gone.count
  }

  private static func candidates(
    of source: Source,
    in listing: Listing
  ) -> ([Link], inMenus: [Link], [WebAddress: WebAddress]) {
    var seen: Set<WebAddress> = []
    var inMenus: [Link] = []
    var requests: [WebAddress: WebAddress] = [:]
    // What is followed is decided by the document's name: a session in an address hides no pattern and no kind.
    let links = listing.links.compactMap { link in
      // All of it is asked for, as a browser would: a signature opens the file.
      let request = link.address
      let named = link.changed(
        address: request.dropping(queryParameters: source.queryNoise).droppingSessions
      )
      guard named.isCandidate(of: source), seen.insert(named.address).inserted else {
        if named.isLeftInMenu(of: source) { inMenus.append(named) }
        return nil as Link?
      }
      if request != named.address { requests[named.address] = request }
      return named
    }
    return (links, inMenus, requests)
  }

  private static func recordings(of source: Source, in listing: Listing) -> [WebAddress] {
    var seen: Set<WebAddress> = []
    return listing.links.lazy.filter { $0.isRecording && !$0.isAmongMenus }
      .map { $0.address.dropping(queryParameters: source.queryNoise).droppingSessions }
      .filter { source.wants($0) && seen.insert($0).inserted }
  }
}
