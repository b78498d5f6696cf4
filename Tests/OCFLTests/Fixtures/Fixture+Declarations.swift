// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Fixture {
  /// What is in an object's own directory, and what it declares itself to be.
  static let ofDeclarations =
    [
      object("an extra file in an object", ["E001 extra.txt"]) { $0.put("extra.txt") },
      object("an extra directory in an object", ["E001 extra"]) { $0.put("extra/file.txt") },
      object("an empty extra directory in an object", ["E001 extra"]) {
        $0.tree.put(.directory, at: "extra")
      },
      object("content beside the versions", ["E001 content"]) { $0.put("content/a.txt") },
      object("a hidden file in an object", ["E001 .DS_Store"]) { $0.put(".DS_Store") },
      object("a file named as logs should be", ["E001 logs"]) { $0.put("logs") },
      object("a file named as extensions should be", ["E001 extensions"], also: "E067") {
        $0.put("extensions")
      },
      object("a file named as a version should be", ["E001 v2"], also: "E046") { $0.put("v2") },
      object("an object's extra file whose name is not UTF-8", ["E001"]) {
        $0.put(.init([0x66, 0xFF, 0xFE]))
      },
      object("an object's extra file with a line break in its name", ["E001 a\nE092 b"]) {
        $0.put("a\nE092 b")
      },
      object("no declaration", ["E003"]) { $0.tree.remove("0=ocfl_object_1.1") },
      object("declarations of two specifications", ["E003"], also: "E001") {
        $0.put("0=ocfl_object_1.0", "ocfl_object_1.0\n")
      },
      object(
        "a declaration that is a directory",
        ["E003|E007 0=ocfl_object_1.1"],
        also: "E001 E002"
      ) {
        $0.tree.put(.directory, at: "0=ocfl_object_1.1")
      },
      object(
        "a declaration that is a link",
        ["E090 0=ocfl_object_1.1"],
        also: "E001 E002 E003 E007"
      ) {
        $0.put("logs/real", "ocfl_object_1.1\n")
        $0.tree.put(.link(to: "logs/real"), at: "0=ocfl_object_1.1")
      },
      object("a declaration without an equals sign", ["E002", "E003"], also: "E001 E004") {
        $0.tree.move("0=ocfl_object_1.1", to: "0_ocfl_object_1.1")
      },
      object("a declaration without its number", ["E003", "E004"], also: "E001 E002") {
        $0.tree.move("0=ocfl_object_1.1", to: "ocfl_object_1.1")
      },
      object("a declaration of another type", ["E003", "E005"], also: "E001 E002 E004") {
        $0.tree.move("0=ocfl_object_1.1", to: "1=ocfl_object_1.1")
      },
      object("a declaration of something else", ["E003"], also: "E001 E002 E004 E006") {
        $0.tree.move("0=ocfl_object_1.1", to: "0=ocfl_thing_1.1")
      },
      object("the declaration of a storage root in an object", ["E003"], also: "E001 E002 E006") {
        $0.tree.remove("0=ocfl_object_1.1")
        $0.put("0=ocfl_1.1", "ocfl_1.1\n")
      },
      object("a declaration of a specification to come", ["E006"], also: "E001 E003 E004 E038") {
        $0.tree.remove("0=ocfl_object_1.1")
        $0.put("0=ocfl_object_9.9", "ocfl_object_9.9\n")
      },
    ] + ofDeclaredText + ofSpecifications

  private static let ofDeclaredText =
    [
      ("an empty declaration", ""), ("a declaration without a line end", "ocfl_object_1.1"),
      ("a declaration that says the other specification", "ocfl_object_1.0\n"),
      ("a declaration with the line end of Windows", "ocfl_object_1.1\r\n"),
      ("a declaration with a second line", "ocfl_object_1.1\nocfl_object_1.1\n"),
      ("a declaration with a space in front", " ocfl_object_1.1\n"),
      ("a declaration with a byte order mark", "\u{FEFF}ocfl_object_1.1\n"),
      ("a declaration with its number", "0=ocfl_object_1.1\n"),
      ("a declaration in capitals", "OCFL_OBJECT_1.1\n"),
    ].map { name, text in
      object(name, ["E007 0=ocfl_object_1.1"], also: "E002") { $0.put("0=ocfl_object_1.1", text) }
    } + [
      object("a declaration of a gigabyte", ["E007 0=ocfl_object_1.1"], also: "E002") {
        $0.tree.put(.hole(1 << 30), at: "0=ocfl_object_1.1")
      }
    ]

  /// Where declaration and inventory have to go together.
  private static let ofSpecifications = [
    object("an inventory of a later specification than declared", ["E038 inventory.json"]) {
      $0.tree.remove("0=ocfl_object_1.1")
      $0.put("0=ocfl_object_1.0", "ocfl_object_1.0\n")
    },
    object(
      "an inventory of an earlier specification than declared",
      ["E038 inventory.json"],
      from: .ofSpecification1_0
    ) {
      $0.tree.remove("0=ocfl_object_1.0")
      $0.put("0=ocfl_object_1.1", "ocfl_object_1.1\n")
    },
    object(
      "an object of 1.0 with a version of 1.1 before it",
      ["specification v2/inventory.json"],
      from: older
    ) { _ in },
    object(
      "a version that goes back to an earlier specification",
      ["E103 v2/inventory.json"],
      from: olderBetween
    ) { _ in },
  ]

  private static var older: ObjectBuilder {
    ObjectBuilder(versions(of: ["1.1", "1.0"]))
  }
  private static var olderBetween: ObjectBuilder {
    ObjectBuilder(versions(of: ["1.1", "1.0", "1.1"]))
  }

  static func versions(of specifications: [String]) -> [ObjectBuilder.Version] {
    specifications.enumerated().map { index, specification in
      var version: ObjectBuilder.Version = ["a.txt": "text \(index)"]
      version.specification = specification
      return version
    }
  }
}
