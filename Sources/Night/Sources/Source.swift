// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import Records

/// A configured place to look.
///
/// What kind of place it is matters where it is configured and where it is read (``Place``). All others ask whether it has
/// a page of its own, and what it names itself.
package struct Source: Sendable {
  package enum Place: Hashable, Sendable {
    /// A page whose links lead to documents.
    case page(WebAddress)
    /// A sitemap, or an index of sitemaps.
    case sitemap(WebAddress)
    /// RSS or Atom, which show the newest and no more.
    case feed(WebAddress)
    /// A page of GOV.UK, read by its content API: a publication, a collection or an organisation.
    case govuk(WebAddress)
    /// A WordPress site, read by its REST API: what was uploaded, and perhaps its posts and pages.
    case wordpress(WebAddress)
    /// The documents themselves.
    case addresses([WebAddress])
  }

  /// Every kind of document, and no pages; plain text only where the address says that it is (`.txt`).
  package static let defaultKinds = Set(BodyKind.allCases.filter(\.isDocument)).union([.text])

  private static let defaultKindsButText = defaultKinds.subtracting([.text])

  package static let defaultPages = 200

  package let id: String
  package let title: String
  package let place: Place
  package var isEnabled = true
  /// Only links that fit one of these are followed; none means all.
  package var include: [AddressPattern] = []
  /// Links that fit one of these are not followed.
  package var exclude: [AddressPattern] = []
  package var kinds: Set<BodyKind>
  /// The kinds of pictures that it names one by one: links that end so are followed then, and are decorations else.
  package var pictures: Set<BodyKind> = []
  /// Web pages are kept only where their address fits one of these; none means all, if `kinds` has
  /// pages at all.
  package var includePages: [AddressPattern] = []
  /// Query parameters that change with every load and say nothing.
  package var queryNoise: Set<String> = []
  /// Links that fit one of these lead to pages that are read as lists too.
  package var follow: [AddressPattern] = []
  /// How many steps from its own list these may lie.
  package var depth = 1
  /// How many pages, or sitemaps, it is read from at the most.
  package var mostPages = Source.defaultPages
  /// Why its documents are asked for whatever robots.txt says; nil where robots.txt is obeyed.
  package var reasonToIgnoreRobots: String?

  package init(id: String, title: String, place: Place) {
    self.id = id
    self.title = title
    self.place = place
    kinds = place.defaultKinds
  }

  /// The page on which it lists documents, or whatever stands for one; nil where it has none.
  package var listPage: WebAddress? {
    switch place {
    case .page(let address), .sitemap(let address), .feed(let address), .wordpress(let address):
      address
    case .govuk(let page): ContentAPI.content(of: page)
    case .addresses: nil
    }
  }

  /// Whether it is read from this address, as it is configured or as it is asked for.
  package func isReadFrom(_ address: WebAddress) -> Bool {
    if case .govuk(let page) = place, page == address { return true }
    return listPage == address
  }

  /// In what form its list is published.
  package var format: ListingFormat {
    switch place {
    case .page, .addresses: .page
    case .sitemap: .sitemap
    case .feed: .feed
    case .govuk: .govuk
    case .wordpress: .wordpress
    }
  }

  /// Whether its list shows the newest and no more, so that nothing is taken off it.
  ///
  /// What such a list had once is listed still, until its own address says that it is gone.
  var showsOnlyNewest: Bool { format == .feed }

  /// The documents that the configuration itself names.
  package var namedDocuments: [WebAddress] {
    if case .addresses(let addresses) = place { addresses } else { [] }
  }

  /// Whether a link of this source is one to follow, if what it leads to is of a kind to keep.
  package func wants(_ address: WebAddress) -> Bool {
    (include.isEmpty || include.contains { $0.fits(address) })
      && !exclude.contains { $0.fits(address) }
  }

  /// Whether a web page at this address is kept.
  package func wantsPage(at address: WebAddress) -> Bool {
    kinds.contains(.html)
      && (includePages.isEmpty || includePages.contains { $0.fits(address) })
  }

  /// What is kept of this address.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - stated: the kind that the publisher's list states; nil for none.
  /// - Returns: the kinds; plain text only where it says that it is text, for letters and calendars are text too.
  package func kinds(at address: WebAddress, stated: BodyKind? = nil) -> Set<BodyKind> {
    var kept = kinds
    if kept.contains(.html), !wantsPage(at: address) { kept.remove(.html) }
    if kept.contains(.text), stated != .text,
      Link(address: address, text: "").expectedKind != .text
    {
      // Of nearly all sources they are the same, which are shared and not copied for each document.
      if kept == Self.defaultKinds { return Self.defaultKindsButText }
      kept.remove(.text)
    }
    return kept
  }
}

extension Source.Place {
  /// What a source keeps that names no kinds.
  ///
  /// GOV.UK says itself which of its pages are documents.
  package var defaultKinds: Set<BodyKind> {
    if case .govuk = self { Source.defaultKinds.union([.html]) } else { Source.defaultKinds }
  }
}
