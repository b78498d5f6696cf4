// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension LinkText {
  /// A text without what changes while nobody edits the document's name: sizes, counters, dates of checking.
  ///
  ///     “Child D (PDF, 212 KB)”              Child D (PDF)
  ///     “Child D 92.98 KB 942 downloads”     Child D
  ///     “Annual report 2019”                 the same
  static func withoutFigures(_ text: String) -> String {
    guard mayHoldFigures(text) else { return text }
    var words = text.split(separator: " ").map(String.init)
    let cores = words.map(core)
    var isChanged = false
    for index in words.indices {
      let count = figures(at: index, in: cores)
      guard count > 0 else { continue }
      isChanged = true
      // A bracket that opened or closes around other words stays.
      let taken = words[index..<index + count].joined()
      words[index] = taken.brackets
      for following in index + 1..<index + count { words[following] = "" }
    }
    return isChanged ? tidied(words) : text
  }

  /// Whether there is a digit in a text, and a word that begins like one that makes figures of digits.
  ///
  /// Most titles have a year and no such word; to look at each of their words would cost more than reading the page.
  private static func mayHoldFigures(_ text: String) -> Bool {
    var hasDigit = false
    var hasMark = false
    // The letters since a word began, in lower case, and how many they are.
    var word: UInt32 = 0
    var length = 0
    for byte in text.utf8 {
      let letter = byte | 0x20
      if 0x61...0x7A ~= letter {
        word = word << 8 | UInt32(letter)
        length += 1
        if length == 2 || length == 3 { hasMark = hasMark || beginnings.contains(word) }
        continue
      }
      if 0x30...0x39 ~= byte { hasDigit = true }
      // Lower case makes “kb” of “K” (U+212A) and “B”, too.
      if byte >= 0x80 {
        hasMark = hasMark || byte == 0xE2 && text.unicodeScalars.contains("\u{212A}")
      }
      (word, length) = (0, 0)
    }
    return hasDigit && hasMark
  }

  /// How such words begin: by their first three letters, or all two.
  private static let beginnings: Set<UInt32> = Set(
    units.union(counted).union(checked).union(["downloaded", "viewed", "last"])
      .map { $0.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }
  )

  /// How many words from one on are a size, a counter or a date of checking; 0 for none.
  private static func figures(at index: Int, in words: [String]) -> Int {
    func word(_ offset: Int) -> String {
      words.indices.contains(index + offset) ? words[index + offset] : ""
    }
    if let size = size(word(0), word(1)) { return size }
    if isSizeMark(word(0)), let size = size(word(1), word(2)) { return 1 + size }
    if word(0) == "file", isSizeMark(word(1)), let size = size(word(2), word(3)) { return 2 + size }
    if isNumber(word(0)), counted.contains(word(1)) { return 2 }
    if ["clicks:", "downloads:", "hits:"].contains(word(0)), isNumber(word(1)) { return 2 }
    if ["downloaded", "viewed"].contains(word(0)), isNumber(word(1)), word(2).hasPrefix("time") {
      return 3
    }
    return checking(word)
  }

  private static func isSizeMark(_ word: String) -> Bool { word == "size" || word == "size:" }

  private static func size(_ number: String, _ unit: String) -> Int? {
    if isNumber(number), units.contains(unit) { return 2 }
    let own = number.drop { $0.isNumber || $0 == "." || $0 == "," }
    return own.startIndex > number.startIndex && units.contains(String(own)) ? 1 : nil
  }

  /// How many words “last checked: 3 May 2024, 09:12” has.
  private static func checking(_ word: (Int) -> String) -> Int {
    var count = 0
    func bare(_ offset: Int) -> String { word(offset).filter { $0 != ":" } }
    if bare(0) == "last", checkedLast.contains(bare(1)) {
      count = 2
    } else if checked.contains(bare(0)) {
      count = 1
    } else {
      return 0
    }
    if word(count) == "on" { count += 1 }
    guard let date = date(word, from: count) else { return 0 }
    count += date
    if word(count) == "at" { count += 1 }
    if word(count).contains(":"), isFigures(word(count), marks: ":") { count += 1 }
    return count
  }

  private static func date(_ word: (Int) -> String, from start: Int) -> Int? {
    let first = word(start)
    if first.count >= 6, isFigures(first, marks: "/.-") { return 1 }
    let isDay = first.first?.isNumber == true && first.count <= 4
    guard isDay, dates.contains(word(start + 1)[...]), isNumber(word(start + 2)) else { return nil }
    return 3
  }

  private static func isNumber(_ word: String) -> Bool { isFigures(word, marks: ".,") }

  private static func isFigures(_ word: String, marks: String) -> Bool {
    word.first?.isNumber == true && word.allSatisfy { $0.isNumber || marks.contains($0) }
  }

  /// A word in lower case without the marks around it, but for a colon behind it.
  private static func core(_ word: String) -> String {
    let bare = word.lowercased().drop { !$0.isLetter && !$0.isNumber }
    guard let end = bare.lastIndex(where: { $0.isLetter || $0.isNumber }) else { return "" }
    let after = bare.index(after: end)
    return String(bare[...end]) + (bare[after...].first == ":" ? ":" : "")
  }

  static let units: Set<String> = ["bytes", "kb", "kib", "mb", "mib", "gb", "gib"]
  static let counted: Set<String> = [
    "click", "clicks", "download", "downloads", "hit", "hits", "view", "views", "visit", "visits",
  ]
  static let checked: Set<String> = ["accessed", "checked", "verified"]
  static let checkedLast = checked.union(["modified", "reviewed", "updated", "viewed"])

  /// Puts right what stood around words that were taken out.
  private static func tidied(_ words: [String]) -> String {
    let separators: Set<Character> = [" ", ",", ";", ":", "/", "|", "–", "-", "•", "·"]
    var text = ""
    for word in words where !word.isEmpty {
      if word.first.map({ ")]".contains($0) }) == true {
        while let last = text.last, separators.contains(last) { text.removeLast() }
        if let last = text.last, "([".contains(last) {
          text.removeLast()
          continue
        }
        text += word
        continue
      }
      let begins = text.isEmpty || text.last.map { "([".contains($0) } == true
      if begins, word.allSatisfy(separators.contains) { continue }
      if word.count == 1, let mark = word.first, separators.contains(mark),
        text.last.map(separators.contains) == true
      {
        continue
      }
      text += begins ? word : " " + word
    }
    while let last = text.last, separators.contains(last) { text.removeLast() }
    return text.isEmpty ? "" : String(text.drop(while: separators.contains))
  }

  /// A text without the words that only lead on to a link: “The summary is (here)”.
  static func withoutEnd(_ text: String) -> String {
    let leading: Set<String> = [
      "is", "are", "can", "be", "found", "available", "at", "from", "the", "to", "see", "read",
      "download", "view",
    ]
    var words = text.split(separator: " ")
    while let last = words.last,
      leading.contains(last.lowercased().filter(\.isLetter))
        || !last.contains(where: { $0.isLetter || $0.isNumber })
    {
      words.removeLast()
    }
    let marks: Set<Character> = [":", ",", ";", "–", "-", "(", "["]
    var shorter = words.joined(separator: " ")
    while let last = shorter.last, marks.contains(last) { shorter.removeLast() }
    return shorter
  }
}

extension Link {
  /// Whether two texts of a link differ in nothing but sizes, counters and dates of checking.
  package static func isSameText(_ left: String, _ right: String) -> Bool {
    left == right || lastingText(left) == lastingText(right)
  }

  /// A link's text without sizes, counters and dates of checking, which are others each night.
  package static func lastingText(_ text: String) -> String { LinkText.withoutFigures(text) }
}

extension String {
  /// Its brackets that have no partner in it.
  fileprivate var brackets: String {
    var left = ""
    for character in self where "()[]".contains(character) {
      if ")]".contains(character), left.last.map({ "([".contains($0) }) == true {
        left.removeLast()
      } else {
        left.append(character)
      }
    }
    return left
  }
}
