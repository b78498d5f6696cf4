// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Where each word of a page stands, as `pdftotext -tsv` has it.
struct PageLayout: Hashable, Sendable {
  /// A word in its box, in points from the upper left corner of the page.
  struct Word: Hashable, Sendable {
    let text: String
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    /// The number of its line on the page; of words of one line it is the same.
    let line: Int
    /// The same for paragraphs.
    let paragraph: Int
  }

  /// Its number, from 1.
  let number: Int
  /// In points, as the page is before it is turned.
  let width: Double
  let height: Double
  var words: [Word] = []

  /// The text of words, a line for each line, an empty one between paragraphs.
  static func text(of words: some Sequence<Word>) -> String {
    var text = ""
    var last: Word?
    for word in words {
      if let last {
        text += last.paragraph != word.paragraph ? "\n\n" : last.line != word.line ? "\n" : " "
      }
      text += word.text
      last = word
    }
    return text
  }

  /// The letters and digits of a text; by these, what two programs read on a page is compared.
  static func letters(of text: some StringProtocol) -> Int {
    text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }
}

extension PageLayout {
  /// What stands in a row of the table.
  private enum Level: UInt8 {
    case page = 0x31
    case paragraph = 0x33
    case line = 0x34
    case word = 0x35
  }

  /// Reads the table that `pdftotext -tsv` prints; a row that is none is passed over.
  ///
  /// - Parameter table: what it printed; of one that was cut off, the last page may lack words.
  /// - Returns: the pages, in their order.
  static func read(_ table: [UInt8]) -> [PageLayout] {
    var pages: [PageLayout] = []
    var (line, paragraph) = (0, 0)
    for row in table.split(separator: 0x0A) {
      let cells = row.split(separator: 0x09, maxSplits: 11, omittingEmptySubsequences: false)
      guard cells.count == 12, cells[0].count == 1, let level = Level(rawValue: row[row.startIndex])
      else { continue }
      let numbers = cells[6...9].map { Double(String(decoding: $0, as: UTF8.self)) ?? .nan }
      switch level {
      case .page:
        guard let number = Int(String(decoding: cells[1], as: UTF8.self)),
          numbers[2].isFinite, numbers[3].isFinite
        else { continue }
        pages.append(PageLayout(number: number, width: numbers[2], height: numbers[3]))
        (line, paragraph) = (0, 0)
      case .paragraph: paragraph += 1
      case .line: line += 1
      case .word:
        guard numbers.allSatisfy(\.isFinite), !pages.isEmpty else { continue }
        pages[pages.count - 1].words.append(
          Word(
            text: String(octets: Array(cells[11])),
            left: numbers[0],
            top: numbers[1],
            width: numbers[2],
            height: numbers[3],
            line: line,
            paragraph: paragraph
          )
        )
      }
    }
    return pages
  }
}
