// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Surroundings
import SystemPackage

/// One look at a document: it ends in time.
struct PageLook {
  private let worker: TextWorker
  private let file: FileDescriptor
  private let latest: ContinuousClock.Instant

  /// Where words stand is asked for so many pages at a time.
  private static let pagesAtOnce = 100
  /// No document is looked at for longer, for all of its pages.
  private static let longest = Duration.seconds(300)

  /// It begins.
  init(worker: TextWorker, file: FileDescriptor) {
    (self.worker, self.file, latest) = (worker, file, .now + Self.longest)
  }

  /// The pages of a document, in stretches that are looked at one after the other.
  static func stretches(of count: Int) -> [ClosedRange<Int>] {
    stride(from: 1, through: count, by: pagesAtOnce).map {
      $0...min($0 + pagesAtOnce - 1, count)
    }
  }

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
    try forEachPicture(of: layouts.filter { !$0.words.isEmpty }) { page, picture in
      seen[page.number] = VisiblePage(text.parts[page.number - 1], page, in: picture)
    }
    return seen
  }

  /// What some pages that follow one another look like.
  ///
  /// - Parameter pages: their numbers.
  /// - Returns: the digest of the picture of each that could be drawn, by its number.
  /// - Throws: where there is no fence, or no process can be started.
  func imprints(of pages: ClosedRange<Int>) throws(TextWorker.Failure) -> [Int: Digest] {
    var imprints: [Int: Digest] = [:]
    let layouts = try layouts(of: pages).values.sorted { $0.number < $1.number }
    try forEachPicture(of: layouts) { page, picture in imprints[page.number] = picture.digest }
    return imprints
  }

  /// Hands out the pictures of pages, some at a time.
  private func forEachPicture(
    of pages: [PageLayout],
    _ body: (PageLayout, PagePicture) -> Void
  ) throws(TextWorker.Failure) {
    for portion in PageLayout.portions(of: pages) {
      let pictures = try draw(portion)
      for page in portion { if let picture = pictures[page.number] { body(page, picture) } }
    }
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
