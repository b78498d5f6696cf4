// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Text

/// Words that somebody wants to be told of where they stand in a new text: `watch` in the configuration.
///
/// They fit whole words, one behind the other, in whatever case and with whatever accents; what stands between the words
/// does not count.
package struct Watchwords: Sendable {
  private let phrases: [(text: String, words: [String])]

  /// Where one of them stands.
  package struct Hit: Codable, Hashable, Sendable {
    /// As the configuration has them.
    package let words: String
    package let isInTitle: Bool
    /// The numbers of the parts in which they begin, from 1; empty where they do not stand in the text, or it has no parts.
    package let parts: [Int]
    /// What these are.
    package let part: ExtractedText.Part?

    /// Where, in a clause.
    package var sentence: String {
      var places: [String] = []
      if isInTitle { places.append("in the title") }
      if let part, !parts.isEmpty { places.append("on \(part.naming(parts, most: 20))") }
      return "“\(words)” \(places.isEmpty ? "in the text" : places.listed)"
    }
  }

  package static let none = Watchwords([])

  /// - Parameter phrases: what is looked for; one without a letter or digit fits nothing.
  package init(_ phrases: [String]) {
    self.phrases = phrases.map { ($0, Self.words(of: $0)) }.filter { !$0.1.isEmpty }
  }

  package var isEmpty: Bool { phrases.isEmpty }

  /// Where they stand in a document.
  ///
  /// - Parameters:
  ///   - title: the document's.
  ///   - parts: its text; nil where it has none.
  ///   - part: what the parts are called.
  /// - Returns: one for each phrase that stands somewhere, in the order of the configuration.
  package func hits(
    title: String,
    parts: [String]?,
    of part: ExtractedText.Part?
  ) -> [Hit] {
    guard !isEmpty else { return [] }
    let titled = Self.words(of: title)
    // A sentence may go on over the end of a page.
    var words: [String] = []
    var numbers: [Int] = []
    for (index, text) in (parts ?? []).enumerated() {
      let of = Self.words(of: text)
      words += of
      numbers += repeatElement(index + 1, count: of.count)
    }
    return phrases.compactMap { text, phrase in
      let isInTitle = !Self.places(of: phrase, in: titled).isEmpty
      let found = Self.places(of: phrase, in: words)
      guard isInTitle || !found.isEmpty else { return nil }
      let seen = part == nil ? [] : Set(found.map { numbers[$0] }).sorted()
      let isOnlyInTitle = found.isEmpty
      return Hit(
        words: text,
        isInTitle: isInTitle,
        parts: seen,
        part: isOnlyInTitle ? nil : part
      )
    }
  }

  private static func places(of phrase: [String], in words: [String]) -> [Int] {
    guard let first = phrase.first, words.count >= phrase.count else { return [] }
    return words.indices.dropLast(phrase.count - 1).filter {
      words[$0] == first && words[$0..<($0 + phrase.count)].elementsEqual(phrase)
    }
  }

  /// Runs of letters and digits, in one case and without accents.
  ///
  /// - Parameter text: any.
  /// - Returns: these, in their order.
  package static func words(of text: String) -> [String] {
    SearchableText(text).text.unicodeScalars
      .split { !$0.properties.isAlphabetic && $0.properties.numericType == nil && !$0.isMark }
      .map { folded(String($0)) }
      .filter { !$0.isEmpty }
  }

  private static func folded(_ word: String) -> String {
    if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
    let decomposed = word.decomposedStringWithCanonicalMapping.unicodeScalars.filter { !$0.isMark }
    // A sigma at the end of a word is one.
    return String(String.UnicodeScalarView(decomposed)).lowercased().replacing("ς", with: "σ")
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool { properties.generalCategory == .nonspacingMark }
}
