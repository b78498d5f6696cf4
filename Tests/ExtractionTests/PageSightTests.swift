// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Extraction

@Suite(.timeLimit(.minutes(1)))
struct `A page that is looked at` {
  private static func row(_ level: Int, _ page: Int, _ box: String, _ text: String) -> String {
    "\(level)\t\(page)\t0\t0\t0\t0\t\(box)\t100\t\(text)\n"
  }

  @Test func `has its words in lines and paragraphs`() {
    let table =
      "level\tpage_num\n" + Self.row(1, 1, "0\t0\t595.3\t842", "###PAGE###")
      + Self.row(3, 1, "0\t0\t9\t9", "###FLOW###") + Self.row(4, 1, "0\t0\t9\t9", "###LINE###")
      + Self.row(5, 1, "72\t80.5\t20\t11", "One") + Self.row(5, 1, "95\t80.5\t20\t11", "two")
      + Self.row(4, 1, "0\t0\t9\t9", "###LINE###") + Self.row(5, 1, "72\t95\t20\t11", "three")
      + Self.row(3, 1, "0\t0\t9\t9", "###FLOW###") + Self.row(5, 1, "72\t120\t20\t11", "a\tb")
      + Self.row(1, 2, "0\t0\t100\t100", "###PAGE###")
    let pages = PageLayout.read(Array(table.utf8))
    #expect(pages.map(\.number) == [1, 2] && pages[0].pixels == 596 * 842)
    #expect(PageLayout.text(of: pages[0].words) == "One two\nthree\n\na\tb")
    #expect(pages[0].words[0].left == 72 && pages[0].words[0].top == 80.5)
  }

  @Test(arguments: [
    "", "\n\n", "5\t1\n", row(5, 1, "1\t1\t1\t1", "before any page"),
    row(1, 1, "0\t0\tnan\t5", ""), row(1, 99, "0\t0\tinf\t5", ""), row(7, 1, "0\t0\t5\t5", ""),
  ]) func `has nothing of a row that is none`(table: String) {
    #expect(PageLayout.read(Array(table.utf8)).isEmpty)
  }

  @Test func `is drawn with others, as many as there is room for`() {
    let pages = [1, 2, 3, 5, 6].map { PageLayout(number: $0, width: 3_000, height: 3_000) }
    #expect(PageLayout.portions(of: pages).map { $0.map(\.number) } == [[1, 2], [3], [5, 6]])
    let large = PageLayout(number: 1, width: 1e9, height: 1e300)
    #expect(PageLayout.portions(of: [large, large]).count == 2)
  }

  @Test func `is one of several pictures, of which the last may be cut off`() {
    let first = Array("P6\n2 2\n255\n".utf8) + (1...12).map(UInt8.init)
    let pictures = PagePicture.read(first + Array("P6 1 1 255\n".utf8) + [0x50, 0x36, 0])
    #expect(pictures.map(\.width) == [2, 1] && pictures[0][1, 1, 2] == 12)
    #expect(PagePicture.read(first + Array("P6\n3 1\n255\n".utf8) + [1, 2]).count == 1)
    for odd in ["P6\n0 5\n255\n", "P6\n999999999 999999999\n255\nx", "P6", "P5 1 1 255 x", "P6 1"] {
      #expect(PagePicture.read(Array(odd.utf8)).isEmpty)
    }
  }

  @Test func `never traps, whatever a box says`() {
    let sizes: [Double] = [
      0, -1, .leastNonzeroMagnitude, 5, 1e308, -1e308, .greatestFiniteMagnitude,
    ]
    let picture = PagePicture(width: 4, height: 4, shades: Array(repeating: 0, count: 48)[...])
    for left in sizes {
      for width in sizes {
        let word = PageLayout.Word(
          text: "word",
          left: left,
          top: width,
          width: width,
          height: left,
          line: 1,
          paragraph: 1
        )
        let page = PageLayout(number: 1, width: width, height: left, words: [word])
        #expect(PageSight(page, in: picture).visible.count <= 1)
      }
    }
  }

  @Test func `keeps its text as it was read where all of it is seen`() {
    // Light and dark by turns.
    let shades = (0..<30_000).map { $0 / 3 % 2 == 0 ? UInt8(0) : 255 }
    let picture = PagePicture(width: 100, height: 100, shades: shades[...])
    let words = ["seen", "as", "well"].enumerated().map { place, text in
      PageLayout.Word(
        text: text,
        left: Double(place) * 30,
        top: 10,
        width: 25,
        height: 12,
        line: 1,
        paragraph: 1
      )
    }
    let page = PageLayout(number: 1, width: 100, height: 100, words: words)
    #expect(VisiblePage("seen\n as well", page, in: picture).text == "seen\n as well")
    let outside = VisiblePage("seen as well, beside", page, in: picture)
    #expect(outside.text == "seen as well" && outside.hidden == 1)
  }
}
