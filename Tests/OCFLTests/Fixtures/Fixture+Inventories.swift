// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// Which keys an inventory has, and what kind of value each of them.
  static let ofInventories =
    ofMissingKeys + ofUnknownKeys + ofHeadValues + ofBlocks + ofVersionBlocks + ofUsers
    + ofFixityBlocks

  private static let ofMissingKeys: [Fixture] =
    ["id", "type", "digestAlgorithm", "head"].map { key in
      inventory("an inventory without \(key)", ["E036 inventory.json"], also: "E038 E039 E040 E058")
      {
        $0.remove(key)
      }
    } + [
      inventory("an inventory without a manifest", ["E041 inventory.json"], also: "E023 E050") {
        $0.remove("manifest")
      },
      inventory(
        "an inventory without versions",
        ["E043 inventory.json"],
        also: "E008 E040 E041 E042 E044 E046 E107"
      ) { $0.remove("versions") },
      inventory(
        "an inventory whose versions have another name",
        ["E044 inventory.json", "E102 inventory.json"],
        also: "E008 E040 E041 E042 E043 E046 E107"
      ) { $0.rename("versions", to: "version") },
      object("a version's inventory without id", ["E036 v1/inventory.json"], from: .ofTwoVersions) {
        $0.edit(.version("v1")) { $0.remove("id") }
      },
      object(
        "an inventory that is an empty object",
        ["E036 inventory.json", "E041 inventory.json"],
        also: "E001 E008 E023 E040 E043 E044 E046 E058"
      ) {
        $0.overwrite(with: "{}")
      },
    ]

  private static let ofUnknownKeys = [
    inventory("an unknown key", ["E102 inventory.json"]) { $0["note"] = "for later" },
    inventory("an unknown key in a version", ["E102 inventory.json"]) {
      $0["versions"]["v1"]["note"] = "for later"
    },
    inventory("an unknown key in a user", ["E102 inventory.json"]) {
      $0["versions"]["v1"]["user"]["orcid"] = "0000-0000-0000-0000"
    },
    inventory(
      "an unknown key in a user of specification 1.0",
      ["E102 inventory.json"],
      from: .ofSpecification1_0
    ) {
      $0["versions"]["v1"]["user"]["orcid"] = "0000-0000-0000-0000"
    },
    inventory("a key in capitals beside the right one", ["E102 inventory.json"]) {
      $0["ID"] = "urn:example:object"
    },
    inventory("fixity under another name", ["E102 inventory.json"], also: "E055") {
      $0["Fixity"] = [:]
    },
    inventory(
      "a key that looks like the right one",
      ["E102 inventory.json", "E036 inventory.json"]
    ) {
      $0.rename("id", to: "id\u{200B}")
    },
    object(
      "an unknown key in a version's inventory",
      ["E102 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) { $0["note"] = "for later" }
    },
  ]

  private static let ofHeadValues =
    [
      inventory("an empty id", ["E037 inventory.json"], also: "E036 W005") { $0["id"] = "" },
      inventory("an id that is null", ["E036|E037 inventory.json"], also: "E033") {
        $0["id"] = nil
      },
      inventory("an id that is a number", ["E036|E037 inventory.json"], also: "E033") {
        $0["id"] = 12
      },
      inventory("a type that is null", ["E038 inventory.json"], also: "E036 E033") {
        $0["type"] = nil
      },
      inventory("a digest algorithm that is null", ["E025 inventory.json"], also: "E036 E033 E058")
      {
        $0["digestAlgorithm"] = nil
      },
    ]
    + [
      ("a type of a specification to come", "https://ocfl.io/9.9/spec/#inventory"),
      ("a type without its fragment", "https://ocfl.io/1.1/spec/"),
      ("a type over http", "http://ocfl.io/1.1/spec/#inventory"),
      ("a type with a slash too many", "https://ocfl.io/1.1/spec/#inventory/"),
      ("a type with a line end", "https://ocfl.io/1.1/spec/#inventory\n"),
      ("an empty type", ""),
    ].map { name, type in
      inventory(name, ["E038 inventory.json"]) { $0["type"] = .string(type) }
    }

  private static let ofBlocks = [
    inventory("a manifest that is null", ["E106 inventory.json"], also: "E023 E041 E050") {
      $0["manifest"] = nil
    },
    inventory("a manifest that is an array", ["E106 inventory.json"], also: "E023 E041 E050") {
      $0["manifest"] = []
    },
    inventory(
      "versions that are an array",
      ["E045 inventory.json"],
      also: "E008 E040 E042 E044 E046 E107"
    ) {
      $0["versions"] = .array($0["versions"].members.map(\.value))
    },
    inventory(
      "versions that are null",
      ["E045 inventory.json"],
      also: "E008 E040 E042 E043 E044 E046 E107"
    ) {
      $0["versions"] = nil
    },
    inventory("a version that is null", ["E047 inventory.json"], also: "E048 E107") {
      $0["versions"]["v1"] = nil
    },
    inventory("a version that is an array", ["E047 inventory.json"], also: "E048 E107") {
      $0["versions"]["v1"] = []
    },
    inventory("a version that is a string", ["E047 inventory.json"], also: "E048 E107") {
      $0["versions"]["v1"] = "first"
    },
    inventory(
      "a digest of the manifest with one path and no array",
      ["E092 inventory.json"],
      also: "E023 E050"
    ) {
      $0["manifest"][hex("first")] = "v1/content/a.txt"
    },
    inventory("a digest of the manifest with null", ["E092 inventory.json"], also: "E023 E050") {
      $0["manifest"][hex("first")] = nil
    },
    inventory("a content path that is a number", ["E092 inventory.json"], also: "E023") {
      $0["manifest"][hex("first")] = ["v1/content/a.txt", 1]
    },
  ]

  private static let ofVersionBlocks =
    [
      inventory("a version without a date", ["E048 inventory.json"]) {
        $0["versions"]["v1"].remove("created")
      },
      inventory("a version without a state", ["E048 inventory.json"], also: "E107") {
        $0["versions"]["v1"].remove("state")
      },
      inventory("a state that is null", ["E050 inventory.json"], also: "E048 E107 E033") {
        $0["versions"]["v1"]["state"] = nil
      },
      inventory("a state that is an array", ["E050 inventory.json"], also: "E048 E107 E033") {
        $0["versions"]["v1"]["state"] = []
      },
      inventory(
        "a digest of a state with one path and no array",
        ["E051 inventory.json"],
        also: "E050 E033"
      ) {
        $0["versions"]["v1"]["state"][hex("first")] = "a.txt"
      },
      inventory("a logical path that is null", ["E051 inventory.json"], also: "E050 E033 E052") {
        $0["versions"]["v1"]["state"][hex("first")] = [nil]
      },
      inventory("a message that is null", ["E094 inventory.json"]) {
        $0["versions"]["v1"]["message"] = nil
      },
      inventory("a message that is a number", ["E094 inventory.json"]) {
        $0["versions"]["v1"]["message"] = 1
      },
      inventory("a message that is an array of lines", ["E094 inventory.json"]) {
        $0["versions"]["v1"]["message"] = ["one", "two"]
      },
      inventory("a date that is a number", ["E049 inventory.json"], also: "E033 E048") {
        $0["versions"]["v1"]["created"] = 1_772_366_400
      },
      inventory("a date that is null", ["E049 inventory.json"], also: "E033 E048") {
        $0["versions"]["v1"]["created"] = nil
      },
    ]
    + [
      "", "now", "2026-03-01", "2026-03-01T12:00:00", "2026-03-01T12:00Z", "2026-03-01T12Z",
      "2026-03-01T12:00:00+0100", "2026-03-01T12:00:00+01", "2026-03-01T12:00:00.Z",
      "2026-03-01T12:00:00,5Z", "2026-3-1T12:00:00Z", "26-03-01T12:00:00Z", "2026-03-01T1:00:00Z",
      "2026-00-01T12:00:00Z", "2026-13-01T12:00:00Z", "2026-03-00T12:00:00Z",
      "2026-03-32T12:00:00Z",
      "2026-02-29T12:00:00Z", "2100-02-29T12:00:00Z", "2026-04-31T12:00:00Z",
      "2026-03-01T24:00:00Z",
      "2026-03-01T12:60:00Z", "2026-03-01T12:00:61Z", "2026-03-01T12:00:00+24:00",
      "2026-03-01T12:00:00+01:60", "2026-03-01T12:00:00ZZ", "2026-03-01T12:00:00Z ",
      " 2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z\n", "20260301T120000Z", "2026-W09-7T12:00:00Z",
      "2026-060T12:00:00Z", "+02026-03-01T12:00:00Z", "２０２６-03-01T12:00:00Z",
      "2026-03-01T12:00:00 CET", "Sun, 01 Mar 2026 12:00:00 GMT",
      "2026-03-01T12:00:00\u{2212}01:00",
    ].map { date in
      let spelled = date.replacing("\n", with: "\\n")
      return inventory("the date “\(spelled)”", ["E049 inventory.json"]) {
        $0["versions"]["v1"]["created"] = .string(date)
      }
    }

  private static let ofUsers = [
    inventory("a user without a name", ["E054 inventory.json"]) {
      $0["versions"]["v1"]["user"].remove("name")
    },
    inventory("a user whose name is a number", ["E054 inventory.json"]) {
      $0["versions"]["v1"]["user"]["name"] = 1
    },
    inventory("a user whose name is null", ["E054 inventory.json"]) {
      $0["versions"]["v1"]["user"]["name"] = nil
    },
    inventory("a user that is a string", ["E054 inventory.json"], also: "W008") {
      $0["versions"]["v1"]["user"] = "Clerk"
    },
    inventory("a user that is null", ["E054 inventory.json"], also: "W007 W008") {
      $0["versions"]["v1"]["user"] = nil
    },
    inventory("a user that is empty", ["E054 inventory.json"], also: "W008") {
      $0["versions"]["v1"]["user"] = [:]
    },
  ]

  private static let ofFixityBlocks = [
    inventory("fixity that is null", ["E111 inventory.json"]) { $0["fixity"] = nil },
    inventory("fixity that is an array", ["E111 inventory.json"]) { $0["fixity"] = [] },
    inventory("fixity that is a string", ["E111 inventory.json"]) { $0["fixity"] = "md5" },
    inventory(
      "fixity of specification 1.0 that is null",
      ["E055|E056|E057|E111 inventory.json"],
      from: .ofSpecification1_0
    ) {
      $0["fixity"] = nil
    },
    inventory("fixity of an unknown algorithm", ["E056 inventory.json"], also: "E026") {
      $0["fixity"] = ["crc32": ["00000000": ["v1/content/a.txt"]]]
    },
    inventory("fixity of an algorithm in capitals", ["E056 inventory.json"], also: "E026") {
      $0["fixity"] = ["MD5": [hex("first", .md5): ["v1/content/a.txt"]]]
    },
    inventory(
      "fixity of an algorithm in the name of its family",
      ["E056 inventory.json"],
      also: "E026"
    ) {
      $0["fixity"] = ["sha-256": [hex("first", .sha256): ["v1/content/a.txt"]]]
    },
    inventory("a fixity block that is null", ["E057 inventory.json"]) {
      $0["fixity"] = ["md5": nil]
    },
    inventory("a fixity block that is an array", ["E057 inventory.json"]) {
      $0["fixity"] = ["md5": ["v1/content/a.txt"]]
    },
    inventory("a digest of fixity with one path and no array", ["E057 inventory.json"]) {
      $0["fixity"] = ["md5": [hex("first", .md5): "v1/content/a.txt"]]
    },
    inventory("a path of fixity that is a number", ["E057 inventory.json"]) {
      $0["fixity"] = ["md5": [hex("first", .md5): [1]]]
    },
  ]
}
