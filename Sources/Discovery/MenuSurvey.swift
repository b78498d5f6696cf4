// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// The walk that finds menus which a page does not call navigation, as the reader modes of browsers do.
///
///     <div class="offcanvas"><ul class="navbar-nav">…</ul></div>
///     <div><a href="/about">About</a> …</div><main>…</main>
///
/// A name alone proves nothing, for whole pages stand in a `<div class="menu-open">`: there must be little in it but links.
/// What holds the subject of the page, or its title, is none.
struct MenuSurvey {
  private(set) var menus: [Range<Int>] = []
  /// Blocks of links beside the element that the page itself calls its main part.
  private(set) var blocksBesideMain: [Range<Int>] = []

  private let tree: HTMLTree
  private let survey: RegionSurvey
  /// Made where something is named like a menu.
  private var amounts: TextAmounts?
  private var judgedNames: [String: Bool] = [:]

  /// So few links beside the main part are no menu: “Latest: Newest briefing” is what a page says of its documents.
  private static let fewLinks = 2
  /// Longer ones are not the work of a person.
  private static let longestName = 500
  private static let mostJudged = 1_000

  init(_ tree: HTMLTree, _ survey: RegionSurvey) {
    self.tree = tree
    self.survey = survey
    findMenus()
    findBlocks()
  }

  private mutating func findMenus() {
    var navigation = survey.navigation[...]
    var index = 0
    while index < tree.nodes.count {
      defer { index += 1 }
      while let first = navigation.first, first.upperBound <= index { navigation.removeFirst() }
      if let first = navigation.first, first.contains(index) {
        index = first.upperBound - 1
        continue
      }
      let node = tree.nodes[index]
      guard let element = node.element, isNamedMenu(element) else { continue }
      let range = index..<node.end
      guard !survey.holdsMain(range), !survey.holdsTitle(range), isMadeOfLinks(range) else {
        continue
      }
      menus.append(range)
      index = node.end - 1
    }
  }

  /// Finds what stands beside the main part, or beside what that lies in.
  private mutating func findBlocks() {
    guard let main = survey.main, let element = tree.nodes[main].element,
      element.name == "main" || element["role"] == "main"
    else { return }
    var inner = main
    while inner > 0 {
      let outer = tree.nodes[inner].parent
      var child = outer + 1
      while child < tree.nodes[outer].end {
        let range = child..<tree.nodes[child].end
        if child != inner, tree.nodes[child].element != nil, !survey.holdsTitle(range),
          isMadeOfLinks(range), hasMoreLinks(than: Self.fewLinks, range)
        {
          blocksBesideMain.append(range)
        }
        child = range.upperBound
      }
      inner = outer
    }
    blocksBesideMain.sort { $0.lowerBound < $1.lowerBound }
  }

  /// Whether more of the text is in links than not, and most of what the page says besides stands elsewhere.
  private mutating func isMadeOfLinks(_ range: Range<Int>) -> Bool {
    let amounts = self.amounts ?? TextAmounts(tree)
    self.amounts = amounts
    let (linked, other) = amounts[range]
    return linked > other && other * 2 <= amounts[0..<tree.nodes.count].other
  }

  private func hasMoreLinks(than few: Int, _ range: Range<Int>) -> Bool {
    let links = tree.nodes[range].lazy.filter { node in
      node.element.map { $0.name == "a" && $0["href"] != nil } ?? false
    }
    return links.dropFirst(few).first != nil
  }

  // MARK: Names

  private mutating func isNamedMenu(_ element: HTMLTree.Element) -> Bool {
    switch element.name {
    case "a", "article", "body", "button", "html", "input", "label", "main": return false
    case "menu": return true
    default: break
    }
    if element.attributes.isEmpty { return false }
    if let role = element["role"], role == "menu" || role == "menubar" { return true }
    return isMenuName(element["class"]) || isMenuName(element["id"])
  }

  // A table may have one class on each of a hundred thousand cells.
  private mutating func isMenuName(_ names: String?) -> Bool {
    guard let names, names.utf8.count <= Self.longestName else { return false }
    if let judged = judgedNames[names] { return judged }
    let judgement = Self.isMenu(names)
    if judgedNames.count < Self.mostJudged { judgedNames[names] = judgement }
    return judgement
  }

  /// Whether one of the names is that of a menu: `navbar`, `mainMenu`, `off-canvas`; and none that of a list of documents.
  static func isMenu(_ names: String) -> Bool {
    let names = names.split(whereSeparator: \.isWhitespace).map(words)
    guard !names.contains(where: { !documentWords.isDisjoint(with: $0) }) else { return false }
    return names.contains { words in
      guard otherWords.isDisjoint(with: words) else { return false }
      return zip(words, words.dropFirst() + [""]).contains { word, next in
        menuWords.contains(word) || word.hasSuffix("menu") || word.hasSuffix("nav")
          || word.hasPrefix("navbar") || word == "off" && next == "canvas"
      }
    }
  }

  /// `primaryNav_list-2` as its words, in small letters.
  private static func words(_ name: Substring) -> [String] {
    var words: [String] = []
    var isInWord = false
    var wasSmall = false
    for character in name {
      if character.isLetter {
        if isInWord, !(wasSmall && character.isUppercase) {
          words[words.count - 1] += character.lowercased()
        } else {
          words.append(character.lowercased())
        }
      }
      isInWord = character.isLetter
      wasSmall = character.isLowercase
    }
    return words
  }

  private static let menuWords: Set<String> = [
    "breadcrumb", "breadcrumbs", "drawer", "flyout", "megamenu", "menubar", "menus", "navigation",
    "navs", "offcanvas", "sitemap", "skiplinks", "submenus",
  ]

  /// Beside a menu's word, these speak of a page that has one, or of a state that it is in.
  private static let otherWords: Set<String> = [
    "active", "article", "body", "closed", "container", "content", "enabled", "has", "hidden", "no",
    "open", "opened", "page", "push", "with", "without", "wrap", "wrapper",
  ]

  private static let documentWords: Set<String> = [
    "attachment", "attachments", "document", "documents", "download", "downloads", "publication",
    "publications", "report", "reports", "resources", "results", "review", "reviews",
  ]
}

/// How much text there is in each part of a page, in links and outside of them; in bytes without blanks.
private struct TextAmounts {
  /// Up to each node.
  private var linked: [UInt32] = [0]
  private var other: [UInt32] = [0]

  init(_ tree: HTMLTree) {
    linked.reserveCapacity(tree.nodes.count + 1)
    other.reserveCapacity(tree.nodes.count + 1)
    var (linkEnd, unreadableEnd) = (0, 0)
    var (inLinks, outside): (UInt32, UInt32) = (0, 0)
    for (index, node) in tree.nodes.enumerated() {
      switch node.content {
      case .element(let element):
        if element.name == "a", element["href"] != nil { linkEnd = max(linkEnd, node.end) }
        if element.isUnreadable { unreadableEnd = max(unreadableEnd, node.end) }
      case .text(let text) where index >= unreadableEnd:
        let amount = UInt32(clamping: text.utf8.count { $0 > 0x20 })
        // A piece of a page is far below what would make this overflow.
        if index < linkEnd { inLinks &+= amount } else { outside &+= amount }
      case .text: break
      }
      linked.append(inLinks)
      other.append(outside)
    }
  }

  subscript(range: Range<Int>) -> (linked: Int, other: Int) {
    (
      Int(linked[range.upperBound] &- linked[range.lowerBound]),
      Int(other[range.upperBound] &- other[range.lowerBound])
    )
  }
}
