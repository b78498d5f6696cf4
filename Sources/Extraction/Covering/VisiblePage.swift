// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a reader sees of the words on a page.
struct VisiblePage: Hashable, Sendable {
  let text: String
  /// How many words are on it that cannot be seen.
  let hidden: Int

  /// - Parameters:
  ///   - plain: the text of the page, as it was read without looking at it.
  ///   - layout: where its words stand.
  ///   - picture: what it looks like; nil for one without words.
  init(_ plain: String, _ layout: PageLayout, in picture: PagePicture?) {
    let sight = picture.map { PageSight(layout, in: $0) }
    let placed = layout.words.reduce(0) { $0 + PageLayout.letters(of: $1.text) }
    // What stands outside of what is shown of the page has no place on it.
    let isAllPlaced = PageLayout.letters(of: plain) <= placed
    let outside =
      isAllPlaced
      ? 0 : max(plain.split(whereSeparator: \.isWhitespace).count - layout.words.count, 1)
    hidden = outside + (sight?.hidden ?? 0)
    text = hidden == 0 ? plain : PageLayout.text(of: sight?.visible ?? [])
  }
}

extension TextReader {
  /// Looks at pages as programs describe and draw them, one behind the other in what came: for whoever tries it with anything.
  ///
  /// - Parameter bytes: a table of words, and pictures behind it.
  package static func look(at bytes: [UInt8]) {
    let start = bytes.indices.first { bytes[$0...].starts(with: "P6".utf8) } ?? bytes.endIndex
    let pictures = PagePicture.read(Array(bytes[start...]))
    let pages = PageLayout.read(bytes)
    _ = PageLayout.portions(of: pages)
    for (page, picture) in zip(pages, pictures) { _ = VisiblePage("word", page, in: picture) }
  }
}

extension PageLayout {
  /// So many pixels are drawn at a time: three bytes each.
  static let mostPixels = 20_000_000.0

  var pixels: Double { width.rounded(.up) * height.rounded(.up) }

  /// Puts pages together that are drawn at a time.
  ///
  /// - Parameter pages: in their order.
  /// - Returns: the same, some that follow one another in each.
  static func portions(of pages: [PageLayout]) -> [[PageLayout]] {
    var portions: [[PageLayout]] = []
    var room = 0.0
    for page in pages {
      let follows = portions.last?.last.map { $0.number + 1 == page.number } ?? false
      if follows, page.pixels <= room {
        portions[portions.count - 1].append(page)
        room -= page.pixels
      } else {
        portions.append([page])
        room = mostPixels - page.pixels
      }
    }
    return portions
  }
}
