// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Surroundings
import SystemPackage

/// Looking at the pages of a PDF for words that nobody sees on them: `pdftotext` says where each word stands, `pdftoppm`
/// draws the page, and ``PageSight`` compares the two.
extension TextWorker {
  /// Where words stand is asked for so many pages at a time.
  private static let pagesAtOnce = 100
  /// No document is looked at for longer, for all of its pages.
  private static let longestLook = Duration.seconds(300)

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
    let look = PageLook(worker: self, file: file, latest: .now + Self.longestLook)
    var visible = text
    var covered: [(page: Int, words: Int)] = []
    var undrawn: [Int] = []
    for first in stride(from: 1, through: text.parts.count, by: Self.pagesAtOnce) {
      let pages = first...min(first + Self.pagesAtOnce - 1, text.parts.count)
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

/// One look at a document: it ends in time.
private struct PageLook {
  let worker: TextWorker
  let file: FileDescriptor
  let latest: ContinuousClock.Instant

  /// What can be seen on some pages that follow one another.
  ///
  /// - Parameters:
  ///   - pages: their numbers.
  ///   - text: the text of all pages.
  /// - Returns: one for each page that could be looked at, by its number.
  /// - Throws: where there is no fence, or no process can be started.
  func visible(
    _ pages: ClosedRange<Int>,
    of text: ExtractedText
  ) throws(TextWorker.Failure) -> [Int: VisiblePage] {
    let layouts = try layouts(of: pages).values.sorted { $0.number < $1.number }
      .filter { text.parts.indices.contains($0.number - 1) }
    var seen: [Int: VisiblePage] = [:]
    for page in layouts where page.words.isEmpty {
      seen[page.number] = VisiblePage(text.parts[page.number - 1], page, in: nil)
    }
    for portion in PageLayout.portions(of: layouts.filter { !$0.words.isEmpty }) {
      let pictures = try draw(portion)
      for page in portion {
        guard let picture = pictures[page.number] else { continue }
        seen[page.number] = VisiblePage(text.parts[page.number - 1], page, in: picture)
      }
    }
    return seen
  }

  /// Where the words of some pages stand.
  private func layouts(
    of pages: ClosedRange<Int>
  ) throws(TextWorker.Failure) -> [Int: PageLayout] {
    guard ContinuousClock.now < latest, let run = try worker.again(.pdfwords, file, pages) else {
      return [:]
    }
    var layouts = PageLayout.read(run.printed)
    // The last one may have come in part.
    if run.status != 0, !layouts.isEmpty { layouts.removeLast() }
    var told = Dictionary(layouts.map { ($0.number, $0) }) { first, _ in first }
    guard pages.count > 1 else { return told }
    // A page that ends the program, or more words than it may print: each for itself.
    for page in pages where told[page] == nil {
      for (number, layout) in try self.layouts(of: page...page) { told[number] = layout }
    }
    return told
  }

  /// Draws pages that follow one another.
  ///
  /// - Parameter portion: the pages.
  /// - Returns: what each looks like; none of those that cannot be drawn.
  /// - Throws: where there is no fence, or no process can be started.
  private func draw(_ portion: [PageLayout]) throws(TextWorker.Failure) -> [Int: PagePicture] {
    guard ContinuousClock.now < latest, let first = portion.first, let last = portion.last,
      last.pixels <= PageLayout.mostPixels,
      let run = try worker.again(.pdftoppm, file, first.number...last.number)
    else { return [:] }
    let pictures = PagePicture.read(run.printed)
    var drawn: [Int: PagePicture] = [:]
    if pictures.count == portion.count {
      for (page, picture) in zip(portion, pictures) { drawn[page.number] = picture }
    } else if portion.count > 1 {
      // Which of them is missing cannot be told from the rest.
      for page in portion {
        for (number, picture) in try draw([page]) { drawn[number] = picture }
      }
    }
    return drawn
  }
}

extension ExtractedText {
  fileprivate mutating func note(_ kind: HiddenContent.Kind, _ count: Int, on pages: [Int]) {
    guard count > 0 else { return }
    hidden.append(HiddenContent(kind, count: count, parts: pages))
  }
}
