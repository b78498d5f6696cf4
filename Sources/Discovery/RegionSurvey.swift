// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// The walk that finds the regions of a page.
///
/// A page's own word is trusted first (`<main>`, `<nav>`, roles), then the names that site software
/// gives its parts. A part that holds the subject of the page is never taken for anything else, for
/// some sites put all of it into one form, or hide it until a script has run.
struct RegionSurvey {
  private(set) var main: Int?
  private(set) var navigation: [Range<Int>] = []
  private(set) var furniture: [Range<Int>] = []

  private let tree: HTMLTree
  private let titles: [Int]

  init(_ tree: HTMLTree) {
    self.tree = tree
    titles = tree.nodes.indices.filter { tree.nodes[$0].element?.name == "h1" }
    main = findMain()
    findNavigation()
    findFurniture()
  }

  private func findMain() -> Int? {
    var candidates: [(rank: Int, index: Int)] = []
    var articles: [Int] = []
    for (index, node) in tree.nodes.enumerated() {
      guard let element = node.element, !isHidden(element) else { continue }
      if let rank = mainRank(of: element) { candidates.append((rank, index)) }
      if element.name == "article" { articles.append(index) }
    }
    // An empty one is where a “skip to content” link jumps to. Of several, the first is meant.
    for rank in 0...3 {
      let ranked = candidates.lazy.filter { $0.rank == rank }
      if let found = ranked.prefix(8).first(where: { tree.hasText($0.index) }) {
        return found.index
      }
    }
    // Several articles are cards of an overview, and none of them is the page.
    guard articles.count == 1, let article = articles.first, tree.hasText(article) else {
      return nil
    }
    return article
  }

  private func mainRank(of element: HTMLTree.Element) -> Int? {
    if element.name == "main" { return 0 }
    if element["role"] == "main" { return 1 }
    if let id = element["id"], Self.mainNames.contains(id.lowercased()) { return 2 }
    guard element.mentions("entry-content", in: "class") else { return nil }
    return element.classes.contains("entry-content") ? 3 : nil
  }

  private mutating func findNavigation() {
    var sectionEnd = 0
    var index = 0
    while index < tree.nodes.count {
      defer { index += 1 }
      let node = tree.nodes[index]
      guard let element = node.element else { continue }
      let range = index..<node.end
      if isNavigation(element, range, isInSection: index < sectionEnd), !holdsMain(range) {
        navigation.append(range)
        index = node.end - 1
      } else if ["article", "aside", "main", "section"].contains(element.name) {
        sectionEnd = max(sectionEnd, node.end)
      }
    }
  }

  private func isNavigation(
    _ element: HTMLTree.Element,
    _ range: Range<Int>,
    isInSection: Bool
  ) -> Bool {
    switch element.name {
    case "nav": return true
    // Inside a section they belong to it, and may well hold a report.
    case "header", "footer": return !isInSection
    case "html", "body", "main": return false
    default: break
    }
    if let role = element["role"], Self.navigationRoles.contains(role) { return true }
    if element.mentions("breadcrumb", in: "class"),
      element.classes.contains(where: { $0.hasPrefix("breadcrumb") })
    {
      return true
    }
    guard let id = element["id"], Self.navigationNames.contains(id.lowercased()) else {
      return false
    }
    // Half the page and more is not a menu but a tag that somebody forgot to close.
    return range.count * 2 < tree.nodes.count
  }

  private mutating func findFurniture() {
    var index = 0
    while index < tree.nodes.count {
      defer { index += 1 }
      let node = tree.nodes[index]
      guard let element = node.element, isFurniture(element) else { continue }
      let range = index..<node.end
      if !holdsMain(range), !holdsTitle(range) {
        furniture.append(range)
        index = node.end - 1
      }
    }
  }

  private func isFurniture(_ element: HTMLTree.Element) -> Bool {
    switch element.name {
    case "html", "body", "main": return false
    case "aside", "form": if main == nil { return true }
    default: break
    }
    if isHidden(element) { return true }
    if let role = element["role"], ["alert", "alertdialog", "dialog", "status"].contains(role) {
      return true
    }
    return ["id", "class"].contains { name in
      guard element.mentions("cookie", in: name) || element.mentions("banner", in: name) else {
        return false
      }
      return (element[name] ?? "").lowercased().split { !$0.isLetter }
        .contains { $0.hasPrefix("cookie") || $0 == "banner" }
    }
  }

  private func isHidden(_ element: HTMLTree.Element) -> Bool {
    if element["hidden"] != nil || element["aria-hidden"] == "true" { return true }
    return element.isStyledAway
  }

  func holdsMain(_ range: Range<Int>) -> Bool {
    main.map(range.contains) ?? false
  }

  func holdsTitle(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, titles.count)
    while low < high {
      let middle = (low + high) / 2
      if titles[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < titles.count && range.contains(titles[low])
  }

  private static let mainNames: Set<String> = [
    "content", "main", "main-content", "maincontent", "mainarea", "page-content",
  ]
  private static let navigationRoles: Set<String> = [
    "banner", "contentinfo", "navigation", "search",
  ]
  private static let navigationNames: Set<String> = [
    "breadcrumb", "breadcrumbs", "colophon", "footer", "header", "masthead", "menu", "nav",
    "navbar", "navigation", "site-footer", "site-header",
  ]
}

extension HTMLTree.Element {
  var classes: [String] {
    (self["class"] ?? "").lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Whether a word in small letters stands anywhere in an attribute: few do, and it is quickly told.
  func mentions(_ word: String, in attribute: String) -> Bool {
    guard var value = self[attribute] else { return false }
    var word = word
    return value.withUTF8 { value in
      word.withUTF8 { word in
        guard let first = word.first, value.count >= word.count else { return false }
        return (0...value.count - word.count).contains { start in
          value[start] | 0x20 == first
            && word.indices.allSatisfy { value[start + $0] | 0x20 == word[$0] | 0x20 }
        }
      }
    }
  }

  /// Whether its own style keeps it from being seen.
  var isStyledAway: Bool {
    guard let style = self["style"] else { return false }
    let rules = style.lowercased().filter { !$0.isWhitespace }
    return rules.contains("display:none") || rules.contains("visibility:hidden")
  }
}
