// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension RunReport.SourceOutcome {
  /// What links that lead to ordinary web pages keep from a source: all that it could hold, or files on these pages.
  package struct Unkept: Codable, Hashable, Sendable {
    /// Whether nothing is kept of all that it lists, most of which is such pages.
    package let keepsNothing: Bool
    /// Some of the pages.
    package let examples: [WebAddress]
    /// What was found on such pages; nil for nothing.
    package var files: Files?
    /// What was seen, in a person's words.
    package let sentence: String
    /// What to do.
    package let advice: String
    /// Whether the last run did not tell so.
    package let isNews: Bool

    package init(
      keepsNothing: Bool,
      examples: [WebAddress],
      files: Files?,
      sentence: String,
      advice: String,
      isNews: Bool
    ) {
      self.keepsNothing = keepsNothing
      self.examples = examples
      self.files = files
      self.sentence = sentence
      self.advice = advice
      self.isNews = isNews
    }

    /// The same in a run that did not look.
    package var carriedOn: Unkept {
      Unkept(
        keepsNothing: keepsNothing,
        examples: examples,
        files: files,
        sentence: sentence,
        advice: advice,
        isNews: false
      )
    }
  }

  /// Files of kinds that a source keeps, one step further than it looks.
  package struct Files: Codable, Hashable, Sendable {
    /// How many pages have some.
    package let pages: Int
    /// How many there are.
    package let documents: Int
    /// One of the pages, and one of the files on it.
    package let page: WebAddress
    package let document: WebAddress
    /// The patterns with which the source would read these pages.
    package let follow: [String]

    package init(
      pages: Int,
      documents: Int,
      page: WebAddress,
      document: WebAddress,
      follow: [String]
    ) {
      self.pages = pages
      self.documents = documents
      self.page = page
      self.document = document
      self.follow = follow
    }
  }
}
