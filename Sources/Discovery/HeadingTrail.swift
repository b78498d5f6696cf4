// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// The headings that a reader has passed, on the way down a page.
struct HeadingTrail {
  private struct Heading {
    let text: String
    /// The node before which it still counts.
    let end: Int
    let isInNavigation: Bool
  }

  private static let levels: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
  private static let longestText = 300
  /// Longer paragraphs in bold are emphasis.
  private static let longestBoldHeading = 120
  /// What a paragraph in bold may be made of.
  private static let mostBoldNodes = 500

  private let tree: HTMLTree
  private let regions: PageRegions
  private var passed: [Heading] = []

  /// Begins a piece of the page where the trail of the piece before it ended.
  init(_ tree: HTMLTree, _ regions: PageRegions, after before: HeadingTrail?) {
    self.tree = tree
    self.regions = regions
    passed = before?.passed.filter { $0.end == .max } ?? []
  }

  /// The same, without holding on to the piece that it was made from.
  var withoutTree: HeadingTrail {
    let nothing = HTMLTree()
    return HeadingTrail(nothing, PageRegions(nothing), after: self)
  }

  /// Takes note of one node; nodes come in document order.
  mutating func advance(to index: Int) {
    while let last = passed.last, last.end <= index { passed.removeLast() }
    guard let element = tree.nodes[index].element, let scope = scope(of: element, at: index) else {
      return
    }
    let text = text(ofHeadingAt: index)
    guard !text.isEmpty, element.name != "p" || !Self.isDateLine(text) else { return }
    // What has been said in a menu or banner is no heading of what follows it.
    let end = min(scope, regions.leftOut(around: index)?.upperBound ?? .max)
    if end == .max { passed.removeAll() }
    let isInNavigation = regions.navigation(around: index) != nil
    passed.append(Heading(text: text, end: end, isInNavigation: isInNavigation))
  }

  func heading(ofLinkAt index: Int) -> String? {
    let inside = tree.nodes.indices[index..<tree.nodes[index].end].prefix(100)
    for index in inside where isLevel(tree.nodes[index].element) {
      let text = text(ofHeadingAt: index)
      if !text.isEmpty { return text }
    }
    // Nor is the last chapter of a page a heading of the page footer.
    guard let last = passed.last,
      last.isInNavigation || regions.navigation(around: index) == nil
    else { return nil }
    return last.text
  }

  private func text(ofHeadingAt index: Int) -> String {
    let text = tree.text(of: index, limit: Self.longestText).string
    return text.isEmpty ? tree.substituteText(of: index, limit: Self.longestText) : text
  }

  /// How far an element counts as a heading, or nil if it is none.
  private func scope(of element: HTMLTree.Element, at index: Int) -> Int? {
    let parent = tree.nodes[index].parent
    switch element.name {
    case "caption", "dt", "legend", "summary": return tree.nodes[parent].end
    case "th": return isRowHeader(index, in: parent) ? tree.nodes[parent].end : nil
    case "p": return isBoldHeading(index) ? .max : nil
    default: return isLevel(element) ? .max : nil
    }
  }

  private func isLevel(_ element: HTMLTree.Element?) -> Bool {
    guard let element else { return false }
    return Self.levels.contains(element.name) || element["role"] == "heading"
  }

  /// Whether a cell begins a row of cells, rather than the row of a table's column headers.
  private func isRowHeader(_ index: Int, in row: Int) -> Bool {
    let isFirst = !tree.nodes[row + 1..<index].contains { $0.element != nil }
    guard isFirst else { return false }
    var sibling = tree.nodes[index].end
    while sibling < tree.nodes[row].end {
      if tree.nodes[sibling].element?.name == "td" { return true }
      sibling = tree.nodes[sibling].end
    }
    return false
  }

  /// Whether a paragraph has nothing in it but a few words in bold.
  private func isBoldHeading(_ index: Int) -> Bool {
    var boldEnd = index
    var position = index + 1
    var length = 0
    while position < tree.nodes[index].end {
      if position - index > Self.mostBoldNodes { return false }
      switch tree.nodes[position].content {
      case .element(let element):
        if ["a", "iframe", "img", "object"].contains(element.name) { return false }
        if element.name == "b" || element.name == "strong" {
          boldEnd = max(boldEnd, tree.nodes[position].end)
        }
      case .text(let text):
        if position >= boldEnd, !PlainText.isBlank(text) { return false }
        length += text.utf8.count
        if length > Self.longestBoldHeading { return false }
      }
      position += 1
    }
    return length > 0
  }

  /// “Last updated: 17 02 2024 09:12” is often in bold, and never what follows is about.
  private static func isDateLine(_ text: String) -> Bool {
    let start = text.lowercased()
    let beginnings = ["last ", "updated", "published", "page last", "this page was", "note"]
    return beginnings.contains(where: start.hasPrefix)
  }
}
