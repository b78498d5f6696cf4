// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Which elements of two sequences belong together, in bounded time however much they differ.
///
/// Elements that stand once in each anchor the rest; between two anchors the same is done again, and where nothing stands once,
/// the shortest difference is looked for as long as it is short (Myers).
///
/// Source: B. Cohen, “Patience Diff Advantages” (2009); E. W. Myers, “An O(ND) Difference Algorithm” (1986)
struct Alignment<Element: Hashable> {
  /// Places in both, in their order.
  private(set) var pairs: [(old: Int, new: Int)] = []

  private let old: [Element]
  private let new: [Element]
  /// Stretches with more elements than this together are not looked into where nothing anchors them.
  private static var longestStretch: Int { 2_000 }

  init(_ old: [Element], _ new: [Element]) {
    (self.old, self.new) = (old, new)
    var waiting = [(0..<old.count, 0..<new.count)]
    // In their order: what comes first lies on top.
    while let (left, right) = waiting.popLast() {
      align(left, right, &waiting)
    }
    pairs.sort { $0.old < $1.old }
  }

  private mutating func align(
    _ left: Range<Int>,
    _ right: Range<Int>,
    _ waiting: inout [(Range<Int>, Range<Int>)]
  ) {
    var (left, right) = (left, right)
    while let first = left.first, let other = right.first, old[first] == new[other] {
      pairs.append((first, other))
      (left, right) = (left.dropFirst(), right.dropFirst())
    }
    while let last = left.last, let other = right.last, old[last] == new[other] {
      pairs.append((last, other))
      (left, right) = (left.dropLast(), right.dropLast())
    }
    guard !left.isEmpty, !right.isEmpty else { return }
    let anchors = anchors(in: left, right)
    guard !anchors.isEmpty else {
      if left.count + right.count <= Self.longestStretch { pairs += shortest(left, right) }
      return
    }
    var (from, to) = (left.lowerBound, right.lowerBound)
    for anchor in anchors {
      pairs.append(anchor)
      waiting.append((from..<anchor.old, to..<anchor.new))
      (from, to) = (anchor.old + 1, anchor.new + 1)
    }
    waiting.append((from..<left.upperBound, to..<right.upperBound))
  }

  /// What stands once in each, as far as it is in the same order.
  private func anchors(in left: Range<Int>, _ right: Range<Int>) -> [(old: Int, new: Int)] {
    var places: [Element: (old: Int?, new: Int?, isOnce: Bool)] = [:]
    for place in left {
      places[old[place]] = (place, nil, places[old[place]] == nil)
    }
    for place in right {
      guard let seen = places[new[place]] else { continue }
      places[new[place]] = (seen.old, place, seen.isOnce && seen.new == nil)
    }
    let once = left.compactMap { place -> (old: Int, new: Int)? in
      guard let seen = places[old[place]], seen.isOnce, let new = seen.new else { return nil }
      return (place, new)
    }
    return Self.longestRise(once)
  }

  /// The longest run of pairs that rise on both sides.
  private static func longestRise(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    // The pair on top of each pile, and the one that lay on the pile before when it came.
    var tops: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tops.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tops[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? tops[low - 1] : nil
      if low == tops.count { tops.append(index) } else { tops[low] = index }
    }
    var rise: [(old: Int, new: Int)] = []
    var next = tops.last
    while let index = next {
      rise.append(pairs[index])
      next = before[index]
    }
    return rise.reversed()
  }

  private func shortest(_ left: Range<Int>, _ right: Range<Int>) -> [(old: Int, new: Int)] {
    let difference = new[right].difference(from: old[left])
    let removed = Set(difference.removals.map(\.place))
    let inserted = Set(difference.insertions.map(\.place))
    let kept = left.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
    let others = right.enumerated().filter { !inserted.contains($0.offset) }.map(\.element)
    return zip(kept, others).map { ($0, $1) }
  }
}

extension CollectionDifference.Change {
  fileprivate var place: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
