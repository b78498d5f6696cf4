// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What changed between two versions of a text, as a reader would say it: parts that are new or gone, paragraphs that were
/// added, taken out or changed, and in these the words.
package struct TextComparison: Sendable {
  /// A run of words, in both or in one of the two.
  package struct Words: Hashable, Sendable {
    package enum Side: Hashable, Sendable {
      case both, old, new
    }

    package let text: String
    package let side: Side
  }

  package enum Change: Sendable {
    case added(Paragraph)
    case removed(Paragraph)
    /// The paragraph as it was and as it is, and its words one behind the other.
    case changed(Paragraph, Paragraph, [Words])
  }

  /// In the order of the text.
  package private(set) var changes: [Change] = []
  /// Parts of the new text that stand nowhere in the old one, from 1.
  package private(set) var newParts: [Int] = []
  /// Parts of the old text that stand nowhere in the new one, from 1.
  package private(set) var goneParts: [Int] = []
  /// Whether so little of the old is left that the changes say nothing.
  package private(set) var isRewritten = false

  package var isSame: Bool { changes.isEmpty }

  /// Less than this share of all words in common is another text.
  private static let leastCommon = 0.2
  /// Paragraphs that have so much in common are the same one, changed.
  private static let leastAlike = 0.5
  /// So many paragraphs of a stretch are compared with each other.
  private static let mostPaired = 60
  private static let mostWords = 3_000

  /// - Parameters:
  ///   - old: the text of each part as it was.
  ///   - new: as it is.
  package init(_ old: [String], _ new: [String]) {
    let (before, after) = (Paragraph.all(of: old), Paragraph.all(of: new))
    let pairs = Alignment(before, after).pairs
    let common = pairs.reduce(0) { $0 + before[$1.old].words.count }
    let all = max(before.reduce(0) { $0 + $1.words.count }, after.reduce(0) { $0 + $1.words.count })
    var (from, to) = (0, 0)
    var kept = 0
    for pair in pairs + [(before.count, after.count)] {
      kept += take(before[from..<pair.old], after[to..<pair.new])
      (from, to) = (pair.old + 1, pair.new + 1)
    }
    isRewritten = all > 0 && Double(common + kept) / Double(all) < Self.leastCommon
    let added = Set(changes.compactMap { if case .added(let new) = $0 { new.part } else { nil } })
    let removed = Set(
      changes.compactMap { if case .removed(let old) = $0 { old.part } else { nil } }
    )
    var heldAfter = Set(pairs.map { after[$0.new].part })
    var heldBefore = Set(pairs.map { before[$0.old].part })
    for case .changed(let old, let new, _) in changes {
      heldAfter.insert(new.part)
      heldBefore.insert(old.part)
    }
    newParts = added.subtracting(heldAfter).sorted()
    goneParts = removed.subtracting(heldBefore).sorted()
  }

  /// Takes in a stretch in which nothing is the same.
  ///
  /// - Returns: how many words of it are in both.
  private mutating func take(_ old: ArraySlice<Paragraph>, _ new: ArraySlice<Paragraph>) -> Int {
    var rest = new
    var kept = 0
    for paragraph in old {
      // The first that is like it; those before it are new.
      let like = rest.prefix(Self.mostPaired).firstIndex {
        paragraph.likeness(to: $0) >= Self.leastAlike
      }
      guard let like else {
        changes.append(.removed(paragraph))
        continue
      }
      changes += rest[..<like].map(Change.added)
      let words = Self.words(of: paragraph, rest[like])
      kept += words.lazy.filter { $0.side == .both }.reduce(0) {
        $0 + $1.text.split(separator: " ").count
      }
      changes.append(.changed(paragraph, rest[like], words))
      rest = rest[(like + 1)...]
    }
    changes += rest.map(Change.added)
    return kept
  }

  private static func words(of old: Paragraph, _ new: Paragraph) -> [Words] {
    guard old.words.count + new.words.count <= mostWords else {
      return [Words(text: old.text, side: .old), Words(text: new.text, side: .new)]
    }
    var runs: [Words] = []
    func say(_ words: ArraySlice<Substring>, _ side: Words.Side) {
      if !words.isEmpty { runs.append(Words(text: words.joined(separator: " "), side: side)) }
    }
    var (from, to) = (0, 0)
    var both: ArraySlice<Substring> = []
    for pair in Alignment(old.words, new.words).pairs + [(old.words.count, new.words.count)] {
      if from < pair.old || to < pair.new {
        say(both, .both)
        both = []
        say(old.words[from..<pair.old], .old)
        say(new.words[to..<pair.new], .new)
      }
      if pair.old < old.words.count {
        both = both.isEmpty ? old.words[pair.old...pair.old] : old.words[both.startIndex...pair.old]
      }
      (from, to) = (pair.old + 1, pair.new + 1)
    }
    say(both, .both)
    return runs
  }
}
