// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// The bytes of a document, with what is made anew at each request told apart from the rest.
///
/// What is told apart is replaced by its meaning: a date by the word that a date stands here, a place in the file by
/// the object that stands there. All other bytes count as they are.
struct ContentForm {
  let bytes: [UInt8]
  private var replacements: [(range: Range<Int>, meaning: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func replace(_ range: Range<Int>, by meaning: [UInt8]) {
    replacements.append((range, meaning))
  }

  mutating func replace(_ range: Range<Int>, by meaning: String) {
    replace(range, by: Array(meaning.utf8))
  }

  /// The digest of the form; nil where two replacements overlap, so that the structure was misread.
  func digest(as kind: String) -> Digest? {
    guard let parts else { return nil }
    var stream = DigestStream(.sha512)
    stream.update(Array(kind.utf8).span)
    for part in parts {
      switch part {
      case .kept(let range):
        stream.update(Self.mark(0, range.count).span)
        stream.update(bytes.span.extracting(range))
      case .replaced(let meaning):
        stream.update(Self.mark(1, meaning.count).span)
        stream.update(meaning.span)
      }
    }
    return stream.finish()
  }

  /// The form as bytes, for what stands within another form.
  var encoded: [UInt8]? {
    guard let parts else { return nil }
    var result: [UInt8] = []
    for part in parts {
      switch part {
      case .kept(let range): result += Self.mark(0, range.count) + bytes[range]
      case .replaced(let meaning): result += Self.mark(1, meaning.count) + meaning
      }
    }
    return result
  }

  private enum Part {
    case kept(Range<Int>)
    case replaced([UInt8])
  }

  private var parts: [Part]? {
    var parts: [Part] = []
    var place = 0
    for (range, meaning) in replacements.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard range.lowerBound >= place, range.upperBound <= bytes.count else { return nil }
      parts.append(.kept(place..<range.lowerBound))
      parts.append(.replaced(meaning))
      place = range.upperBound
    }
    parts.append(.kept(place..<bytes.count))
    return parts
  }

  /// Which part it is and how long: two forms have the same bytes only if they are the same.
  private static func mark(_ part: UInt8, _ count: Int) -> [UInt8] {
    [part] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }
}
