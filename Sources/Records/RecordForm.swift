// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Text

/// The form of a record in JSON: its bytes, but for what differs between records that are like one another.
///
/// Left out are addresses, digests and times that are plainly such, free texts and counts. Whether a record can be
/// decoded depends on its form alone, so of thousands with one form the first shows it for all.
package struct RecordForm {
  /// What was left out at a place, and so is known to be a sound value of its kind.
  private enum Blank: UInt8 {
    case address, digest, time, text, count
  }

  /// A member of the record itself: where its value stands, without quotation marks, and what it is.
  private struct Member {
    let name: Range<Int>
    let value: Range<Int>
    let blank: Blank
  }

  /// Equal for records of one form, and only for these.
  package private(set) var skeleton: [UInt8] = []
  /// Whether a text among the record's own members has an escape in it.
  private(set) var hasEscapes = false
  /// The names of the record's own members, and those of which the value was left out.
  private var names: [Range<Int>] = []
  private var members: [Member] = []

  private let bytes: [UInt8]
  private var place = 0
  /// Where that begins which is still to be put into the skeleton.
  private var kept = 0
  private var depth = 0
  /// The name whose value is next.
  private var name: Range<Int>?

  /// Members that take any text, or any count, wherever they stand in a record.
  private static let texts = names(
    "title",
    "fileName",
    "text",
    "heading",
    "head",
    "etag",
    "lastModified",
    "run"
  )
  private static let counts = names("size", "position", "receivedBytes", "milliseconds")

  private static func names(_ names: String...) -> [[UInt8]] { names.map { Array($0.utf8) } }

  /// - Parameter bytes: a record; nil for what has not the ordinary look of one, and for what is no UTF-8.
  package init?(of bytes: [UInt8]) {
    self.bytes = bytes
    guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
    skeleton.reserveCapacity(bytes.count)
    while place < bytes.count {
      guard step() else { return nil }
    }
    skeleton += bytes[kept...]
  }

  /// Passes a string, a number or a single character between them; false for what cannot be passed.
  private mutating func step() -> Bool {
    let byte = bytes[place]
    switch byte {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      name = nil
      place += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      name = nil
      place += 1
    case 0x00..<0x20 where !byte.isSpace: return false
    default: place += 1
    }
    return true
  }

  private mutating func leaveOut(_ value: Range<Int>, _ blank: Blank, end: Int) {
    skeleton += bytes[kept..<place]
    // No byte below 0x20 but white space is in any other part of a skeleton.
    skeleton.append(blank.rawValue)
    if depth == 1, let name { members.append(Member(name: name, value: value, blank: blank)) }
    name = nil
    place = end
    kept = end
  }

  // MARK: Strings

  private mutating func string() -> Bool {
    let start = place + 1
    var end = start
    var isEscaped = false
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      guard bytes[end] >= 0x20 else { return false }
      if bytes[end] == UInt8(ascii: "\\") {
        // An escape by number may be half a character.
        guard end + 1 < bytes.count, "\"\\/bfnrt".utf8.contains(bytes[end + 1]) else {
          return false
        }
        isEscaped = true
        end += 1
      }
      end += 1
    }
    guard end < bytes.count else { return false }
    let value = start..<end
    if isName(endingAt: end) {
      name = value
      if depth == 1 { names.append(value) }
      place = end + 1
    } else if let name, Self.texts.contains(where: { bytes[name].elementsEqual($0) }) {
      if depth == 1, isEscaped { hasEscapes = true }
      leaveOut(value, .text, end: end + 1)
    } else if !isEscaped, let blank = Self.blank(for: bytes[value]) {
      leaveOut(value, blank, end: end + 1)
    } else {
      name = nil
      place = end + 1
    }
    return true
  }

  private func isName(endingAt end: Int) -> Bool {
    bytes[(end + 1)...].first { !$0.isSpace } == UInt8(ascii: ":")
  }

  private static func blank(for value: ArraySlice<UInt8>) -> Blank? {
    guard let first = value.first else { return nil }
    switch first {
    case UInt8(ascii: "h") where WebAddress.isPlain(value): return .address
    case UInt8(ascii: "s") where isDigest(value): return .digest
    case UInt8(ascii: "0")...UInt8(ascii: "9") where Date(inRecord: value) != nil: return .time
    default: return nil
    }
  }

  private static func isDigest(_ value: ArraySlice<UInt8>) -> Bool {
    let digits = value.dropFirst(7)
    let isLong = digits.count == 128 && value.starts(with: "sha512:".utf8)
    let isShort = digits.count == 64 && value.starts(with: "sha256:".utf8)
    return (isLong || isShort) && digits.allSatisfy(\.isHexDigit)
  }

  // MARK: Numbers

  private mutating func number() {
    var end = place
    while end < bytes.count, bytes[end].isDigit { end += 1 }
    let digits = place..<end
    let isWhole = end < bytes.count && !".eE+-".utf8.contains(bytes[end])
    let isShort = digits.count <= 15 && (digits.count == 1 || bytes[place] != UInt8(ascii: "0"))
    let isAlone = place > 0 && (bytes[place - 1] == UInt8(ascii: ":") || bytes[place - 1].isSpace)
    if isWhole, isShort, isAlone, let name,
      Self.counts.contains(where: { bytes[name].elementsEqual($0) })
    {
      leaveOut(digits, .count, end: end)
    } else {
      name = nil
      place = end
    }
  }
}

