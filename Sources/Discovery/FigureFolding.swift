// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Takes out of a text what changes without anybody editing the page.
///
/// Every run of figures becomes one `#`, and so do dates, times of day, spans such as “3 days ago”
/// and hexadecimal tokens.
enum FigureFolding {
  private static let figure = "#"

  static func folding(_ text: String) -> String {
    var words = text.split { $0 == " " || $0 == "\n" }.map(foldingFigures)
    foldDates(in: &words)
    var folded: [String] = []
    for word in words {
      let isRepeated = isFigure(word) && folded.last.map(isFigure) ?? false
      if isRepeated { folded.removeLast() }
      folded.append(word)
    }
    return folded.joined(separator: " ")
  }

  /// Folds only figures that count something: “942 downloads”.
  static func foldingCounters(in text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    for index in words.indices.dropFirst() {
      guard counted.contains(letters(of: words[index])),
        words[index - 1].allSatisfy({ !$0.isLetter }), words[index - 1].contains(where: \.isNumber)
      else { continue }
      words[index - 1] = foldingFigures(words[index - 1][...])
      words[index] = singular(words[index])
    }
    return words.joined(separator: " ")
  }

  private static func foldingFigures(_ word: Substring) -> String {
    guard word.utf8.contains(where: isDigit) else { return String(word) }
    if isToken(word) { return figure }
    var folded: [UInt8] = []
    var rest = Array(word.utf8)[...]
    while let byte = rest.popFirst() {
      guard isDigit(byte) else {
        folded.append(byte)
        continue
      }
      folded.append(contentsOf: figure.utf8)
      // 1,631,561 and 16:05 and 12/03/2024 are one figure each.
      while let next = rest.first {
        if isDigit(next) {
          rest = rest.dropFirst()
        } else if ",.:/-".utf8.contains(next), rest.count > 1, isDigit(rest[rest.startIndex + 1]) {
          rest = rest.dropFirst(2)
        } else {
          break
        }
      }
      for ending in ["st", "nd", "rd", "th", "am", "pm"] {
        let after = rest.dropFirst(2).first
        if rest.starts(with: ending.utf8), after.map({ !isLetter($0) }) ?? true {
          rest = rest.dropFirst(2)
        }
      }
    }
    return String(decoding: folded, as: UTF8.self)
  }

  /// Folds the words of a date, which without their figures would still change from day to day.
  private static func foldDates(in words: inout [String]) {
    for index in words.indices {
      let word = letters(of: words[index])
      if counted.contains(word), index > 0, isFigure(words[index - 1]) {
        words[index] = singular(words[index])
      }
      let isPart =
        switch word {
        case _ where months.contains(word): isFigure(near: index, in: words, within: 1)
        case _ where weekdays.contains(word): isFigure(near: index, in: words, within: 2)
        case "am", "pm": index > 0 && isFigure(words[index - 1])
        case _ where spans.contains(word):
          index > 0 && isFigure(words[index - 1]) && index + 1 < words.count
            && letters(of: words[index + 1]) == "ago"
        default: false
        }
      if isPart { words[index] = figure + words[index].drop(while: \.isLetter) }
    }
  }

  private static func isFigure(near index: Int, in words: [String], within reach: Int) -> Bool {
    let near = max(0, index - reach)...min(words.count - 1, index + reach)
    return near.contains { $0 != index && isFigure(words[$0]) }
  }

  private static func isFigure(_ word: String) -> Bool {
    word.utf8.first == UInt8(ascii: "#") && !word.utf8.contains(where: isLetter)
  }

  /// The Latin letters of a word, in lower case.
  private static func letters(of word: String) -> String {
    String(decoding: word.utf8.lazy.filter(isLetter).map { $0 | 0x20 }, as: UTF8.self)
  }

  /// “1 download” becomes “2 downloads”.
  private static func singular(_ word: String) -> String {
    guard let end = word.lastIndex(where: \.isLetter), word[end] == "s" else { return word }
    return String(word[..<end]) + word[word.index(after: end)...]
  }

  /// Session keys and the like: long, hexadecimal, with figures in them.
  private static func isToken(_ word: Substring) -> Bool {
    let bare = word.utf8.filter { $0 >= 0x80 || isLetter($0) || isDigit($0) }
    return bare.count >= 8
      && bare.allSatisfy { isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private static let counted: Set<String> = [
    "click", "clicks", "comment", "comments", "download", "downloads", "hit", "hits", "like",
    "likes", "read", "reads", "share", "shares", "time", "times", "view", "views", "visit",
    "visits", "visitor", "visitors",
  ]
  private static let spans: Set<String> = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years",
  ]
  private static let weekdays: Set<String> = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
  ]
  private static let months: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  ]
}
