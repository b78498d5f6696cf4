// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

@testable import OCFL

/// What the tests of the JSON reader and writer share.
enum JSONSample {
  /// Something of everything, in all its spellings; ends with its last brace.
  static let text = Array(
    """
    {"id": "é\\u00e9\\ud83d\\ude00\\n\\/\\"" ,\t"numbers": [0, -1, 10.25, -0.5e+3, 7E-2],\r
      "words": [true,false , null],"empty": [{}, [], ""],
      "😀": {"a\\\\": [ [ {"c": "d"} ] ], "a\\\\": 1}}
    """.utf8
  )

  /// Why a text is refused, or nil if it is read.
  static func fault(of text: [UInt8], limits: JSONLimits = .inventory) -> JSONFault? {
    do throws(JSONFault) {
      _ = try JSONNode(parsing: text, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  static func fault(of text: String, limits: JSONLimits = .inventory) -> JSONFault? {
    fault(of: Array(text.utf8), limits: limits)
  }
}

extension JSONValue {
  /// Whether two values are the same to the byte, wherever they stood in their texts.
  func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)), (.string(let left), .string(let right)):
      left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      left.elementsEqual(right) { $0.value.isSame(as: $1.value) }
    case (.object(let left), .object(let right)):
      left.elementsEqual(right) {
        $0.key.utf8.elementsEqual($1.key.utf8) && $0.node.value.isSame(as: $1.node.value)
      }
    default: false
    }
  }

  /// Any value, at most so many arrays and objects deep.
  static func random(depth: Int, using random: inout Seeded) -> JSONValue {
    let count = [0, 1, 1, 2, 3, 8].randomElement(using: &random) ?? 0
    switch Int.random(in: depth > 0 ? 0..<8 : 2..<6, using: &random) {
    case 0, 6:
      return .object(
        (0..<count).map { _ in (text(using: &random), self.random(depth: depth - 1, using: &random))
        }
      )
    case 1, 7:
      return .array((0..<count).map { _ in self.random(depth: depth - 1, using: &random) })
    case 2: return .null
    case 3: return .bool(Bool.random(using: &random))
    case 4:
      let numbers = ["0", "-0", "12", "-3.50", "1E5", "2e-07", "0.0e+1", "123456789012345678901"]
      return .number(numbers.randomElement(using: &random) ?? "1")
    default: return .string(text(using: &random))
    }
  }

  private static func text(using random: inout Seeded) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x7F, 0x20...0x7E, 0x80...0x7FF, 0x300...0x36F, 0x800...0xD7FF, 0xE000...0xFFFF,
      0x1_0000...0x10_FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let range = ranges.randomElement(using: &random) ?? 0...0
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
