// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

@testable import OCFL

/// What Foundation makes of a JSON text: a second opinion.
///
/// It is a lenient judge: ``isCompetent(for:refusedBecause:)`` says what is not put before it.
enum FoundationJudge {
  /// Whether Foundation reads the text.
  static func reads(_ text: [UInt8]) -> Bool {
    value(of: text) != nil
  }

  /// What Foundation reads, or nil if it refuses.
  static func value(of text: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
  }

  /// Whether Foundation is as strict as RFC 8259 about such texts.
  ///
  /// - It reads UTF-16 and UTF-32 as well, which it guesses from bytes that are 0, or from a byte
  ///   order mark, and skips one before UTF-8. RFC 8259 §8.1 allows none of that between systems.
  ///   Even within a string it drops U+FEFF, at the beginning and after an escape.
  /// - It reads a comma before the end of an array or object. RFC 8259 §4 and §5 know none.
  /// - It refuses numbers too large for a `Double`. RFC 8259 §6 sets no limit.
  /// - Its limit of depth is another.
  static func isCompetent(
    for text: [UInt8],
    refusedBecause reason: JSONFault.Reason?
  ) -> Bool {
    switch reason {
    case .trailingComma, .tooDeep: return false
    default: break
    }
    if text.contains(0) { return false }
    if text.starts(with: [0xFE, 0xFF]) || text.starts(with: [0xFF, 0xFE]) { return false }
    if text.contains([0xEF, 0xBB, 0xBF]) { return false }
    return !hasLongExponent(text)
  }

  /// Whether three digits or more follow an `e`, anywhere.
  private static func hasLongExponent(_ text: [UInt8]) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return text.indices.contains { place in
      guard text[place] | 0x20 == UInt8(ascii: "e") else { return false }
      let exponent = text[(place + 1)...].drop {
        $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
      }
      return exponent.prefix { digits.contains($0) }.count > 2
    }
  }

  /// Whether Foundation read the same value as we did.
  ///
  /// Of objects in which Swift sees a name twice it keeps one member, we cannot know which. Of numbers
  /// with many digits it does not always give the nearest `Double`.
  static func agrees(_ theirs: Any, with ours: JSONValue) -> Bool {
    switch ours {
    case .null: return theirs is NSNull
    case .bool(let value): return (theirs as? NSNumber)?.boolValue == value
    case .number(let digits):
      guard let number = Double(digits) else { return false }
      return (theirs as? NSNumber).map { abs($0.doubleValue - number) <= abs(number) * 1e-12 }
        == true
    case .string(let string): return (theirs as? String)?.utf8.elementsEqual(string.utf8) == true
    case .array(let nodes):
      guard let elements = theirs as? [Any], elements.count == nodes.count else { return false }
      return zip(elements, nodes).allSatisfy { agrees($0, with: $1.value) }
    case .object(let members):
      guard let object = theirs as? [String: Any] else { return false }
      guard Set(members.map(\.key)).count == members.count else { return true }
      return object.count == members.count
        && members.allSatisfy { member in
          object[member.key].map { agrees($0, with: member.node.value) } == true
        }
    }
  }
}
