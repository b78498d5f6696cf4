// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The lines of a robots.txt, ready to be read: without comment, end and white space around.
///
/// - CR, LF and CRLF each end a line.
/// - A byte order mark at the front is skipped, and so is the front of one that is broken off.
/// - A line counts up to its first NUL, and up to ``longest`` bytes.
/// - Where the file is cut, what stands after its last line end is left out.
struct RobotsLines: Sequence, IteratorProtocol {
  /// How much of a line is read, in bytes: what Google's parser reads.
  static let longest = 16_663

  private var rest: ArraySlice<UInt8>
  private var number = 0
  private let isCut: Bool

  init(_ bytes: ArraySlice<UInt8>, isCut: Bool) {
    let mark = zip(bytes, [0xEF, 0xBB, 0xBF]).prefix { $0 == $1 }
    rest = bytes.dropFirst(mark.count)
    self.isCut = isCut
  }

  mutating func next() -> (number: Int, text: ArraySlice<UInt8>)? {
    guard !rest.isEmpty else { return nil }
    number += 1
    let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D }
    guard end != nil || !isCut else { return nil }
    let line = rest[..<(end ?? rest.endIndex)]
    rest = rest[(end ?? rest.endIndex)...]
    rest = rest.dropFirst(rest.starts(with: [0x0D, 0x0A]) ? 2 : 1)
    return (number, line.prefix(Self.longest).prefix { $0 != 0 && $0 != 0x23 }.trimmed)
  }
}

extension Collection<UInt8> where SubSequence == ArraySlice<UInt8> {
  /// Without ASCII white space at either end.
  var trimmed: ArraySlice<UInt8> {
    var trimmed = drop(while: \.isSpace)
    while trimmed.last?.isSpace ?? false { trimmed.removeLast() }
    return trimmed
  }
}

extension UInt8 {
  /// Space, tab, line ends, vertical tab, form feed.
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
