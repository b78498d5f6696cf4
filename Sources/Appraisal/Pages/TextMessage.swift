// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Tells a message in a file's place, in plain text, from a short file.
///
/// A message says that something was not found, and hardly anything else: it begins with that, or what it
/// speaks of is the request. A file may have the same words in it, about children, figures or tables.
enum TextMessage {
  /// Up to this length, in bytes, a text may be a message.
  static let longest: Int64 = 1_000

  static func saysMissing(_ text: [UInt8]) -> Bool {
    guard let phrase = NotFoundPhrases.table.firstMatch(in: text), !DataLines(text).isData else {
      return false
    }
    let words = String(decoding: text, as: UTF8.self).lowercased()
      .split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }.map {
        String($0).replacing("’", with: "'")
      }
    let phraseWords = phrase.split(separator: " ").map(String.init)
    let opening = words.drop { preambles.contains($0) }
    if opening.starts(with: phraseWords) { return true }
    let others = words.count - phraseWords.count
    // A number alone may be a figure.
    if others <= 3, phrase != "404" { return true }
    return others <= 40 && words.contains(where: subjects.contains)
  }

  /// What stands in front of a message.
  private static let preambles: Set = [
    "error", "http", "https", "1", "0", "2", "status", "code", "message", "sorry", "warning",
    "fatal", "err",
  ]

  /// What a message of a server speaks of, and a report on children hardly.
  private static let subjects: Set = [
    "url", "uri", "page", "file", "filename", "document", "resource", "request", "requested",
    "server",
    "path", "object", "key", "blob", "bucket", "address", "route", "endpoint", "item", "download",
    "link",
    "attachment", "website", "http", "error", "status", "tudalen",
  ]
}
