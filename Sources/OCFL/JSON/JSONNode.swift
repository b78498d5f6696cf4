// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A value in a JSON text, with what decoders drop: order, duplicate names, places.
///
/// Source: RFC 8259 <https://www.rfc-editor.org/rfc/rfc8259>
struct JSONNode: Sendable {
  let value: JSONValue
  /// Where the value begins, in bytes from the beginning of the text; 0 in what was never read.
  let offset: Int
}

/// What a JSON text can hold.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number as it is written: `1e2` and `100` are two texts.
  case number(String)
  /// A string, its escapes resolved.
  case string(String)
  case array([JSONNode])
  /// An object's members in their order; a name may be there twice.
  case object([JSONMember])
}

/// A member of a JSON object.
struct JSONMember: Sendable {
  let key: String
  /// Where the name's quotation mark stands, in bytes from the beginning of the text.
  let keyOffset: Int
  let node: JSONNode
}

extension JSONValue {
  /// What it is, in words for messages: “a number”.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

// Disfavoured, so that `.object([])` and `.array([])` mean the cases themselves.
extension JSONValue {
  /// An object to be written, its members in the order given.
  @_disfavoredOverload
  static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    .object(
      members.map { key, value in
        JSONMember(key: key, keyOffset: 0, node: JSONNode(value: value, offset: 0))
      }
    )
  }

  /// An array to be written.
  @_disfavoredOverload
  static func array(_ values: [JSONValue]) -> JSONValue {
    .array(values.map { JSONNode(value: $0, offset: 0) })
  }
}
