// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Text

/// What a page says about itself where no reader sees it.
package struct PageHead: Sendable {
  package private(set) var title: String?
  package private(set) var refresh: PageRefresh?
  /// Whether the page asks not to be indexed.
  package private(set) var robotsNoIndex = false

  private static let longestTitle = 1_000

  /// What every page has that sends its reader on.
  private static let mark = Array("*http-equiv".utf8)

  package init() {}

  /// Where a page sends its reader, told from its beginning alone; nil where nothing there does.
  ///
  /// - Parameters:
  ///   - beginning: its first bytes.
  ///   - page: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  /// - Returns: what the first such element says that leads elsewhere.
  package static func refresh(
    in beginning: [UInt8],
    at page: WebAddress,
    declaredCharset: String?
  ) -> PageRefresh? {
    // No reader need look for what is not there; in UTF-16, there are zeros between its letters.
    let letters = beginning.filter { $0 != 0 }.map(\.lowercased)
    guard Wildcards.fit(mark[...], toItsEnd: false, letters[...]) else { return nil }
    var reader = PageReader(declaredCharset: declaredCharset)
    var head = PageHead()
    var base: WebAddress?
    var rest = beginning
    func bytes() -> [UInt8] {
      defer { rest = [] }
      return rest
    }
    while head.refresh == nil, let tree = reader.next(from: bytes)?.tree {
      base = base ?? Self.base(of: tree, at: page)
      head.take(tree, base: base ?? page, page: page)
    }
    return head.refresh
  }

  /// The address that the relative ones of a page start from, told from its beginning alone.
  static func base(
    in beginning: [UInt8],
    at page: WebAddress,
    _ declaredCharset: String?
  ) -> WebAddress {
    var reader = PageReader(declaredCharset: declaredCharset)
    var rest = beginning
    let piece = reader.next { () throws(Never) in
      defer { rest = [] }
      return rest
    }
    return piece.flatMap { base(of: $0.tree, at: page) } ?? page
  }

  /// Takes in what a piece of the page says.
  package mutating func take(_ tree: HTMLTree, base: WebAddress, page: WebAddress) {
    for (index, node) in tree.nodes.enumerated() {
      guard let element = node.element else { continue }
      switch element.name {
      case "title" where title == nil && !Self.isInDrawing(node, of: tree):
        let text = tree.text(of: index, limit: Self.longestTitle).string
        title = text.isEmpty ? nil : text
      case "meta":
        read(element, isForAll: !Self.isWithoutScripts(node, of: tree), base: base, page: page)
      default:
        break
      }
    }
  }

  /// The address that relative links start from, if this piece of the page says it.
  ///
  /// Source: HTML §4.2.3 <https://html.spec.whatwg.org/multipage/semantics.html#the-base-element>
  package static func base(of tree: HTMLTree, at page: WebAddress) -> WebAddress? {
    for node in tree.nodes {
      // What only browsers without scripts go by is not how a reader sees the page. In a page's head the parser takes
      // such an element out of its `noscript`, as the standard has it for those browsers, and it cannot be told.
      guard let element = node.element, element.name == "base", let href = element["href"],
        !isWithoutScripts(node, of: tree)
      else { continue }
      return (try? WebAddress(href, relativeTo: page)) ?? page
    }
    return nil
  }

  private static func isInDrawing(_ node: HTMLTree.Node, of tree: HTMLTree) -> Bool {
    guard let parent = tree.nodes[node.parent].element else { return false }
    return parent.name != "head" && parent.name != "body" && parent.name != "html"
  }

  /// Whether an element is only for browsers that run no scripts, who are sent to a page that says so.
  private static func isWithoutScripts(_ node: HTMLTree.Node, of tree: HTMLTree) -> Bool {
    var place = node.parent
    while place > 0 {
      if tree.nodes[place].element?.name == "noscript" { return true }
      place = tree.nodes[place].parent
    }
    return false
  }

  private mutating func read(
    _ meta: HTMLTree.Element,
    isForAll: Bool,
    base: WebAddress,
    page: WebAddress
  ) {
    guard let content = meta["content"] else { return }
    if meta["name"]?.lowercased() == "robots" {
      let wishes = content.lowercased().split { $0 == "," || $0.isWhitespace }
      robotsNoIndex = robotsNoIndex || wishes.contains("noindex") || wishes.contains("none")
    }
    if refresh == nil, isForAll, meta["http-equiv"]?.lowercased() == "refresh",
      let found = PageRefresh(content, relativeTo: base), found.target != page
    {
      refresh = found
    }
  }
}
