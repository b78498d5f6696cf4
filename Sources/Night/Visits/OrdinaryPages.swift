// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing

/// By the places of sources, which of their links are known to be ordinary pages, which nobody asks for.
struct OrdinaryPages {
  private var numbers: [Int: Set<Int>] = [:]
  /// Of what these list, something is kept.
  private var keeping: Set<Int> = []
  private var files: [Int: PageFiles] = [:]

  var isEmpty: Bool { numbers.isEmpty }

  /// How many a source has; nil for none.
  func count(of source: Int) -> Int? {
    numbers[source].flatMap { $0.isEmpty ? nil : $0.count }
  }

  func numbers(of source: Int) -> Set<Int> { numbers[source] ?? [] }

  func keepsSomething(_ source: Int) -> Bool { keeping.contains(source) }

  func files(of source: Int) -> PageFiles? { files[source] }

  mutating func insert(_ number: Int, of source: Int) {
    numbers[source, default: []].insert(number)
  }

  mutating func remove(_ number: Int, of source: Int) {
    numbers[source]?.remove(number)
  }

  /// Takes in that something is kept that a source lists.
  mutating func keep(_ source: Int) {
    keeping.insert(source)
  }

  /// Takes in which files a source wants of those on one of its pages.
  mutating func take(_ addresses: [WebAddress], on page: WebAddress, of source: Int) {
    guard !addresses.isEmpty else { return }
    files[source, default: PageFiles()].take(addresses, on: page)
  }
}
