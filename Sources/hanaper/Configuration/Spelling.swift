// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The nearest known word to a misspelt one.
enum Spelling {
  /// The known word with the fewest changed letters, if that is at most a third of them.
  static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    known
      .map { (distance(Array(word.lowercased()), Array($0.lowercased())), $0) }
      .filter { $0.0 <= max(1, $0.1.count / 3) }
      .min { $0 < $1 }?.1
  }

  /// How many letters must be added, left out, changed or swapped with their neighbour.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        let change = rows[i][j] + (left[i] == right[j] ? 0 : 1)
        var least = min(change, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
