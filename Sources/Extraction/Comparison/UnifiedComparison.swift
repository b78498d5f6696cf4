// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What changed between two texts as programs take it: the unified form of diff(1), of which each line is a paragraph.
///
/// Source: “Unified Format” in the manual of GNU diffutils; IEEE Std 1003.1-2017, diff, “Diff -u Output Format”
package struct UnifiedComparison: Sendable {
  private enum Line {
    case both(Paragraph)
    case old(Paragraph)
    case new(Paragraph)

    var isChange: Bool { if case .both = self { false } else { true } }
  }

  private var lines: [Line] = []
  private let part: ExtractedText.Part?
  /// So many paragraphs are shown around what changed.
  private static let around = 3

  /// - Parameters:
  ///   - old: the text as it was.
  ///   - new: as it is.
  package init(_ old: ExtractedText, _ new: ExtractedText) {
    part = new.kind
    let (before, after) = (Paragraph.all(of: old.parts), Paragraph.all(of: new.parts))
    var (from, to) = (0, 0)
    for pair in Alignment(before, after).pairs + [(before.count, after.count)] {
      lines += before[from..<pair.old].map(Line.old)
      lines += after[to..<pair.new].map(Line.new)
      if pair.new < after.count { lines.append(.both(after[pair.new])) }
      (from, to) = (pair.old + 1, pair.new + 1)
    }
  }

  package var isSame: Bool { !lines.contains(where: \.isChange) }

  /// Hands out the lines without their ends, but for the two with the names; none where the texts are the same.
  ///
  /// - Parameter body: takes a line.
  package func forEachLine(_ body: (String) -> Void) {
    var (oldNumber, newNumber, place) = (1, 1, 0)
    while let change = lines[place...].firstIndex(where: \.isChange) {
      let start = max(place, change - Self.around)
      // Changes with little between them are told together.
      var end = change + 1
      while let next = lines[end...].prefix(2 * Self.around + 1).firstIndex(where: \.isChange) {
        end = next + 1
      }
      end = min(end + Self.around, lines.count)
      oldNumber += start - place
      newNumber += start - place
      let hunk = lines[start..<end]
      let old = hunk.count { if case .new = $0 { false } else { true } }
      let new = hunk.count { if case .old = $0 { false } else { true } }
      let heading = part.map { " \($0.rawValue) \(partNumber(at: change))" } ?? ""
      body("@@ -\(Self.range(oldNumber, old)) +\(Self.range(newNumber, new)) @@\(heading)")
      for line in hunk {
        switch line {
        case .both(let paragraph): body(" \(paragraph.text)")
        case .old(let paragraph): body("-\(paragraph.text)")
        case .new(let paragraph): body("+\(paragraph.text)")
        }
      }
      oldNumber += old
      newNumber += new
      place = end
    }
  }

  /// Of nothing, the number is that of the line before.
  private static func range(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start)" : "\(count == 0 ? start - 1 : start),\(count)"
  }

  private func partNumber(at place: Int) -> Int {
    switch lines[place] {
    case .both(let paragraph), .old(let paragraph), .new(let paragraph): paragraph.part
    }
  }
}
