// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML

/// The text of a web page: what it is about, without its menus and what stands around it on every page.
struct PageWords {
  private var builder = TextBuilder()
  private var language: String?

  static func read(_ bytes: [UInt8], charset: String?) -> ExtractedText {
    var text = PageWords()
    var rest = bytes[...]
    var reader = PageReader(declaredCharset: charset)
    while !text.builder.isFull {
      let piece = reader.next { () -> [UInt8] in
        let next = rest.prefix(portion)
        rest = rest.dropFirst(portion)
        return Array(next)
      }
      guard let piece else { break }
      text.take(piece.tree)
    }
    var read = text.builder.text(of: nil, language: text.language)
    read.isCut = read.isCut || !reader.limits.isEmpty
    return read
  }

  private static let portion = 1 << 20

  private mutating func take(_ tree: HTMLTree) {
    guard !tree.nodes.isEmpty else { return }
    language =
      language ?? tree.nodes.lazy.compactMap(\.element).first { $0.name == "html" }?["lang"]
    let main = tree.nodes.indices.first { index in
      tree.nodes[index].element.map(Self.isMain) == true && tree.hasText(index)
    }
    var hidden: Set<Int> = []
    let lines = tree.lines(of: main ?? 0) { index in
      guard let element = tree.nodes[index].element else { return false }
      if Self.isHidden(element) {
        hidden.insert(index)
        return true
      }
      return Self.isFurniture(element, inMain: main != nil)
    }
    builder.append(lines)
    builder.note(.hiddenText, hidden.count { tree.hasText($0) })
    builder.endLine()
  }

  private static func isMain(_ element: HTMLTree.Element) -> Bool {
    element.name == "main" || element["role"]?.lowercased() == "main"
  }

  private static func isHidden(_ element: HTMLTree.Element) -> Bool {
    if element["hidden"] != nil { return true }
    let style = (element["style"] ?? "").lowercased().filter { !$0.isWhitespace }
    return style.contains("display:none") || style.contains("visibility:hidden")
  }

  private static let roles: Set = ["navigation", "banner", "contentinfo", "search"]

  private static func isFurniture(_ element: HTMLTree.Element, inMain: Bool) -> Bool {
    if element.name == "nav" || element.name == "title" { return true }
    if let role = element["role"]?.lowercased(), roles.contains(role) { return true }
    return !inMain && ["header", "footer"].contains(element.name)
  }
}
