// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import HTML
import Records

/// What of a source's reading is a document, and what of its memory is asked for still.
struct ListingReview {
  /// A link to a document, and what is known of that.
  struct Listed: Sendable {
    let link: Link
    /// What the page asks for, where that is more than the document is called.
    let request: WebAddress?
    /// The further page of its source on which it stands; nil where that is the first.
    let page: WebAddress?
    /// The notice of withdrawal that its publisher put on it, in a sentence.
    let withdrawal: String?
    let brief: DocumentBrief?
  }

  /// The links that lead to documents and not to list pages; nil where the source could not be read.
  let documents: [Listed]?
  /// Whether some page of the list was not read.
  let isPartial: Bool
  /// How many links stand in what seems to be a menu, and are none to visit.
  let linksInMenus: Int
  /// How many links are followed that stand in one, because it held the documents of the source before.
  let newInMenus: Int
  /// What the source listed before and asks for still.
  private(set) var entries: [ListedDocument] = []
  /// What is held and the configuration leaves out now: it is left as it stands, and not asked for again.
  private(set) var leftOut: [WebAddress] = []
  /// What it listed until its configuration was changed, and does not list for that reason.
  let outsideReading: Set<WebAddress>

  /// - Parameters:
  ///   - reading: what the source lists.
  ///   - memory: what is known of that.
  ///   - source: the source.
  ///   - asking: what the configuration asks for.
  ///   - change: how the source's configuration was changed; nil where it was not.
  init(
    _ reading: SourceListing,
    _ memory: SourceMemory,
    of source: Source,
    _ asking: Asking,
    since change: ReadingChange? = nil
  ) {
    isPartial = reading.limits.contains(.pages)
    let recorded = Dictionary(
      memory.entries.map { ($0.address, $0.brief) },
      uniquingKeysWith: { first, _ in first }
    )
    let (kept, dropped) = Self.documents(inMenus: reading, memory)
    linksInMenus = dropped.count
    newInMenus = kept.count { recorded[$0.address] == nil }
    let links = kept.isEmpty ? reading.links : reading.links.map { $0 + kept }
    documents = links?.compactMap { link in
      let brief = recorded[link.address] ?? memory.strangers[link.address]
      guard
        reading.files.contains(link.address)
          || !Self.isList(link, brief, of: source, asking)
      else { return nil }
      guard Self.isDocument(link.address, brief, of: source) else { return nil }
      return Listed(
        link: link,
        request: reading.requests[link.address],
        page: reading.pages[link.address],
        withdrawal: reading.withdrawals[link.address],
        brief: brief
      )
    }
    // Who it is that left is asked only where the configuration was changed, now or before.
    let isAsked = change != nil || memory.entries.contains { $0.brief?.isOutsideReading == true }
    let listed = isAsked ? Set((documents ?? []).lazy.map(\.link.address)) : []
    var outsideReading: Set<WebAddress> = []
    for entry in memory.entries {
      let isMissing = reading.links != nil && !listed.contains(entry.address)
      // It is asked for again when it is listed again; or looked for, when the configuration is as it was.
      if entry.brief?.isOutsideReading == true, !listed.contains(entry.address),
        change?.isTakenBack(entry) != true
      {
        continue
      }
      // What was listed as a document once may be a page that is read as a list by now.
      let link = Link(address: entry.address, text: entry.entry.text)
      guard !dropped.contains(entry.address), !Self.isList(link, entry.brief, of: source, asking)
      else { continue }
      if asking.ground(against: entry.address, as: entry.entry) == nil {
        guard Self.isDocument(entry.address, entry.brief, of: source) else { continue }
        entries.append(entry)
        let isOutside = isMissing && entry.isListed && entry.brief?.isOutsideReading != true
        if isOutside, change?.explains(entry) == true { outsideReading.insert(entry.address) }
      } else if let brief = entry.brief, brief.isHeld, !brief.isRetired {
        leftOut.append(entry.address)
      }
    }
    self.outsideReading = outsideReading
  }

  /// Takes out what the change of the configuration explains, now that the list is believed.
  ///
  /// - Returns: what of it is held.
  mutating func takeOutsideReading() -> [WebAddress] {
    guard !outsideReading.isEmpty else { return [] }
    let held = entries.filter { $0.brief?.isHeld == true && outsideReading.contains($0.address) }
      .map(\.address)
    // What is not held has nothing to be retired; that it is listed no more is written down, and is no news.
    let leaving = Set(held)
    entries.removeAll { leaving.contains($0.address) }
    return held
  }

  /// The links in menus that lead to documents, as is known of them: they are held, or were found to be no page.
  ///
  /// What was taken for a list's own link before it was known for a menu's is neither lost nor asked for again. What the page
  /// itself calls navigation is believed: a link there is none of the list, unless the list has moved there.
  private static func documents(
    inMenus reading: SourceListing,
    _ memory: SourceMemory
  ) -> (kept: [Link], dropped: Set<WebAddress>) {
    guard !reading.menuLinks.isEmpty else { return ([], []) }
    var dropped = Set(reading.menuLinks.lazy.filter { !$0.isInNavigation }.map(\.address))
    // Another page of the list may have it in its text.
    let listed = Set((reading.links ?? []).lazy.map(\.address))
    dropped.subtract(listed)
    var known: Set<WebAddress> = []
    var held: Set<WebAddress> = []
    for entry in memory.entries {
      guard let brief = entry.brief, let verdict = brief.verdict else { continue }
      if brief.isHeld, brief.role == .document, entry.isListed { held.insert(entry.address) }
      guard dropped.contains(entry.address) else { continue }
      if brief.isHeld || verdict != .page && entry.isListed { known.insert(entry.address) }
    }
    for link in MenuHoldings(reading, held).links where !listed.contains(link.address) {
      known.insert(link.address)
    }
    return (reading.menuLinks.filter { known.contains($0.address) }, dropped.subtracting(known))
  }

