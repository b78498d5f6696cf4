// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Which words of a page its readers see.
///
/// A name under a black box is in the file, and pdftotext prints it. Here each word's place is looked at in a picture of the
/// page: where letters can be seen, there is dark and light. Where all of it is of one shade, something covers the word, or
/// it has the colour of what is behind it. The picture has a pixel for each point.
struct PageSight {
  /// What of the words can be seen.
  let visible: [PageLayout.Word]
  /// How many cannot.
  let hidden: Int

  /// Shades that differ by no more are one.
  private static let sameShade: UInt8 = 12
  /// A shade below this is dark.
  private static let dark: UInt8 = 110
  /// A covered stretch of a word is as wide, as a part of the word's height: no gap between letters is.
  private static let leastStretch = 0.75

  init(_ layout: PageLayout, in picture: PagePicture) {
    var sights = layout.words.map { Self.look(at: $0, in: picture) }
    // Where nothing of a page can be seen, it is the picture that lacks it: a font that is missing, a scan that cannot be drawn.
    let sees = sights.contains { $0 == .visible || $0 == .covered }
    if !sees { sights = sights.map { $0 == .blank ? .unsure : $0 } }
    Self.decideShortWords(&sights, layout.words)
    visible = zip(layout.words, sights).filter { !$1.isHidden }.map(\.0)
    hidden = sights.count { $0.isHidden }
  }

  private enum Sight {
    case visible
    /// Under something dark.
    case covered
    /// Not there to be seen, on something light.
    case blank
    /// Too short or too small to say.
    case unsure

    var isHidden: Bool { self == .covered || self == .blank }
  }

  /// A mark or a single letter goes with the words beside it, where both are hidden, or the only one.
  private static func decideShortWords(_ sights: inout [Sight], _ words: [PageLayout.Word]) {
    let seen = sights
    for place in seen.indices where seen[place] == .unsure {
      let beside = [place - 1, place + 1].filter {
        seen.indices.contains($0) && words[$0].line == words[place].line
      }
      guard !beside.isEmpty, beside.allSatisfy({ seen[$0].isHidden }) else { continue }
      sights[place] = .covered
    }
  }

  private static func look(
    at word: PageLayout.Word,
    in picture: PagePicture
  ) -> Sight {
    let letters = PageLayout.letters(of: word.text)
    guard letters > 0 else { return .unsure }
    // Lines of writing that run up or down the page have boxes that stand.
    let isUpright = letters > 1 && word.height > word.width * 2
    // Small letters are in the middle of the box; above and below it a cover may end.
    let band = isUpright ? (0.2, 0.8) : (0.4, 0.78)
    let columns = pixels(word.left, word.width, (0.08, 0.92), within: picture.width)
    let rows = pixels(word.top, word.height, band, within: picture.height)
    guard let columns, let rows else { return .blank }
    guard rows.count > 1, columns.count > 1 else { return .unsure }
    let stretches = Stretches(columns, rows, of: picture)
    if let shade = stretches.shade {
      if letters == 1, shade >= dark { return .unsure }
      return shade < dark ? .covered : .blank
    }
    guard !isUpright, letters > 1, !word.text.unicodeScalars.contains(where: \.isBlock) else {
      return .visible
    }
    let isCovered = Double(stretches.longestDark) >= word.height * leastStretch
    return isCovered ? .covered : .visible
  }

  /// The pixels of the inner part of a stretch; nil where none of them is on the page.
  private static func pixels(
    _ start: Double,
    _ length: Double,
    _ inner: (from: Double, to: Double),
    within count: Int
  ) -> Range<Int>? {
    let first = (start + length * inner.from).rounded(.down)
    let last = (start + length * inner.to).rounded(.up)
    guard last > 0, first < Double(count) else { return nil }
    let lower = Int(max(first, 0))
    let upper = Int(min(last, Double(count)))
    return lower < upper ? lower..<upper : nil
  }

  /// What the columns of a word's box look like.
  private struct Stretches {
    /// The one shade of all of it; nil where there are several.
    let shade: UInt8?
    /// How many columns beside each other are of one dark shade, at the most.
    let longestDark: Int

    init(_ columns: Range<Int>, _ rows: Range<Int>, of picture: PagePicture) {
      var (darkest, lightest): (UInt8, UInt8) = (255, 0)
      var (run, longest) = (0, 0)
      for column in columns {
        var (low, high): (UInt8, UInt8) = (255, 0)
        for row in rows {
          let shade = picture[column, row]
          low = min(low, shade)
          high = max(high, shade)
        }
        run = high < PageSight.dark && high - low <= PageSight.sameShade ? run + 1 : 0
        longest = max(longest, run)
        darkest = min(darkest, low)
        lightest = max(lightest, high)
      }
      shade = lightest - darkest <= PageSight.sameShade ? darkest : nil
      longestDark = longest
    }
  }
}

extension Unicode.Scalar {
  /// Block elements and geometric shapes, with which a text is blacked out to be seen as such.
  fileprivate var isBlock: Bool { 0x2580...0x25FF ~= value }
}
