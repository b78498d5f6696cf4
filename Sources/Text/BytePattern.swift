// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Bytes that are looked for among many others, most of which are leapt over.
///
/// `contains` of a text compares characters as people see them; this compares UTF-8, many times as fast.
///
/// Source: R. N. Horspool, “Practical fast searching in strings” (1980)
package struct BytePattern: Sendable {
  private let bytes: [UInt8]
  /// How far to go on from a byte that stands where the last one would.
  private let leaps: [Int]

  /// - Parameter text: an empty one stands everywhere.
  package init(_ text: String) {
    bytes = Array(text.utf8)
    var leaps = Array(repeating: bytes.count, count: 256)
    for (place, byte) in bytes.dropLast().enumerated() {
      leaps[Int(byte)] = bytes.count - 1 - place
    }
    self.leaps = leaps
  }

  package var count: Int { bytes.count }

  /// Where they stand first.
  ///
  /// - Parameters:
  ///   - text: where they are looked for.
  ///   - start: from which place on.
  /// - Returns: nil where they do not.
  package func first(in text: Span<UInt8>, from start: Int = 0) -> Int? {
    guard let last = bytes.last else { return start }
    var place = start
    while place + bytes.count <= text.count {
      let end = text[place + bytes.count - 1]
      if end == last, bytes.indices.allSatisfy({ text[place + $0] == bytes[$0] }) { return place }
      place += leaps[Int(end)]
    }
    return nil
  }

  /// Whether they stand anywhere in a text.
  package func isIn(_ text: String) -> Bool { first(in: text.utf8Span.span) != nil }
}
