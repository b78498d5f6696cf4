// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
import Text

/// Reports as a page that needs nothing else: no script, no picture, no file beside it.
///
/// It reads well on paper, in the dark, and by ear: WCAG 2.2, levels A and AA.
package struct HTMLPage: Sendable {
  private let title: CleanText
  private let made: Date
  private var body = ""

  /// - Parameters:
  ///   - title: what it is about.
  ///   - made: when it was made.
  package init(_ title: CleanText, made: Date) {
    (self.title, self.made) = (title, made)
  }

  /// Adds a part under a heading of its own.
  package mutating func add(_ heading: CleanText, _ report: Report) {
    guard !report.parts.isEmpty else { return }
    body += "<section>\n<h2>\(Self.plain(heading))</h2>\n"
    for part in report.parts { body += Self.markup(part) }
    body += "</section>\n"
  }

  package var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="referrer" content="no-referrer">
    <title>\(Self.escaped(title.description))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    <h1>\(Self.plain(title))</h1>
    <p class="dim">As of \(Self.escaped(Readable.date(made)))</p>
    \(body)</main>
    </body>
    </html>

    """
  }

  // MARK: Parts

  private static func markup(_ part: Report.Part) -> String {
    switch part {
    case .sentence(let sentence, let more):
      // What is bold from end to end is the name of what follows.
      if more.isEmpty, sentence.spans.count == 1, sentence.spans.first?.style == .bold {
        return "<h3>\(plain(sentence))</h3>\n"
      }
      return "<p>" + ([sentence] + more).map(markup).joined(separator: "<br>\n") + "</p>\n"
    case .section(let section): return markup(section)
    case .table(let table): return markup(table)
    }
  }

  private static func markup(_ section: Report.Section) -> String {
    var text = "<h3>\(plain(section.heading))</h3>\n"
    if let more = section.subheading { text += "<p>\(markup(more))</p>\n" }
    if section.isVerbatim {
      let lines = section.items.flatMap { [$0.title].compactMap(\.self) + $0.details }
      let whole = lines.map { escaped($0.description) }.joined(separator: "\n")
      text += "<pre tabindex=\"0\">\(whole)</pre>\n"
    } else if !section.items.isEmpty {
      text += "<ul>\n" + section.items.map { "<li>\(markup($0))</li>\n" }.joined() + "</ul>\n"
    }
    if let closing = section.closing { text += "<p>\(markup(closing))</p>\n" }
    return text
  }

  private static func markup(_ item: Report.Item) -> String {
    let title = item.title.map { ["<strong>\(plain($0))</strong>"] } ?? []
    return (title + item.details.map(markup)).joined(separator: "<br>\n")
  }

  private static func markup(_ table: Table) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag.prefix(2))>" }.joined() + "</tr>\n"
    }
    guard let titles = table.rows.first else { return "" }
    return
      "<div class=\"wide\" tabindex=\"0\">\n<table>\n<thead>\n\(row(titles, "th scope=\"col\""))</thead>\n<tbody>\n"
      + table.rows.dropFirst().map { row($0, "td") }.joined() + "</tbody>\n</table>\n</div>\n"
  }

  // MARK: Text

  /// A title, which may come from a page: nothing in it is a link, or a command.
  private static func plain(_ text: CleanText) -> String { markup(text, by: escaped) }

  private static func markup(_ text: CleanText) -> String { markup(text, by: linked) }

  private static func markup(_ text: CleanText, by inside: (String) -> String) -> String {
    text.spans.map { span in
      let inner = inside(span.text)
      return switch span.style {
      case nil: inner
      case .bold: "<b>\(inner)</b>"
      case .dim: "<span class=\"dim\">\(inner)</span>"
      case .red: "<b class=\"red\">\(inner)</b>"
      case .green: "<b class=\"green\">\(inner)</b>"
      case .yellow: "<b class=\"yellow\">\(inner)</b>"
      }
    }.joined()
  }

  /// Text with its addresses as links, and what stands between backquotes as what is typed.
  private static func linked(_ text: String) -> String {
    var isCommand = false
    return text.split(separator: "`", omittingEmptySubsequences: false).map { piece in
      defer { isCommand.toggle() }
      if isCommand { return "<code>\(escaped(String(piece)))</code>" }
      return piece.split(separator: " ", omittingEmptySubsequences: false).map { word in
        guard let start = word.firstRange(of: "http://") ?? word.firstRange(of: "https://"),
          !word[..<start.lowerBound].contains(where: \.isLetter)
        else { return escaped(String(word)) }
        let rest = word[start.lowerBound...]
        let end = rest.lastIndex { !".,;:)”]>’".contains($0) } ?? rest.startIndex
        let address = escaped(String(rest[...end]))
        return escaped(String(word[..<start.lowerBound]))
          + "<a href=\"\(address)\" rel=\"noreferrer\">\(address)</a>"
          + escaped(String(rest[rest.index(after: end)...]))
      }.joined(separator: " ")
    }.joined()
  }

  static func escaped(_ text: String) -> String {
    XML.text(text)
  }

  private static let style = """
    :root { color-scheme: light dark; --text: #1b1b1b; --ground: #fff; --dim: #555; --line: #bbb;
      --red: #a40000; --green: #005c1d; --yellow: #6b4e00; --link: #0b4a8f; --code: #f2f2f2; }
    @media (prefers-color-scheme: dark) { :root { --text: #eee; --ground: #161616; --dim: #b5b5b5;
      --line: #555; --red: #ff9c92; --green: #8fd9a0; --yellow: #f0cf70; --link: #9cc8ff; --code: #2a2a2a; } }
    body { margin: 0; background: var(--ground); color: var(--text);
      font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
    main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    h1, h2, h3 { line-height: 1.2; margin: 1.2em 0 0.4em; }
    h2 { border-bottom: 1px solid var(--line); }
    h3 { font-size: 1.05rem; }
    ul { padding-left: 1.2rem; } li { margin: 0.4em 0; }
    a { color: var(--link); }
    .dim { color: var(--dim); } .red { color: var(--red); } .green { color: var(--green); }
    .yellow { color: var(--yellow); }
    code, pre { font-family: ui-monospace, monospace; background: var(--code); }
    code { padding: 0 0.2em; } pre { padding: 0.5em; overflow-x: auto; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 0.2em 0.8em 0.2em 0;
      border-bottom: 1px solid var(--line); overflow-wrap: normal; }
    @media print { :root { color-scheme: light; --text: #000; --ground: #fff; --dim: #333; --red: #000; --green: #000;
      --yellow: #000; --link: #000; --code: #fff; } main { max-width: none; padding: 0; }
      li, table, pre { break-inside: avoid; } h2, h3 { break-after: avoid; } pre { white-space: pre-wrap; } }
    """
}
