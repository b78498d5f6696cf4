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
    // Scalar by scalar: what is joined with a comma or a quote is none to Swift, and is one to whoever reads the table.
    let scalars = text.unicodeScalars
    let isFormula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    guard plain.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return plain
    }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in plain.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
