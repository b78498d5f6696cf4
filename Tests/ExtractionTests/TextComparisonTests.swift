// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Support
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `A comparison of two texts` {
  private static let first = [
    "Child A: review\n\nThe panel met two times and heard six services.\n\nIt found that each knew a part.",
    "What was learnt\n\nAsk who else knows the family.\n\nWrite down what was agreed.",
  ]

  /// The changes, a line each.
  private static func changes(_ old: [String], _ new: [String]) -> [String] {
    TextComparison(old, new).changes.map { change in
      switch change {
      case .added(let new): "+\(new.part) \(new.text)"
      case .removed(let old): "-\(old.part) \(old.text)"
      case .changed(_, let new, let words):
        "\(new.part) "
          + words.map { run in
            switch run.side {
            case .both: run.text
            case .old: "[\(run.text)]"
            case .new: "{\(run.text)}"
            }
          }.joined(separator: " ")
      }
    }
  }

  @Test func `of the same text finds nothing, however its lines are broken`() {
    #expect(TextComparison(Self.first, Self.first).isSame)
    let broken = Self.first.map { $0.replacing("two times", with: "two\ntimes") }
    #expect(TextComparison(Self.first, broken).isSame)
    #expect(TextComparison([], []).isSame)
    #expect(TextComparison(["\u{FB01}nd it, hyphen-\nated"], ["find it, hyphenated"]).isSame)
  }

  @Test func `names the words that changed, and the parts they stand in`() {
    var second = Self.first
    second[0] = second[0].replacing("two times", with: "three times")
    second[1] = second[1].replacing("who else knows", with: "who knows")
    #expect(
      Self.changes(Self.first, second) == [
        "1 The panel met [two] {three} times and heard six services.",
        "2 Ask who [else] knows the family.",
      ]
    )
  }

  @Test func `knows a page that was put in from all that stands behind it`() {
    let second = [Self.first[0], "A letter\n\nNobody wrote it.", Self.first[1]]
    let comparison = TextComparison(Self.first, second)
    #expect(comparison.newParts == [2] && comparison.goneParts.isEmpty && !comparison.isRewritten)
    #expect(comparison.changes.count == 2)
    let back = TextComparison(second, Self.first)
    #expect(back.goneParts == [2] && back.newParts.isEmpty)
  }

  @Test func `says so where it is another text`() {
    let other = [
      "Annual report\n\nThe board met in spring.",
      "Figures\n\nThere were none to be had this year.",
    ]
    #expect(TextComparison(Self.first, other).isRewritten)
    #expect(!TextComparison(Self.first, Self.first + other.prefix(1)).isRewritten)
  }

  /// What stayed and what was taken out make the old text, what stayed and what was put in the new one.
  @Test func `loses no word of either, whatever they are`() {
    Fuzz.run(300) { random in
      func text(_ random: inout some RandomNumberGenerator) -> [String] {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
              ["a", "b", "c", "d", "e", "review"].randomElement(using: &random) ?? ""
            }.joined(separator: " ")
          }.joined(separator: "\n\n")
        }
      }
      let (old, new) = (text(&random), text(&random))
      var (removed, added): ([String], [String]) = ([], [])
      for change in TextComparison(old, new).changes {
        switch change {
        case .added(let new): added += new.words.map(String.init)
        case .removed(let old): removed += old.words.map(String.init)
        case .changed(let before, let after, let words):
          let was = Self.words(of: words, .old)
          let `is` = Self.words(of: words, .new)
          #expect(was == before.words.map(String.init))
          #expect(`is` == after.words.map(String.init))
          removed += was
          added += `is`
        }
      }
      func all(_ parts: [String]) -> [String] {
        parts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
      }
      func bag(_ words: [String]) -> [String: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }
      let (before, after) = (bag(all(old)), bag(all(new)))
      let (out, put) = (bag(removed), bag(added))
      for (word, count) in before {
        let kept: Int = count - out[word, default: 0]
        let left: Int = after[word, default: 0] - put[word, default: 0]
        #expect(kept >= 0 && kept == left, "\(word)")
      }
    }
  }

  private static func words(
    of runs: [TextComparison.Words],
    _ side: TextComparison.Words.Side
  ) -> [String] {
    let said = runs.filter { $0.side == side || $0.side == .both }
    return said.flatMap { $0.text.split(separator: " ").map(String.init) }
  }

  @Test func `of long texts that have nothing in common ends`() {
    func text(_ word: String) -> [String] {
      (0..<400).map { page in
        (0..<40).map { "\(word)\(page) \(word)\($0) \(word)" }.joined(separator: "\n\n")
      }
    }
    #expect(TextComparison(text("a"), text("b")).isRewritten)
    let same = (0..<20_000).map { _ in "the same line" }.joined(separator: "\n\n")
    #expect(!TextComparison([same], [same + "\n\nand another"]).isRewritten)
  }
}
