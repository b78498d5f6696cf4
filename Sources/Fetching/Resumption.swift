// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP

/// What it takes to ask for the rest of a body that broke off, and to know the rest when it comes.
///
/// A body is only put together from two answers if the server vouches, by a strong validator, that both
/// are of the same bytes.
///
/// Source: RFC 9110 §13.1.5, §14.4 <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5>
struct Resumption: Hashable, Sendable {
  /// How many bytes are here.
  let offset: Int64
  /// How many there are in all, by the first answer.
  let total: Int64?
  /// An entity tag or a date, verbatim.
  let validator: String

  /// A shorter piece is fetched again as quickly as its rest.
  static let shortestPiece: Int64 = 64 << 10

  /// Is nil where the rest cannot be asked for: too little came, or nothing vouches for it.
  ///
  /// - Parameters:
  ///   - head: of the answer that broke off.
  ///   - length: how many bytes of its body came.
  init?(of head: ResponseHead, after length: Int64) {
    let fields = head.fields
    guard head.status == 200, length >= Self.shortestPiece, fields["Content-Encoding"] == nil,
      fields["Accept-Ranges"]?.lowercased() != "none",
      let validator = Self.strongValidator(of: head)
    else { return nil }
    offset = length
    total = fields["Content-Length"].flatMap { Int64($0) }
    self.validator = validator
    guard total.map({ $0 > length }) ?? true else { return nil }
  }

  /// The fields that ask for the rest, or for everything if the bytes are others by now.
  var fields: [HeaderField] {
    [HeaderField("Range", "bytes=\(offset)-"), HeaderField("If-Range", validator)]
  }

  /// Whether an answer is the rest that was asked for: of the same bytes by the same validator, from
  /// where the piece ends to the end of a whole that is as long as before.
  ///
  /// There are servers that do not know `If-Range` and send a part of whatever is there now, and some
  /// that send less than the rest.
  func isContinued(by head: ResponseHead) -> Bool {
    guard head.status == 206, let range = head.fields["Content-Range"].flatMap(ContentRange.init)
    else { return false }
    guard range.first == offset, total == nil || range.total == nil || range.total == total,
      (range.total ?? total).map({ range.last == $0 - 1 }) ?? true
    else { return false }
    return isOfSameBytes(head)
  }

  // A 206 must repeat the tag of the whole; one that leaves it out is taken at its word on the range
  // (RFC 9110 §15.3.7).
  private func isOfSameBytes(_ head: ResponseHead) -> Bool {
    let name = validator.hasPrefix("\"") ? "ETag" : "Last-Modified"
    return head.fields[name].map { $0 == validator } ?? true
  }

  // A date is strong only if the bytes had a second's rest before the answer (RFC 9110 §8.8.2.2).
  private static func strongValidator(of head: ResponseHead) -> String? {
    if let tag = head.fields["ETag"] {
      return tag.hasPrefix("\"") && tag.count >= 2 && tag.hasSuffix("\"") ? tag : nil
    }
    let epoch = HTTPDate(secondsSince1970: 0)
    guard let modified = head.fields["Last-Modified"], let date = head.fields["Date"],
      let then = HTTPDate(modified, now: epoch), let now = HTTPDate(date, now: epoch),
      now.secondsSince1970 - then.secondsSince1970 >= 1
    else { return nil }
    return modified
  }
}

/// The `Content-Range` of a 206: `bytes 500-999/1234`, or `/*` for a total that is not known.
///
/// Source: RFC 9110 §14.4 <https://www.rfc-editor.org/rfc/rfc9110#section-14.4>
struct ContentRange: Hashable, Sendable {
  let first: Int64
  let last: Int64
  let total: Int64?

  init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
    let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]),
      first <= last
    else { return nil }
    let total = Self.number(parts[1])
    guard parts[1] == "*" || total.map({ $0 > last }) == true else { return nil }
    (self.first, self.last, self.total) = (first, last, total)
  }

  private static func number(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      ? Int64(text) : nil
  }
}
