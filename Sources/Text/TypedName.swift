// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a person types to name a document: words of its title or of its address.
///
/// A word fits one that begins with it, so that `safeg` is enough for “Safeguarding”. One or two letters, or a number, fit
/// nothing but themselves: “Child A” is not “Child Abuse”, and not every address that has an “a” in it.
package struct TypedName: Hashable, Sendable {
  /// In lower case, letters and digits apart; none where there is neither.
  package let words: [String]

  package init(_ text: String) {
    words = Self.words(of: text)
  }

  /// Whether its words stand in a text one behind the other.
  package func isPhrase(in text: String) -> Bool {
    let said = Self.words(of: PercentCoding.decode(text))
    guard !words.isEmpty, said.count >= words.count else { return false }
    return (0...(said.count - words.count)).contains { start in
      zip(words, said[start...]).allSatisfy(Self.fits)
    }
  }

  /// Whether a text has each of its words, wherever.
  package func isSaid(in text: String) -> Bool {
    let said = Self.words(of: PercentCoding.decode(text))
    return !words.isEmpty && words.allSatisfy { word in said.contains { Self.fits(word, $0) } }
  }

  private static func fits(_ typed: String, _ said: String) -> Bool {
    typed == said || typed.count > 2 && typed.first?.isNumber == false && said.hasPrefix(typed)
  }

  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.lowercased() {
      let belongs = character.isLetter || character.isNumber
      if !word.isEmpty, !belongs || word.last?.isNumber != character.isNumber {
        words.append(word)
        word = ""
      }
      if belongs { word.append(character) }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
