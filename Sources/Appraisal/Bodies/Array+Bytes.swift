// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension [UInt8] {
  /// Where `pattern` first stands within `range`, which is cut to what there is.
  ///
  /// Patterns are short words of file formats, so trying every place is linear in practice and at
  /// worst `range.count * pattern.count`.
  func firstPlace(of pattern: String, in range: Range<Int>? = nil) -> Int? {
    let pattern = Array(pattern.utf8)
    let range = (range ?? 0..<count).clamped(to: 0..<count)
    guard let first = pattern.first, range.count >= pattern.count else { return nil }
    for place in range.lowerBound...(range.upperBound - pattern.count)
    where self[place] == first && holds(pattern, at: place) {
      return place
    }
    return nil
  }

  /// Where `pattern` last stands within `range`, which is cut to what there is.
  func lastPlace(of pattern: String, in range: Range<Int>? = nil) -> Int? {
    let pattern = Array(pattern.utf8)
    let range = (range ?? 0..<count).clamped(to: 0..<count)
    guard let first = pattern.first, range.count >= pattern.count else { return nil }
    for place in (range.lowerBound...(range.upperBound - pattern.count)).reversed()
    where self[place] == first && holds(pattern, at: place) {
      return place
    }
    return nil
  }

  /// Whether `pattern` stands at `place`.
  func holds(_ pattern: [UInt8], at place: Int) -> Bool {
    guard place >= 0, pattern.count <= count - place else { return false }
    for step in pattern.indices where self[place + step] != pattern[step] {
      return false
    }
    return true
  }

  /// The number of `width` bytes at `place`, least significant byte first.
  func littleEndian(at place: Int, width: Int) -> Int? {
    guard place >= 0, width <= count - place else { return nil }
    return (0..<width).reversed().reduce(0) { $0 << 8 | Int(self[place + $1]) }
  }

  /// The number of bytes that are left when NULs and white space are taken from the end.
  var countWithoutPadding: Int {
    var end = count
    while end > 0, self[end - 1] == 0 || self[end - 1].isWhiteSpace { end -= 1 }
    return end
  }
}

extension UInt8 {
  /// Space, tab, line feed, form feed, carriage return.
  var isWhiteSpace: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, 0x0C, 0x0D: true
    default: false
    }
  }

  /// An ASCII digit.
  var isDigit: Bool { (0x30...0x39).contains(self) }

  /// An ASCII letter.
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  /// The same byte, an ASCII capital made small.
  var lowered: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
