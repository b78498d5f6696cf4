// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Text

/// What a person looks for in the text of documents: words, phrases in quotes, beginnings of words, and fields.
///
///     "serious case review" Child D injur* source:merton year:2017
///
/// Whatever is typed is looked for: there are no errors of syntax. Only the beginning of a word that is too short to be
/// told from all others is refused.
package struct SearchQuery: Hashable, Sendable {
  /// Something that a document has to say.
  package enum Term: Hashable, Sendable {
    /// These words, one behind the other.
    case phrase([String])
    /// A word that begins so.
    case beginning(String)
  }

  package private(set) var terms: [Term] = []
  /// Ids of sources, one of which has to list the document.
  package private(set) var sources: [String] = []
  package private(set) var years: [Int] = []
  /// Words of standings, one of which the document has to have.
  package private(set) var standings: [String] = []
  /// Whether older versions are looked into, too.
  package private(set) var isOfAllVersions = false
  /// Beginnings that are too short.
  package private(set) var tooShort: [String] = []
  /// Whether more is looked for than a search takes.
  package private(set) var isTooLong = false

  /// So many letters a beginning has to have.
  package static let shortestBeginning = 3
  package static let mostTerms = 64

  package init(_ text: String) {
    // In the form that texts are searched in.
    let text = SearchableText(text).text
    var rest = text[...]
    var count = 0
    while let first = rest.first(where: { !$0.isWhitespace }) {
      count += 1
      guard count <= Self.mostTerms else {
        isTooLong = true
        break
      }
      rest = rest.drop(while: \.isWhitespace)
      if Self.isQuote(first) {
        let inside = rest.dropFirst().prefix { !Self.isQuote($0) }
        rest = rest[inside.endIndex...].dropFirst()
        add(phrase: inside)
        continue
      }
      let word = rest.prefix { !$0.isWhitespace && !Self.isQuote($0) }
      rest = rest[word.endIndex...]
      if !takeField(word) { add(word) }
    }
  }

  /// The same, but that words which were meant in a row may stand in any order; nil where none were.
  package var inAnyOrder: SearchQuery? {
    var query = self
    query.terms = terms.flatMap { term -> [Term] in
      guard case .phrase(let words) = term else { return [term] }
      return words.map { .phrase([$0]) }
    }
    return query.terms.count == terms.count ? nil : query
  }

  /// Whether nothing is looked for.
  package var isEmpty: Bool {
    terms.isEmpty && sources.isEmpty && years.isEmpty && standings.isEmpty
  }

  /// Whether not all documents that have the words will do.
  var isNarrow: Bool {
    !sources.isEmpty || !years.isEmpty || !standings.isEmpty || !beginnings.isEmpty
  }

  /// Why it cannot be looked for, in a clause; nil where it can.
  package var refusal: String? {
    if let beginning = tooShort.first {
      return
        "“\(beginning)*” begins too many words; type \(Self.shortestBeginning) letters or more before the *"
    }
    if let standing = standings.first(where: { !Standing.words.contains($0) }) {
      return "“\(standing)” is no standing; the words are \(Standing.words.joined(separator: ", "))"
    }
    if isTooLong { return "that is more than \(Self.mostTerms) words; leave some out" }
    return isEmpty ? "there is no word in what is to be found; type one" : nil
  }

  private static func isQuote(_ character: Character) -> Bool { "\"“”„«»".contains(character) }

  /// - Returns: false where it is a word like any other.
  private mutating func takeField(_ word: Substring) -> Bool {
    guard let colon = word.firstIndex(of: ":") else { return false }
    let value = word[word.index(after: colon)...].lowercased()
    guard !value.isEmpty else { return false }
    switch word[..<colon].lowercased() {
    case "source": sources.append(value)
    case "standing": standings.append(value)
    case "version" where value == "all": isOfAllVersions = true
    case "year":
      guard let year = Int(value), (1_000...9_999).contains(year) else { return false }
      years.append(year)
    default: return false
    }
    return true
  }

  private mutating func add(_ word: Substring) {
    let words = Self.words(of: word)
    guard word.last == "*", let last = words.last else { return add(words) }
    guard last.unicodeScalars.count >= Self.shortestBeginning else {
      tooShort.append(last)
      return add(words.dropLast())
    }
    add(words.dropLast())
    terms.append(.beginning(last))
  }

  private mutating func add(phrase: Substring) { add(Self.words(of: phrase)) }

  private mutating func add(_ words: some Collection<String>) {
    if !words.isEmpty { terms.append(.phrase(Array(words))) }
  }

  /// The words in a text as the index cuts them: whatever is neither letter, digit nor mark stands between.
  private static func words(of text: Substring) -> [String] {
    text.precomposedWords.filter { !$0.isEmpty }
  }

  /// What is looked for by its whole words, as SQLite's full-text search takes it; nil for nothing.
  ///
  /// Every word stands in quotes, so that none of them is syntax.
  ///
  /// Source: <https://www.sqlite.org/fts5.html#full_text_query_syntax>
  var wordExpression: String? {
    let phrases = terms.compactMap { term -> String? in
      guard case .phrase(let words) = term else { return nil }
      return "\"\(words.joined(separator: " "))\""
    }
    return phrases.isEmpty ? nil : phrases.joined(separator: " ")
  }

  /// The beginnings that are looked for; nil for none.
  var beginningExpression: String? {
    let all = beginnings.map { "\"\($0)\" *" }
    return all.isEmpty ? nil : all.joined(separator: " ")
  }

  var beginnings: [String] {
    terms.compactMap { if case .beginning(let word) = $0 { word } else { nil } }
  }
}

extension Substring {
  fileprivate var precomposedWords: [String] {
    unicodeScalars.split { scalar in
      let properties = scalar.properties
      return
        !(properties.isAlphabetic || properties.numericType != nil
        || properties.generalCategory == .nonspacingMark)
    }.map { String(Substring($0)) }
  }
}
