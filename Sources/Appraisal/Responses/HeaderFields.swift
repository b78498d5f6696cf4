// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The fields of a response's header, in the order in which they came.
///
/// Names are compared without regard to case, as RFC 9110 §5.1 asks.
public struct HeaderFields: Sendable {
  private let fields: [(name: String, value: String)]

  /// Takes names and values as they came.
  public init(_ fields: [(String, String)] = []) {
    self.fields = fields.map { (name: $0.0.lowercased(), value: $0.1) }
  }

  /// The value of the first field of this name, without white space around it.
  public subscript(name: String) -> String? {
    let name = name.lowercased()
    guard let value = fields.first(where: { $0.name == name })?.value else { return nil }
    let start = value.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements)
  }
}
