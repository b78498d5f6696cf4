// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of an Excel workbook (XLSX): a part for each sheet, a line for each row.
///
/// Numbers are as they are kept, so that a date is a number of days. What is hidden is counted and not read.
///
/// Source: ECMA-376-1 §18 (SpreadsheetML)
struct SheetText {
  private static let workbook = "xl/workbook.xml"

  private var builder = TextBuilder()
  private var shared: [[UInt8]] = []

  static func read(_ bytes: [UInt8]) -> Result<ExtractedText, Unreadable> {
    guard var zip = ZipArchive(bytes) else { return .failure(.damaged) }
    let main = PackageParts.main(of: &zip) ?? Self.workbook
    guard let workbook = zip.file(main) else { return .failure(zip.fault) }
    let parts = PackageParts(of: main, in: &zip)
    var text = SheetText()
    if let name = parts.files["sharedStrings"]?.first, let strings = zip.file(name) {
      text.takeShared(strings)
    }
    for sheet in sheets(in: workbook) {
      if sheet.isHidden {
        text.builder.note(.hiddenParts, inPart: text.builder.number)
      } else if let file = sheet.relation.flatMap({ parts.targets[$0] }),
        let bytes = zip.file(file)
      {
        text.builder.append(sheet.name)
        text.builder.endLine()
        text.take(bytes)
        let further = PackageParts(of: file, in: &zip)
        for name in further.files["drawing"] ?? [] {
          if let drawing = zip.file(name) { text.builder.append(shapes: drawing) }
        }
        for name in further.files["comments"] ?? [] {
          if let comments = zip.file(name) { text.count(comments: comments) }
        }
      }
      text.builder.endPart()
    }
    var read = text.builder.text(of: .sheet)
    read.isCut = read.isCut || zip.isCut
    return .success(read)
  }

  private struct Sheet {
    let name: String
    let relation: String?
    let isHidden: Bool
  }

  private static func sheets(in bytes: [UInt8]) -> [Sheet] {
    var walk = XMLWalk(bytes)
    var sheets: [Sheet] = []
    while let step = walk.next() {
      guard case .start("sheet", let attributes) = step else { continue }
      let relation = attributes.first { $0.key.local == "id" && !$0.key.prefix.isEmpty }?.value
      sheets.append(
        Sheet(
          name: attributes[local: "name"] ?? "",
          relation: relation,
          isHidden: ["hidden", "veryhidden"].contains(attributes[local: "state"]?.lowercased())
        )
      )
    }
    return sheets
  }

  private mutating func takeShared(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    var text: [UInt8] = []
    while let step = walk.next() {
      switch step {
      // How a word in Japanese is spoken.
      case .start("rph", _): walk.skip()
      case .start("si", _): text = []
      case .end("si"): shared.append(text)
      case .text(let piece) where walk.path.last == "t": text += piece
      default: break
      }
    }
  }

  private mutating func take(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    var (columns, kind): ([ClosedRange<Int>], String) = ([], "")
    var (hidden, column) = (0, 0)
    // Whether rows that do not say how high they are have no height.
    var isFlat = false
    while let step = walk.next(), !builder.isFull {
      switch step {
      case .start("col", let attributes):
        guard attributes.isTrue("hidden"),
          let first = attributes[local: "min"].flatMap({ Int($0) }),
          let last = attributes[local: "max"].flatMap({ Int($0) }), first <= last
        else { continue }
        columns.append(first...last)
        hidden += 1
      case .start("sheetformatpr", let attributes): isFlat = attributes.isTrue("zeroheight")
      case .start("row", let attributes):
        column = 0
        if attributes.isTrue("hidden") || isFlat && attributes[local: "ht"] == nil {
          hidden += 1
          walk.skip()
        }
      case .start("c", let attributes):
        kind = attributes[local: "t"] ?? "n"
        // Where a cell does not say where it is, it is behind the one before.
        column = attributes[local: "r"].flatMap(Self.column) ?? column + 1
        if columns.contains(where: { $0 ~= column }) { walk.skip() }
      // How it is reckoned.
      case .start("f", _), .start("rph", _): walk.skip()
      case .end("c"): builder.endCell()
      case .end("row"): builder.endLine()
      case .text(let text) where walk.path.last == "v":
        guard kind == "s" else {
          builder.append(text)
          continue
        }
        let number = Int(String(decoding: text, as: UTF8.self))
        if let number, shared.indices.contains(number) { append(shared[number]) }
      case .text(let text) where walk.path.last == "t": append(text)
      default: break
      }
    }
    builder.note(.hiddenParts, hidden, inPart: builder.number)
    if walk.isCut { builder.cut() }
  }

  /// The text of a cell, in one line.
  private mutating func append(_ text: [UInt8]) {
    builder.append(text.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
  }

  private mutating func count(comments bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    while let step = walk.next() {
      if case .start("comment", _) = step { builder.note(.comments, inPart: builder.number) }
    }
  }

  /// The number of a column, from 1, by the letters of a cell: `AB12`.
  private static func column(_ reference: String) -> Int? {
    let letters = reference.utf8.prefix { (0x41...0x5A).contains($0) }
    guard (1...3).contains(letters.count) else { return nil }
    return letters.reduce(0) { $0 * 26 + Int($1 - 0x40) }
  }
}
