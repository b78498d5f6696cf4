// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import Text

/// In what form the links of a text stand.
package enum PageForm: Hashable, Sendable {
  case html
  case markdown
  /// Addresses, one in a line.
  case addresses

  /// The endings of the names of pages and texts, in lower case.
  package static let endings: [String: PageForm] = [
    "html": .html, "htm": .html, "xhtml": .html, "md": .markdown, "markdown": .markdown,
  ]

  /// Tells it by a text's beginning, where no name says it.
  ///
  /// A list of addresses begins with one that has its line for itself; a page begins with a tag; all else is read
  /// as Markdown, of which every text is one.
  package init(ofTextBeginning head: [UInt8]) {
    let text = (head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...])
      .drop(while: \.isSpace)
    if let line = AddressLines.lines(of: Array(text)).first(where: { _ in true }),
      Self.isWholeAddress(line)
    {
      self = .addresses
    } else if text.first == UInt8(ascii: "<"), let next = text.dropFirst().first,
      next.isLetter || next == UInt8(ascii: "!") || next == UInt8(ascii: "?"),
      !MarkdownTag.isAddress(text.dropFirst().prefix { $0 != UInt8(ascii: ">") })
    {
      self = .html
    } else {
      self = .markdown
    }
  }

  private static func isWholeAddress(_ line: String) -> Bool {
    !line.contains(where: \.isWhitespace) && (try? WebAddress(line)) != nil
  }
}

/// The lines of a list of addresses.
enum AddressLines {
  /// Each line that says something, without the spaces around it.
  static func lines(of text: [UInt8]) -> some Sequence<String> {
    // An editor on Windows puts a mark in front.
    let rest = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
    return rest.split { $0 == 0x0A || $0 == 0x0D }.lazy.map { $0.trimmed }
      .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
