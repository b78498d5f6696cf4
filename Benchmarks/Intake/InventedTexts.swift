// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Foundation
import Records
import SystemPackage

/// Puts an invented text for each version of an archive into its index, as `hanaper index` does with those that it reads.
///
/// Words are as frequent as in a language: the n-th of them a tenth as often as one in the n-th of all (Zipf's law).
struct InventedTexts {
  private let folder: FilePath
  private let count: Int
  private static let vocabulary = 200_000
  /// Of 28 kB as a rule: a report of eleven pages.
  private static let wordsOfText = 4_500
  private static let wordsOfPassage = 45
  private static let passagesOfPage = 10

  init(_ folder: FilePath, _ count: Int) {
    self.folder = folder
    self.count = count
  }

  func run() async throws -> String {
    let archive = try Archive(opening: folder)
    let catalogue = try await archive.catalogue()
    let index = try await archive.textIndex()
    var dice = Dice()
    let spoken = Self.spoken(&dice)
    var figures = Figures(of: count)
    var number = 0
    var versions: [Version] = []
    try await catalogue.forEachVersion { versions += $0 }
    for start in stride(from: 0, to: versions.count, by: 32) {
      let texts = versions[start..<min(start + 32, versions.count)].map { version in
        ReadText(
          address: version.address,
          version: version.number,
          digest: version.digest,
          capturedAt: version.capturedAt,
          title: version.title,
          fileName: version.fileName,
          sources: ["sample"],
          years: [2010 + Int.random(in: 0..<16, using: &dice)],
          parts: Self.parts(of: spoken, &dice),
          part: "page"
        )
      }
      try await index.take(texts)
      for _ in texts {
        number += 1
        try figures.passed(number)
      }
    }
    try index.close()
    try await catalogue.close()
    return try figures.finish()
  }

  /// The pages of one text: passages of what is spoken, in an order of their own.
  private static func parts(of spoken: [String], _ dice: inout Dice) -> [String] {
    let passages = wordsOfText / wordsOfPassage
    return stride(from: 0, to: passages, by: passagesOfPage).map { _ in
      (0..<passagesOfPage).map { _ in
        let start = Int.random(in: 0..<(spoken.count - wordsOfPassage), using: &dice)
        return spoken[start..<(start + wordsOfPassage)].joined(separator: " ")
      }.joined(separator: "\n\n")
    }
  }

  /// A long stretch of words from which passages are cut.
  private static func spoken(_ dice: inout Dice) -> [String] {
    let syllables = [
      "ba", "ker", "lo", "min", "ta", "ros", "fen", "du", "sil", "ga", "pre", "shu", "on", "ith",
      "we",
    ]
    let words = (0..<vocabulary).map { number in
      var (word, rest) = ("", number)
      repeat {
        word += syllables[rest % syllables.count]
        rest /= syllables.count
      } while rest > 0
      return word
    }
    // As many as the sum of 1/n: a number drawn there falls on the n-th as often as that is used.
    let whole = log(Double(vocabulary))
    return (0..<4_000_000).map { _ in
      words[min(vocabulary - 1, Int(exp(Double.random(in: 0..<whole, using: &dice))) - 1)]
    }
  }
}
