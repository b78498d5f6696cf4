// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension HTMLTree {
  /// The text of a subtree as one line.
  ///
  /// - Parameters:
  ///   - index: its first node.
  ///   - limit: the most characters that are wanted.
  ///   - isLeftOut: which subtrees in it are not.
  /// - Returns: the text; empty where the tree has no such node.
  package func text(
    of index: Int,
    limit: Int = .max,
    leavingOut isLeftOut: (Int) -> Bool = { _ in false }
  ) -> PlainText {
    readableText(of: index, limit: limit, breaking: { $0.separate() }, leavingOut: isLeftOut)
  }

  /// The text of a subtree, a line for each block, without the subtrees that are left out.
  package func lines(
    of index: Int,
    limit: Int = .max,
    leavingOut isLeftOut: (Int) -> Bool
  ) -> String {
    readableText(of: index, limit: limit, breaking: { $0.breakLine() }, leavingOut: isLeftOut)
      .string
  }

  private func readableText(
    of index: Int,
    limit: Int,
    breaking separate: (inout PlainText) -> Void,
    leavingOut isLeftOut: (Int) -> Bool
  ) -> PlainText {
    var text = PlainText(limit: limit)
    guard nodes.indices.contains(index) else { return text }
    var blockEnds: [Int] = []
    var position = index
    let end = limit == .max ? nodes[index].end : nearEnd(of: index)
    while position < end, !text.isFull {
      while let end = blockEnds.last, end <= position {
        blockEnds.removeLast()
        separate(&text)
      }
      switch nodes[position].content {
      case .text(let found): text.append(found)
      case .element(let element):
        if element.isBlock {
          separate(&text)
          blockEnds.append(nodes[position].end)
        }
        if element.isUnreadable || isLeftOut(position) {
          position = nodes[position].end
          continue
        }
      }
      position += 1
    }
    return text
  }

  /// The end of a subtree, or of as much of it as a link or heading can sensibly hold.
  ///
  /// Without this, 500 headings nested around a whole page would be 500 times the page to read.
  private func nearEnd(of index: Int) -> Int {
    min(nodes[index].end, index + 2_000)
  }

  /// What a subtree without text shows or says instead: images' `alt`, then `title` and the like.
  package func substituteText(of index: Int, limit: Int) -> String {
    let inside = nodes[index..<nearEnd(of: index)].lazy.compactMap(\.element)
    var images = PlainText(limit: limit)
    for element in inside where element.name == "img" || element.name == "area" {
      images.separate()
      images.append(element["alt"] ?? "")
    }
    if !images.string.isEmpty { return images.string }
    // A button that is made as a field has its words in an attribute.
    for element in inside where element.name == "input" && element.isButton {
      let text = PlainText(folding: element["value"] ?? "", limit: limit).string
      if !text.isEmpty { return text }
    }
    for name in ["title", "aria-label"] {
      for element in inside {
        let text = PlainText(folding: element[name] ?? "", limit: limit).string
        if !text.isEmpty { return text }
      }
    }
    return ""
  }

  /// Whether anything in a subtree can be read.
  package func hasText(_ index: Int) -> Bool {
    !text(of: index, limit: 1).isEmpty
  }

  /// Elements whose text is not for reading.
  static let unreadable: Set<String> = [
    "head", "iframe", "noembed", "noframes", "noscript", "script", "style", "template",
  ]

  /// Elements that begin and end a line.
  static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "br", "button", "caption", "center", "dd",
    "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu",
    "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "tr", "ul",
  ]
}

extension HTMLTree.Element {
  /// Whether a field is one to be pressed.
  fileprivate var isButton: Bool {
    ["button", "image", "submit"].contains(self["type"]?.lowercased() ?? "")
  }
}
