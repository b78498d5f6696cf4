// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// The two ends of a body: all that appraisal ever sees of it.
///
/// A body streams from the socket to the disk; only its ends are kept in memory for judging. The
/// ends overlap where the body is short. The tail is long enough for a ZIP directory's end behind
/// the longest comment.
package struct BodyEvidence: Hashable, Sendable {
  /// How much of the beginning is looked at, in bytes.
  package static let longestHead = 64 * 1024

  /// How much of the end is looked at, in bytes.
  package static let longestTail = 66 * 1024

  /// The length of the whole body, in bytes.
  package let length: Int64

  /// The beginning.
  package let head: [UInt8]

  /// The end; empty where only the beginning was fetched.
  package let tail: [UInt8]

  /// Whether the rest of the body was not fetched, so that nothing can be said of its end.
  package let isBeginning: Bool

  /// Takes both ends; what exceeds the limits is cut off.
  package init(length: Int64, head: [UInt8], tail: [UInt8]) {
    self.head = head.count > Self.longestHead ? Array(head.prefix(Self.longestHead)) : head
    self.tail = tail.count > Self.longestTail ? Array(tail.suffix(Self.longestTail)) : tail
    self.length = max(length, Int64(self.head.count), Int64(self.tail.count))
    isBeginning = false
  }

  /// Takes the beginning of a body whose rest nobody asked for.
  ///
  /// - Parameters:
  ///   - head: what came of it.
  ///   - length: what the whole is said to have, in bytes; nil where that is not known.
  package init(beginning head: [UInt8], of length: Int64?) {
    self.head = head.count > Self.longestHead ? Array(head.prefix(Self.longestHead)) : head
    tail = []
    self.length = max(length ?? 0, Int64(head.count))
    isBeginning = true
  }

  /// Takes both ends out of a body that is in memory.
  package init(whole body: [UInt8]) {
    self.init(length: Int64(body.count), head: body, tail: body)
  }
}

extension BodyEvidence {
  /// Where the tail begins in the body.
  var tailStart: Int64 { length - Int64(tail.count) }

  /// Whether no byte of the body is out of sight.
  var isWhole: Bool { length == Int64(head.count) || length == Int64(tail.count) }

  /// Up to `count` bytes from `offset` on, or nil where that place is out of sight.
  func bytes(at offset: Int64, upTo count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, offset < length else { return nil }
    if offset >= tailStart {
      return tail.dropFirst(Int(offset - tailStart)).prefix(count)
    }
    guard offset < Int64(head.count) else { return nil }
    return head.dropFirst(Int(offset)).prefix(count)
  }
}
