// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How much of one page is read: all the bounds, in one place.
///
/// A listing of 250,000 links in a table is well within them. A page is read in pieces, so what it
/// costs in memory is one piece as a tree, its links, and its text. What lies beyond a bound is told as a
/// ``PageLimit``, never left out in silence.
package enum PageBudget {
  /// The most bytes of markup, as UTF-8.
  package static let bytes = 64 << 20
  /// The most elements and texts, counted generously.
  package static let nodes = 6_000_000
  /// The most links, those included that cannot be followed.
  package static let links = 300_000
  /// The most bytes of all their addresses and texts.
  package static let linkBytes = 48 << 20
  /// As deep as browsers go.
  package static let nesting = 512
  /// More attributes than any tag in use has; gumbo compares each with all before it.
  package static let attributes = 64
  /// A link's text that is longer, in characters, is a tag that somebody forgot to close.
  package static let linkText = 1_000

  /// A piece of a page ends at the next tag when it is so long, in bytes.
  static let pieceBytes = 4 << 20
  /// It also ends when it holds so many elements, texts and attributes.
  static let pieceNodes = 200_000
  /// The longest value of an attribute that is looked at, in bytes; no address is as long.
  static let attributeValue = 16 << 10
}

/// Why not all of a list was read: a bound of ``PageBudget`` that a page went beyond, or another.
package enum PageLimit: String, CaseIterable, Hashable, Sendable {
  case length
  case nodes
  case links
  case nesting
  case attributes
  case linkText = "link-text"
  /// It ends in the middle.
  case cut
  /// A further page that belongs to it was not read.
  case pages
}

extension PageLimit {
  /// Whether the page was read to there and no further.
  package var endsReading: Bool {
    switch self {
    case .length, .nodes, .links, .cut, .pages: true
    case .nesting, .attributes, .linkText: false
    }
  }

  /// Whether links may have been passed over.
  package var mayHideLinks: Bool { self != .linkText }
}
