// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Words to be told of` {
  private static func hits(_ phrases: [String], _ parts: [String], title: String = "")
    -> [Watchwords.Hit]
  {
    Watchwords(phrases).hits(title: title, parts: parts, of: .page)
  }

  @Test func `stand one behind the other, on the page on which they begin`() {
    let pages = [
      "The review of Child\nZ began.", "child z, and CHILD-Z", "Child Zoe; a child, then Z",
    ]
    let hits = Self.hits(["Child Z", "Merton"], pages)
    #expect(hits.map(\.sentence) == ["“Child Z” on pages 1 and 2"])
    #expect(Self.hits(["ended here"], ["It ended", "here."]).first?.parts == [1])
  }

  @Test(arguments: [
    ("Zoë", "ZOE’s"), ("zoe", "Zoë"), ("Łódź", "łódź"), ("office", "o\u{FB03}ce"),
    ("Merton", "Mer-\nton"), ("section 47", "Section 47."), ("वर्ष", "वर्ष"),
    ("safe—guarding", "safe guarding"),
  ]) func `fit in whatever case, and with whatever accents`(words: String, text: String) {
    #expect(Self.hits([words], [text]).count == 1)
  }

  @Test func `are told of a title, too, and of a text without parts`() {
    let watch = Watchwords(["Child Z"])
    let scan = watch.hits(title: "Child Z, overview", parts: nil, of: nil)
    #expect(scan.map(\.sentence) == ["“Child Z” in the title"])
    let both = watch.hits(title: "Child Z", parts: ["of Child Z"], of: .sheet)
    #expect(both.map(\.sentence) == ["“Child Z” in the title and on sheet 1"])
    let plain = watch.hits(title: "", parts: ["of Child Z"], of: nil)
    #expect(plain.map(\.sentence) == ["“Child Z” in the text"])
  }

  @Test func `without a letter or digit fit nothing`() {
    #expect(Watchwords(["", " - ", "…"]).isEmpty)
    #expect(Self.hits(["a"], []).isEmpty)
    #expect(Self.hits(["one two three"], ["one two"]).isEmpty)
  }
}
