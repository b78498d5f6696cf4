// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// What an object's inventories say of each other, and what lies beside its versions.
  static let ofHistory = ofCopies + ofStates + ofExtensions

  private static let ofCopies = [
    object("a newest inventory with other white space", ["E064"], from: .ofTwoVersions) {
      $0.overwrite(.root) { $0 + Array("\n".utf8) }
    },
    object("a newest inventory with another message", ["E064"], also: "W011", from: .ofTwoVersions)
    {
      $0.edit(.root) { $0["versions"]["v2"]["message"] = "Another" }
    },
    object(
      "a root inventory that was not replaced",
      ["E046 v2"],
      also: "E064",
      from: .ofTwoVersions
    ) {
      $0.change(.root) { $0 = ObjectBuilder.ofTwoVersions.inventories["v1"] ?? $0 }
    },
    object(
      "another id in an older inventory",
      ["E110 v1/inventory.json", "E037 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) { $0["id"] = "urn:example:other" }
    },
    object(
      "another id in an older inventory of specification 1.0",
      ["E037 v1/inventory.json"],
      also: "E110",
      from: .ofSpecification1_0
    ) {
      $0.edit(.version("v1")) { $0["id"] = "urn:example:other" }
    },
    object(
      "an id that is composed otherwise in an older inventory",
      ["E037 v1/inventory.json"],
      also: "E110 W005",
      from: composed
    ) {
      $0.edit(.version("v1")) { $0["id"] = "urn:cafe\u{301}" }
    },
  ]

  private static var composed: ObjectBuilder {
    ObjectBuilder(
      [["a.txt": "1"], ["a.txt": "2"]],
      id: "urn:caf\u{E9}"
    )
  }

  private static let ofStates = [
    object(
      "a file named otherwise in an older inventory",
      ["E066 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["state"][hex("first")] = ["z.txt"] }
    },
    object("a file more in an older inventory", ["E066 v1/inventory.json"], from: .ofTwoVersions) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["state"][hex("first")] = ["a.txt", "z.txt"] }
    },
    object(
      "two files swapped in an older inventory",
      ["E066 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) {
        $0["versions"]["v1"]["state"][hex("first")] = ["b/c.txt"]
        $0["versions"]["v1"]["state"][hex("other")] = ["a.txt"]
      }
    },
    object(
      "a file composed otherwise in an older inventory",
      ["E066 v1/inventory.json"],
      from: coffee
    ) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["state"][hex("1")] = ["cafe\u{301}.txt"] }
    },
    object(
      "another second version in the inventory of the third",
      ["E066 v2/inventory.json"],
      from: .ofThreeVersions
    ) {
      $0.edit(.version("v2")) { $0["versions"]["v2"]["state"][hex("second")] = ["z.txt"] }
    },
    object(
      "another first version in the inventory of the second",
      ["E066 v2/inventory.json"],
      from: .ofThreeVersions
    ) {
      $0.edit(.version("v2")) { $0["versions"]["v1"]["state"][hex("first")] = ["z.txt"] }
    },
    object(
      "an older inventory without the first version",
      ["E066 v2/inventory.json"],
      also: "E008 E009 E010 E014 E023 E042 E046 E107",
      from: .ofThreeVersions
    ) {
      $0.edit(.version("v2")) { $0["versions"].remove("v1") }
    },
    object(
      "an older inventory with a version too many",
      ["E040 v1/inventory.json"],
      also: "E046 E050 E066 W011",
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) {
        $0["versions"]["v2"] = $0["versions"]["v1"]
        $0["head"] = "v2"
      }
    },
    object(
      "another state after a change of algorithm",
      ["E066 v1/inventory.json"],
      also: "W004",
      from: mixed
    ) {
      $0.edit(.version("v1")) {
        $0["versions"]["v1"]["state"][hex("first", .sha256)] = ["z.txt"]
      }
    },
    object(
      "another digest after a change of algorithm",
      ["E092 v1/content/a.txt"],
      also: "E066 W004",
      from: mixed
    ) {
      $0.edit(.version("v1")) {
        $0["manifest"].rename(hex("first", .sha256), to: hex("forged", .sha256))
        $0["versions"]["v1"]["state"].rename(hex("first", .sha256), to: hex("forged", .sha256))
      }
    },
  ]

  private static var coffee: ObjectBuilder {
    ObjectBuilder([["caf\u{E9}.txt": "1"], ["caf\u{E9}.txt": "2"]])
  }

  /// A first version of SHA-256, a second of SHA-512.
  static var mixed: ObjectBuilder {
    var first: ObjectBuilder.Version = ["a.txt": "first", "b.txt": "other"]
    first.algorithm = .sha256
    return ObjectBuilder([first, ["a.txt": "second", "b.txt": "other"]])
  }

  private static let ofExtensions = [
    object("a file among the extensions", ["E067 extensions/note.txt"]) {
      $0.put("extensions/note.txt")
    },
    object(
      "a file among the extensions of specification 1.0",
      ["E067 extensions/note.txt"],
      from: .ofSpecification1_0
    ) {
      $0.put("extensions/note.txt")
    },
    object("a link among the extensions", ["E090 extensions/0001-digest-algorithms"], also: "E067")
    {
      $0.put("logs/real/config.json", "{}")
      $0.tree.put(.link(to: "../logs/real"), at: "extensions/0001-digest-algorithms")
    },
  ]
}
