// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// What a web page shows at a glance: enough to tell a report's page from an error page.
///
/// Taken from the first 64 KiB in one pass, without building a tree; it finds its way through broken
/// markup as a browser would, roughly, and never fails. Links of a listing are not read here.
struct PageSketch: Sendable {
  /// The text of the first `<title>`, as written.
  var title = ""
  /// The text of all `<h1>`, as written.
  var heading = ""
  /// All other text that a reader sees, with single spaces.
  var text: [UInt8] = []
  /// Where `<main>` begins in ``text``.
  var mainStart = 0
  /// Whether search engines are told to leave the page out.
  var isNoIndex = false
  /// The address that the page says is its own.
  var canonical: String?
  /// Where the page sends its reader by itself.
  var refresh: String?
  /// What is shown in a frame of the page.
  var embeds: [String] = []
  /// The addresses of its links, the first 1,000.
  var links: [String] = []
  /// Whether there is a heading of a lower rank.
  var hasSubheading = false
  var hasPasswordField = false
  var hasScript = false

  /// Reads the beginning of a page.
  init(_ head: [UInt8]) {
    var scanner = PageScanner(TextSignature.foldingUTF16(head))
    scanner.run()
    self = scanner.sketch
  }

  init() {}
}

extension PageSketch {
  /// The first 2,000 bytes of what the page has to say.
  var mainText: ArraySlice<UInt8> { text.dropFirst(mainStart).prefix(2_000) }

  /// Takes what the attributes of a tag tell.
  mutating func note(_ tag: String, _ attributes: [String: String]) {
    switch tag {
    case "meta": noteMeta(attributes)
    case "link" where attributes["rel"]?.lowercased() == "canonical":
      canonical = canonical ?? attributes["href"]
    case "a":
      if let address = attributes["href"], links.count < 1_000 { links.append(address) }
    case "iframe", "embed", "object":
      if let address = attributes["src"] ?? attributes["data"], !address.isEmpty {
        embeds.append(address)
      }
    case "input" where attributes["type"]?.lowercased() == "password":
      hasPasswordField = true
    default: break
    }
  }

  private mutating func noteMeta(_ attributes: [String: String]) {
    let content = attributes["content"] ?? ""
    if attributes["name"]?.lowercased() == "robots" {
      isNoIndex = isNoIndex || content.lowercased().contains("noindex")
    }
    if attributes["http-equiv"]?.lowercased() == "refresh" {
      // `0; url='/files/a.pdf'`
      let parts = content.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased().hasSuffix("url") else { return }
      refresh = String(parts[1].filter { $0 != "'" && $0 != "\"" && $0 != " " })
    }
  }
}
