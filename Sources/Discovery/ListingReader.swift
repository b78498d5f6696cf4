// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML

/// The walk over a page that gathers its links, piece by piece.
struct ListingReader {
  private let page: WebAddress
  /// What relative links start from, once the page has said so.
  private var statedBase: WebAddress?
  private var head = PageHead()
  /// Where the answer sent its reader, before the page was read.
  private let refreshOfAnswer: PageRefresh?
  private var headings: HeadingTrail?
  private var links = LinkGathering()
  private var regions: [LinkRegion.Kind] = []
  /// Of the piece that is being read: by where each begins, its number.
  private var regionNumbers: [Int: UInt32] = [:]
  private var aspects = PageAspects()
  private var partLinks = PartLinks()
  /// Nil where they are of no interest.
  private var parts: PageParts?
  private var text: [String] = []
  private var hadMain = false
  private var encoding = PageEncoding.utf8
  private var isRepaired = false
  private var further: [WebAddress] = []
  private var hasLongLinkText = false
  // Menus say the same several times.
  private var resolved: [String: Result<WebAddress, AddressError>] = [:]

  private static let mostResolved = 4_096
  private static let longestResolved = 200
  private static let mostRegions = 20_000
  /// A page that says more often where it goes on says nothing.
  private static let mostFurther = 10

  init(at page: WebAddress, withParts: Bool, refresh: String?) {
    self.page = page
    refreshOfAnswer = PageRefresh.given(by: refresh, at: page)
    parts = withParts ? PageParts() : nil
  }

  /// Whether there are more links than may be gathered, so that reading on is of no use.
  var isFull: Bool { links.isOverfull }

  private var base: WebAddress { statedBase ?? page }

  /// Takes in the next piece.
  mutating func take(_ piece: PageReader.Piece) {
    encoding = piece.encoding
    isRepaired = piece.isRepaired
    let tree = piece.tree
    guard !tree.nodes.isEmpty else { return }
    if statedBase == nil { statedBase = PageHead.base(of: tree, at: page) }
    let regions = PageRegions(tree, reopened: piece.reopened, hadMain: hadMain)
    var headings = HeadingTrail(tree, regions, after: headings)
    regionNumbers = [:]
    for (index, node) in tree.nodes.enumerated() {
      guard let element = node.element else { continue }
      headings.advance(to: index)
      takeNext(of: element)
      if let href = reference(of: element) {
        gather(href, of: element, at: index, in: tree, regions, headings)
      }
      let scripted = ScriptedLinks.candidates(of: element) { tree.form(around: index) }
      var isFound = false
      for text in scripted where namesDocument(text) {
        gather(String(text), of: element, at: index, in: tree, regions, headings)
        isFound = true
      }
      if !isFound, let isLink = ScriptOnlyLinks.isLink(element) {
        let region = regions.region(around: index)
        let text = text(of: element, at: index, in: tree)
        aspects.scriptOnly.add(text, isLink: isLink, isAmongMenus: region != nil)
      }
      if isFull { break }
    }
    head.take(tree, base: base, page: page)
    takeAspects(of: tree)
    parts?.take(tree)
    if !regions.isBehindSubject {
      let text = tree.lines(of: regions.main ?? 0, leavingOut: regions.isLeftOut)
      if !text.isEmpty { self.text.append(text) }
    }
    hadMain = hadMain || regions.main != nil
    self.headings = headings.withoutTree
  }

  /// What the page offers, once all of it was taken in.
  consuming func listing(_ limits: Set<PageLimit>) -> Listing {
    var limits = limits
    links.judge(regions)
    if isFull { limits.insert(.links) }
    if hasLongLinkText { limits.insert(.linkText) }
    if limits.contains(where: \.endsReading) { parts?.cut() }
    return Listing(
      title: head.title,
      links: links.links,
      unusable: links.unusable,
      refresh: refreshOfAnswer ?? head.refresh,
      limits: limits,
      aspects: aspects,
      textOfPieces: text,
      isSubject: links.isSubject,
      format: .page,
      further: further,
      fault: nil,
      partLinks: partLinks.links,
      parts: parts
    )
  }

  /// Takes note of where a page says that it goes on: `rel="next"`.
  private mutating func takeNext(of element: HTMLTree.Element) {
    guard ["a", "link"].contains(element.name), let href = element["href"],
      element.mentions("next", in: "rel"), further.count < Self.mostFurther,
      (element["rel"] ?? "").lowercased().split(whereSeparator: \.isWhitespace).contains("next"),
      let address = try? resolve(href), address != page
    else { return }
    further.append(address)
  }

