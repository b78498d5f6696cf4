// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// What the table row or list item around a link is about: “Child D overview report” beside “Download”.
struct RowText {
  private let tree: HTMLTree
  private let link: Int

  /// A row with more in it is the layout of a page.
  private static let mostNodes = 200
  /// How far up a row is looked for.
  private static let mostLevels = 12
  private static let longest = 200
  /// In bytes; blanks count, because they have to be passed over, too.
  private static let longestRow = 8_000
  /// More of a row is not read; what is in front says what it is about.
  private static let longestRead = 1_000

  /// - Parameters:
  ///   - link: the link's node.
  ///   - tree: the page.
  /// - Returns: a text that says something; nil where there is no row, or none in it.
  static func text(ofLinkAt link: Int, in tree: HTMLTree) -> String? {
    let row = Self(tree: tree, link: link)
    guard let index = row.index else { return nil }
    return row.firstLine(of: index, leavingOut: { row.isLink($0) })
      ?? row.firstLine(of: index, leavingOut: { $0 == link })
  }

  private var index: Int? {
    var index = tree.nodes[link].parent
    for _ in 0..<Self.mostLevels where index > 0 {
      if let name = tree.nodes[index].element?.name, name == "tr" || name == "li" {
        return isShort(index) ? index : nil
      }
      index = tree.nodes[index].parent
    }
    return nil
  }

  /// Whether it is little enough to be read for each of its links.
  private func isShort(_ row: Int) -> Bool {
    let nodes = row..<tree.nodes[row].end
    guard nodes.count <= Self.mostNodes else { return false }
    var length = 0
    for node in tree.nodes[nodes] {
      if case .text(let text) = node.content { length += text.utf8.count }
      if length > Self.longestRow { return false }
    }
    return true
  }

  private func isLink(_ index: Int) -> Bool { tree.nodes[index].element?.name == "a" }

  private func firstLine(of row: Int, leavingOut isLeftOut: (Int) -> Bool) -> String? {
    let parts =
      tree.nodes[row].element?.name == "tr" ? cells(of: row) : [row]
    for part in parts where !isLeftOut(part) {
      let lines = tree.lines(of: part, limit: Self.longestRead, leavingOut: isLeftOut)
      for line in lines.split(separator: "\n") {
        let text = LinkText.withoutEnd(LinkText.withoutFigures(String(line)))
        if !LinkText.saysNothing(text), text.count <= Self.longest { return text }
      }
    }
    return nil
  }

  private func cells(of row: Int) -> [Int] {
    var cells: [Int] = []
    var index = row + 1
    while index < tree.nodes[row].end {
      if tree.nodes[index].element != nil { cells.append(index) }
      index = tree.nodes[index].end
    }
    return cells
  }
}
