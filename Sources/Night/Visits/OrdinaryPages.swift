// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// By the places of sources, which of their links are known to be ordinary pages, which nobody asks for.
struct OrdinaryPages {
  private var numbers: [Int: Set<Int>] = [:]

  var isEmpty: Bool { numbers.isEmpty }

  /// How many a source has; nil for none.
  func count(of source: Int) -> Int? {
    numbers[source].flatMap { $0.isEmpty ? nil : $0.count }
  }

  mutating func insert(_ number: Int, of source: Int) {
    numbers[source, default: []].insert(number)
  }

  mutating func remove(_ number: Int, of source: Int) {
    numbers[source]?.remove(number)
  }
}
