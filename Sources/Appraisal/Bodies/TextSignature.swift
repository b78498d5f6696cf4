// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Records

/// Tells web pages, XML and plain text apart.
enum TextSignature {
  /// The kind of a body that begins with text, or nil if this is no text.
  static func kind(of head: [UInt8], declared: BodyKind?) -> BodyKind? {
    let text = foldingUTF16(head)
    guard !text.isEmpty, let strays = strays(in: text), strays * 20 <= text.count else {
      return nil
    }
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
    let isDeclared = declared.map { $0 == .html || $0.isPlainText } ?? false
    guard strays == 0 || strays * 100 <= text.count || isDeclared && strays == 1 else { return nil }
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
    guard let (encoding, markLength) = PageEncoding.utf16(of: head) else { return head }
    let low = if case .utf16LittleEndian = encoding { 0 } else { 1 }
    return stride(from: markLength, to: head.count - 1, by: 2).map { place in
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

  /// How many bytes of a text are no characters; nil where this is no text.
  ///
  /// Text is UTF-8, or an 8-bit code of which less than a third is beyond ASCII. Editors and databases
  /// leave control characters in it; few of them make it no less a text, and a page that begins as one is
  /// one (<https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type>).
  private static func strays(in text: [UInt8]) -> Int? {
    var (strays, beyondASCII) = (0, 0)
    for byte in text {
      switch byte {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B: continue
      case ..<0x20, 0x7F: strays += 1
      case 0x80...: beyondASCII += 1
      default: continue
      }
    }
    if beyondASCII * 3 < text.count { return strays }
    // The window may cut a character in half.
    let isUTF8 = (0..<min(4, text.count)).contains { cut in
      String(validating: text.dropLast(cut), as: UTF8.self) != nil
    }
    return isUTF8 ? strays : nil
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
