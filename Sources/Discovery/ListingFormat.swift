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
}

extension ListingFormat {
  /// What a reader calls it.
  package var noun: String { self == .govuk ? "GOV.UK page" : rawValue }

  /// How many links of one list are read.
  ///
  /// Source for sitemaps: <https://www.sitemaps.org/protocol.html#index>
  var mostLinks: Int? {
    switch self {
    case .sitemap: 50_000
    case .govuk: ContentItem.mostEntries
    case .page, .feed: nil
    }
  }

  /// How many bytes of one list are read, unpacked; for pages `PageBudget` says it.
  var mostBytes: Int { self == .govuk ? ContentItem.longestAnswer : 50 << 20 }
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
}

extension ListingFault {
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
    }
  }
}
