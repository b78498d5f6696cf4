// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension JSONValue {
  /// The value as a JSON text in UTF-8, the same bytes for the same value, a line feed at the end.
  ///
  ///     {
  ///       "head": "v1",
  ///       "state": {
  ///         "4f2c…": ["report.pdf"],
  ///         "9b71…": [
  ///           "a.pdf",
  ///           "b.pdf"
  ///         ]
  ///       }
  ///     }
  ///
  /// Members keep their order. Escaped is only what must be.
  func encoded() -> [UInt8] {
    var text: [UInt8] = []
    write(to: &text, indentation: 0)
    text.append(UInt8(ascii: "\n"))
    return text
  }

  private func write(to text: inout [UInt8], indentation: Int) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let value): text += (value ? "true" : "false").utf8
    case .number(let number):
      precondition(Self.isNumber(number), "a number is written as JSON writes numbers")
      text += number.utf8
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements) where elements.count == 1 && elements[0].value.isScalar:
      text.append(UInt8(ascii: "["))
      elements[0].value.write(to: &text, indentation: indentation)
      text.append(UInt8(ascii: "]"))
    case .array(let elements):
      Self.write(elements, between: "[", "]", to: &text, indentation) { element, text, inner in
        element.value.write(to: &text, indentation: inner)
      }
    case .object(let members):
      Self.write(members, between: "{", "}", to: &text, indentation) { member, text, inner in
        Self.write(member.key, to: &text)
        text += ": ".utf8
        member.node.value.write(to: &text, indentation: inner)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .null, .bool, .number, .string: true
    case .array, .object: false
    }
  }

  /// Each item on a line of its own, or the brackets alone.
  private static func write<Item>(
    _ items: [Item],
    between open: Unicode.Scalar,
    _ close: Unicode.Scalar,
    to text: inout [UInt8],
    _ indentation: Int,
    item write: (Item, inout [UInt8], Int) -> Void
  ) {
    text.append(UInt8(ascii: open))
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      breakLine(in: &text, indentation + 2)
      write(item, &text, indentation + 2)
    }
    if !items.isEmpty { breakLine(in: &text, indentation) }
    text.append(UInt8(ascii: close))
  }

  private static func breakLine(in text: inout [UInt8], _ indentation: Int) {
    text.append(UInt8(ascii: "\n"))
    text += repeatElement(UInt8(ascii: " "), count: indentation)
  }

  private static func write(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += #"\""#.utf8
      case UInt8(ascii: "\\"): text += #"\\"#.utf8
      case 0x08: text += #"\b"#.utf8
      case 0x09: text += #"\t"#.utf8
      case 0x0A: text += #"\n"#.utf8
      case 0x0C: text += #"\f"#.utf8
      case 0x0D: text += #"\r"#.utf8
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        text += (byte < 0x10 ? "\\u000\(hex)" : "\\u00\(hex)").utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func isNumber(_ text: String) -> Bool {
    var reader = JSONReader(Array(text.utf8), limits: .inventory)
    return (try? reader.number()) != nil && reader.next == nil
  }
}
