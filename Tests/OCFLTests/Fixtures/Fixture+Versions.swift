// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// Which versions there are, how they are named, and what is in their directories.
  static let ofVersions =
    ofSequences + ofVersionNames + ofHeads + ofVersionDirectories + ofContentDirectories

  private static let ofSequences = [
    object("no version at all", ["E008 inventory.json"], also: "E040 E107 E009") {
      $0.tree.remove("v1")
      $0.removeInventory(.version("v1"))
      $0.edit { text in
        text["versions"] = [:]
        text["manifest"] = [:]
      }
    },
    object("versions from 2 on", ["E009 inventory.json"], also: "E010", from: numbered { $0 + 1 }),
    object(
      "a version 0 before the first",
      ["E105 inventory.json"],
      also: "E001 E009 E010 E014 E042 E046 E066 E104",
      from: numbered { $0 - 1 }
    ),
    object("no version 2 between 1 and 3", ["E010 inventory.json"], from: numbered { $0 * 2 - 1 }),
    object(
      "a version of more digits than a number has",
      ["E010"],
      also: "E001 E009 E042 E046 E066 E104 E105",
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { number in
        number == 1 ? "v1" : "v99999999999999999999"
      }
    ),
    object(
      "a version of the largest number there is",
      ["E010 inventory.json"],
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { number in
        number == 1 ? "v1" : "v\(Int.max)"
      }
    ),
    object(
      "a tenth version where padding left room for nine",
      ["E011 inventory.json"],
      also: "E012 E013 W001",
      from: ObjectBuilder((1...10).map { ["a.txt": "text \($0)"] }) { number in
        number < 10 ? "v0\(number)" : "v10"
      }
    ),
    object(
      "padding of two widths",
      ["E012 inventory.json"],
      also: "E013 W001",
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { $0 == 1 ? "v01" : "v002" }
    ),
    object(
      "padding from the second version on",
      ["E013 inventory.json"],
      also: "E012 W001",
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { $0 == 1 ? "v1" : "v02" }
    ),
    object(
      "padding given up in the second version",
      ["E012 inventory.json"],
      also: "E011 E013 W001",
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { $0 == 1 ? "v01" : "v2" }
    ),
  ]

  private static func numbered(_ number: (Int) -> Int) -> ObjectBuilder {
    ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { "v\(number($0))" }
  }

  private static let ofVersionNames = [
    ("a version without its v", "2", "E104"), ("a version with a capital V", "V2", "E104"),
    ("a version written out", "version2", "E104|E105"),
    ("a version with a fraction", "v2.0", "E105"),
    ("a version of hexadecimal digits", "v0x2", "E105"), ("a negative version", "v-2", "E105"),
    ("a version with a sign", "v+2", "E105"), ("a version with a space", "v 2", "E105"),
    ("a version of Arabic digits", "v\u{662}", "E105"), ("a version of nothing but v", "v", "E105"),
  ].map { name, second, code in
    object(
      name,
      ["\(code) inventory.json"],
      also: "E001 E009 E010 E014 E040 E042 E046 E066",
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { $0 == 1 ? "v1" : second }
    )
  }

  private static let ofHeads: [Fixture] =
    [
      ("a head that is not the newest version", "v1"), ("a head that does not exist", "v3"),
      ("an empty head", ""), ("a head that is no version", "latest"), ("a padded head", "v02"),
      ("a head in capitals", "V2"), ("a head with a line end", "v2\n"),
      ("a head of more digits than a number has", "v99999999999999999999"),
    ].map { name, head in
      object(name, ["E040 inventory.json"], also: "E064", from: .ofTwoVersions) {
        $0.edit(.newest) { $0["head"] = .string(head) }
      }
    } + [
      inventory("a head that is a number", ["E040 inventory.json"], also: "E033 E036") {
        $0["head"] = 1
      },
      object(
        "a version's inventory with the newest head",
        ["E040 v1/inventory.json"],
        from: .ofTwoVersions
      ) { $0.edit(.version("v1")) { $0["head"] = "v2" } },
    ]

  private static let ofVersionDirectories = [
    object(
      "a version without its directory",
      ["E046 v2"],
      also: "E010 E092 W010",
      from: .ofTwoVersions
    ) {
      $0.tree.remove("v2")
      $0.removeInventory(.version("v2"))
    },
    object("a directory of a version that nobody knows", ["E046 v2"]) {
      $0.put("v2/content/a.txt")
    },
    object("an empty directory of a version that nobody knows", ["E046 v2"]) {
      $0.tree.put(.directory, at: "v2")
    },
    object(
      "a file in the place of a version",
      ["E046 v2"],
      also: "E001 E010 E092 W010",
      from: .ofTwoVersions
    ) {
      $0.tree.remove("v2")
      $0.removeInventory(.version("v2"))
      $0.put("v2")
    },
    object(
      "a link in the place of a version",
      ["E090 v2"],
      also: "E001 E010 E016 E046 E092 W010",
      from: .ofTwoVersions
    ) {
      $0.removeInventory(.version("v2"))
      $0.tree.move("v2", to: "logs/v2")
      $0.tree.put(.link(to: "logs/v2"), at: "v2")
    },
    object("an extra file in a version", ["E015 v1/extra.txt"]) { $0.put("v1/extra.txt") },
    object(
      "a sidecar of another algorithm in a version",
      ["E015 v1/inventory.json.md5"],
      also: "E059"
    ) {
      $0.put("v1/inventory.json.md5", "d41d8cd98f00b204e9800998ecf8427e inventory.json\n")
    },
    object(
      "a file that names its version otherwise",
      ["E014 inventory.json"],
      also: "E023 E042 E092"
    ) {
      $0.edit { $0["manifest"][hex("first")] = ["v01/content/a.txt"] }
    },
  ]

  private static let ofContentDirectories = [
    object("no content directory where there are files", ["E016", "E092 v1/content/a.txt"]) {
      $0.tree.remove("v1/content")
    },
    object(
      "a file beside the content directory that the manifest knows",
      ["E015 v1/a.txt"],
      also: "E016 E021 E042"
    ) {
      $0.tree.move("v1/content/a.txt", to: "v1/a.txt")
      $0.edit { $0["manifest"][hex("first")] = ["v1/a.txt"] }
    },
    object(
      "content in another directory, and no key that says so",
      ["E021"],
      also: "E016 E042 E092 W002"
    ) {
      $0.tree.move("v1/content", to: "v1/stuff")
      $0.edit { text in
        text["manifest"][hex("first")] = ["v1/stuff/a.txt"]
        text["manifest"][hex("other")] = ["v1/stuff/b/c.txt"]
      }
    },
    object(
      "a content directory named in the second version",
      ["E019"],
      from: .ofTwoVersions
    ) { $0.edit(.newest) { $0["contentDirectory"] = "content" } },
    object(
      "a content directory named otherwise later",
      ["E020"],
      also: "E016 E019 E021 E023 E042 E092 W002",
      from: renamed
    ) { _ in },
    object(
      "a content directory named only at first",
      ["E020"],
      also: "E016 E019 E021 E023 E042 E092 W002",
      from: unnamed
    ) { _ in },
    contentDirectory("a content directory with a slash", "con/tent", ["E017"], also: "E108"),
    contentDirectory(
      "a content directory with a slash at its end",
      "content/",
      ["E017"],
      also: "E108"
    ),
    contentDirectory("the content directory .", ".", ["E018"], also: "E108"),
    contentDirectory("the content directory ..", "..", ["E018"], also: "E108"),
    contentDirectory("the content directory ../v1", "../v1", ["E017"], also: "E108"),
    contentDirectory("a content directory of no name", "", ["E108"], also: "E017"),
    contentDirectory("a content directory that is null", nil, [], also: "E017 E033 E108"),
    contentDirectory("a content directory that is a number", 1, [], also: "E017 E033 E108"),
  ]

  private static func contentDirectory(
    _ name: String,
    _ value: JSONText,
    _ codes: [String],
    also tolerated: String
  ) -> Fixture {
    inventory(
      name,
      (codes.isEmpty ? ["E033"] : codes).map { "\($0) inventory.json" },
      also: tolerated + " E016 E021 E042 E092 W002 E099"
    ) { $0["contentDirectory"] = value }
  }

  private static func named(_ names: [String?]) -> ObjectBuilder {
    ObjectBuilder(
      names.enumerated().map { index, name in
        var version: ObjectBuilder.Version = ["a.txt": "text \(index)"]
        version.contentDirectory = name
        return version
      }
    )
  }

  private static let renamed = named(["stuff", "things"])
  private static let unnamed = named(["stuff", nil])
}
