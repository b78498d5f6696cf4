// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML
internal import Text

/// The walk over a feed that gathers what its items enclose and link to.
///
/// RSS 2.0 and its forerunners, RSS 1.0 and Atom differ in names and places, and feeds in use mix them; so an item is read for
/// whatever of them it has. Its title is the text of its links.
///
/// Sources: <https://www.rssboard.org/rss-specification>, <https://web.resource.org/rss/1.0/spec>, RFC 4287
struct FeedReader {
  private let page: WebAddress
  private let isRepaired: Bool
  private var title: String?
  private var links = LinkGathering()
  private var limits: Set<PageLimit>
  /// What relative addresses are meant against, and from how deep on.
  private var bases: [(depth: Int, address: WebAddress)]
  private var item: Item?
  private var capture: Capture?

  /// An item that is open.
  private struct Item {
    let depth: Int
    let prefix: String
    var title = ""
    var pages: [Reference] = []
    var enclosures: [Reference] = []
    /// What stands for a link where there is none.
    var identifier: Reference?
  }

  private struct Reference {
    let href: String
    let base: WebAddress
    var text = ""
  }

  /// An element of which the text is taken.
  private struct Capture {
    enum Purpose { case feedTitle, title, link, identifier }

    let purpose: Purpose
    let depth: Int
    var bytes: [UInt8] = []
  }

  private static let longestText = 16 << 10
  private static let longestTitle = 1_000
  /// No item of a feed has more.
  private static let mostReferences = 100

  private init(_ page: WebAddress, isRepaired: Bool, _ limits: Set<PageLimit>) {
    (self.page, self.isRepaired, self.limits) = (page, isRepaired, limits)
    bases = [(0, page)]
  }

  /// - Parameters:
  ///   - text: in UTF-8.
  ///   - address: where it was found.
  ///   - isRepaired: whether some of its bytes were no character.
  ///   - limits: which bounds it went beyond already.
  /// - Returns: what it lists; a fault where it is no feed.
  static func read(
    _ text: [UInt8],
    at address: WebAddress,
    isRepaired: Bool,
    _ limits: Set<PageLimit>
  ) -> Listing {
    var reader = Self(address, isRepaired: isRepaired, limits)
    if let fault = reader.take(XMLScanner(text)) { return Listing(fault, of: .feed) }
    return Listing(of: .feed, title: reader.title, reader.links, further: [], reader.limits)
  }

  private mutating func take(_ scanner: XMLScanner) -> ListingFault? {
    var scanner = scanner
    var hasRoot = false
    while !links.isOverfull, let event = scanner.next() {
      switch event {
      case .start(let name, let attributes):
        guard hasRoot else {
          guard ["rss", "rdf", "feed"].contains(name.local) else {
            return .ofRoot(name, meant: .feed)
          }
          hasRoot = true
          enter(attributes, scanner.depth)
          continue
        }
        enter(attributes, scanner.depth)
        begin(name, attributes, scanner.depth)
      case .text(let bytes):
        if let capture, capture.bytes.count <= Self.longestText { self.capture?.bytes += bytes }
      case .end:
        end(scanner.depth)
      }
    }
    guard hasRoot else { return .noXML }
    if links.isOverfull { limits.insert(.links) }
    if scanner.isCut { limits.insert(.cut) }
    if scanner.isTooDeep { limits.formUnion([.nesting, .cut]) }
    return nil
  }

  // MARK: Elements

  private mutating func enter(_ attributes: [XMLScanner.Name: String], _ depth: Int) {
    guard let text = attributes[XMLScanner.Name(prefix: "xml", local: "base")],
      let base = try? WebAddress(text, relativeTo: base)
    else { return }
    bases.append((depth, base))
  }

  private var base: WebAddress { bases.last?.address ?? page }