  /// Whether a link leads to a page that some source is read from; what is held as a file is none.
  private static func isList(
    _ link: Link,
    _ brief: DocumentBrief?,
    of source: Source,
    _ asking: Asking
  ) -> Bool {
    if asking.isListPage(link.address) { return true }
    if let brief, brief.isHeld, !brief.mayBePage { return false }
    // What was kept as a report stays one, unless somebody says that it is to be followed.
    if let brief, brief.isHeld, brief.role == .document, !source.leadsOn(link) {
      return asking.isListPage(link)
    }
    return asking.isListPage(link) || source.readsOn(link)
  }

  // A page that sources were read from once becomes a document where somebody asks for pages, or for
  // this one by name.
  private static func isDocument(
    _ address: WebAddress,
    _ brief: DocumentBrief?,
    of source: Source
  ) -> Bool {
    // Whatever a catalogue says, what was kept as a file is no list page.
    guard let brief, brief.role == .listing, brief.mayBePage, source.listPage != nil else {
      return true
    }
    return source.wantsPage(at: address)
  }

  /// The links to documents that the source did not list before.
  var new: [Link] {
    let before = Set(entries.lazy.filter(\.isListed).map(\.address))
    return (documents ?? []).lazy.map(\.link).filter { !before.contains($0.address) }
  }

  /// What is to be said of what is new on a list that seems to be a menu.
  static func sentence(_ newInMenus: Int) -> String {
    let links = newInMenus == 1 ? "1 new link stands" : "\(newInMenus) new links stand"
    return "\(links) in what is called a menu, and \(newInMenus == 1 ? "is" : "are") followed: "
      + "the documents that were listed before stand there now"
  }

  /// What is to be said of reports that are web pages, which are left out unless somebody asks for them.
  ///
  /// - Parameters:
  ///   - reading: what the source lists.
  ///   - source: the source.
  ///   - asking: what others are read from.
  ///   - isFirst: whether it was never read before, so that all are told of.
  /// - Returns: nil where there is none.
  static func sentence(
    ofPagesIn reading: SourceListing,
    of source: Source,
    _ asking: Asking,
    isFirst: Bool
  ) -> String? {
    let pages = (isFirst ? reading.reportPages : reading.newReportPages).filter {
      source.wants($0.address) && !asking.isListPage($0) && !source.readsOn($0)
    }
    guard let first = pages.first else { return nil }
    let what = pages.count == 1 ? "a report that is a web page" : "reports that are web pages"
    let least = reading.hasMoreReportPages ? "at least " : ""
    let others = pages.count == 1 ? "" : ", and \(least)\(pages.count - 1) more"
    return "perhaps \(what), and not kept: “\(first.title)”\(others); "
      + "only files are, unless `kinds` and `includePages` say otherwise"
  }
}

extension ListingReview {
  /// What is to be said of pages that would be read if the source were read deeper.
  static func sentence(
    ofPagesBeyondIn reading: SourceListing,
    of source: Source,
    _ asking: Asking
  ) -> String? {
    var seen = reading.lists
    let pages = reading.pagesBeyond.filter {
      !asking.isListPage($0.address) && seen.insert($0.address).inserted
    }
    guard let first = pages.first else { return nil }
    let isOne = pages.count == 1
    let what =
      isOne ? "1 page that `follow` fits lies" : "\(pages.count) pages that `follow` fits lie"
    let others = isOne ? "" : ", and \(pages.count - 1) more"
    return "\(what) deeper than `depth: \(source.depth)`, and \(isOne ? "is" : "are") not read: "
      + "“\(first.title)”, \(first.address)\(others); `depth: \(source.depth + 1)` reads \(isOne ? "it" : "them") for files, "
      + "`exclude` leaves \(isOne ? "it" : "them") out, and where one is a report itself, `kinds: [documents, page]` and "
      + "`includePages` with its address keep it"
  }

  /// What is to be said of pages that were read for files and hold none.
  static func sentence(ofPagesWithoutFilesIn reading: SourceListing) -> String? {
    guard let first = reading.pagesWithoutFiles.first else { return nil }
    let count = reading.pagesWithoutFiles.count
    let what =
      count == 1
      ? "1 page that `follow` leads to holds" : "\(count) pages that `follow` leads to hold"
    return
      "\(what) no file, and \(count == 1 ? "is" : "are") not kept: “\(first.title)”, \(first.address)"
      + "\(count == 1 ? "" : ", and \(count - 1) more"); where that is a report itself, `kinds: [documents, page]` and "
      + "`includePages` with its address keep it"
  }
}

extension ListEntry {
  init(_ document: ListingReview.Listed, of source: Source) {
    let link = document.link
    self.init(
      source: source.id,
      text: link.text,
      heading: link.heading,
      position: link.position,
      page: document.page,
      publication: link.publication
    )
  }
}
