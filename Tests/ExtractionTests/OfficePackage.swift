// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

/// Files of office programs, as small as they can be.
enum OfficePackage {
  private static let word =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    + "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""

  static func document(_ body: String, besides others: [(String, String)] = []) -> [UInt8] {
    PackedFiles.zip(
      [
        ("[Content_Types].xml", "<Types/>"),
        (
          "word/document.xml",
          "<?xml version=\"1.0\"?><w:document \(word)><w:body>\(body)</w:body></w:document>"
        ),
      ] + others.map { (name: $0.0, content: $0.1) }
    )
  }

  static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

  /// A workbook of sheets, each with its rows as they stand in the file.
  static func workbook(
    _ sheets: [(name: String, state: String, rows: String)],
    shared: [String] = []
  ) -> [UInt8] {
    let list = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" state=\"\(sheet.state)\" r:id=\"rId\(index + 1)\"/>"
    }
    let relations = sheets.indices.map { index in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"x/worksheet\" Target=\"worksheets/s\(index + 1).xml\"/>"
    }
    let strings = shared.map { "<si><t>\($0)</t><rPh><t>spoken</t></rPh></si>" }.joined()
    return PackedFiles.zip(
      [
        ("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets>\(list.joined())</sheets></workbook>"),
        (
          "xl/_rels/workbook.xml.rels",
          "<Relationships>\(relations.joined())<Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>"
        ),
        ("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
      ]
        + sheets.enumerated().map { index, sheet in
          ("xl/worksheets/s\(index + 1).xml", "<worksheet>\(sheet.rows)</worksheet>")
        }
    )
  }

  static func presentation(_ slides: [(show: String, body: String, notes: String?)]) -> [UInt8] {
    var entries: [(name: String, content: String)] = []
    var (list, relations) = ("", "")
    for (index, slide) in slides.enumerated() {
      let number = index + 1
      list += "<p:sldId id=\"25\(number)\" r:id=\"rId\(number)\"/>"
      relations +=
        "<Relationship Id=\"rId\(number)\" Type=\"x/slide\" Target=\"slides/slide\(number).xml\"/>"
      entries.append(
        ("ppt/slides/slide\(number).xml", "<p:sld show=\"\(slide.show)\">\(slide.body)</p:sld>")
      )
      guard let notes = slide.notes else { continue }
      entries.append(
        (
          "ppt/slides/_rels/slide\(number).xml.rels",
          "<Relationships><Relationship Id=\"n\" Type=\"x/notesSlide\" Target=\"../notesSlides/n\(number).xml\"/></Relationships>"
        )
      )
      entries.append(("ppt/notesSlides/n\(number).xml", "<p:notes>\(notes)</p:notes>"))
    }
    entries.append(
      (
        "ppt/presentation.xml",
        "<p:presentation xmlns:r=\"r\"><p:sldIdLst>\(list)</p:sldIdLst></p:presentation>"
      )
    )
    entries.append(
      ("ppt/_rels/presentation.xml.rels", "<Relationships>\(relations)</Relationships>")
    )
    return PackedFiles.zip(entries)
  }

  static func openDocument(_ content: String, styles: String = "", manifest: String = "") -> [UInt8]
  {
    PackedFiles.zip([
      ("mimetype", "application/vnd.oasis.opendocument.text"),
      ("content.xml", "<office:document-content>\(content)</office:document-content>"),
      ("styles.xml", "<office:document-styles>\(styles)</office:document-styles>"),
      ("META-INF/manifest.xml", "<manifest:manifest>\(manifest)</manifest:manifest>"),
    ])
  }
}
