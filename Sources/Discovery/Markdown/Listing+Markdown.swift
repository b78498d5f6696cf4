// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML

extension Listing {
  /// Reads a text in Markdown: what its readers can follow, and the images that are to be shown.
  ///
  /// The cost is in proportion to its length; ``limits`` says where it was not read to its end.
  ///
  /// - Parameters:
  ///   - text: in UTF-8.
  ///   - address: what relative links are meant against.
  /// - Returns: its links, in the order in which they stand there.
  package static func read(markdown text: [UInt8], at address: WebAddress) -> Listing {
    var limits: Set<PageLimit> = []
    var text = text
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if text.count > PageBudget.bytes {
      text.removeLast(text.count - PageBudget.bytes)
      limits.insert(.length)
    }
    let blocks = MarkdownBlocks(text)
    var reader = TextLinks(at: address)
    for block in blocks.blocks where !reader.isFull {
      let inlines = MarkdownInlines(block.text, blocks.definitions)
      if inlines.isGivenUp { limits.insert(.nodes) }
      for found in inlines.found {
        // An address says nothing of itself, wherever it stands.
        let heading = found.isPlain ? nil : block.heading
        reader.take(found.target, text: found.words, under: heading)
      }
    }
    return reader.listing(limits)
  }

  /// Reads a list of addresses, one in a line; empty lines are passed over, and those that begin with `#`.
  ///
  /// - Parameters:
  ///   - text: in UTF-8.
  ///   - address: what none of them is meant against, unless it is written without a host.
  /// - Returns: the addresses, and under ``unusable`` the lines that are none.
  package static func read(addresses text: [UInt8], at address: WebAddress) -> Listing {
    var reader = TextLinks(at: address)
    for line in AddressLines.lines(of: text) where !reader.isFull { reader.take(whole: line) }
    return reader.listing(text.count > PageBudget.bytes ? [.length] : [])
  }
}

/// Gathers the links of a text that is no page.
private struct TextLinks {
  private let base: WebAddress
  private var links = LinkGathering()
  private var parts = PartLinks()

  init(at base: WebAddress) {
    self.base = base
  }

  var isFull: Bool { links.isOverfull }

  mutating func take(_ target: String, text: String, under heading: String?) {
    let target = target.trimmingPrefix(while: \.isWhitespace)
    guard !target.isEmpty, target.first != "#" else { return }
    add(String(target), text: text, heading) { [base] () throws(AddressError) in
      try WebAddress(String(target), relativeTo: base)
    }
  }

  mutating func take(whole line: String) {
    add(line, text: "", nil) { () throws(AddressError) in try WebAddress(line) }
  }

  private mutating func add(
    _ target: String,
    text: String,
    _ heading: String?,
    _ address: () throws(AddressError) -> WebAddress
  ) {
    do throws(AddressError) {
      guard !target.unicodeScalars.contains("\u{FFFD}") else { throw .unreadable(target) }
      let address = try address()
      guard address != base else { return }
      let link = Link(address: address, text: text, heading: heading)
      links.add(link, isSubject: true)
      parts.add(target, of: address, text: link.title)
    } catch {
      links.add(UnusableLink(href: target, text: text, error: error))
    }
  }

  consuming func listing(_ limits: Set<PageLimit>) -> Listing {
    let limits = links.isOverfull ? limits.union([.links]) : limits
    var listing = Listing(of: .page, title: nil, links, limits)
    listing.partLinks = parts.links
    return listing
  }
}

extension MarkdownInlines.Found {
  fileprivate var words: String { isPlain ? "" : MarkdownWords.plain(text) }
}

/// What a text in Markdown says without its marks.
enum MarkdownWords {
  static func plain(_ text: ArraySlice<UInt8>) -> String {
    let text = text.prefix(4 * PageBudget.linkText)
    var words: [UInt8] = []
    // So short a text may be looked at as often as it likes.
    var cost = 0
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "]"), place < text.endIndex, text[place] == UInt8(ascii: "("),
        let (_, end) = MarkdownTarget.readBracketed(text[(place + 1)...], cost: &cost)
      {
        place = end
      } else if byte == UInt8(ascii: "!"), place < text.endIndex,
        text[place] == UInt8(ascii: "[")
      {
        place += 1
      } else if !"*`[]\\".utf8.contains(byte) {
        words.append(byte)
      }
    }
    return PlainText(folding: String(decoding: words, as: UTF8.self), limit: PageBudget.linkText)
      .string
  }
}
