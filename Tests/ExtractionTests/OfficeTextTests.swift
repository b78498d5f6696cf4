// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Extraction
import Records
import Support
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The text of an office document` {
  private static func text(_ bytes: [UInt8], as kind: BodyKind) throws -> ExtractedText {
    try TextReader.read(bytes, as: kind).get()
  }

  @Test func `of Word has paragraphs, tables and notes in their order`() throws {
    let body = """
      <w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>
      <w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>Child</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">A’s review</w:t></w:r></w:p>
      <w:tbl><w:tr><w:tc>\(OfficePackage.paragraph("2019"))</w:tc><w:tc>\(OfficePackage.paragraph("2020"))</w:tc></w:tr></w:tbl>
      <w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:noBreakHyphen/><w:t>three</w:t></w:r></w:p>
      <w:p><w:r><mc:AlternateContent><mc:Choice><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>
      """
    let bytes = OfficePackage.document(
      body,
      besides: [
        (
          "word/footnotes.xml",
          "<w:footnotes><w:footnote>\(OfficePackage.paragraph("a note"))</w:footnote></w:footnotes>"
        ),
        ("word/header1.xml", "<w:hdr>\(OfficePackage.paragraph("Official"))</w:hdr>"),
      ]
    )
    let read = try Self.text(bytes, as: .docx)
    #expect(
      read.parts == ["Child\tA’s review\n2019\n2020\none\ntwo\u{2011}three\nnew\na note\nOfficial"]
    )
    #expect(read.language == "en-GB" && read.hidden.isEmpty && !read.isCut)
  }

  @Test func `of Word has nothing of what its readers do not see, which is counted`() throws {
    let body = """
      <w:p><w:r><w:t>kept </w:t></w:r><w:del w:author="A"><w:r><w:delText>struck</w:delText></w:r></w:del>
      <w:ins w:author="A"><w:r><w:t>put in</w:t></w:r></w:ins></w:p>
      <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>
      """
    let comments =
      "<w:comments><w:comment>\(OfficePackage.paragraph("who is this?"))</w:comment></w:comments>"
    let bytes = OfficePackage.document(body, besides: [("word/comments.xml", comments)])
    let read = try Self.text(bytes, as: .docx)
    #expect(read.parts == ["kept put in\nseen"])
    #expect(
      read.hidden == [
        HiddenContent(.trackedChanges, count: 2), HiddenContent(.comments, count: 1),
        HiddenContent(.hiddenText, count: 1),
      ]
    )
  }

  @Test func `of Word is hidden by a style, and not by what was hidden before`() throws {
    let styles = """
      <w:styles><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
      <w:style w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>
      <w:style w:styleId="Open"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>
      """
    let body = """
      <w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr><w:r><w:t>unseen</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:rStyle w:val="Child"/></w:rPr><w:t>nor this</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Open"/></w:rPr><w:t>one</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>two</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:vanish/><w:rPrChange><w:rPr><w:vanish w:val="0"/></w:rPr></w:rPrChange></w:rPr><w:t>hidden now</w:t></w:r></w:p>
      <w:p><w:r><w:t>three</w:t></w:r><w:r><w:pict><w:txbxContent>\(OfficePackage.paragraph("in a box"))</w:txbxContent></w:pict></w:r></w:p>
      """
    let document = "<w:document><w:body>\(body)</w:body></w:document>"
    let bytes = PackedFiles.zip([
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"word/document2.xml\"/></Relationships>"
      ),
      ("word/document2.xml", document), ("word/styles.xml", styles),
    ])
    let read = try Self.text(bytes, as: .docx)
    #expect(read.parts == ["one\ntwo\nthree\nin a box"], "\(read.parts)")
    #expect(read.hidden == [HiddenContent(.hiddenText, count: 3)])
  }

  @Test func `of OpenDocument has nothing that is not shown`() throws {
    let content = """
      <style:style style:name="H"><style:text-properties text:display="none"/></style:style>
      <text:p>a<text:span text:style-name="H">unseen</text:span>b</text:p><text:p text:style-name="H">unseen</text:p>
      <text:section text:display="none"><text:p>unseen</text:p></text:section>
      <text:p>gone<text:hidden-paragraph text:is-hidden="true"/></text:p>
      <text:p>c<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:title>unseen</svg:title></draw:frame></text:p>
      <text:p><text:title>Title</text:title></text:p>
      """
    let styles = "<style:header><text:p>Official</text:p></style:header>"
    let read = try Self.text(OfficePackage.openDocument(content, styles: styles), as: .odt)
    #expect(read.parts == ["ab\nc\nbox\nTitle\nOfficial"], "\(read.parts)")
    #expect(read.hidden == [HiddenContent(.hiddenText, count: 4)])
    let sheet = """
      <table:table table:name="A"><table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
      <table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell>
      <table:covered-table-cell><text:p>3</text:p></table:covered-table-cell><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>
      """
    let cells = try Self.text(OfficePackage.openDocument(sheet), as: .ods)
    #expect(!cells.parts[0].contains("2") && !cells.parts[0].contains("3"), "\(cells.parts)")
    #expect(cells.parts[0].contains("1") && cells.parts[0].contains("4"))
  }

  @Test func `that is cut off says so`() throws {
    let deep = String(repeating: "<w:x>", count: 300)
    let bytes = OfficePackage.document(
      OfficePackage.paragraph("before") + deep + OfficePackage.paragraph("behind")
    )
    let read = try Self.text(bytes, as: .docx)
    #expect(read.parts == ["before"] && read.isCut)
  }

  @Test func `of Excel has a part for each sheet, and nothing that is not shown`() throws {
    let rows = """
      <cols><col min="3" max="3" hidden="1"/></cols><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12.5</v></c><c r="C1" t="s"><v>1</v></c></row>
      <row r="2" hidden="1"><c r="A2" t="s"><v>1</v></c></row>
      <row r="3"><c r="A3" t="inlineStr"><is><t>in\nline</t></is></c><c r="B3"><f>SUM(A1)</f><v>3</v></c></row>
      </sheetData>
      """
    let bytes = OfficePackage.workbook(
      [("Figures", "visible", rows), ("Names", "veryHidden", rows), ("Empty", "visible", "")],
      shared: ["Reviews", "secret"]
    )
    let read = try Self.text(bytes, as: .xlsx)
    #expect(read.parts == ["Figures\nReviews\t12.5\nin line\t3", "", "Empty"])
    #expect(read.kind == .sheet)
    #expect(read.hidden == [HiddenContent(.hiddenParts, count: 3, parts: [1, 2])])
  }

  @Test func `of PowerPoint has a part for each slide, with its notes`() throws {
    let line = { (text: String) in "<a:p><a:r><a:rPr lang=\"cy-GB\"/><a:t>\(text)</a:t></a:r></a:p>"
    }
    let bytes = OfficePackage.presentation([
      ("1", line("Dysgu") + line("gwersi"), line("say this")),
      ("0", line("not shown"), line("nor this")),
      ("1", line("End"), nil),
    ])
    let read = try Self.text(bytes, as: .pptx)
    #expect(read.parts == ["Dysgu\ngwersi\nsay this", "", "End"])
    #expect(read.kind == .slide && read.language == "cy-GB")
    #expect(read.hidden == [HiddenContent(.hiddenParts, count: 1, parts: [2])])
  }

  @Test func `of OpenDocument has white space as it is meant`() throws {
    let content = """
      <office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>struck</text:p></text:deletion></text:changed-region></text:tracked-changes>
      <text:h>Learning
         review</text:h><text:p>one<text:s text:c="3"/>two<text:tab/>three<text:line-break/>four</text:p>
      <text:p>five<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p></text:note-body></text:note></text:p>
      <text:p>six<office:annotation><text:p>who?</text:p></office:annotation><text:hidden-text>unseen</text:hidden-text></text:p>
      </office:text></office:body>
      """
    let styles = "<style:text-properties fo:language=\"en\" fo:country=\"GB\"/>"
    let read = try Self.text(OfficePackage.openDocument(content, styles: styles), as: .odt)
    #expect(read.parts == ["Learning review\none   two\tthree\nfour\nfive\na note\nsix"])
    #expect(read.language == "en-GB")
    #expect(
      read.hidden == [
        HiddenContent(.trackedChanges, count: 1), HiddenContent(.comments, count: 1),
        HiddenContent(.hiddenText, count: 1),
      ]
    )
  }

  @Test func `of OpenDocument has a part for each table and slide`() throws {
    let sheet = """
      <style:style style:name="gone"><style:table-properties table:display="false"/></style:style>
      <table:table table:name="A"><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>
      <table:table-row table:visibility="collapse"><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table>
      <table:table table:name="B" table:style-name="gone"><table:table-row><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>
      """
    let read = try Self.text(OfficePackage.openDocument(sheet), as: .ods)
    #expect(read.parts == ["A\n1\t2", ""] && read.kind == .sheet)
    #expect(read.hidden == [HiddenContent(.hiddenParts, count: 2, parts: [1, 2])])
    let slides =
      "<draw:page><text:p>one</text:p></draw:page><draw:page><text:p>two</text:p></draw:page>"
    #expect(try Self.text(OfficePackage.openDocument(slides), as: .odp).parts == ["one", "two"])
  }

  @Test func `under a password is not to be had`() {
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    let bytes = OfficePackage.openDocument("x", manifest: manifest)
    #expect(throws: Unreadable.password) { try Self.text(bytes, as: .odt) }
  }

  @Test(arguments: [BodyKind.docx, .xlsx, .pptx, .odt, .ods, .odp, .rtf])
  func `that is none is damaged`(_ kind: BodyKind) {
    for bytes in [[], Array("no archive".utf8), PackedFiles.zip([("a", "b")])] {
      #expect(throws: Unreadable.damaged) { try Self.text(bytes, as: kind) }
    }
  }

  @Test func `that unpacks to more than is read is cut, not read for ever`() throws {
    let bomb = String(
      repeating: "<w:p><w:r><w:t>0123456789012345678901234567890123456789</w:t></w:r></w:p>",
      count: 1_000_000
    )
    let read = try Self.text(OfficePackage.document(bomb), as: .docx)
    #expect(read.isCut && read.parts[0].utf8.count <= 33 << 20)
  }
}
