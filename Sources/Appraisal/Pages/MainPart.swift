// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML

/// What a page is about, without its menus, header and footer: enough to tell whether it lists anything.
struct MainPart: Sendable {
  /// What a reader sees of it, the first 20,000 bytes.
  let text: String
  /// Whether it links to a document's file.
  private(set) var hasDocuments = false
  /// Whether it is a list of links, or has one.
  var hasList: Bool { listed >= 3 || linked >= 8 }
  /// Whether it asks for a password.
  private(set) var asksForPassword = false
  /// How many bytes it says besides the form that asks for one.
  private(set) var lengthBesidesForm: Int
  /// Links in list items and table rows, and links in all.
  private var listed = 0
  private var linked = 0

  private static let longestText = 20_000

  /// - Parameters:
  ///   - tree: the page.
  ///   - base: what its links start from.
  init(of tree: HTMLTree, base: WebAddress) {
    let main = tree.nodes.indices.first { index in
      tree.nodes[index].element.map(Self.isMain) == true && tree.hasText(index)
    }
    let root = main ?? 0
    let furniture = Self.furniture(of: tree, from: root)
    guard !tree.nodes.isEmpty else {
      text = ""
      lengthBesidesForm = 0
      return
    }
    let all = tree.text(
      of: root,
      leavingOut: { furniture.contains($0) || tree.nodes[$0].element?.name == "title" }
    )
    text = String(decoding: all.string.utf8.prefix(Self.longestText), as: UTF8.self)
    lengthBesidesForm = text.utf8.count
    var itemEnd = 0
    var form: Int?
    var index = root
    while index < tree.nodes[root].end {
      let node = tree.nodes[index]
      guard !furniture.contains(index) else {
        index = node.end
        continue
      }
      if let element = node.element {
        if ["li", "tr", "dt", "dd"].contains(element.name) { itemEnd = max(itemEnd, node.end) }
        if element.name == "form" { form = index }
        if element.name == "input", element["type"]?.lowercased() == "password", !asksForPassword {
          asksForPassword = true
          let around = form.flatMap { index < tree.nodes[$0].end ? $0 : nil }
          lengthBesidesForm =
            tree.text(
              of: root,
              leavingOut: {
                furniture.contains($0) || $0 == around || tree.nodes[$0].element?.name == "title"
              }
            ).string.utf8.count
        }
        note(element, isInItem: index < itemEnd, base)
      }
      index += 1
    }
  }

  private mutating func note(_ element: HTMLTree.Element, isInItem: Bool, _ base: WebAddress) {
    // A long list need not be read to its end to be known for one.
    guard !hasDocuments || !hasList else { return }
    guard element.name == "a", let href = element["href"], !href.hasPrefix("#"),
      let address = try? WebAddress(href, relativeTo: base)
    else { return }
    linked += 1
    if isInItem { listed += 1 }
    if element["download"] != nil || ViewerSigns.isFile(address) { hasDocuments = true }
  }

  private static func isMain(_ element: HTMLTree.Element) -> Bool {
    if element.name == "main" || element["role"] == "main" { return true }
    return element["id"].map { mains.contains($0.lowercased()) } ?? false
  }

  private static let mains: Set<String> = [
    "content", "main", "main-content", "maincontent", "page-content",
  ]

  /// The parts that every page of a site has, by the places where they begin.
  private static func furniture(of tree: HTMLTree, from root: Int) -> Set<Int> {
    guard !tree.nodes.isEmpty else { return [] }
    let headings = tree.nodes.indices.filter { tree.nodes[$0].element?.name == "h1" }
    var furniture: Set<Int> = []
    var index = root + 1
    while index < tree.nodes[root].end {
      let node = tree.nodes[index]
      if let element = node.element, isFurniture(element),
        // What holds the heading, or all that is said, is the page, whatever it is called.
        element.name == "nav" || !headings.contains(where: { (index..<node.end).contains($0) }),
        element.name == "nav" || (node.end - index) * 2 < tree.nodes.count
          || !tree.text(
            of: root,
            leavingOut: { $0 == index || tree.nodes[$0].element?.name == "title" }
          ).isEmpty
      {
        furniture.insert(index)
        index = node.end
      } else {
        index += 1
      }
    }
    return furniture
  }

  private static func isFurniture(_ element: HTMLTree.Element) -> Bool {
    if ["nav", "header", "footer", "aside"].contains(element.name) { return true }
    if element["hidden"] != nil || element["aria-hidden"] == "true" { return true }
    if let role = element["role"], roles.contains(role) { return true }
    return ["id", "class"].contains { attribute in
      (element[attribute] ?? "").lowercased().split { !$0.isLetter }
        .contains { names.contains(String($0)) }
    }
  }

  private static let roles: Set<String> = [
    "alert", "banner", "complementary", "contentinfo", "dialog", "navigation", "search",
  ]

  private static let names: Set<String> = [
    "banner", "breadcrumb", "breadcrumbs", "cookie", "cookies", "footer", "header", "masthead",
    "menu", "nav", "navbar", "navigation", "offcanvas", "sidebar", "submenu", "topbar",
  ]
}
