// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The language that a PDF states` {
  @Test(arguments: [
    ("1 0 obj\n<< /Type /Catalog /Lang (en-GB) >> endobj", "en-GB"),
    ("1 0 obj <</Lang(cy)/Type/Catalog>> endobj", "cy"),
    ("1 0 obj <</Type/Catalog/Lang(en)>> endobj 1 0 obj <</Type/Catalog/Lang(cy)>> endobj", "cy"),
    ("1 0 obj <</Type/Catalog/Lang \n(\u{FE}\u{FF}\0E\0N\0-\0G\0B)>> endobj", "EN-GB"),
    ("1 0 obj <</Type/Catalog/Lang (EN-GB\0)>> endobj", "EN-GB"),
    ("1 0 obj <</Type/Catalog/Language (no)/Lang <656E 2D4742>>> endobj", "en-GB"),
    ("1 0 obj <</Type/Catalog/Lang ( en-GB )>> endobj", "en-GB"),
    ("1 0 obj <</Type/Catalog/Lang <656>>> endobj", nil),
    // Of a word in it, of another object, and what is none.
    ("1 0 obj <</Type/Catalog>> endobj 2 0 obj <</Lang (fr)>> endobj", nil),
    ("2 0 obj <</Lang (fr)>> endobj 1 0 obj <</Type/Catalog>> endobj", nil),
    ("1 0 obj <</Type/Catalog/Lang (<script>)>> endobj", nil),
    ("1 0 obj <</Type/Catalog/Lang (en", nil), ("/Catalog /Lang", nil), ("/Lang (en)", nil),
    ("", nil), ("/", nil),
  ]) func `is that of its catalog`(text: String, language: String?) {
    #expect(StatedLanguage.ofPDF(text.unicodeScalars.map { UInt8($0.value) }) == language)
  }
}
