// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// Links of a page that only a script can open: what they lead to, nobody can tell who does not run it.
///
///     <a href="javascript:__doPostBack('list$7','')">Overview report, Child A</a>
///     <a href="#" onclick="getDoc(1234)">Overview report, Child B</a>
package struct ScriptOnlyLinks: Hashable, Sendable {
  package private(set) var count = 0
  /// The words of the first.
  package private(set) var first: String?
  /// How many of them seem to lead to documents, by their words.
  package private(set) var documents = 0
  package private(set) var firstDocument: String?

  package init() {}

  /// Takes in a link.
  ///
  /// - Parameters:
  ///   - text: its words.
  ///   - isLink: whether it is a link; a button opens a document only where it says so.
  ///   - isAmongMenus: whether it stands where no list does.
  mutating func add(_ text: String, isLink: Bool, isAmongMenus: Bool) {
    let isDocument = !isAmongMenus && Self.namesDocument(text)
    guard !text.isEmpty, isLink || isDocument else { return }
    count += 1
    if first == nil { first = text }
    guard isDocument else { return }
    documents += 1
    if firstDocument == nil { firstDocument = text }
  }

  /// Whether an element is opened by a script and by nothing else; not where the script plainly only changes the page.
  ///
  /// - Parameter element: any element.
  /// - Returns: whether it is a link, or a button; nil where it is neither, or leads somewhere by itself.
  static func isLink(_ element: HTMLTree.Element) -> Bool? {
    let isLink = element.name == "a" || element.name == "area"
    guard isLink || element.name == "button" || element.name == "input" else { return nil }
    let href = element["href"]?.drop(while: \.isWhitespace) ?? ""
    let isScript = href.prefix(11).lowercased() == "javascript:"
    guard href.isEmpty || href.first == "#" || isScript else { return nil }
    var scripts = element.attributes.filter { $0.name.contains("click") }.map { $0.value[...] }
    if isScript { scripts.append(href.dropFirst(11)) }
    guard !scripts.isEmpty else { return nil }
    let words = scripts.joined(separator: " ").prefix(longestScript).lowercased()
    return changes.contains(where: words.contains) ? nil : isLink
  }

  /// In characters.
  private static let longestScript = 2_000

  /// What scripts do that open no document.
  private static let changes = [
    "print", "history.", "close(", "toggle", "scroll", "focus(", "cookie", "dialog", "modal",
    "accordion", "slide", "share", "fontsize",
  ]

  /// Whether words say that there is a document: a format, or that it is a report and not that one may report something.
  private static func namesDocument(_ text: String) -> Bool {
    if Link.namesKind(in: text) { return true }
    let words = LinkText.words(of: text).map { String($0) }
    if words.contains(where: nouns.contains) { return true }
    return words.dropFirst().contains { $0 == "report" || $0 == "reports" }
  }

  private static let nouns: Set<String> = [
    "download", "review", "reviews", "scr", "lcspr", "cspr", "dhr", "minutes", "guidance",
  ]
}
