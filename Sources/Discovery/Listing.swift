// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import HTML

/// What one page offers: its links in document order, and what it says around them.
///
///     let listing = Listing.read(body, at: page, declaredCharset: "utf-8")
///     for link in listing.links where link.expectation == .document { … }
///
/// A listing is a value made from bytes; nothing is fetched.
package struct Listing: Sendable {
  package let title: String?

  /// Every address once, where it first stands.
  ///
  /// Where several links lead to one address, the first text that says something is taken, with its
  /// heading. Links to the page itself are none.
  package let links: [Link]

  /// Links that cannot be followed, each `href` once.
  package let unusable: [UnusableLink]

  /// Where the page sends its reader without being asked.
  package let refresh: PageRefresh?

  /// Which bounds of the budget for a page it went beyond.
  package let limits: Set<PageLimit>

  /// What it is made of besides.
  package internal(set) var aspects = PageAspects()

  /// What each piece of the page says about its subject.
  let textOfPieces: [String]

  /// For each link, whether it stands where the page speaks of its subject.
  let isSubject: [Bool]

  package let format: ListingFormat

  /// Where the list goes on: the sitemaps that an index names, or what a page calls the next.
  package let further: [WebAddress]

  /// Why it is no list of its ``format``; nil where it is one.
  package let fault: ListingFault?

  /// What the content API of GOV.UK says besides; nil of any other list.
  package var notice: ListingNotice?

  /// Links to parts of pages, this one among them; none where nobody asked for them.
  package internal(set) var partLinks: [PartLink] = []

  /// What parts of this page links can name; nil where nobody asked, and for what is no page.
  package internal(set) var parts: PageParts?
}

extension Listing {
  /// A list that is no page.
  init(
    of format: ListingFormat,
    title: String?,
    _ gathered: LinkGathering = LinkGathering(),
    further: [WebAddress] = [],
    _ limits: Set<PageLimit> = [],
    fault: ListingFault? = nil
  ) {
    self.init(
      title: title,
      links: gathered.links,
      unusable: gathered.unusable,
      refresh: nil,
      limits: limits,
      aspects: PageAspects(),
      textOfPieces: [],
      isSubject: gathered.isSubject,
      format: format,
      further: further,
      fault: fault
    )
  }

  /// The same list with some of its links only.
  package func keeping(_ isKept: (Link) -> Bool) -> Listing {
    let kept = links.indices.filter { isKept(links[$0]) }
    return Listing(
      title: title,
      links: kept.map { links[$0] },
      unusable: unusable,
      refresh: refresh,
      limits: limits,
      aspects: aspects,
      textOfPieces: textOfPieces,
      isSubject: isSubject,
      format: format,
      further: further,
      fault: fault,
      notice: notice
    )
  }

  /// A list that somebody made for programs, with nothing around it.
  init(
    of format: ListingFormat,
    title: String?,
    links: [Link],
    further: [WebAddress],
    _ limits: Set<PageLimit> = [],
    notice: ListingNotice
  ) {
    self.init(
      title: title,
      links: links,
      unusable: [],
      refresh: nil,
      limits: limits,
      textOfPieces: [],
      isSubject: links.map { _ in true },
      format: format,
      further: further,
      fault: nil,
      notice: notice
    )
  }

  /// What was meant to be a list and is none.
  init(_ fault: ListingFault, of format: ListingFormat) {
    self.init(of: format, title: nil, fault: fault)
  }
}

extension Listing {
  /// False where links may have been passed over, or their headings: see ``limits``.
  ///
  /// What the listing lacks must then not be taken for gone.
  package var isComplete: Bool { !limits.contains(where: \.mayHideLinks) }

  /// Whether the page was read to its end.
  package var isReadToEnd: Bool { !limits.contains(where: \.endsReading) }

  /// What the page says about its subject, a line for each block.
  ///
  /// The text of `<main>` or what stands for it; of other pages, all but navigation, side columns,
  /// forms and banners. Parts hidden from the reader are left out everywhere.
  package var mainText: String { textOfPieces.joined(separator: "\n") }
}

extension Listing {
  /// Reads a page.
  ///
  /// Any bytes are a page, if need be one without links: nothing is thrown, and nothing makes the
  /// reading run away (see `PageBudget`). The cost is in proportion to the length of the page.
  ///
  /// - Parameters:
  ///   - html: the body as served.
  ///   - address: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`; a byte order mark overrules it, and
  ///     it overrules the page's own `<meta>`.
  ///   - withParts: whether parts, and links to them, are of interest.
  /// - Returns: what the page offers; without links where there are none.
  package static func read(
    _ html: [UInt8],
    at address: WebAddress,
    declaredCharset: String?,
    withParts: Bool = false
  ) -> Listing {
    var rest = html[...]
    return read(at: address, declaredCharset: declaredCharset, withParts: withParts) {
      () throws(Never) in
      defer { rest = rest.dropFirst(256 << 10) }
      return Array(rest.prefix(256 << 10))
    }
  }

  /// Reads a list; a page need not be in memory whole.
  ///
  /// - Parameters:
  ///   - address: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  ///   - format: in what form it is meant to be.
  ///   - withParts: whether parts, and links to them, are of interest.
  ///   - headers: what the fields of the answer say of the list.
  ///   - bytes: gives the next bytes of the body; none at its end.
  /// - Returns: what the page offers; a ``fault`` where it is none of that form.
  /// - Throws: what `bytes` throws.
  package static func read<Failure: Error>(
    at address: WebAddress,
    declaredCharset: String?,
    as format: ListingFormat = .page,
    withParts: Bool = false,
    headers: ListHeaders = ListHeaders(),
    from bytes: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> Listing {
    switch format {
    case .page: break
    case .govuk, .wordpress:
      var answer: [UInt8] = []
      while answer.count <= format.mostBytes {
        let next = try bytes()
        if next.isEmpty { break }
        answer += next
      }
      return format == .govuk
        ? readGOVUK(answer, at: address)
        : readWordPress(answer, at: address, declaredCharset: declaredCharset, headers)
    case .sitemap, .feed:
      let whole = try WholeText(of: format, declaredCharset, from: bytes)
      return whole.listing(at: address, of: format)
    }
    var page = PageReader(declaredCharset: declaredCharset)
    var reader = ListingReader(at: address, withParts: withParts, refresh: headers.refresh)
    while !reader.isFull, let piece = try page.next(from: bytes) { reader.take(piece) }
    return reader.listing(page.limits)
  }
}
