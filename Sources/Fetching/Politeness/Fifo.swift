// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A queue: what comes first goes first.
struct Fifo<Element> {
  private var elements: [Element] = []
  private var start = 0

  var first: Element? { start < elements.count ? elements[start] : nil }
  var isEmpty: Bool { start == elements.count }

  mutating func append(_ element: Element) {
    elements.append(element)
  }

  mutating func popFirst() -> Element? {
    guard let first else { return nil }
    start += 1
    // So that each element is moved only a few times in all.
    if start * 2 >= elements.count {
      elements.removeFirst(start)
      start = 0
    }
    return first
  }

  mutating func removeAll() -> [Element] {
    defer { self = Fifo() }
    return Array(elements[start...])
  }
}

extension Fifo: Sendable where Element: Sendable {}
