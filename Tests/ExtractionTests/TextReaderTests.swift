// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Records
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The text of a file` {
  private static func text(_ text: String, as kind: BodyKind) throws -> ExtractedText {
    try TextReader.read(Array(text.utf8), as: kind).get()
  }

  @Test func `of rich text is in Unicode, whatever stands for it`() throws {
    let rtf = #"""
      {\rtf1\ansi\ansicpg1252\deff0\deflang2057{\fonttbl{\f0 Arial;}}{\info{\title Not this}}
      {\*\generator Riched20;}\pard Child A\rquote s \'93review\'94 \endash  2019\par
      \u8220?quoted\u8221? caf\'e9 \uc2\u8211\'96x dash\uc1\par {\pict 0102}Line\line two\tab three\par
      {\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}\par\trowd a\cell b\cell\row
      \u-10179?\u-8704?}
      """#
    let read = try Self.text(rtf, as: .rtf)
    #expect(
      read.parts == [
        "Child A’s “review” – 2019\n“quoted” café – dash\nLine\ntwo\tthree\nlink\na\tb\n😀"
      ],
      "\(read.parts)"
    )
    #expect(read.language == "en-GB")
  }

  @Test func `of rich text has nothing of what is hidden or struck`() throws {
    let rtf =
      #"{\rtf1 seen {\v unseen}{\deleted struck}{\revised put in}{\*\annotation why?}\v hidden\v0  end}"#
    let read = try Self.text(rtf, as: .rtf)
    #expect(read.parts == ["seen put in end"], "\(read.parts)")
    #expect(
      read.hidden == [
        HiddenContent(.trackedChanges, count: 2), HiddenContent(.comments, count: 1),
        HiddenContent(.hiddenText, count: 2),
      ],
      "\(read.hidden)"
    )
  }

  @Test func `of a page is what it is about`() throws {
    let html = """
      <!doctype html><html lang="cy"><head><title>Adolygiad</title></head><body><header>Site</header>
      <nav><a href="/">Home</a></nav><main><h1>Adolygiad</h1><p>Un&nbsp;dau<br>tri</p><script>no()</script></main>
      <footer>Contact</footer></body></html>
      """
    let read = try Self.text(html, as: .html)
    #expect(read.parts == ["Adolygiad\nUn dau\ntri"] && read.language == "cy", "\(read)")
    let plain =
      "<html><body><header>Site</header><p>Report</p><footer>Contact</footer></body></html>"
    #expect(try Self.text(plain, as: .html).parts == ["Report"])
  }

  @Test func `of text is read in its encoding, without what directs a terminal`() throws {
    #expect(try Self.text("a,b\r\nc,d\r\n", as: .csv).parts == ["a,b\nc,d"])
    #expect(try Self.text("a\u{1B}[31mb\u{202E}c\u{7}", as: .text).parts == ["a[31mbc"])
    let units: [UInt8] = "Café".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
    let utf16: [UInt8] = [0xFF, 0xFE] + units
    #expect(try TextReader.read(utf16, as: .text).get().parts == ["Café"])
    #expect(try TextReader.read([0x43, 0xE9, 0x96], as: .text).get().parts == ["Cé–"])
  }

  @Test func `keeps no more marks on a letter than any has`() throws {
    let marks = String(
      String.UnicodeScalarView((0..<200_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" })
    )
    let read = try Self.text("a" + marks + "b e\u{301}\u{323}", as: .text)
    #expect(
      read.parts[0].unicodeScalars.count == 1 + 30 + 1 + 1 + 3,
      "\(read.parts[0].unicodeScalars.count)"
    )
  }

  @Test func `called a workbook and built as a page is read as that`() throws {
    let page = "<html><table><tr><td>a</td><td>b</td></tr></table></html>"
    #expect(try Self.text(page, as: .xls).parts == ["a\nb"])
    #expect(try Self.text("{\\rtf1 words}", as: .doc).parts == ["words"])
    #expect(try Self.text("a\tb\nc\td", as: .xls).parts == ["a\tb\nc\td"])
  }

  @Test func `is read by the program for its kind, or by nobody`() {
    let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]
    #expect(TextReader(for: .pdf, beginning: []) == .program(.pdftotext))
    #expect(TextReader(for: .doc, beginning: compound) == .program(.catdoc))
    #expect(TextReader(for: .xls, beginning: compound) == .program(.xls2csv))
    #expect(TextReader(for: .ppt, beginning: compound) == .program(.catppt))
    #expect(TextReader(for: .doc, beginning: Array("{\\rtf1".utf8)) == .own)
    for kind in [BodyKind.jpeg, .zip, .gzip, .unknown, .ole] {
      #expect(TextReader(for: kind, beginning: []) == nil)
    }
  }
}
