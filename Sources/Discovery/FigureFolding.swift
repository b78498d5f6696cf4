// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Takes out of a text what changes without anybody editing the page.
///
/// Every run of figures becomes one `#`, and so do dates, times of day, spans such as “3 days ago”
/// and hexadecimal tokens. A text may be as long as a page, so it passes through word by word.
struct FigureFolding {
  private static let figure = "#"

  /// Words that wait for those after them; the first ``settled`` are done and stay for those.
  private var words: [String] = []
  private var settled = 0
  private var waiting = 0
  /// What was folded and is not written yet, because a figure that follows a figure takes its place.
  private var last: String?
  private var folded: [UInt8] = []
  private var isBegun = false

  /// A word looks so far to either side.
  private static let reach = 2
  /// So many words, or bytes of words, are folded at once.
  private static let portion = 4_096
  private static let portionBytes = 64 << 10

  static func folding(_ text: String) -> String {
    var bytes: [UInt8] = []
    var folding = FigureFolding()
    folding.take(text) { bytes += $0 }
    folding.finish { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Folds what comes next of a text; between two portions there is the end of a word.
  mutating func take(_ text: String, writing write: ([UInt8]) -> Void) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for place in bytes.indices where Self.separates(place, in: bytes) {
        take(bytes[start..<place], writing: write)
        start = place + 1
      }
      take(bytes[start...], writing: write)
    }
  }

  /// Writes what is still waiting.
  mutating func finish(writing write: ([UInt8]) -> Void) {
    settle(upTo: words.count)
    writeLast()
    write(folded)
    self = FigureFolding()
  }

  private mutating func take(
    _ word: Slice<UnsafeBufferPointer<UInt8>>,
    writing write: ([UInt8]) -> Void
  ) {
    guard !word.isEmpty else { return }
    words.append(Self.foldingFigures(word))
    waiting += word.count
    guard words.count >= Self.portion || waiting >= Self.portionBytes, words.count > 2 * Self.reach
    else { return }
    waiting = 0
    settle(upTo: words.count - Self.reach)
    words.removeFirst(settled - Self.reach)
    settled = Self.reach
    write(folded)
    folded.removeAll(keepingCapacity: true)
  }

  private mutating func settle(upTo end: Int) {
    for index in settled..<max(settled, end) {
      foldDate(at: index)
      if let last, Self.isFigure(last), Self.isFigure(words[index]) {
        self.last = words[index]
      } else {
        writeLast()
        last = words[index]
      }
    }
    settled = max(settled, end)
  }

  private mutating func writeLast() {
    guard let last else { return }
    if isBegun { folded.append(0x20) }
    isBegun = true
    folded += last.utf8
    self.last = nil
  }

  // A space that carries an accent is another character, and no end of a word.
  private static func separates(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text[place] == 0x20 else { return text[place] == 0x0A }
    let isPlain =
      (place == 0 || text[place - 1] < 0x80) && (place + 1 >= text.count || text[place + 1] < 0x80)
    if isPlain { return true }
    let near = text[max(0, place - 4)..<min(text.count, place + 5)]
    let before = near[..<place].drop { 0x80..<0xC0 ~= $0 }
    var after = near[(place + 1)...]
    while let byte = after.last, 0x80..<0xC0 ~= byte, after.count > 4 { after.removeLast() }
    let characters =
      String(decoding: before, as: UTF8.self) + " " + String(decoding: after, as: UTF8.self)
    let offset = String(decoding: before, as: UTF8.self).unicodeScalars.count
    let index = characters.unicodeScalars.index(characters.startIndex, offsetBy: offset)
    return characters.indices.contains(index) && characters[index] == " "
  }

  /// Folds only figures that count something: “942 downloads”.
  static func foldingCounters(in text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    for index in words.indices.dropFirst() {
      guard kinds[letters(of: words[index])] == .counted,
        words[index - 1].allSatisfy({ !$0.isLetter }), words[index - 1].contains(where: \.isNumber)
      else { continue }
      words[index - 1] = foldingFigures(words[index - 1])
      words[index] = singular(words[index])
    }
    return words.joined(separator: " ")
  }

  private static func foldingFigures(_ word: String) -> String {
    var word = word
    return word.withUTF8 { foldingFigures($0[...]) }
  }

  private static func foldingFigures(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    guard word.contains(where: isDigit) else { return String(decoding: word, as: UTF8.self) }
    if isToken(word) { return figure }
    var folded: [UInt8] = []
    var rest = word
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
  private mutating func foldDate(at index: Int) {
    // Of nearly all words it is enough to know that there is no figure near.
    guard isFigureNear(index, within: Self.reach),
      let kind = Self.kinds[Self.letters(of: words[index])]
    else { return }
    let followsFigure = index > 0 && Self.isFigure(words[index - 1])
    let isPart =
      switch kind {
      case .counted: false
      case .month: isFigureNear(index, within: 1)
      case .weekday: true
      case .halfOfDay: followsFigure
      case .span:
        followsFigure && index + 1 < words.count && Self.letters(of: words[index + 1]) == "ago"
      }
    if kind == .counted, followsFigure { words[index] = Self.singular(words[index]) }
    if isPart { words[index] = Self.figure + words[index].drop(while: \.isLetter) }
  }

  private func isFigureNear(_ index: Int, within reach: Int) -> Bool {
    let near = max(0, index - reach)...min(words.count - 1, index + reach)
    return near.contains { $0 != index && Self.isFigure(words[$0]) }
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
  private static func isToken(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let bare = word.filter { $0 >= 0x80 || isLetter($0) || isDigit($0) }
    return bare.count >= 8
      && bare.allSatisfy { isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private enum Kind {
    /// What figures count.
    case counted
    case span
    case weekday
    case month
    case halfOfDay
  }

  private static let kinds: [String: Kind] = {
    let lists: [(Kind, String)] = [
      (
        .counted,
        """
        click clicks comment comments download downloads hit hits like likes read reads share \
        shares time times view views visit visits visitor visitors
        """
      ),
      (
        .span,
        """
        second seconds minute minutes hour hours day days week weeks month months year years
        """
      ),
      (
        .weekday,
        """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs \
        fri sat sun
        """
      ),
      (
        .month,
        """
        january february march april may june july august september october november december jan \
        feb mar apr jun jul aug sep sept oct nov dec
        """
      ),
      (.halfOfDay, "am pm"),
    ]
    return lists.reduce(into: [:]) { kinds, list in
      for word in list.1.split(separator: " ") { kinds[String(word)] = list.0 }
    }
  }()
}
