// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Tells a message that something is not there from a text about somebody who could not be found.
///
/// Reviews tell of children who could not be found, of homes that no longer exist, of families that moved. A message speaks of
/// pages and requests, or of nothing.
enum MissingMessage {
  /// Whether a sentence of a text, a title or a heading is such a message.
  static func isIn(_ text: String) -> Bool {
    text.split(maxSplits: 200) { ".!?;\n".contains($0) }.contains { isMessage(String($0)) }
  }

  private static func isMessage(_ sentence: String) -> Bool {
    guard let phrase = NotFoundPhrases.table.firstMatch(in: sentence) else { return false }
    let words = Self.words(of: sentence)
    let phraseWords = Self.words(of: phrase)
    guard let place = words.firstRange(of: phraseWords) else { return false }
    // Pages are often one line without a full stop; what is far away is about something else.
    let before = words[..<place.lowerBound].suffix(12)
    let around = Array(before) + Array(words[place.upperBound...].prefix(8))
    if before.allSatisfy(preambles.contains) { return true }
    if around.contains(where: requests.contains) { return true }
    guard phrase != "404", !around.contains(where: persons.contains) else { return false }
    return around.contains(where: things.contains) || around.count <= 2
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().replacing("’", with: "'")
      .split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
  }

  /// What stands in front of a message.
  private static let preambles: Set = [
    "error", "http", "https", "status", "code", "message", "sorry", "warning", "oops", "whoops",
    "we",
    "fatal", "err", "1", "0", "2", "this", "it", "that", "uh", "oh", "ooops",
  ]

  /// What only a message speaks of.
  private static let requests: Set = [
    "404", "download", "endpoint", "error", "link", "page", "pages", "request", "requested",
    "resource", "route", "server", "site", "tudalen", "uri", "url", "webpage", "website",
  ]

  /// What a message speaks of, and a report may, too.
  private static let things: Set = [
    "address", "article", "attachment", "content", "document", "file", "filename", "item", "key",
    "object", "path", "post", "publication", "report",
  ]

  /// Whom a report speaks of.
  private static let persons: Set = [
    "adult", "adults", "babies", "baby", "boy", "carer", "carers", "child", "children", "families",
    "family", "father", "girl", "infant", "mother", "parent", "parents", "patient", "people",
    "person", "pupil", "pupils", "sibling", "siblings", "staff", "student", "worker", "young",
    "child's", "children's", "family's", "mother's", "father's", "evidence",
  ]
}
