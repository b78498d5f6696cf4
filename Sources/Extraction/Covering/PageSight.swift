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

  /// A dark stretch of a word is as wide as that, as a part of the word's height, where something covers it: no gap between
  /// letters on a dark ground is.
  private static let leastDark = 0.75
  /// The same of a light one: beside an L there is much of it.
  private static let leastLight = 1.0

  init(_ layout: PageLayout, in picture: PagePicture) {
    var sights = layout.words.map { Self.look(at: $0, in: picture) }
    for place in Self.overprinted(layout.words) { sights[place] = .covered }
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
    if stretches.all.isOne {
      // Of a line to write on, the letters may stand at its ends.
      if word.text.hasInklessStretch, !stretches.all.isDark { return .unsure }
      if letters == 1, !stretches.all.isDark { return .unsure }
      return stretches.all.isDark ? .covered : .blank
    }
    guard !isUpright, letters > 1, !word.text.hasInklessStretch else { return .visible }
    let isCovered =
      Double(stretches.longestDark) >= word.height * leastDark
      || Double(stretches.longestLight) >= word.height * leastLight
    return isCovered ? .covered : .visible
  }

  /// Words over which others are printed: which of them is on top does not show.
  ///
  /// A word that runs over half a page, as a watermark does, covers nothing.
  private static func overprinted(_ words: [PageLayout.Word]) -> Set<Int> {
    var found: Set<Int> = []
    // By where they begin from above, so that only neighbours are compared.
    let order = words.indices.sorted { words[$0].top < words[$1].top }
    for (rank, place) in order.enumerated() {
      let word = words[place]
      guard PageLayout.letters(of: word.text) > 1, word.width > 0, word.height > 0 else { continue }
      for other in order[(rank + 1)...].prefix(mostCompared) {
        let next = words[other]
        guard next.top < word.top + word.height else { break }
        guard PageLayout.letters(of: next.text) > 1, word.text != next.text,
          next.height < word.height * alike, word.height < next.height * alike
        else { continue }
        let across = min(word.left + word.width, next.left + next.width) - max(word.left, next.left)
        let down = min(word.top + word.height, next.top + next.height) - max(word.top, next.top)
        guard across > 0, down > 0 else { continue }
        let smaller = min(word.width * word.height, next.width * next.height)
        if across * down > smaller * 0.5 { found.formUnion([place, other]) }
      }
    }
    return found
  }

  /// What takes the place of a word is about as large; a watermark or a stamp is larger.
  private static let alike = 1.8

  /// A page of very many words on one line is none that people wrote.
  private static let mostCompared = 400

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
    private(set) var all = ShadeSpan()
    /// How many columns beside each other are of one dark shade, at the most.
    private(set) var longestDark = 0
    /// The same of one that is not dark.
    private(set) var longestLight = 0

    init(_ columns: Range<Int>, _ rows: Range<Int>, of picture: PagePicture) {
      var (dark, light) = (0, 0)
      var run = ShadeSpan()
      for column in columns {
        var span = ShadeSpan()
        for row in rows { span.take(picture, column, row) }
        all.take(span)
        var longer = run
        longer.take(span)
        // A stretch is of one shade from its beginning to its end.
        let goesOn = dark + light > 0 && longer.isOne
        run = goesOn ? longer : span
        if span.isOne, span.isDark {
          (dark, light) = (goesOn && dark > 0 ? dark + 1 : 1, 0)
        } else if span.isOne {
          (dark, light) = (0, goesOn && light > 0 ? light + 1 : 1)
        } else {
          (dark, light) = (0, 0)
        }
        longestDark = max(longestDark, dark)
        longestLight = max(longestLight, light)
      }
    }
  }
}

extension String {
  /// Whether there is a stretch in it that has no ink where small letters have theirs: a line to write on, dots that lead on; or
  /// blocks, with which a text is blacked out to be seen as such.
  fileprivate var hasInklessStretch: Bool {
    var last = true
    for scalar in unicodeScalars {
      if scalar == "_" || 0x2580...0x25FF ~= scalar.value { return true }
      let hasInk = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if !hasInk, !last { return true }
      last = hasInk
    }
    return false
  }
}
