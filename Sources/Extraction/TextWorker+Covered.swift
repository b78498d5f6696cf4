// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Surroundings
import SystemPackage

/// Looking at the pages of a PDF for words that nobody sees on them: `pdftotext` says where each word stands, `pdftoppm`
/// draws the page, and ``PageSight`` compares the two.
extension TextWorker {
  /// Leaves out of a text what its readers do not see.
  ///
  /// - Parameters:
  ///   - text: that of a PDF, page by page.
  ///   - file: the document.
  /// - Returns: the text without words that are covered, and where such are. A page that could not be looked at is empty.
  /// - Throws: where there is no fence, or no process can be started.
  func visible(
    of text: ExtractedText,
    in file: FileDescriptor
  ) throws(Failure) -> ExtractedText {
    let look = PageLook(worker: self, file: file)
    var visible = text
    var covered: [(page: Int, words: Int)] = []
    var undrawn: [Int] = []
    for pages in PageLook.stretches(of: text.parts.count) {
      let seen = try look.visible(pages, of: text)
      for number in pages {
        let page = seen[number]
        visible.parts[number - 1] = page?.text ?? ""
        if let page, page.hidden > 0 { covered.append((number, page.hidden)) }
        let hasWords = PageLayout.letters(of: text.parts[number - 1]) > 0
        if page == nil, hasWords { undrawn.append(number) }
      }
    }
    visible.note(.coveredText, covered.reduce(0) { $0 + $1.words }, on: covered.map(\.page))
    visible.note(.undrawnPages, undrawn.count, on: undrawn)
    return visible
  }
}

extension ExtractedText {
  fileprivate mutating func note(_ kind: HiddenContent.Kind, _ count: Int, on pages: [Int]) {
    guard count > 0 else { return }
    hidden.append(HiddenContent(kind, count: count, parts: pages))
  }
}
