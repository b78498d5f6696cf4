// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A JSON text with every detail in our hand: the order of keys, keys that are there twice, and parts
/// that are no JSON at all.
///
///     var text: JSONText = ["id": "urn:a", "versions": ["v1": ["state": [:]]]]
///     text["versions"]["v1"]["created"] = "yesterday"
///     text.append("id", "urn:b")
indirect enum JSONText: Sendable {
  struct Member: Sendable {
    var key: String
    var value: JSONText
  }

  case string(String)
  case array([JSONText])
  case object([Member])
  /// Written as it is, whatever it is.
  case verbatim(String)

  static let null = JSONText.verbatim("null")

  /// The value of the first member of that name; null where there is none.
  ///
  /// Setting it adds a member where there is none.
  subscript(key: String) -> JSONText {
    get { members.first { $0.key == key }?.value ?? .null }
    set {
      var members = members
      if let index = members.firstIndex(where: { $0.key == key }) {
        members[index].value = newValue
      } else {
        members.append(Member(key: key, value: newValue))
      }
      self = .object(members)
    }
  }

  /// The members of an object; none for anything else.
  var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  var keys: [String] { members.map(\.key) }

  /// The elements of an array; none for anything else.
  var elements: [JSONText] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  mutating func remove(_ key: String) {
    self = .object(members.filter { $0.key != key })
  }

  mutating func rename(_ key: String, to new: String) {
    self = .object(members.map { Member(key: $0.key == key ? new : $0.key, value: $0.value) })
  }

  /// Adds a member, even if there is one of that name.
  mutating func append(_ key: String, _ value: JSONText) {
    self = .object(members + [Member(key: key, value: value)])
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: JSONText...) { self = .array(elements) }
  init(integerLiteral value: Int) { self = .verbatim(String(value)) }
  init(booleanLiteral value: Bool) { self = .verbatim(String(value)) }
  init(nilLiteral: ()) { self = .null }

  init(dictionaryLiteral elements: (String, JSONText)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }
}

extension JSONText: CustomStringConvertible {
  /// The text as a file has it, with a line for each value.
  var description: String {
    var text = ""
    write(to: &text, indentation: "\n")
    return text + "\n"
  }

  private func write(to text: inout String, indentation: String) {
    let inner = indentation + "  "
    switch self {
    case .string(let string): text += Self.quoted(string)
    case .verbatim(let verbatim): text += verbatim
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        text += index == 0 ? inner : ",\(inner)"
        element.write(to: &text, indentation: inner)
      }
      text += elements.isEmpty ? "]" : "\(indentation)]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        text += (index == 0 ? inner : ",\(inner)") + Self.quoted(member.key) + ": "
        member.value.write(to: &text, indentation: inner)
      }
      text += members.isEmpty ? "}" : "\(indentation)}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
