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
    /// The same, or in one, where a line ended at its hyphen: "self-harm".
    case compound([String])
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
    while let first = rest.first(where: { !$0.isWhitespace }) {
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
      guard wordCount <= Self.mostTerms else {
        isTooLong = true
        break
      }
    }
    isTooLong = isTooLong || wordCount > Self.mostTerms
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

  /// The same, in older versions, too.
  var inAllVersions: SearchQuery {
    var query = self
    query.isOfAllVersions = true
    return query
  }

  private var wordCount: Int {
    let words = terms.reduce(0) { count, term in
      switch term {
      case .phrase(let words), .compound(let words): count + words.count
      case .beginning: count + 1
      }
    }
    return words + sources.count + years.count + standings.count + tooShort.count
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

  private static func isOfCompound(_ character: Character) -> Bool {
    character.isLetter || character == "-" || character == "\u{2010}"
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
    guard word.last == "*", let last = words.last else {
      let isCompound = words.count > 1 && !word.contains { !Self.isOfCompound($0) }
      return isCompound ? terms.append(.compound(words)) : add(words)
    }
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
  /// Every word stands in quotes, so that none of them is syntax. What has no word in it for SQLite is passed over.
  ///
  /// Source: <https://www.sqlite.org/fts5.html#full_text_query_syntax>
  ///
  /// - Parameter tokens: the words of a text as SQLite cuts them, which knows fewer letters than Unicode has by now.
  /// - Returns: the expression.
  /// - Throws: what `tokens` throws.
  func wordExpression(_ tokens: (String) throws -> [String]) rethrows -> String? {
    let phrases = try terms.compactMap { term -> String? in
      switch term {
      case .beginning: return nil
      case .phrase(let words): return Self.quoted(try words.flatMap(tokens))
      case .compound(let words):
        let forms = [try words.flatMap(tokens), try tokens(words.joined())].compactMap(Self.quoted)
        return forms.isEmpty ? nil : "(\(forms.joined(separator: " OR ")))"
      }
    }
    return phrases.isEmpty ? nil : phrases.joined(separator: " AND ")
  }

  /// The beginnings that are looked for; nil for none.
  ///
  /// A word that SQLite cuts into several has its last piece for a beginning, where that is long enough for one.
  func beginningExpression(_ tokens: (String) throws -> [String]) rethrows -> String? {
    let all = try beginnings.flatMap { beginning -> [String] in
      let pieces = try tokens(beginning)
      return pieces.enumerated().map { index, piece in
        let isLast = index == pieces.count - 1
        let isLong = piece.unicodeScalars.count >= Self.shortestBeginning
        return "\"\(piece)\"" + (isLast && isLong ? " *" : "")
      }
    }
    return all.isEmpty ? nil : all.joined(separator: " AND ")
  }

  private static func quoted(_ tokens: [String]) -> String? {
    tokens.isEmpty ? nil : "\"\(tokens.joined(separator: " "))\""
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
