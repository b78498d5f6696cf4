// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The text of a document as its readers see it, and what is odd about it.
package struct ExtractedText: Hashable, Sendable {
  /// What the parts of a document are called, of which its text comes one behind the other.
  package enum Part: String, Codable, Sendable {
    case page, sheet, slide
  }

  /// The text of each part, or of the whole; a line for each line or paragraph.
  package internal(set) var parts: [String]
  /// What these are; nil where the document has no parts.
  package internal(set) var kind: Part?
  /// The language that the document states, as a tag of BCP 47; nil where it states none.
  package internal(set) var language: String?
  /// What is hidden in it, in the order of what it is.
  package internal(set) var hidden: [HiddenContent]
  /// Whether there is more of it than is read.
  package internal(set) var isCut: Bool

  package init(
    parts: [String],
    kind: Part? = nil,
    language: String? = nil,
    hidden: [HiddenContent] = [],
    isCut: Bool = false
  ) {
    (self.parts, self.kind, self.language) = (parts, kind, language)
    (self.hidden, self.isCut) = (hidden, isCut)
  }
}

/// Something that is in a document and that its readers do not see: by accident, as a rule.
///
/// Only where it is and how often is told. What it says stands in no text.
package struct HiddenContent: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Comparable, Sendable {
    /// Changes that were tracked and neither accepted nor refused.
    case trackedChanges = "tracked-changes"
    case comments
    /// Text that is formatted as hidden.
    case hiddenText = "hidden-text"
    /// Sheets, rows, columns or slides that are not shown.
    case hiddenParts = "hidden-parts"
    /// Words under what covers them, or of the colour of what is behind them, or off the page.
    case coveredText = "covered-text"
    /// Pages that could not be drawn, so that nobody knows what covers their words.
    case undrawnPages = "undrawn-pages"

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  package let kind: Kind
  package let count: Int
  /// The numbers of the parts that have it, from 1, in their order; empty where the document has no parts.
  package let parts: [Int]

  /// Whether it is on a page, where nobody sees it.
  package var isUnseen: Bool { kind == .coveredText || kind == .undrawnPages }

  package init(_ kind: Kind, count: Int, parts: [Int] = []) {
    (self.kind, self.count, self.parts) = (kind, count, parts)
  }
}

/// Why a document has no text that can be read.
package enum NoText: String, Codable, Hashable, Sendable {
  /// Its kind has none: a picture, an archive of files.
  case kind
  /// It has pages, and what is on them are pictures of text.
  case scan
  /// It has none: its pages are empty, or hold pictures and drawings.
  case empty
  case password
  /// It is not built as its kind is.
  case damaged
  /// Reading it took more time, memory or room than is allowed.
  case tooMuch = "too-much"
  /// The program that reads its kind is not installed.
  case noProgram = "no-program"
}
