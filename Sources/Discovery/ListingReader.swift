// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

/// The walk over a page that gathers its links.
struct ListingReader {
  private let tree: HTMLTree
  private let regions: PageRegions
  private let page: WebAddress
  private let base: WebAddress
  private var headings: HeadingTrail
  private var links = LinkGathering()
  // Menus say the same several times.
  private var resolved: [String: Result<WebAddress, AddressError>] = [:]

  /// A link text longer than this is a tag that somebody forgot to close.
  private static let longestText = 1_000

  init(_ tree: HTMLTree, at page: WebAddress) {
    self.tree = tree
    self.page = page
    regions = PageRegions(tree)
    headings = HeadingTrail(tree, regions)
    base = PageHead.base(of: tree, at: page)
  }

  mutating func read(isComplete: Bool) -> Listing {
    for (index, node) in tree.nodes.enumerated() {
      guard let element = node.element else { continue }
      headings.advance(to: index)
      if let href = reference(of: element) { gather(href, of: element, at: index) }
    }
    let head = PageHead(tree, base: base, page: page)
    return Listing(
      baseAddress: base,
      title: head.title,
      links: links.links,
      unusable: links.unusable,
      refresh: head.refresh,
      robotsNoIndex: head.robotsNoIndex,
      mainText: mainText,
      isComplete: isComplete,
      subjectAddresses: links.subjectAddresses
    )
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

  /// Frames that nobody can see count visitors; they show no document.
  private static func isVisible(_ frame: HTMLTree.Element) -> Bool {
    let isTiny = [frame["width"], frame["height"]].contains { size in
      size.map { ["0", "1", "0px", "1px"].contains($0) } ?? false
    }
    return !isTiny && frame["hidden"] == nil && !frame.isStyledAway
      && frame["src"]?.hasPrefix("about:") != true
  }

  private mutating func gather(_ href: String, of element: HTMLTree.Element, at index: Int) {
    let start = href.drop(while: \.isWhitespace)
    guard !start.isEmpty, start.first != "#" else { return }
    let text = text(of: element, at: index)
    do {
      let address = try resolve(href)
      guard address != page else { return }
      links.add(
        address,
        text: text,
        heading: headings.heading(ofLinkAt: index),
        isInNavigation: regions.navigation(around: index) != nil,
        isSubject: regions.isSubject(index, of: tree)
      )
    } catch {
      links.add(UnusableLink(href: href, text: text, error: error))
    }
  }

  private mutating func resolve(_ href: String) throws(AddressError) -> WebAddress {
    if let known = resolved[href] { return try known.get() }
    let outcome = Result { () throws(AddressError) in try WebAddress(href, relativeTo: base) }
    resolved[href] = outcome
    return try outcome.get()
  }

  private func text(of element: HTMLTree.Element, at index: Int) -> String {
    let text = element.name == "a" ? tree.text(of: index, limit: Self.longestText) : ""
    return text.isEmpty ? tree.substituteText(of: index, limit: Self.longestText) : text
  }

  private var mainText: String {
    guard !tree.nodes.isEmpty else { return "" }
    return tree.lines(of: regions.main ?? 0, leavingOut: regions.isLeftOut)
  }
}
