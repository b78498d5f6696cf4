// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML
internal import Text

/// The parts of a page that a link can name: `page#part`.
package struct PageParts: Sendable {
  /// Whether a page has a part.
  package enum Presence: Hashable, Sendable {
    case there
    case missing
    /// It cannot be told from the page as it is served, and why.
    case uncertain(Doubt)
  }

  package enum Doubt: Hashable, Sendable {
    /// It does not look like the name of a part, but like a message to a script.
    case speaksToScripts
    /// A heading of a page with scripts says the same, and may get its name from one.
    case namedByScripts
    /// Nearly all of the page is made by scripts.
    case madeByScripts
    /// The page was not read to its end.
    case cut
  }

  private var names: Set<String> = []
  /// What its headings say, by letters and digits alone.
  private var headings: Set<String> = []
  private var hasScripts = false
  /// How many bytes there are to be read, roughly.
  private var textLength = 0
  private var isCut = false

  private static let mostNames = 100_000
  private static let mostHeadings = 2_000
  private static let longest = 1_000
  /// A page of scripts with less to read than this is made by them.
  private static let leastText = 300

  package init() {}

  /// Takes in the next piece of the page.
  mutating func take(_ tree: HTMLTree) {
    for (index, node) in tree.nodes.enumerated() {
      switch node.content {
      case .text(let text):
        let isReadable = tree.nodes[node.parent].element?.isUnreadable == false
        if isReadable, textLength < Self.leastText, !PlainText.isBlank(text) {
          textLength += text.utf8.count
        }
      case .element(let element):
        if element.name == "script" { hasScripts = true }
        if let id = element["id"] { add(id) }
        if element.name == "a", let name = element["name"] { add(name) }
        if ["h1", "h2", "h3", "h4", "h5", "h6", "dt"].contains(element.name),
          headings.count < Self.mostHeadings
        {
          headings.insert(Self.letters(of: tree.text(of: index, limit: Self.longest).string))
        }
      }
    }
  }

  /// Told that the page was not read to its end.
  mutating func cut() { isCut = true }

  private mutating func add(_ name: String) {
    guard !name.isEmpty, name.utf8.count <= Self.longest else { return }
    if names.count < Self.mostNames { names.insert(name) } else { isCut = true }
  }

  private static func letters(of text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// Whether the page has a part.
  ///
  /// - Parameter part: its name, the escapes resolved.
  /// - Returns: what can be told by the page as it is served.
  package func presence(of part: String) -> Presence {
    // Some sites put a word in front of the names that their users give.
    if names.contains(part) || names.contains("user-content-" + part) { return .there }
    if isCut { return .uncertain(.cut) }
    // A message to a script, or to what shows a file: #/route, #!route, #page=3, #L10-L20.
    if part.hasPrefix("/") || part.hasPrefix("!") || part.contains("=")
      || hasScripts && part.wholeMatch(of: #/L\d+(-L\d+)?/#) != nil
    {
      return .uncertain(.speaksToScripts)
    }
    guard hasScripts else { return .missing }
    if textLength < Self.leastText { return .uncertain(.madeByScripts) }
    let letters = Self.letters(of: part)
    return !letters.isEmpty && headings.contains(letters)
      ? .uncertain(.namedByScripts) : .missing
  }
}

extension PageParts.Doubt {
  /// In words; one clause.
  package var clause: String {
    switch self {
    case .speaksToScripts: "it is a message to the page's scripts, as it looks, and no part"
    case .namedByScripts: "a heading says the same, and scripts of the page may name it so"
    case .madeByScripts: "the page is made by scripts, which are not run here"
    case .cut: "the page was not read to its end"
    }
  }
}
