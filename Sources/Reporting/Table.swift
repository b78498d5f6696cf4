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
    var lines: [CleanText] = []
    forEachLine { lines.append($0) }
    return lines
  }

  /// Hands out the lines one by one, so that of a long table there is never more than one.
  func forEachLine(_ body: (CleanText) -> Void) {
    var widths = alignments.map { _ in 0 }
    for row in rows {
      for column in widths.indices { widths[column] = max(widths[column], row[column].count) }
    }
    for (number, row) in rows.enumerated() {
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        switch alignments[column] {
        case .right: return padding + row[column]
        case .left: return column == row.count - 1 ? row[column] : row[column] + padding
        }
      }
      let line = cells.joined(separator: "  ")
      body(number == 0 ? CleanText.styled("\(line)", .dim) : "\(line)")
    }
  }
}
