// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Columns of text, each as wide as its widest cell; the last is left as it is.
package struct Table: Hashable, Sendable {
  package enum Alignment: Sendable {
    case left, right
  }

  private let alignments: [Alignment]
  /// The titles come first.
  private(set) var rows: [[String]]

  package init(_ titles: [String], _ alignments: [Alignment] = []) {
    rows = [titles]
    self.alignments = titles.indices.map { $0 < alignments.count ? alignments[$0] : .left }
  }

  package mutating func add(_ cells: [String]) {
    rows.append(cells.map(CleanText.clean))
  }

  package var lines: [CleanText] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.enumerated().map { number, row -> CleanText in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        switch alignments[column] {
        case .right: return padding + row[column]
        case .left: return column == row.count - 1 ? row[column] : row[column] + padding
        }
      }
      let line = cells.joined(separator: "  ")
      return number == 0 ? CleanText.styled("\(line)", .dim) : "\(line)"
    }
  }
}
