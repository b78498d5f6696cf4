// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The fields of a response's header, in the order in which they came.
///
/// Names are compared without regard to case, as RFC 9110 §5.1 asks.
public struct HeaderFields: Sendable {
  private let fields: [(name: String, value: String)]

  /// Takes names and values as they came.
  public init(_ fields: [(String, String)] = []) {
    self.fields = fields.map { (name: $0.0, value: $0.1) }
  }

  /// The value of the first field of this name, without white space around it.
  public subscript(name: String) -> String? {
    guard let value = fields.first(where: { Self.isSame($0.name, name) })?.value else { return nil }
    let start = value.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  // Names are ASCII (RFC 9110 §5.1); `lowercased()` would make two texts for every comparison.
  private static func isSame(_ name: String, _ other: String) -> Bool {
    name.utf8.count == other.utf8.count
      && zip(name.utf8, other.utf8).allSatisfy { folded($0) == folded($1) }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements)
  }
}
