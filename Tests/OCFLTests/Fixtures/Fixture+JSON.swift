// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// Bytes that are no inventory in JSON, whatever they say.
  static let ofJSON = ofBytes + ofSpelling + ofDuplicates

  private static func bytes(
    _ name: String,
    _ change: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Fixture {
    object(name, ["E033 inventory.json"], also: "E034") { $0.overwrite(.newest, change) }
  }

  private static let ofBytes = [
    bytes("an empty inventory") { _ in [] },
    bytes("an inventory of white space") { _ in Array(" \n\t\r\n".utf8) },
    bytes("an inventory cut short") { Array($0.dropLast(40)) },
    bytes("an inventory cut short by its last brace") { Array($0.dropLast(2)) },
    bytes("an inventory with a byte order mark") { [0xEF, 0xBB, 0xBF] + $0 },
    bytes("an inventory in UTF-16") { [0xFF, 0xFE] + $0.flatMap { [$0, 0] } },
    bytes("an inventory in Latin-1") { replacing("Clerk", in: $0, with: [0x43, 0xE9, 0x63]) },
    bytes("an inventory with an overlong character") {
      replacing("Clerk", in: $0, with: [0xC0, 0xAF])
    },
    bytes("an inventory with half a surrogate pair in UTF-8") {
      replacing("Clerk", in: $0, with: [0xED, 0xA0, 0x80])
    },
    bytes("an inventory with a character beyond Unicode") {
      replacing("Clerk", in: $0, with: [0xF4, 0x90, 0x80, 0x80])
    },
    bytes("an inventory with a zero byte in a string") { replacing("Clerk", in: $0, with: [0]) },
    bytes("an inventory with a line break in a string") {
      replacing("Clerk", in: $0, with: Array("Cl\nerk".utf8))
    },
    bytes("an inventory with zero bytes at its end") { $0 + [0, 0] },
    bytes("two inventories in one file") { $0 + $0 },
    bytes("an inventory and a brace") { $0 + Array("}".utf8) },
    bytes("an inventory of nothing but brackets, a million deep") { _ in
      [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    },
    bytes("an inventory of a million brackets that close again") { _ in
      [UInt8](repeating: UInt8(ascii: "["), count: 500_000)
        + [UInt8](repeating: UInt8(ascii: "]"), count: 500_000)
    },
  ]

  private static func replacing(_ word: String, in bytes: [UInt8], with new: [UInt8]) -> [UInt8] {
    let word = Array(word.utf8)
    guard let index = bytes.indices.first(where: { bytes[$0...].starts(with: word) }) else {
      preconditionFailure("the word is in every inventory")
    }
    return bytes[..<index] + new + bytes[(index + word.count)...]
  }

  private static let ofSpelling: [Fixture] =
    [
      ("an inventory that is null", "null"), ("an inventory that is a string", #""inventory""#),
      ("an inventory that is a number", "1"), ("an inventory that is an array", "[]"),
      ("an inventory that is true", "true"),
      ("an inventory of no JSON", "id: urn:example:object\n"),
      ("an inventory in a comment", "/* {} */"),
    ].map { name, text in
      object(name, ["E033 inventory.json"], also: "E034 E036 E041 E043 E044") {
        $0.overwrite(with: text)
      }
    }
    + [
      ("an inventory with NaN", "NaN"), ("an inventory with Infinity", "-Infinity"),
      ("an inventory with a number that begins with zero", "01"),
      ("an inventory with a number that ends with a dot", "1."),
      ("an inventory with a plus sign", "+1"), ("an inventory with a hexadecimal number", "0x1F"),
      ("an inventory with single quotes", "'text'"),
      ("an inventory with an escape of its own", #""\x41""#),
      ("an inventory with an escape cut short", #""\u00e""#),
      ("an inventory with True", "True"), ("an inventory with undefined", "undefined"),
      ("an inventory with a comma too many", "[1,]"),
      ("an inventory with a comma too few", "[1 2]"),
      ("an inventory with a comment", "/* a note */ 1"),
      ("an inventory with a key of no quotes", "{a: 1}"),
      ("an inventory with a key of no value", #"{"a"}"#),
      ("an inventory with a string of no end", "\"text"),
    ].map { name, text in
      object(name, ["E033 inventory.json"], also: "E034 E102 E111 E056 E057") {
        $0.edit(.newest) { $0["fixity"] = .verbatim(text) }
      }
    }

  /// A key that is there twice: programs differ on which counts.
  private static let ofDuplicates = [
    inventory("the id twice", ["E033 inventory.json"]) { $0.append("id", $0["id"]) },
    inventory("two different ids", ["E033 inventory.json"]) { $0.append("id", "urn:example:two") },
    inventory("the id twice, once spelled in escapes", ["E033 inventory.json"]) { text in
      let members = text.description.dropLast(2)
      text = .verbatim(members + #", "\u0069d": "urn:example:object"}"#)
    },
    inventory("the manifest twice", ["E033 inventory.json"], also: "E096 E101") {
      $0.append("manifest", $0["manifest"])
    },
    inventory("a version twice", ["E033 inventory.json"], also: "E012") {
      $0["versions"].append("v1", $0["versions"]["v1"])
    },
    inventory("a date twice", ["E033 inventory.json"]) {
      $0["versions"]["v1"].append("created", "2026-03-01T12:00:00Z")
    },
    inventory("a digest of a state twice", ["E033|E050 inventory.json"], also: "E095") {
      $0["versions"]["v1"]["state"].append(hex("first"), ["d.txt"])
    },
    inventory("a user's name twice", ["E033 inventory.json"]) {
      $0["versions"]["v1"]["user"].append("name", "Nobody")
    },
    inventory("a fixity algorithm twice", ["E033 inventory.json"]) {
      let block: JSONText = [hex("first", .md5): ["v1/content/a.txt"]]
      $0["fixity"] = ["md5": block]
      $0["fixity"].append("md5", [:])
    },
  ]
}
