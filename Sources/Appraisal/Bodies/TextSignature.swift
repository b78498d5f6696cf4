// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Tells web pages, XML and plain text apart.
enum TextSignature {
  /// The kind of a body that begins with text, or nil if this is no text.
  static func kind(of head: [UInt8], declared: BodyKind?) -> BodyKind? {
    let text = foldingUTF16(head)
    guard !text.isEmpty, isText(text) else { return nil }
    var cursor = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var hasProlog = false
    skipFront(of: text, &cursor, &hasProlog)

    if cursor < text.count, text[cursor] == UInt8(ascii: "<") {
      let name = text[(cursor + 1)...].prefix(14).prefix { byte in
        !byte.isWhiteSpace && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
      }
      let tag = String(decoding: name.map(\.lowered), as: UTF8.self)
      if pageTags.contains(tag) { return tag == "!doctype" ? doctype(text, cursor) : .html }
      if xmlTags.contains(tag) || hasProlog || declared == .xml { return .xml }
    } else if hasProlog {
      return .xml
    }
    switch declared {
    case .html: return .html
    case .csv, .json, .xml: return declared
    default: return .text
    }
  }

  /// The bytes of a UTF-16 text with every character beyond ASCII made a question mark; any other
  /// body as it is.
  ///
  /// Every word and tag looked for is ASCII, so nothing is lost.
  static func foldingUTF16(_ head: [UInt8]) -> [UInt8] {
    let low: Int
    switch (head.first, head.dropFirst().first) {
    case (0xFF, 0xFE): low = 0
    case (0xFE, 0xFF): low = 1
    default: return head
    }
    return stride(from: 2, to: head.count - 1, by: 2).map { place in
      head[place + 1 - low] == 0 ? head[place + low] : UInt8(ascii: "?")
    }
  }

  /// Moves over white space, comments, processing instructions.
  private static func skipFront(of text: [UInt8], _ cursor: inout Int, _ hasProlog: inout Bool) {
    while cursor < text.count {
      if text[cursor].isWhiteSpace {
        cursor += 1
      } else if text.holds(Array("<!--".utf8), at: cursor) {
        guard let end = text.firstPlace(of: "-->", in: (cursor + 4)..<text.count) else { return }
        cursor = end + 3
      } else if text.holds(Array("<?".utf8), at: cursor) {
        hasProlog = hasProlog || text.holds(Array("<?xml".utf8), at: cursor)
        guard let end = text.firstPlace(of: "?>", in: (cursor + 2)..<text.count) else { return }
        cursor = end + 2
      } else {
        return
      }
    }
  }

  /// `<!DOCTYPE html …` is a page; another document type is XML.
  private static func doctype(_ text: [UInt8], _ cursor: Int) -> BodyKind {
    let rest = text[cursor...].dropFirst(9).prefix(64).drop(while: \.isWhiteSpace)
    return rest.prefix(4).map(\.lowered) == Array("html".utf8) ? .html : .xml
  }

  /// Whether there is nothing here but characters.
  ///
  /// UTF-8, or an 8-bit code of which less than a third is beyond ASCII.
  private static func isText(_ text: [UInt8]) -> Bool {
    var beyondASCII = 0
    for byte in text {
      switch byte {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B: continue
      case ..<0x20, 0x7F: return false
      case 0x80...: beyondASCII += 1
      default: continue
      }
    }
    if beyondASCII * 3 < text.count { return true }
    // The window may cut a character in half.
    return (0..<min(4, text.count)).contains { cut in
      String(validating: text.dropLast(cut), as: UTF8.self) != nil
    }
  }

  private static let pageTags: Set<String> = [
    "!doctype", "html", "head", "body", "script", "style", "title", "meta", "link", "base", "table",
    "div", "h1", "h2", "h3", "p", "br", "b", "a", "center", "font", "iframe", "frameset", "form",
    "span", "ul", "noscript", "main", "header", "section", "article", "nav", "img", "strong",
  ]

  private static let xmlTags: Set<String> = [
    "rss", "feed", "urlset", "sitemapindex", "rdf:rdf", "svg", "error",
  ]
}
