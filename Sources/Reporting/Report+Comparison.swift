// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Extraction
package import Records

extension Report {
  /// What a version holds that its readers do not see: where it is, and not what it says.
  ///
  /// - Parameters:
  ///   - text: its text.
  ///   - version: the version.
  package mutating func tell(_ text: ExtractedText, of version: Version) {
    for content in text.hidden {
      say("v\(version.number) holds what its readers do not see: \(content.sentence(text.kind)).")
    }
  }

  /// What changed between two versions, word by word.
  ///
  /// - Parameter versions: that.
  package mutating func tell(_ versions: VersionComparison) {
    say("\(versions.sentence).")
    guard let comparison = versions.text, !comparison.isRewritten else { return }
    let part = versions.part
    var section: Section?
    var last: CleanText?
    for change in comparison.changes {
      let (place, item) = Self.item(change, part)
      if place != last || section == nil {
        if let section { add(section) }
        section = Section(.styled(place, .bold))
        last = place
      }
      section?.items.append(item)
    }
    if let section { add(section) }
  }

  private static func item(
    _ change: TextComparison.Change,
    _ part: ExtractedText.Part?
  ) -> (CleanText, Item) {
    func place(_ number: Int, _ isOld: Bool = false) -> CleanText {
      part.map { "\($0.rawValue) \(number)\(isOld ? " of before" : "")" } ?? "text"
    }
    switch change {
    case .added(let new): return (place(new.part), Item(added(new.text)))
    case .removed(let old): return (place(old.part, true), Item(removed(old.text)))
    case .changed(_, let new, let words): return (place(new.part), Item(marked(words)))
    }
  }

  private static func added(_ text: String) -> CleanText { .styled("{+\(text)+}", .green) }
  private static func removed(_ text: String) -> CleanText { .styled("[-\(text)-]", .red) }

  /// So many words are shown around what changed.
  private static let around = 12

  private static func marked(_ runs: [TextComparison.Words]) -> CleanText {
    var text: CleanText = ""
    for (index, run) in runs.enumerated() {
      let words: CleanText =
        switch run.side {
        case .old: removed(run.text)
        case .new: added(run.text)
        case .both: "\(shortened(run.text, isFirst: index == 0, isLast: index == runs.count - 1))"
        }
      text = index == 0 ? words : "\(text) \(words)"
    }
    return text
  }

  /// What stayed, as far as it stands next to what changed.
  private static func shortened(_ text: String, isFirst: Bool, isLast: Bool) -> String {
    let words = text.split(separator: " ")
    let most = (isFirst || isLast ? 1 : 2) * around
    guard words.count > most + 2 else { return text }
    let before = isFirst ? [] : words.prefix(around) + ["…"]
    let after = isLast ? [] : ["…"] + words.suffix(around)
    let kept = isFirst ? Array(after) : isLast ? Array(before) : Array(before.dropLast()) + after
    return kept.joined(separator: " ")
  }
}
