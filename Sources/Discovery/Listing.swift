// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// What one page offers: its links in document order, and what it says around them.
///
///     let listing = Listing.read(body, at: page, declaredCharset: "utf-8")
///     for link in listing.links where link.expectation == .document { … }
///
/// A listing is a value made from bytes; nothing is fetched.
public struct Listing: Sendable {
  /// What relative links were resolved against: the page's address, or its first `<base>`.
  public let baseAddress: WebAddress

  public let title: String?

  /// Every address once, where it first stands.
  ///
  /// Where several links lead to one address, the first text that says something is taken, with its
  /// heading. Links to the page itself are none.
  public let links: [Link]

  /// Links that cannot be followed, each `href` once.
  public let unusable: [UnusableLink]

  /// Where the page sends its reader without being asked, by `<meta http-equiv="refresh">`.
  ///
  /// A page that only loads itself again does not.
  public let refresh: WebAddress?

  /// Whether the page asks not to be indexed: `noindex` or `none` in its `robots` meta.
  public let robotsNoIndex: Bool

  /// What the page says about its subject, a line for each block.
  ///
  /// The text of `<main>` or what stands for it; of other pages, all but navigation, side columns,
  /// forms and banners. Parts hidden from the reader are left out everywhere.
  public let mainText: String

  /// False where the page was nested too deeply, or was too large, to be read as it stands.
  ///
  /// What it lacks must then not be taken for gone. Bounds: 512 levels, 1,000,000 nodes.
  public let isComplete: Bool

  /// The addresses whose links stand where the page speaks of its subject.
  let subjectAddresses: Set<WebAddress>
}

extension Listing {
  /// Reads a page.
  ///
  /// Any bytes are a page, if need be one without links: nothing is thrown, and nothing makes the
  /// reading run away (see ``isComplete``). The cost is in proportion to the length of the page.
  ///
  /// - Parameters:
  ///   - html: the body as served.
  ///   - address: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`; a byte order mark overrules it, and
  ///     it overrules the page's own `<meta>`.
  /// - Returns: what the page offers; without links where there are none.
  public static func read(
    _ html: [UInt8],
    at address: WebAddress,
    declaredCharset: String? = nil
  ) -> Listing {
    let text = PageEncoding.decode(html, declaredCharset: declaredCharset)
    let markup = MarkupGuard(text)
    var reader = ListingReader(HTMLTree(markup), at: address)
    return reader.read(isComplete: markup.isComplete)
  }
}
