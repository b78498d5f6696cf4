// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML
internal import Text

/// The walk over a sitemap that gathers its addresses, or over an index that names further sitemaps.
///
/// With a namespace or without, under whatever prefix: what has the same prefix as the outermost element is the
/// sitemap's own, and `<image:loc>` is not. `<lastmod>` decides nothing, because half the web writes the time of loading there.
///
/// Source: <https://www.sitemaps.org/protocol.html>
struct SitemapReader {
  private let base: WebAddress
  private let isRepaired: Bool
  private var links = LinkGathering()
  private var further: [WebAddress] = []
  private var addresses = 0
  private var limits: Set<PageLimit> = []

  /// - Parameters:
  ///   - text: in UTF-8.
  ///   - address: where it was found.
  ///   - isRepaired: whether some of its bytes were no character.
  ///   - limits: which bounds it went beyond already.
  /// - Returns: what it lists; a fault where it is no sitemap.
  static func read(
    _ text: [UInt8],
    at address: WebAddress,
    isRepaired: Bool,
    _ limits: Set<PageLimit>
  ) -> Listing {
    var reader = Self(base: address, isRepaired: isRepaired, limits: limits)
    if !text.lazy.drop(while: { $0 <= 0x20 }).starts(with: [UInt8(ascii: "<")]) {
      guard reader.takeLines(text) else { return Listing(.noXML, of: .sitemap) }
    } else if let fault = reader.take(XMLScanner(text)) {
      return Listing(fault, of: .sitemap)
    }
    return Listing(
      of: .sitemap,
      title: nil,
      reader.links,
      further: reader.further,
      reader.limits
    )
  }

  private mutating func take(_ scanner: XMLScanner) -> ListingFault? {
    var scanner = scanner
    var root: XMLScanner.Name?
    /// The text of a `<loc>` that is open, and how deep that is.
    var location: (depth: Int, bytes: [UInt8])?
    /// What an entry that is open says.
    var isEntryTaken = false
    reading: while let event = scanner.next() {
      switch event {
      case .start(let name, _):
        guard let root else {
          guard name.local == "urlset" || name.local == "sitemapindex" else {
            return .ofRoot(name, meant: .sitemap)
          }
          root = name
          continue
        }
        guard name.prefix == root.prefix else { continue }
        if scanner.depth == 2 { isEntryTaken = false }
        if scanner.depth == 3, name.local == "loc", !isEntryTaken {
          location = (3, [])
          isEntryTaken = true
        }
      case .text(let bytes):
        guard let length = location?.bytes.count, length <= WebAddress.longestText else { continue }
        location?.bytes += bytes
      case .end:
        guard let ended = location, scanner.depth < ended.depth else { continue }
        location = nil
        guard take(ended.bytes, isSitemap: root?.local == "sitemapindex") else { break reading }
      }
    }
    guard root != nil else { return .noXML }
    if scanner.isCut { limits.insert(.cut) }
    if scanner.isTooDeep { limits.formUnion([.nesting, .cut]) }
    return nil
  }

  /// A sitemap may be a plain list of addresses.
  ///
  /// - Returns: whether it is one.
  private mutating func takeLines(_ text: [UInt8]) -> Bool {
    let lines = text.split { $0 == 0x0A || $0 == 0x0D }
    guard let first = lines.first(where: { $0.contains { $0 > 0x20 } }),
      (try? WebAddress(String(decoding: first, as: UTF8.self))) != nil
    else { return false }
    for line in lines where line.contains(where: { $0 > 0x20 }) {
      guard take(Array(line.prefix(WebAddress.longestText + 1)), isSitemap: false) else { break }
    }
    return true
  }

  /// - Returns: false where no more is read.
  private mutating func take(_ location: [UInt8], isSitemap: Bool) -> Bool {
    let text = PlainText(folding: String(decoding: location, as: UTF8.self)).string
    guard !text.isEmpty else { return true }
    addresses += 1
    guard addresses <= ListingFormat.sitemap.mostLinks ?? .max else {
      limits.insert(.links)
      return false
    }
    do throws(AddressError) {
      let address = try WebAddress(listed: text, relativeTo: base, isRepaired: isRepaired)
      if isSitemap {
        further.append(address)
      } else if address != base {
        links.add(Link(address: address, text: ""), isSubject: true)
      }
    } catch {
      links.add(UnusableLink(href: text, text: "", error: error))
    }
    if links.isOverfull { limits.insert(.links) }
    return !links.isOverfull
  }
}

extension SitemapReader {
  private init(base: WebAddress, isRepaired: Bool, limits: Set<PageLimit>) {
    (self.base, self.isRepaired, self.limits) = (base, isRepaired, limits)
  }
}

extension ListingFault {
  /// What an outermost element says of what came, where it is not the one that was meant.
  static func ofRoot(_ name: XMLScanner.Name, meant: ListingFormat) -> ListingFault {
    switch name.local {
    case "html", "head", "body", "script", "div": .webPage
    case "urlset", "sitemapindex": .other(.sitemap)
    case "rss", "rdf", "feed": .other(.feed)
    default: .otherXML(PlainText(folding: name.text, limit: 40).string)
    }
  }
}