  /// What an element refers the reader to, if it does.
  private func reference(of element: HTMLTree.Element) -> String? {
    switch element.name {
    case "a", "area": element["href"]
    case "iframe", "embed", "frame": Self.isVisible(element) ? element["src"] : nil
    case "object": Self.isVisible(element) ? element["data"] : nil
    default: nil
    }
  }

  private mutating func takeAspects(of tree: HTMLTree) {
    var aspects = aspects
    aspects.take(tree) { frame in
      let address = reference(of: frame).flatMap { try? WebAddress($0, relativeTo: base) }
      return address == page ? nil : address
    }
    self.aspects = aspects
  }

  /// Frames that nobody can see count visitors; they show no document.
  private static func isVisible(_ frame: HTMLTree.Element) -> Bool {
    let isTiny = [frame["width"], frame["height"]].contains { size in
      size.map { ["0", "1", "0px", "1px"].contains($0) } ?? false
    }
    return !isTiny && frame["hidden"] == nil && !frame.isStyledAway
      && frame["src"]?.hasPrefix("about:") != true
  }

  /// Whether a text that a script may use is the address of a document, by its own words.
  private mutating func namesDocument(_ text: Substring) -> Bool {
    guard text.contains(where: { $0 == "." || $0 == "/" || $0 == "=" }),
      let address = try? resolve(String(text))
    else { return false }
    return Link(address: address, text: "").expectation == .document
      || DownloadRoutes.delivers(address)
  }

  private mutating func gather(
    _ href: String,
    of element: HTMLTree.Element,
    at index: Int,
    in tree: HTMLTree,
    _ regions: PageRegions,
    _ headings: HeadingTrail
  ) {
    let start = href.drop(while: \.isWhitespace)
    guard !start.isEmpty, !ScriptedLinks.isPlaceholder(start) else { return }
    if start.first == "#" {
      // With a base elsewhere it leads there, but is meant for here as a rule.
      guard parts != nil else { return }
      let text = text(of: element, at: index, in: tree)
      partLinks.add(start, of: page, text: text, isOwn: true)
      return
    }
    let text = text(of: element, at: index, in: tree)
    do {
      let address = try resolve(href)
      if parts != nil { partLinks.add(href, of: address, text: text, isOwn: address == page) }
      guard address != page else { return }
      let region = regions.region(around: index)
      // Only where the link leaves it open, because most rows say no more than their links.
      let row =
        region?.kind == .navigation || !LinkText.saysNothing(text)
        ? nil : RowText.text(ofLinkAt: index, in: tree)
      let link = Link(
        address: address,
        text: text,
        heading: row ?? headings.heading(ofLinkAt: index),
        in: region?.kind.place ?? .content
      )
      let number = region.map { self.number(of: $0.range, $0.kind) } ?? 0
      links.add(link, isSubject: regions.isSubject(index, of: tree), in: number)
    } catch {
      links.add(UnusableLink(href: href, text: text, error: error))
    }
  }

  private mutating func number(of region: Range<Int>, _ kind: LinkRegion.Kind) -> UInt32 {
    if let number = regionNumbers[region.lowerBound] { return number }
    // Those behind so many are what they seem.
    guard regions.count < Self.mostRegions else { return 0 }
    regions.append(kind)
    let number = UInt32(regions.count)
    regionNumbers[region.lowerBound] = number
    return number
  }

  private mutating func resolve(_ href: String) throws(AddressError) -> WebAddress {
    // What is in the place of bytes that nobody could read leads nowhere, and says nothing of the document.
    guard !isRepaired || !href.unicodeScalars.contains("\u{FFFD}") else {
      throw .unreadable(href)
    }
    if let known = resolved[href] { return try known.get() }
    let meant = encoding.escapingQuery(of: href)
    let outcome = Result { () throws(AddressError) in try WebAddress(meant, relativeTo: base) }
    if resolved.count < Self.mostResolved, href.utf8.count <= Self.longestResolved {
      resolved[href] = outcome
    }
    return try outcome.get()
  }

  private mutating func text(
    of element: HTMLTree.Element,
    at index: Int,
    in tree: HTMLTree
  ) -> String {
    let isFrame = ["area", "iframe", "embed", "frame", "object"].contains(element.name)
    let text = isFrame ? PlainText() : tree.text(of: index, limit: PageBudget.linkText)
    hasLongLinkText = hasLongLinkText || text.isFull
    return text.isEmpty ? tree.substituteText(of: index, limit: PageBudget.linkText) : text.string
  }
}

extension HTMLTree {
  /// The form that holds an element; nil where none does.
  fileprivate func form(around index: Int) -> Element? {
    var place = nodes[index].parent
    while place > 0 {
      if let element = nodes[place].element, element.name == "form" { return element }
      place = nodes[place].parent
    }
    return nil
  }
}