  private mutating func begin(
    _ name: XMLScanner.Name,
    _ attributes: [XMLScanner.Name: String],
    _ depth: Int
  ) {
    // Markup inside a title is of the title.
    guard capture == nil else { return }
    guard let item else {
      if name.local == "item" || name.local == "entry" {
        self.item = Item(depth: depth, prefix: name.prefix)
      } else if name.local == "title", title == nil, depth <= 3 {
        capture = Capture(purpose: .feedTitle, depth: depth)
      }
      return
    }
    let isMedia = name.prefix == "media" && name.local == "content" && depth <= item.depth + 2
    guard depth == item.depth + 1 || isMedia else { return }
    let isOwn = name.prefix == item.prefix
    switch name.local {
    case "title" where isOwn: capture = Capture(purpose: .title, depth: depth)
    case "link" where isOwn || name.prefix.hasPrefix("atom"): link(attributes, depth)
    case "guid" where isOwn && attributes["ispermalink"] != "false":
      capture = Capture(purpose: .identifier, depth: depth)
    case "enclosure": enclose(attributes["url"] ?? attributes["resource"], attributes)
    case "content" where isMedia: enclose(attributes["url"], attributes)
    default: break
    }
  }

  private mutating func link(_ attributes: [XMLScanner.Name: String], _ depth: Int) {
    guard let href = attributes["href"] else {
      capture = Capture(purpose: .link, depth: depth)
      return
    }
    switch attributes["rel"]?.lowercased() ?? "alternate" {
    case "alternate", "related", "via": addPage(href)
    case "enclosure": enclose(href, attributes)
    default: break
    }
  }

  private mutating func addPage(_ href: String) {
    guard let item, item.pages.count < Self.mostReferences else { return }
    let reference = Reference(href: href, base: base)
    self.item?.pages.append(reference)
  }

  /// Takes what an item encloses, but for pictures, sounds and films.
  private mutating func enclose(_ href: String?, _ attributes: [XMLScanner.Name: String]) {
    guard let href, let item, item.enclosures.count < Self.mostReferences else { return }
    let type = (attributes["type"] ?? attributes["medium"] ?? "").lowercased()
    guard !["audio", "image", "video"].contains(where: type.hasPrefix) else { return }
    let text = Self.plain(attributes["title"] ?? "")
    let reference = Reference(href: href, base: base, text: text)
    self.item?.enclosures.append(reference)
  }

  private mutating func end(_ depth: Int) {
    if let ended = capture, depth < ended.depth {
      capture = nil
      take(ended)
    }
    while let last = bases.last, last.depth > depth { bases.removeLast() }
    if let ended = item, depth < ended.depth {
      item = nil
      gather(ended)
    }
  }

  private mutating func take(_ capture: Capture) {
    let text = String(decoding: capture.bytes, as: UTF8.self)
    switch capture.purpose {
    case .feedTitle: title = Self.plain(text)
    case .title: if item?.title.isEmpty == true { item?.title = Self.plain(text) }
    case .link: addPage(text)
    case .identifier:
      let reference = Reference(href: text, base: base)
      item?.identifier = reference
    }
  }

  // MARK: Links

  private mutating func gather(_ item: Item) {
    for enclosure in item.enclosures {
      let heading = enclosure.text.isEmpty || item.title.isEmpty ? nil : item.title
      add(enclosure, enclosure.text.isEmpty ? item.title : enclosure.text, heading)
    }
    var pages = item.pages
    if pages.isEmpty, let identifier = item.identifier,
      (try? WebAddress(PlainText(folding: identifier.href).string)) != nil
    {
      pages = [identifier]
    }
    for page in pages { add(page, item.title, nil) }
  }

  private mutating func add(_ reference: Reference, _ text: String, _ heading: String?) {
    let href = PlainText(folding: reference.href).string
    guard !href.isEmpty else { return }
    do throws(AddressError) {
      let base = reference.base
      let address = try WebAddress(listed: href, relativeTo: base, isRepaired: isRepaired)
      guard address != page else { return }
      links.add(Link(address: address, text: text, heading: heading), isSubject: true)
    } catch {
      links.add(UnusableLink(href: href, text: text, error: error))
    }
  }

  /// A title as a reader sees it: many are HTML, whatever they say.
  private static func plain(_ text: String) -> String {
    PlainText.reading(markup: text, limit: longestTitle)
  }
}

extension [XMLScanner.Name: String] {
  /// An attribute without a prefix.
  fileprivate subscript(_ name: String) -> String? {
    self[XMLScanner.Name(prefix: "", local: name)]
  }
}
