// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import ArgumentParser
import Foundation
import Night
import Reporting
import Scheduling

// What is typed after an option, and what is said where it is not right: which words or units are.

/// A length of time: `90m`, `2h`.
struct TimeArgument {
  let duration: Duration

  init(_ text: String) throws {
    guard let duration = Amounts.duration(text), duration > .zero else {
      throw ValidationError("a number and a unit belong here (ms, s, m, h or d): 90s, 15m, 2h")
    }
    self.duration = duration
  }
}

/// An amount of bytes: `500MB`, `2GB`.
struct SizeArgument {
  let bytes: Int64

  init(_ text: String) throws {
    guard let bytes = Amounts.bytes(text), bytes > 0 else {
      throw ValidationError("a number and a unit belong here (B, kB, MB, GB or TB): 500MB, 2GB")
    }
    self.bytes = bytes
  }
}

/// How many of something are shown.
struct CountArgument {
  let count: Int

  init(count: Int) { self.count = count }

  init(_ text: String) throws {
    guard let count = Int(text), (1...1_000).contains(count) else {
      throw ValidationError("a number from 1 to 1000 belongs here")
    }
    self.count = count
  }
}

/// A version's number: `2`, `v2`.
struct VersionArgument {
  let number: Int

  init(_ text: String) throws {
    guard let number = Int(text.trimmingPrefix("v")), number > 0 else {
      throw ValidationError("a version's number belongs here: 2 or v2")
    }
    self.number = number
  }
}

/// One of several parts: `2/7`.
struct SliceArgument {
  let part: Int
  let parts: Int

  init(_ text: String) throws {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], parts >= 1,
      parts <= 100_000, (1...parts).contains(part)
    else {
      throw ValidationError("which part of how many belongs here, counted from 1: 2/7")
    }
    (self.part, self.parts) = (part, parts)
  }
}

/// A day, or a time: `2020-06-30`, `2020-06-30T12:00:00Z`.
struct DayArgument {
  /// When the day begins, or the time itself.
  let start: Date
  /// When its last second does, or the time itself.
  let end: Date

  init(_ text: String) throws {
    if let time = try? Date(text, strategy: .iso8601), Self.isDay(text.prefix(10), of: time) {
      (start, end) = (time, time)
    } else if let start = try? Date(text + "T00:00:00Z", strategy: .iso8601),
      let end = try? Date(text + "T23:59:59Z", strategy: .iso8601), Self.isDay(text[...], of: start)
    {
      (self.start, self.end) = (start, end)
    } else {
      throw ValidationError(
        "a day of the calendar belongs here, 2020-06-30, or a time of UTC, 2020-06-30T12:00:00Z"
      )
    }
  }

  /// Whether there is such a day: the 31st of November is read as the 1st of December.
  ///
  /// A time with another offset may fall on the day before or after.
  private static func isDay(_ text: Substring, of time: Date) -> Bool {
    [-86_400.0, 0, 86_400].contains { text == Readable.day(time.addingTimeInterval($0)) }
  }
}

/// A time of the day: `02:20`.
struct ClockArgument {
  let time: ClockTime

  init(_ text: String) throws {
    guard let time = ClockTime(text) else {
      throw ValidationError("a time of the day belongs here, in hours and minutes: 02:20")
    }
    self.time = time
  }
}

/// One of some words: an order of documents, a form of a citation.
struct WordArgument<Word: RawRepresentable<String> & CaseIterable> {
  let word: Word

  init(_ text: String) throws {
    guard let word = Word(rawValue: text) else {
      throw ValidationError(WordList.fault(text, among: Word.allCases.map(\.rawValue)))
    }
    self.word = word
  }
}

/// Kinds of news.
struct NewsWords: CustomStringConvertible {
  let words: Set<News>

  init(words: Set<News>) {
    self.words = words
  }

  init(_ text: String) throws {
    let known = News.allCases.map(\.word)
    words = Set(try WordList(text, of: known).words.compactMap { News(rawValue: $0) })
  }

  var description: String {
    words.isEmpty ? WordList.none : words.map(\.word).sorted().joined(separator: ",")
  }
}

/// Classes of links.
struct LinkClasses: CustomStringConvertible {
  let words: Set<LinkCheckReport.Class>

  init(words: Set<LinkCheckReport.Class>) {
    self.words = words
  }

  init(_ text: String) throws {
    let known = LinkCheckReport.Class.allCases.filter { $0 != .alive }.map(\.rawValue)
    words = Set(
      try WordList(text, of: known).words.compactMap { LinkCheckReport.Class(rawValue: $0) }
    )
  }

  var description: String {
    words.isEmpty ? WordList.none : words.map(\.rawValue).sorted().joined(separator: ",")
  }
}

/// Words with commas between them, or `none`.
private struct WordList {
  static let none = "none"

  let words: [String]

  init(_ text: String, of known: [String]) throws {
    guard text != Self.none else {
      words = []
      return
    }
    words = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    for word in words where !known.contains(word) {
      throw ValidationError(Self.fault(word, among: known + [Self.none]))
    }
  }

  static func fault(_ word: String, among known: [String]) -> String {
    let nearest = Spelling.nearest(to: word, among: known).map { "did you mean “\($0)”? " } ?? ""
    return
      "“\(word)” is none of the words here; \(nearest)they are \(known.joined(separator: ", "))"
  }
}

extension String {
  /// Refuses a path of no letters, as an unset variable of a shell leaves it.
  func requirePath(of name: String) throws {
    guard isEmpty else { return }
    throw ValidationError("\(name) is empty; a path belongs there")
  }

  /// Refuses what stands for words in a record and is none, or too long for one.
  func requireWords(of name: String) throws {
    guard contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("\(name) is empty; a few words belong there")
    }
    guard count <= Decision.longestNote else {
      throw ValidationError("\(name) is longer than \(Decision.longestNote) characters")
    }
  }
}
