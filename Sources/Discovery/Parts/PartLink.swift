// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML
internal import Text

/// A link to a part of a page: `page#part`.
package struct PartLink: Hashable, Sendable {
  /// The page.
  package let address: WebAddress
  /// The part, its escapes resolved.
  package let part: String
  /// What the link says.
  package let text: String
  /// Whether it is the page's own.
  package let isOwn: Bool
}

/// Links to parts as they are found, each part once.
struct PartLinks {
  private(set) var links: [PartLink] = []
  private var seen: Set<[String]> = []
  private var bytes = 0

  private static let longest = 1_000

  /// Takes in a link, if it names a part.
  ///
  /// - Parameters:
  ///   - href: the link as it stands there.
  ///   - address: where it leads.
  ///   - text: what it says.
  ///   - isOwn: whether that is the page on which it stands.
  mutating func add(
    _ href: some StringProtocol,
    of address: WebAddress,
    text: String,
    isOwn: Bool = false
  ) {
    guard let part = Self.part(in: href), links.count < PageBudget.links,
      bytes < PageBudget.linkBytes, seen.insert([address.text, part]).inserted
    else { return }
    bytes += address.text.utf8.count + part.utf8.count + text.utf8.count
    links.append(PartLink(address: address, part: part, text: text, isOwn: isOwn))
  }

  /// The part that a link names; nil for none, and for what every page has: its top, and any text of it.
  ///
  /// Sources: HTML §7.4.6.3 <https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-the-fragment>,
  /// <https://wicg.github.io/scroll-to-text-fragment/>
  static func part(in href: some StringProtocol) -> String? {
    guard let mark = href.utf8.firstIndex(of: UInt8(ascii: "#")) else { return nil }
    var fragment = String(href[href.utf8.index(after: mark)...])
    fragment.removeAll { $0.isNewline || $0 == "\t" }
    if let directive = fragment.firstRange(of: ":~:") {
      fragment = String(fragment[..<directive.lowerBound])
    }
    let part = PercentCoding.decode(fragment.trimmingPrefix(" ").description)
    guard !part.isEmpty, part.lowercased() != "top", part.utf8.count <= longest else { return nil }
    return part
  }
}
