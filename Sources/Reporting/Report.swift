// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a person is told, in order: a value between what was found and how it is shown.
///
/// It says what belongs together, a heading and what stands below it, and nothing of lines or columns:
/// that is for lines to say, or for any other way to show it.
package struct Report: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    /// Something that is told by itself, and what is to be said or done about it.
    case sentence(CleanText, more: [CleanText])
    case section(Section)
    case table(Table)
  }

  /// Things of one sort, or about one thing.
  package struct Section: Hashable, Sendable {
    package let heading: CleanText
    /// What else there is to say of what the heading names.
    package var subheading: CleanText?
    package var items: [Item] = []
    /// What is to be done about all of them.
    package var closing: CleanText?
    /// Whether its items are to stay as they are, however long: no line of a signature may be broken.
    package var isVerbatim = false

    package init(_ heading: CleanText, subheading: CleanText? = nil) {
      self.heading = heading
      self.subheading = subheading
    }
  }

  package struct Item: Hashable, Sendable {
    /// Is nil where there are only details.
    package let title: CleanText?
    package let details: [CleanText]

    package init(_ title: CleanText?, details: [CleanText] = []) {
      self.title = title
      self.details = details
    }
  }

  package private(set) var parts: [Part] = []

  package init() {}

  package mutating func say(_ sentence: CleanText, more: [CleanText] = []) {
    parts.append(.sentence(sentence, more: more))
  }

  mutating func add(_ section: Section) {
    parts.append(.section(section))
  }

  mutating func add(_ table: Table) {
    parts.append(.table(table))
  }

  /// Tells all of another report.
  mutating func add(_ other: Report) {
    parts += other.parts
  }
}
