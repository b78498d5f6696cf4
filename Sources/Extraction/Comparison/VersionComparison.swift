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
    if let before = old.text, let after = new.text { texts = (before.parts, after.parts) }
    text = texts.map { TextComparison($0.old, $0.new) }
    part = new.text?.kind
    if let before = old.look, let after = new.look, (old.text == nil) == (new.text == nil) {
      look = LookComparison(before, after, texts: texts)
    } else {
      look = nil
    }
    if text == nil, look == nil { return nil }
  }

  /// What changed, in a sentence without its stop.
  package var sentence: String {
    guard let text else { return look.map(Self.capital) ?? "" }
    let said = text.sentence(part)
    guard let look else {
      return text.isSame ? "\(said); pictures and form are not compared" : said
    }
    guard !look.isSame else {
      guard text.isSame else { return said }
      let also = look.isOfPages ? "every page looks the same" : "the pictures are the same"
      let rest = look.isOfPages ? "" : "its form or "
      return
        "\(said), and \(also): what changed is \(rest)what no reader sees, such as dates in the file"
    }
    guard !text.isRewritten else { return said }
    let words = text.isSame || !look.isOfPages ? "" : " with the same words"
    return "\(said); \(look.clauses(words).joined(separator: "; "))"
  }

  private static func capital(_ look: LookComparison) -> String {
    let said =
      look.isSame
      ? "every page looks the same: what changed is what no reader sees, such as dates in the file"
      : look.clauses("").joined(separator: "; ")
    return said.prefix(1).uppercased() + said.dropFirst()
  }
}

extension LookComparison {
  /// What changed, one clause for each sort of change.
  ///
  /// - Parameter words: what is to be said of pages that look different.
  /// - Returns: the clauses.
  fileprivate func clauses(_ words: String) -> [String] {
    var said: [String] = []
    func pages(_ pages: [Int], _ one: String, _ more: String) {
      guard !pages.isEmpty else { return }
      said.append("\(ExtractedText.Part.page.naming(pages)) \(pages.count == 1 ? one : more)")
    }
    pages(changedPages, "looks different\(words)", "look different\(words)")
    pages(newPages, "is new", "are new")
    pages(gonePages, "of before is gone", "of before are gone")
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
