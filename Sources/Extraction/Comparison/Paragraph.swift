// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A piece of a text that is compared as one: what stands between empty lines, or a line where there are none.
package struct Paragraph: Hashable, Sendable {
  package let words: [Substring]
  /// The part that it stands in, from 1.
  package let part: Int

  /// Its words with a space between them.
  package var text: String { words.joined(separator: " ") }

  /// Two paragraphs are alike where their words are, wherever they stand.
  package static func == (left: Paragraph, right: Paragraph) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words) }

  /// The paragraphs of a text, in their order.
  ///
  /// - Parameter parts: the text of each part.
  /// - Returns: those with words in them.
  package static func all(of parts: [String]) -> [Paragraph] {
    parts.enumerated().flatMap { index, part in
      // The mark of a list that stands by itself belongs to what comes next.
      var mark: [Substring] = []
      return blocks(of: SearchableText(part).text).compactMap { block -> Paragraph? in
        let words = block.split(whereSeparator: \.isWhitespace)
        if words.count == 1, let only = words.first, listMarks.contains(only) {
          mark = words
          return nil
        }
        defer { if !words.isEmpty { mark = [] } }
        return words.isEmpty ? nil : Paragraph(words: mark + words, part: index + 1)
      }
    }
  }

  private static let listMarks: Set<Substring> = [
    "•", "◦", "▪", "●", "○", "■", "‣", "·", "–", "-", "*", "",
  ]

  private static func blocks(of text: String) -> [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: \.isEmpty) else { return lines }
    var blocks: [Substring] = []
    var start = text.startIndex
    for line in lines where line.isEmpty {
      blocks.append(text[start..<line.startIndex])
      start = line.endIndex
    }
    blocks.append(text[start...])
    return blocks
  }

  /// How much of the words of both is in both, from 0 to 1.
  func likeness(to other: Paragraph) -> Double {
    var counts: [Substring: Int] = [:]
    for word in words { counts[word, default: 0] += 1 }
    var common = 0
    for word in other.words {
      guard let count = counts[word], count > 0 else { continue }
      counts[word] = count - 1
      common += 1
    }
    return 2 * Double(common) / Double(words.count + other.words.count)
  }
}
