// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension TextComparison {
  /// What changed, in a sentence without its stop.
  ///
  /// - Parameter part: what the parts of the document are called; nil where it has none.
  /// - Returns: the sentence.
  package func sentence(_ part: ExtractedText.Part?) -> String {
    if isSame { return "The text is the same, word for word" }
    if isRewritten { return "The text is another one: next to nothing of it stayed" }
    var counts: [String] = []
    var places: Set<Int> = []
    var (changed, added, removed) = (0, 0, 0)
    for change in changes {
      switch change {
      case .changed(_, let new, _):
        changed += 1
        places.insert(new.part)
      case .added(let new) where !newParts.contains(new.part):
        added += 1
        places.insert(new.part)
      case .removed(let old) where !goneParts.contains(old.part):
        removed += 1
        places.insert(old.part)
      case .added, .removed: break
      }
    }
    for (count, word) in [(changed, "changed"), (added, "added"), (removed, "taken out")]
    where count > 0 {
      let isFirst = counts.isEmpty
      counts.append(isFirst ? "\(Self.paragraphs(count)) \(word)" : "\(count) \(word)")
    }
    var said: [String] = []
    if !counts.isEmpty {
      let place = part.map { " on \($0.naming(places.sorted()))" } ?? ""
      said.append(counts.listed + place)
    }
    if let part, !newParts.isEmpty {
      said.append("\(part.naming(newParts)) \(newParts.count == 1 ? "is" : "are") new")
    }
    if let part, !goneParts.isEmpty {
      said.append(
        "\(part.naming(goneParts)) of before \(goneParts.count == 1 ? "is" : "are") gone"
      )
    }
    let sentence = said.joined(separator: "; ")
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  private static func paragraphs(_ count: Int) -> String {
    count == 1 ? "1 paragraph" : "\(count) paragraphs"
  }
}
