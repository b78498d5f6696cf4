// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import SystemPackage

/// Writes a table of versions: rows for a spreadsheet, or objects for a program.
struct TableWriter {
  private let file: ResumedFile
  private let isJSON: Bool
  private var isFirst = true

  init(_ form: Export.Form, at path: FilePath) throws {
    file = try ResumedFile(at: path)
    isJSON = form == .json
    try file.append(Array((isJSON ? "[" : CSVTable.row(VersionRow.names)).utf8))
  }

  mutating func append(_ item: ExportItem) throws { try append(VersionRow(item, file: nil)) }

  mutating func append(_ row: VersionRow) throws {
    let text =
      isJSON
      ? try (isFirst ? "\n" : ",\n") + RecordCoding.encodeLine(row).dropLast()
      : CSVTable.row(row.cells)
    try file.append(Array(text.utf8))
    isFirst = false
  }

  mutating func finish() throws {
    if isJSON { try file.append(Array((isFirst ? "]\n" : "\n]\n").utf8)) }
    try file.finish()
  }
}
