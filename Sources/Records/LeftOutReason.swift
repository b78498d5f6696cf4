// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a document that is asked for is not kept, and never was.
package enum LeftOutReason: String, Codable, CaseIterable, Hashable, Sendable {
  /// The site's robots.txt asks us to stay away.
  case robots
  /// A page came where a file was meant.
  case page
  /// A page came that shows the file.
  case viewer
  /// What came is of no kind that anybody knows.
  case unknownKind = "unknown-kind"
  /// What came is of a kind that is known, and that nobody asks for: data or plain text, which no link told from a page.
  case otherKind = "other-kind"
  /// It is larger than the configured limit.
  case tooLarge = "too-large"
  /// It is behind a log-in.
  case login
  /// The site keeps robots out, or us.
  case wall
  /// Its host is inside a private network.
  case privateAddress = "private-address"
  /// There was never anything.
  case dead
  /// All that ever came was taken back by a person.
  case rejected
  /// It brings what was let go of under another address.
  case suppressed
}

extension LeftOutReason {
  /// In a user's words, as few as a table takes.
  package var words: String {
    switch self {
    case .robots: "robots.txt"
    case .page: "a page, no file"
    case .viewer: "a page that leads to it"
    case .unknownKind: "unknown kind"
    case .otherKind: "another kind"
    case .tooLarge: "too large"
    case .login: "behind a log-in"
    case .wall: "we are kept out"
    case .privateAddress: "private network"
    case .dead: "nothing is there"
    case .rejected: "rejected"
    case .suppressed: "let go of"
    }
  }

  /// In a user's words: one clause, no capital, no full stop.
  package var sentence: String {
    switch self {
    case .robots: "the site's robots.txt asks us to stay away"
    case .page: "a web page came where a file was meant"
    case .viewer: "a page came that leads to the file; the file itself was not reached"
    case .unknownKind: "what came is of no kind that anybody knows"
    case .otherKind: "what came is of no kind that the source keeps"
    case .tooLarge: "the file is larger than `limits.documentSize` allows"
    case .login: "it is behind a log-in"
    case .wall: "the site keeps us out"
    case .privateAddress: "the address leads into a private network"
    case .dead: "there is nothing at the address, and there never was as far as we saw"
    case .rejected: "all that ever came was rejected by somebody here"
    case .suppressed:
      "it leads to what was let go of here under another address (`hanaper suppress`)"
    }
  }
}

extension LeftOutReason {
  /// What there is to say of it where it is known what came, in as few words as a table takes.
  ///
  /// - Parameter verdict: the last one; nil where there is none.
  /// - Returns: the kind that came, or else ``words``.
  package func words(after verdict: Verdict?) -> String {
    switch (self, verdict) {
    case (.otherKind, .document(let kind)): kind.nameWithArticle
    case (.page, .page): "a web page"
    case (.rejected, let verdict?) where verdict.isAlive: "rejected elsewhere"
    default: words
    }
  }

  /// What there is to say of it where it is known what came: one clause, no capital, no full stop.
  ///
  /// - Parameter verdict: the last one; nil where there is none.
  /// - Returns: what came and what would keep it, or else ``sentence``.
  package func sentence(after verdict: Verdict?) -> String {
    switch (self, verdict) {
    case (.otherKind, .document(.text)):
      "plain text came, which is kept where the address ends in .txt and `text` is among the source's `kinds`"
    case (.otherKind, .document(let kind)):
      "\(kind.nameWithArticle) came, which is of no kind that the source keeps; `\(kind.rawValue)` among its `kinds` keeps it"
    case (.rejected, let verdict?) where verdict.isAlive:
      "somebody rejected the same when it came for another document; it waits in quarantine, and `hanaper accept` takes it in"
    case (.page, .page):
      "a web page came, and the source keeps files; `page` among its `kinds` keeps it"
    default: sentence
    }
  }
}
