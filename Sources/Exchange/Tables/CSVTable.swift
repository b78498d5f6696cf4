// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Rows for a spreadsheet.
///
/// Source: RFC 4180 <https://www.rfc-editor.org/rfc/rfc4180>
enum CSVTable {
  /// A row, the end of its line included.
  static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  /// What a spreadsheet would compute has an apostrophe before it: a title comes from strangers.
  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    let needsQuotes = plain.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return needsQuotes ? "\"\(plain.replacing("\"", with: "\"\""))\"" : plain
  }
}
