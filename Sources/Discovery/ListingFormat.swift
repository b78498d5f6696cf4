// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// In what form a list is published.
package enum ListingFormat: String, Hashable, Sendable {
  /// A web page with links.
  case page
  /// A sitemap, or an index of sitemaps.
  case sitemap
  /// RSS or Atom.
  case feed
  /// The content API of GOV.UK.
  case govuk
  /// The REST API of WordPress, or a page of the site that names it.
  case wordpress
}

extension ListingFormat {
  /// What a reader calls it.
  package var noun: String {
    switch self {
    case .page, .sitemap, .feed: rawValue
    case .govuk: "GOV.UK page"
    case .wordpress: "WordPress site"
    }
  }

  /// What a reader calls one of the lists that it goes on to.
  package var furtherNoun: String { self == .wordpress ? "WordPress list" : noun }

  /// How many links of one list are read.
  ///
  /// Source for sitemaps: <https://www.sitemaps.org/protocol.html#index>
  var mostLinks: Int? {
    switch self {
    case .sitemap: 50_000
    case .govuk: ContentItem.mostEntries
    case .page, .feed, .wordpress: nil
    }
  }

  /// How many bytes of one list are read, unpacked; for pages `PageBudget` says it.
  var mostBytes: Int {
    switch self {
    case .page, .sitemap, .feed: 50 << 20
    case .govuk: ContentItem.longestAnswer
    case .wordpress: WordPressAnswer.longest
    }
  }
}

/// Why what came is no list of the form that was meant.
package enum ListingFault: Error, Hashable {
  case webPage
  /// A list of another form.
  case other(ListingFormat)
  /// XML of another kind, by the name of its outermost element.
  case otherXML(String)
  case noXML
  /// Packed, and nothing can be unpacked.
  case packing
  /// No answer of the content API.
  case content(ContentFault)
  /// A page of GOV.UK that its publisher took away or moved off the site, in a clause.
  case gone(String)
  /// No WordPress site, or no answer of its REST API.
  case wordpress(WordPressFault)
}

extension ListingFault {
  /// Whether there is nothing more to read, and nothing wrong.
  package var isEnd: Bool { self == .wordpress(.pastEnd) }

  /// - Parameter format: what was meant.
  /// - Returns: what came, and what to do about it: a clause.
  package func sentence(wanting format: ListingFormat) -> String {
    switch self {
    case .webPage:
      "a web page came and no \(format.noun); if the links are on it, write `page` in place of `\(format.noun)`"
    case .other(let other):
      "a \(other.noun) came and no \(format.noun); write `\(other.noun)` in place of `\(format.noun)`"
    case .otherXML(let root):
      "what came is no \(format.noun): XML that begins with <\(root)>; look at the address with a browser"
    case .noXML:
      "what came is no \(format.noun), and no XML at all; look at the address with a browser"
    case .packing:
      "the \(format.noun) came packed and cannot be unpacked"
    case .content(let fault):
      "\(fault.sentence); look at the page with a browser, and whether it is one of GOV.UK"
    case .gone(let clause):
      clause
    case .wordpress(let fault):
      fault.sentence
    }
  }
}