// The values that are not in the form; nil where what stands there is part of it.
extension RecordForm {
  /// Whether a member is there twice, so that readers differ on which counts.
  var hasRepeatedNames: Bool { Set(names.map { bytes[$0] }).count < names.count }

  private func value(of name: String, _ blank: Blank) -> ArraySlice<UInt8>? {
    members.first { $0.blank == blank && bytes[$0.name].elementsEqual(name.utf8) }
      .map { bytes[$0.value] }
  }

  func address(_ name: String) -> WebAddress? {
    value(of: name, .address).map {
      WebAddress(alreadyNormal: String(decoding: $0, as: UTF8.self))
    }
  }

  func digest(_ name: String) -> Digest? {
    guard let value = value(of: name, .digest) else { return nil }
    let digits = value.dropFirst(7)
    return Digest(digits.count == 128 ? .sha512 : .sha256, hexDigits: digits)
  }

  func time(_ name: String) -> Date? { value(of: name, .time).flatMap(Date.init(inRecord:)) }

  /// Right only in a form without ``hasEscapes``.
  func text(_ name: String) -> String? {
    value(of: name, .text).map { String(decoding: $0, as: UTF8.self) }
  }

  func count(_ name: String) -> Int64? {
    value(of: name, .count)?.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }
}

extension Date {
  /// A time as records have it, `2026-11-23T02:00:01Z`; nil for any other text, and for
  /// the day that not every year has.
  init?(inRecord text: ArraySlice<UInt8>) {
    let form = "0000-00-00T00:00:00Z".utf8
    guard text.count == 20,
      zip(text, form).allSatisfy({ $1 == UInt8(ascii: "0") ? $0.isDigit : $0 == $1 })
    else { return nil }
    func number(_ start: Int, _ count: Int) -> Int {
      text.dropFirst(start).prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
    let (hour, minute, second) = (number(11, 2), number(14, 2), number(17, 2))
    let longest = month == 2 ? 28 : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard year >= 1970, 1...12 ~= month, 1...longest ~= day, hour < 24, minute < 60, second < 60
    else { return nil }
    // Years begin with March, so that the odd day is the last.
    let counted = month > 2 ? year : year - 1
    let days =
      365 * counted + counted / 4 - counted / 100 + counted / 400
      + (153 * ((month + 9) % 12) + 2) / 5 + day - 719_469
    self.init(timeIntervalSince1970: Double(((days * 24 + hour) * 60 + minute) * 60 + second))
  }
}
