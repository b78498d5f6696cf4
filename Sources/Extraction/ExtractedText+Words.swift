// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension ExtractedText.Part {
  /// Some of them, by their numbers: “page 4”, “pages 2, 4–6 and 9”.
  ///
  /// - Parameters:
  ///   - numbers: from 1, in their order.
  ///   - most: of more runs of numbers than these, the rest is left out.
  /// - Returns: the words.
  package func naming(_ numbers: [Int], most: Int = .max) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let words = runs.flatMap { run in
      run.count < 3 ? run.map(String.init) : ["\(run.lowerBound)–\(run.upperBound)"]
    }
    let shown = words.count > most ? words.prefix(most) + ["others"] : words
    return "\(rawValue)\(numbers.count == 1 ? "" : "s") \(shown.listed)"
  }
}

extension [String] {
  /// One behind the other, as in a sentence.
  var listed: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

extension HiddenContent {
  /// So many runs of parts are named.
  private static let mostParts = 20

  /// How much of what, and where.
  ///
  /// - Parameter part: what the parts of the document are called; nil where it has none, or they are not known.
  /// - Returns: a clause.
  package func sentence(_ part: ExtractedText.Part?) -> String {
    let (one, many) =
      switch kind {
      case .trackedChanges: ("tracked change", "tracked changes")
      case .comments: ("comment", "comments")
      case .hiddenText: ("hidden text", "hidden texts")
      case .hiddenParts:
        ("hidden sheet, row, column or slide", "hidden sheets, rows, columns or slides")
      case .coveredText: ("word that cannot be seen", "words that cannot be seen")
      case .undrawnPages:
        (
          "page that could not be drawn and is not read",
          "pages that could not be drawn and are not read"
        )
      }
    let what = "\(count) \(count == 1 ? one : many)"
    guard let part = isUnseen ? .page : part, !parts.isEmpty else { return what }
    return "\(what) (\(part.naming(parts, most: Self.mostParts)))"
  }
}
