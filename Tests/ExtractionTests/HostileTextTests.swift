// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Records
import Support
import Testing

/// What nobody wrote is read to its end, whatever comes of it.
@Suite(.timeLimit(.minutes(5)))
struct `A hostile document` {
  static let seeds: [(kind: BodyKind, bytes: [UInt8])] = [
    (
      .docx,
      OfficePackage.document(
        "<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r></w:p>"
      )
    ),
    (
      .xlsx,
      OfficePackage.workbook(
        [
          (
            "A", "visible",
            "<cols><col min='1' max='2' hidden='1'/></cols><row r='1'><c r='ZZZ9' t='s'><v>0</v></c></row>"
          )
        ],
        shared: ["a"]
      )
    ),
    (
      .pptx,
      OfficePackage.presentation([("1", "<p:sp><p:cNvPr hidden='1'/><a:t>a</a:t></p:sp>", "b")])
    ),
    (
      .ods,
      OfficePackage.openDocument(
        "<table:table><table:table-column table:number-columns-repeated='99'/><table:table-row><table:table-cell/></table:table-row></table:table>"
      )
    ),
    (
      .odt,
      OfficePackage.openDocument(
        "<text:p>a<text:s text:c='3'/><text:hidden-paragraph text:is-hidden='true'/></text:p>"
      )
    ),
    (.rtf, Array(#"{\rtf1{\uc2\u8220\'93x}{\v b}{\*\shpinst{\shptxt c}}\bin3 abc\par\u-1}"#.utf8)),
    (.html, Array("<main lang=x><p style='display:none'>a<p>b</main>".utf8)),
  ]

  @Test(arguments: seeds.indices)
  func `ends, however it was changed`(_ index: Int) {
    let (kind, seed) = Self.seeds[index]
    Fuzz.run(400) { random in
      var bytes = seed
      for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
        default: bytes.removeLast(bytes.count - place)
        }
      }
      if case .success(let text) = TextReader.read(bytes, as: kind) {
        #expect(text.parts.allSatisfy { !$0.utf8.contains(0x1B) && !$0.utf8.contains(0x0C) })
      }
    }
  }
}
