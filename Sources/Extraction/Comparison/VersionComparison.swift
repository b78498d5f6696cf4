// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What changed between two versions of a document, as far as that can be told: of its words, and of what it looks like.
package struct VersionComparison: Sendable {
  /// Nil where one of the two has no text.
  package let text: TextComparison?
  /// Nil where nothing is known of their looks.
  package let look: LookComparison?
  /// What the parts of the text are called; nil where it has none.
  package let part: ExtractedText.Part?
  /// Pages that could not be read in one of the two, and whose words are not compared.
  package let unread: [Int]

  /// Is nil where they cannot be compared.
  ///
  /// - Parameters:
  ///   - old: the version before, and what it looks like.
  ///   - new: the one after it.
  package init?(
    _ old: (text: ExtractedText?, look: DocumentLook?),
    _ new: (text: ExtractedText?, look: DocumentLook?)
  ) {
    var texts: (old: [String], new: [String])?
    if let before = old.text, let after = new.text {
      let both = Self.readable(before, after)
      texts = (both.old.parts, both.new.parts)
      unread = both.unread
    } else {
      unread = []
    }
    text = texts.map { TextComparison($0.old, $0.new) }
    part = new.text?.kind
    if let before = old.look, let after = new.look, (old.text == nil) == (new.text == nil) {
      look = LookComparison(before, after, texts: texts)
    } else {
      look = nil
    }
    if text == nil, look == nil { return nil }
  }

  /// Two texts without the pages that could not be read in one of them: words of the other are not gone.
  ///
  /// - Parameters:
  ///   - old: one.
  ///   - new: the other.
  /// - Returns: both, and which pages these are.
  package static func readable(
    _ old: ExtractedText,
    _ new: ExtractedText
  ) -> (old: ExtractedText, new: ExtractedText, unread: [Int]) {
    let unread = Set((old.hidden + new.hidden).filter { $0.kind == .undrawnPages }.flatMap(\.parts))
    guard !unread.isEmpty else { return (old, new, []) }
    func without(_ text: ExtractedText) -> ExtractedText {
      var text = text
      for number in unread where text.parts.indices.contains(number - 1) {
        text.parts[number - 1] = ""
      }
      return text
    }
    return (without(old), without(new), unread.sorted())
  }

  /// What changed, in a sentence without its stop.
  package var sentence: String {
    guard !unread.isEmpty else { return compared }
    let pages = ExtractedText.Part.page.naming(unread)
    return
      "\(compared); \(pages) could not be read in one of them, and \(unread.count == 1 ? "is" : "are") not compared"
  }

  private var compared: String {
    guard let text else { return look.map(Self.capital) ?? "" }
    let said = text.sentence(part)
    guard let look else {
      return text.isSame ? "\(said); pictures and form are not compared" : said
    }
    guard !text.isSame else {
      guard look.isSame else {
        return "\(said); \(look.clauses(look.differentPages).joined(separator: "; "))"
      }
      let also = look.isOfPages ? "every page looks the same" : "the pictures are the same"
      let rest = look.isOfPages ? "" : "its form or "
      return
        "\(said), and \(also): what changed is \(rest)what no reader sees, such as dates in the file"
    }
    guard !text.isRewritten else { return said }
    // What is told of the words is not told again of the page.
    let more = look.clauses(
      look.changedPages,
      " with the same words",
      apartFrom: (text.newParts, text.goneParts)
    )
    return more.isEmpty ? said : "\(said); \(more.joined(separator: "; "))"
  }

  private static func capital(_ look: LookComparison) -> String {
    let said =
      look.isSame
      ? "every page looks the same: what changed is what no reader sees, such as dates in the file"
      : look.clauses(look.differentPages).joined(separator: "; ")
    return said.prefix(1).uppercased() + said.dropFirst()
  }
}

extension LookComparison {
  /// What changed, one clause for each sort of change.
  ///
  /// - Parameters:
  ///   - different: the pages that are said to look different.
  ///   - words: what is to be said of them.
  ///   - told: pages that are known already to be new, or gone.
  /// - Returns: the clauses.
  fileprivate func clauses(
    _ different: [Int],
    _ words: String = "",
    apartFrom told: (new: [Int], gone: [Int]) = ([], [])
  ) -> [String] {
    var said: [String] = []
    func pages(_ pages: [Int], _ one: String, _ more: String) {
      guard !pages.isEmpty else { return }
      said.append("\(ExtractedText.Part.page.naming(pages)) \(pages.count == 1 ? one : more)")
    }
    pages(different, "looks different\(words)", "look different\(words)")
    pages(newPages.filter { !told.new.contains($0) }, "is new", "are new")
    pages(
      gonePages.filter { !told.gone.contains($0) },
      "of before is gone",
      "of before are gone"
    )
    pages(unknownPages, "could not be drawn to be compared", "could not be drawn to be compared")
    if newPictures > 0 {
      said.append(newPictures == 1 ? "1 picture is new" : "\(newPictures) pictures are new")
    }
    if gonePictures > 0 {
      said.append(
        gonePictures == 1
          ? "1 picture of before is gone" : "\(gonePictures) pictures of before are gone"
      )
    }
    return said
  }
}
