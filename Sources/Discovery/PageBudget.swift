// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How much of one page is read: all the bounds, in one place.
///
/// A listing of 250,000 links in a table is well within them. A page is read in pieces, so what it
/// costs in memory is one piece as a tree, its links, and its text. What lies beyond a bound is told by
/// ``Listing/limits``, never left out in silence.
public enum PageBudget {
  /// The most bytes of markup, as UTF-8.
  public static let bytes = 64 << 20
  /// The most elements and texts, counted generously.
  public static let nodes = 6_000_000
  /// The most links, those included that cannot be followed.
  public static let links = 300_000
  /// The most bytes of all their addresses and texts.
  public static let linkBytes = 48 << 20
  /// As deep as browsers go.
  public static let nesting = 512
  /// More attributes than any tag in use has; gumbo compares each with all before it.
  public static let attributes = 64
  /// A link's text that is longer, in characters, is a tag that somebody forgot to close.
  public static let linkText = 1_000

  /// A piece of a page ends at the next tag when it is so long, in bytes.
  static let pieceBytes = 4 << 20
  /// It also ends when it holds so many elements, texts and attributes.
  static let pieceNodes = 200_000
  /// The longest value of an attribute that is looked at, in bytes; no address is as long.
  static let attributeValue = 16 << 10
}

/// A bound of ``PageBudget`` that a page went beyond.
public enum PageLimit: String, CaseIterable, Hashable, Sendable {
  case length
  case nodes
  case links
  case nesting
  case attributes
  case linkText = "link-text"
}

extension PageLimit {
  /// Whether the page was read to there and no further.
  public var endsReading: Bool {
    switch self {
    case .length, .nodes, .links: true
    case .nesting, .attributes, .linkText: false
    }
  }

  /// Whether links may have been passed over.
  public var mayHideLinks: Bool { self != .linkText }
}

extension Listing {
  /// What was not read of the page, in a user's words; nil where all was.
  public var limitsSentence: String? {
    guard !limits.isEmpty else { return nil }
    var clauses: [String] = []
    if let end = PageLimit.allCases.first(where: { limits.contains($0) && $0.endsReading }) {
      let found = links.count == 1 ? "1 link was" : "\(links.count) links were"
      clauses.append("the page is too long to be read to its end (\(bound(end))); \(found) found")
    }
    if limits.contains(.nesting) {
      clauses.append(
        "the page is nested more than \(PageBudget.nesting) levels deep; links or headings inside may be missing"
      )
    }
    if limits.contains(.attributes) {
      clauses.append(
        "a tag of the page has more than \(PageBudget.attributes) attributes; a link among the rest is missing"
      )
    }
    if limits.contains(.linkText) {
      clauses.append(
        "the text of a link is longer than \(PageBudget.linkText) characters and was cut there"
      )
    }
    return clauses.joined(separator: "; ")
  }

  private func bound(_ limit: PageLimit) -> String {
    switch limit {
    case .nodes: "it has more than \(PageBudget.nodes) elements and texts"
    case .links:
      "it has more than \(PageBudget.links) links, or more than \(PageBudget.linkBytes >> 20) MB of them"
    default: "it is longer than \(PageBudget.bytes >> 20) MB"
    }
  }
}
