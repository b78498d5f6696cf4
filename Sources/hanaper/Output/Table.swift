// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Columns of text, each as wide as its widest cell; the last is left as it is.
struct Table {
  enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  init(_ titles: [String], _ alignments: [Alignment] = []) {
    rows = [titles]
    self.alignments = titles.indices.map { $0 < alignments.count ? alignments[$0] : .left }
  }

  mutating func add(_ cells: [String]) {
    rows.append(cells.map(Terminal.clean))
  }

  var isEmpty: Bool { rows.count == 1 }

  func print() {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.enumerated().map { number, row -> CleanText in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        switch alignments[column] {
        case .right: return padding + row[column]
        case .left: return column == row.count - 1 ? row[column] : row[column] + padding
        }
      }
      let line = cells.joined(separator: "  ")
      return number == 0 ? Terminal.styled("\(line)", .dim) : "\(line)"
    }
    Output.print(lines.joined(separator: "\n"))
  }
}
