// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML

/// Addresses that a page holds for its scripts: behind buttons, menus, and links that only call a script.
///
///     <button onclick="window.open('/files/a.pdf')">Child A</button>
///     <a href="javascript:void(0)" data-href="/files/b.pdf">Child B</a>
///     <option value="/files/c.pdf">Child C</option>
///
/// No script is run. What is found is a guess; whoever asks takes only what names a document.
enum ScriptedLinks {
  /// The texts of an element that may be addresses, in no order that matters.
  ///
  /// A link that leads somewhere by itself has what a reader gets; scripts on it count its clicks.
  static func candidates(of element: HTMLTree.Element) -> [Substring] {
    guard !element.attributes.isEmpty else { return [] }
    let href = element["href"]?.drop(while: \.isWhitespace) ?? ""
    let isScript = href.prefix(11).lowercased() == "javascript:"
    guard href.isEmpty || href.first == "#" || isScript else { return [] }
    var found: [Substring] = []
    for name in addresses {
      if let value = element[name] { found.append(value[...]) }
    }
    if element.name == "option", let value = element["value"] { found.append(value[...]) }
    for name in handlers {
      if let script = element[name] { found += addresses(in: script[...]) }
    }
    if isScript { found += addresses(in: href) }
    return found.filter { $0.utf8.count <= longest && !$0.isEmpty && !isPlaceholder($0) }
  }

  private static let addresses = [
    "data-href", "data-url", "data-src", "data-file", "data-link", "data-download", "formaction",
  ]
  private static let handlers = ["onclick", "onmousedown", "onchange"]

  /// Longer texts are no addresses, but scripts and pictures.
  private static let longest = 2_000

  /// Whether a text is no address before a script has put something into it: `{{report.url}}.pdf`, `${f}.pdf`.
  static func isPlaceholder(_ text: Substring) -> Bool {
    // Every link of every page is asked.
    zip(text.utf8, text.utf8.dropFirst()).contains { pair in
      placeholderMarks.contains { $0 == pair }
    }
  }

  private static let placeholderMarks: [(UInt8, UInt8)] = ["{{", "}}", "${", "<%", "%>"]
    .map { (mark: String) in (mark.utf8.first ?? 0, mark.utf8.last ?? 0) }

  /// The texts in quotes that a script may go to.
  ///
  /// A name alone only where it goes somewhere, for reports are also counted by their names. Words with spaces
  /// are a message, unless they begin as an address does.
  private static func addresses(in script: Substring) -> [Substring] {
    let goes = ["open", "location", "href", "download"].contains { script.contains($0) }
    return ScriptedTexts.whole(in: script).filter { text in
      guard goes || text.contains("/"), !text.contains("*") else { return false }
      return !text.contains(" ") || ["/", "./", "../", "http"].contains { text.hasPrefix($0) }
    }.map { $0[...] }
  }
}
