// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// What to do about a text that a YAML reader does not understand, where that can be told.
///
/// Patterns and addresses begin with characters that mean something else in YAML, and the reader's own words
/// name only what it had expected in their place.
struct YAMLProblem {
  /// The reader's words.
  let words: String
  /// The line that they speak of.
  let line: Substring
  /// How many characters of it stand before.
  let offset: Int

  var message: String {
    switch words {
    case "found character that cannot start any token"
    where line.dropFirst(offset).first == "\t":
      return "there is a tab before the words of this line; write spaces in its place"
    case "did not find expected alphabetic or numeric character", "found undefined alias",
      "found character that cannot start any token":
      if let entry { return "write it in quotes: \(YAMLScalar.quoted(entry))" }
    case "mapping values are not allowed in this context":
      if let value {
        return "a value with “: ” in it is written in quotes: \(YAMLScalar.quoted(value))"
      }
    default: break
    }
    return "this is not valid YAML: \(words)"
  }

  /// The entry of a list, or the value, at that place, if it begins with a character of YAML's own.
  private var entry: String? {
    let read = line.prefix(offset + 1)
    let start = read.indices.last { index in
      let before = line[..<index].last { $0 != " " }
      return "*&@`%!|>".contains(line[index])
        && (before.map("[,-:".contains) ?? true)
        && (index == line.startIndex || " [,".contains(line[line.index(before: index)]))
    }
    guard let start else { return nil }
    return Self.trimmed(line[start...].prefix { $0 != "," && $0 != "]" })
  }

  /// What stands behind the line's key.
  private var value: String? {
    line.firstRange(of: ": ").map { Self.trimmed(line[$0.upperBound...]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
