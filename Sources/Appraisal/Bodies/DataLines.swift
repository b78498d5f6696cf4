// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// The lines of a text, as far as they tell data from a sentence.
struct DataLines {
  /// How many lines have something in them; counted up to `most`.
  let count: Int
  /// The separators that every line has, and as often as the first.
  let separators: Set<UInt8>

  private static let most = 50

  init(_ text: [UInt8]) {
    let lines = text.split(maxSplits: Self.most) { $0 == 0x0A || $0 == 0x0D }.prefix(Self.most)
      .filter { line in line.contains { !$0.isWhiteSpace } }
    count = lines.count
    separators =
      lines.count < 2
      ? []
      : Set(",;\t|".utf8).filter { separator in
        let columns = lines.map { line in line.count { $0 == separator } }
        return columns[0] > 0 && columns.allSatisfy { $0 == columns[0] }
      }
  }

  /// Whether this is a table, or at least more lines than a message has.
  var isData: Bool { !separators.isEmpty || count > 5 }
}
