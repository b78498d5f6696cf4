// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `Writing a JSON text` {
  private func text(_ value: JSONValue) -> String {
    String(decoding: value.encoded(), as: UTF8.self)
  }

  @Test
  func `puts a member on each line, and a lone scalar beside its name`() {
    let value = JSONValue.object([
      ("id", .string("info:a/b")),
      (
        "state",
        .object([
          ("4f2c", .array([.string("a.pdf")])),
          ("9b71", .array([.string("b.pdf"), .string("c.pdf")])),
        ])
      ),
      ("nothing", .array([.object([]), .array([]), .null])),
      ("nested", .array([.array([.number("1")])])),
      ("objects", .array([.object([("a", .bool(true))])])),
      ("lone", .array([.array([])])),
    ])
    #expect(
      text(value) == """
        {
          "id": "info:a/b",
          "state": {
            "4f2c": ["a.pdf"],
            "9b71": [
              "b.pdf",
              "c.pdf"
            ]
          },
          "nothing": [
            {},
            [],
            null
          ],
          "nested": [
            [1]
          ],
          "objects": [
            {
              "a": true
            }
          ],
          "lone": [
            []
          ]
        }

        """
    )
  }

  @Test(arguments: [
    (JSONValue.null, "null\n"), (.bool(true), "true\n"), (.bool(false), "false\n"),
    (.number("-1.50E+2"), "-1.50E+2\n"), (.string(""), "\"\"\n"), (.array([]), "[]\n"),
    (.object([]), "{}\n"), (.array([.null]), "[null]\n"), (.array([.string("]")]), "[\"]\"]\n"),
  ])
  func `ends with a line feed, whatever the value`(value: JSONValue, expected: String) {
    #expect(text(value) == expected)
  }

  @Test
  func `escapes what must be and leaves all else as it is`() {
    let escaped: [UInt8: String] = [
      0x08: #"\b"#, 0x09: #"\t"#, 0x0A: #"\n"#, 0x0C: #"\f"#, 0x0D: #"\r"#, 0x22: #"\""#,
      0x5C: #"\\"#,
      0x00: #"\u0000"#, 0x0B: #"\u000b"#, 0x10: #"\u0010"#, 0x1A: #"\u001a"#, 0x1F: #"\u001f"#,
    ]
    for byte in UInt8(0)...0x7F {
      let written = text(.string(String(Unicode.Scalar(byte))))
      if let escape = escaped[byte] {
        #expect(written == "\"\(escape)\"\n")
      } else if byte < 0x20 {
        #expect(written.utf8.count == 9)
      } else {
        #expect(Array(written.utf8) == [0x22, byte, 0x22, 0x0A])
      }
    }
    let foreign = "é e\u{301} /\u{7F}\u{80}\u{2028}\u{FEFF}\u{10FFFF}😀"
    #expect(text(.string(foreign)).utf8.elementsEqual("\"\(foreign)\"\n".utf8))
    #expect(text(.object([("a\"/\n", .null)])) == "{\n  \"a\\\"/\\n\": null\n}\n")
  }

  @Test
  func `keeps the order of members, and those that are there twice`() {
    let value = JSONValue.object([("b", .null), ("a", .null), ("b", .bool(false))])
    #expect(text(value) == "{\n  \"b\": null,\n  \"a\": null,\n  \"b\": false\n}\n")
  }

  @Test(arguments: ["", "01", "1.", "+1", "1 ", "NaN", "1,2", "0x1", "-", "\"1\"", "1é"])
  func `never writes a number that is none`(number: String) async {
    await #expect(processExitsWith: .failure) { [number] in
      _ = JSONValue.number(number).encoded()
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `is undone by reading`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    for depth in 0...5 {
      let value = JSONValue.random(depth: depth, using: &random)
      let text = value.encoded()
      let read = try JSONNode(parsing: text)
      #expect(read.value.isSame(as: value))
      #expect(read.value.encoded() == text)
      #expect(FoundationJudge.reads(text), "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test
  func `names the kinds of values in words`() {
    let values: [JSONValue] = [
      .null, .bool(true), .number("1"), .string(""), .array([]), .object([]),
    ]
    #expect(
      values.map(\.kind) == ["null", "a boolean", "a number", "a string", "an array", "an object"]
    )
  }
}
