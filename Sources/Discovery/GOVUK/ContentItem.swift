// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// What GOV.UK says, for programs, of one of its pages: a publication, a collection, an organisation.
///
/// A value made from bytes; nothing is fetched.
package struct ContentItem: Sendable {
  /// A page that belongs to this one, and is to be read like it.
  package struct Further: Hashable, Sendable {
    package let page: WebAddress
    package let title: String
  }

  /// A notice of withdrawal: the page and its files are served still.
  package struct Withdrawal: Hashable, Sendable {
    /// As it was stated, `2015-01-13T13:05:30Z`; nil where it was not.
    package let date: String?
    package let explanation: String
  }

  /// Where the page is now.
  package enum Course: Hashable, Sendable {
    case here
    /// Its publisher took it away, and perhaps names another.
    case gone(explanation: String, alternative: WebAddress?)
    /// It is another page now; nil where that cannot be asked for.
    case sentOn(to: WebAddress?)
  }

  package let page: WebAddress
  package let title: String
  /// What the page is for ever, wherever it goes.
  package let contentID: String?
  package let course: Course
  package let withdrawal: Withdrawal?
  /// Its attachments; where it has none, the files that its text links to, and the page itself.
  package let documents: [Link]
  /// Of a collection, what is in it.
  package let further: [Further]
  /// Whether it is an organisation's, so that what that published is found by the search API.
  package let isOrganisation: Bool
  /// The titles of attachments that have no address that can be asked for.
  package let unusable: [String]
  /// Whether it has more of anything than is read.
  package let isCut: Bool
  /// What it says of itself, for comparison.
  let mainText: String
}

extension ContentItem {
  /// The most bytes of an answer that are read.
  package static let longestAnswer = 16 << 20
  /// The most attachments, or pages of a collection.
  package static let mostEntries = 10_000
  /// The longest title that is kept, in characters.
  static let longestTitle = 1_000
  /// The longest text of a notice, in characters.
  static let longestNotice = 600
}

/// Why bytes are no answer of the content API.
package enum ContentFault: Error, Hashable, Sendable {
  case tooLong
  case notJSON
  /// It is JSON, and says something else; with what was looked for.
  case otherwise(String)
}

extension ContentFault {
  /// One clause, no capital, no full stop.
  package var sentence: String {
    switch self {
    case .tooLong:
      "the answer of its content API is longer than \(ContentItem.longestAnswer >> 20) MB"
    case .notJSON: "what came is no answer of a content API: it is no JSON"
    case .otherwise(let what): "the answer of its content API is not as it should be: \(what)"
    }
  }
}

extension ContentItem.Withdrawal {
  /// One clause, no capital, no full stop.
  package var sentence: String {
    let day = date.map { " on \($0.prefix(10))" } ?? ""
    return "the publisher withdrew it\(day)" + (explanation.isEmpty ? "" : ": “\(explanation)”")
  }
}
