// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML

/// Addresses that a page holds for its scripts: behind buttons, menus, and links that only call a script.
///
///     <button onclick="window.open('/files/a.pdf')">Child A</button>
///     <a href="javascript:void(0)" data-href="/files/b.pdf">Child B</a>
///     <option value="/files/c.pdf">Child C</option>
///     <form action="/files/d.pdf"><button>Child D</button></form>
///     <div data-settings='{"file": "/files/e.pdf"}'>Child E</div>
///
/// No script is run. What is found is a guess; whoever asks takes only what names a document. What is sent otherwise than
/// by GET, or says that it deletes something or logs somebody out, is none.
enum ScriptedLinks {
  /// The texts of an element that may be addresses, in no order that matters.
  ///
  /// A link that leads somewhere by itself has what a reader gets; scripts on it count its clicks.
  ///
  /// - Parameters:
  ///   - element: any element.
  ///   - form: the form that it belongs to, if that is asked for.
  /// - Returns: texts as they stand in the page.
  static func candidates(
    of element: HTMLTree.Element,
    in form: () -> HTMLTree.Element?
  ) -> [Substring] {
    guard !element.attributes.isEmpty else { return [] }
    let href = element["href"]?.drop(while: \.isWhitespace) ?? ""
    let isScript = href.prefix(11).lowercased() == "javascript:"
    guard href.isEmpty || href.first == "#" || isScript else { return [] }
    var found: [Substring] = []
    for attribute in element.attributes {
      let (name, value) = (attribute.name, attribute.value)
      if name.hasPrefix("data-"), let first = value.utf8.first, "[{".utf8.contains(first) {
        found += ScriptedTexts.whole(inData: value[...]).map { $0[...] }
      } else if addresses.contains(name) || name.hasPrefix("data-") && value.contains("/") {
        found.append(value[...])
      } else if handlers.contains(name) || name.contains("click") {
        found += addresses(in: value[...])
      }
    }
    if let value = element["formaction"], isGet(element["formmethod"] ?? form()?["method"]) {
      found.append(value[...])
    }
    if element.name == "form", let value = element["action"], isGet(element["method"]) {
      found.append(value[...])
    }
    if element.name == "option", let value = element["value"] { found.append(value[...]) }
    if isScript { found += addresses(in: href) }
    return found.filter {
      $0.utf8.count <= longest && !$0.isEmpty && !isPlaceholder($0) && !isAction($0)
    }
  }

  /// Those whose value may be a name without a path.
  private static let addresses: Set<String> = [
    "data-href", "data-url", "data-src", "data-file", "data-link", "data-download", "data-pdf",
    "hx-get", "ng-href",
  ]
  private static let handlers: Set<String> = ["onmousedown", "onchange"]

  private static func isGet(_ method: String?) -> Bool {
    let method = method?.lowercased() ?? "get"
    // Any other word is read as GET.
    return method != "post" && method != "dialog"
  }

  /// Whether an address says that it does something: what is fetched must change nothing at the site.
  ///
  /// A file may well be about deleting; so its name says nothing.
  static func isAction(_ text: Substring) -> Bool {
    let parts = text.prefix { $0 != "#" }.lowercased()
      .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "?" }
    var folders = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)[...]
    // What has no ending is no file's name, but what a site does.
    if folders.last?.contains(".") == true { folders.removeLast() }
    let query = (parts.dropFirst().first ?? "").split { $0 == "&" || $0 == "=" || $0 == ";" }
    return (folders + query).contains { word in
      actions.contains(word.filter { $0 != "-" && $0 != "_" })
    }
  }

  private static let actions: Set<String> = [
    "delete", "destroy", "erase", "logoff", "logout", "remove", "signoff", "signout", "trash",
    "unsubscribe",
  ]

  /// Longer texts are no addresses, but scripts and pictures.
  private static let longest = 2_000

  /// Whether a text is no address before a script has put something into it: `{{report.url}}.pdf`, `${f}.pdf`.
  static func isPlaceholder(_ text: Substring) -> Bool {
    // Every link of every page is asked.
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch (Unicode.Scalar(previous), Unicode.Scalar(byte)) {
      case ("{", "{"), ("}", "}"), ("$", "{"), ("<", "%"), ("%", ">"): return true
      default: previous = byte
      }
    }
    return false
  }

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

extension WebAddress {
  /// Whether the address says that it does something, logs somebody out say, which nobody is sent to without having clicked.
  package var saysAction: Bool { ScriptedLinks.isAction(target) }
}
