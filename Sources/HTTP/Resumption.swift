// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What it takes to ask for the rest of a body that broke off, and to know the rest when it comes.
///
/// A body is only put together from two answers if the server vouches, by a strong validator, that both
/// are of the same bytes.
///
/// Source: RFC 9110 §13.1.5, §14.4 <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5>
package struct Resumption: Hashable, Sendable {
  /// How many bytes are here.
  package let offset: Int64
  /// How many there are in all, by the first answer.
  package let total: Int64?
  /// An entity tag or a date, verbatim.
  package let validator: String

  /// A shorter piece is fetched again as quickly as its rest.
  package static let shortestPiece: Int64 = 64 << 10

  /// Is nil where the rest cannot be asked for: too little came, or nothing vouches for it.
  ///
  /// - Parameters:
  ///   - head: of the answer that broke off.
  ///   - length: how many bytes of its body came.
  package init?(of head: ResponseHead, after length: Int64) {
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
  package var fields: [HeaderField] {
    [HeaderField("Range", "bytes=\(offset)-"), HeaderField("If-Range", validator)]
  }

  /// Whether an answer is the rest that was asked for: of the same bytes by the same validator, from
  /// where the piece ends to the end of a whole that is as long as before.
  ///
  /// There are servers that do not know `If-Range` and send a part of whatever is there now, and some
  /// that send less than the rest.
  package func isContinued(by head: ResponseHead) -> Bool {
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
