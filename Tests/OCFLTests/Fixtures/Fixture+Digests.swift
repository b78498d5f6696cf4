// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// Digests, the files they are of, and the files that nobody knows of.
  static let ofDigests = ofAlgorithms + ofEncoding + ofManifests + ofContent + ofFixity

  private static let ofAlgorithms: [Fixture] =
    [DigestAlgorithm.md5, .sha1, .blake2b512].map { algorithm in
      object(
        "an object addressed by \(algorithm.rawValue)",
        ["E025 inventory.json"],
        also: "E058 E059 E001 E015",
        from: .with([["a.txt": "first"]]) { $0.algorithm = algorithm }
      )
    }
    + ["sha3-512", "SHA512", "sha-512", "sha512/256", ""].map { name in
      inventory(
        "the digest algorithm “\(name)”",
        ["E025 inventory.json"],
        also: "E001 E015 E058 E059"
      ) { $0["digestAlgorithm"] = .string(name) }
    } + [
      object(
        "an inventory of sha512 with digests of sha256",
        ["E039 inventory.json"],
        also: "E031 E050 E092",
        from: .ofSHA256
      ) { object in
        object.edit { $0["digestAlgorithm"] = "sha512" }
        object.change(.all) { file in
          file.algorithm = .sha512
          file.sidecarName = "inventory.json.sha512"
        }
      },
      object(
        "an inventory of sha256 with digests of sha512",
        ["E039 inventory.json"],
        also: "E030 E050 E092 W004",
        from: .ofTwoVersions
      ) { object in
        object.edit { $0["digestAlgorithm"] = "sha256" }
        object.change(.all) { file in
          file.algorithm = .sha256
          file.sidecarName = "inventory.json.sha256"
        }
      },
    ]

  private static let ofEncoding: [Fixture] =
    [
      (DigestAlgorithm.sha1, "E029"), (.sha256, "E030"), (.sha512, "E031"), (.blake2b512, "E032"),
    ].flatMap { algorithm, code in
      [
        inventory(
          "fixity of \(algorithm.rawValue) in base 64",
          ["\(code) inventory.json"],
          also: "E057 E093"
        ) {
          $0["fixity"] = [algorithm.rawValue: ["uvqkhhWz8j0oyG2sFcZX1w==": ["v1/content/a.txt"]]]
        },
        inventory(
          "fixity of \(algorithm.rawValue) with a letter beyond f",
          ["\(code) inventory.json"],
          also: "E057 E093"
        ) {
          let digest = "g" + hex("first", algorithm).dropFirst()
          $0["fixity"] = [algorithm.rawValue: [digest: ["v1/content/a.txt"]]]
        },
      ]
    } + [
      inventory("fixity of md5 in base 64", ["E057 inventory.json"], also: "E093") {
        $0["fixity"] = ["md5": ["uvqkhhWz8j0oyG2sFcZX1w==": ["v1/content/a.txt"]]]
      },
      inventory("fixity of md5 cut short", ["E057 inventory.json"], also: "E093") {
        let digest = String(hex("first", .md5).dropLast(2))
        $0["fixity"] = ["md5": [digest: ["v1/content/a.txt"]]]
      },
      inventory(
        "a digest of the manifest with a letter beyond f",
        ["E031 inventory.json"],
        also: "E092"
      ) {
        let digest = "g" + hex("first").dropFirst()
        $0["manifest"].rename(hex("first"), to: digest)
        $0["versions"]["v1"]["state"].rename(hex("first"), to: digest)
      },
      inventory(
        "a digest of the manifest in base 64, of sha256",
        ["E030 inventory.json"],
        also: "E092 E050 E107 W004 E039",
        from: .ofSHA256
      ) {
        let digest = "uvqkhhWz8j0oyG2sFcZX1w=="
        $0["manifest"].rename(hex("first", .sha256), to: digest)
        $0["versions"]["v1"]["state"].rename(hex("first", .sha256), to: digest)
      },
      inventory(
        "a digest of the manifest that is empty",
        ["E031 inventory.json"],
        also: "E039 E092"
      ) {
        $0["manifest"].rename(hex("first"), to: "")
        $0["versions"]["v1"]["state"].rename(hex("first"), to: "")
      },
    ]

  private static let ofManifests = [
    inventory("a digest of a state that the manifest lacks", ["E050 inventory.json"]) {
      $0["versions"]["v1"]["state"][hex("never kept")] = ["d.txt"]
    },
    inventory("a digest of a state in capitals", ["E050 inventory.json"], also: "E107") {
      $0["versions"]["v1"]["state"].rename(hex("first"), to: hex("first").uppercased())
    },
    inventory("a digest of the manifest in capitals", ["E050 inventory.json"], also: "E107") {
      $0["manifest"].rename(hex("first"), to: hex("first").uppercased())
    },
    inventory("a digest of the manifest twice", ["E096 inventory.json"], also: "E033 E101") {
      $0["manifest"].append(hex("first"), ["v1/content/a.txt"])
    },
    inventory(
      "a digest of the manifest twice, once in capitals",
      ["E096 inventory.json"],
      also: "E101 E107"
    ) {
      $0["manifest"].append(hex("first").uppercased(), ["v1/content/a.txt"])
    },
    object(
      "a digest of the manifest for two files, in two cases",
      ["E096 inventory.json"],
      also: "E107"
    ) {
      $0.put("v1/content/twin.txt", "first")
      $0.edit { $0["manifest"].append(hex("first").uppercased(), ["v1/content/twin.txt"]) }
    },
    object("a digest that no state has", ["E107 inventory.json"]) {
      $0.put("v1/content/d.txt", "unused")
      $0.edit { $0["manifest"][hex("unused")] = ["v1/content/d.txt"] }
    },
    object(
      "a digest that only a later state has",
      ["E107 v1/inventory.json"],
      also: "E042 E023",
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) { $0["manifest"][hex("second")] = ["v2/content/a.txt"] }
    },
  ]

  private static let ofContent = [
    object("a content file with other bytes", ["E092 v1/content/a.txt"]) {
      $0.put("v1/content/a.txt", "First")
    },
    object("an emptied content file", ["E092 v1/content/a.txt"]) { $0.put("v1/content/a.txt", "") },
    object("a missing content file", ["E092 v1/content/a.txt"]) {
      $0.tree.remove("v1/content/a.txt")
    },
    object("a directory in the place of a content file", ["E092 v1/content/a.txt"], also: "E024") {
      $0.tree.put(.directory, at: "v1/content/a.txt")
    },
    object("two content files swapped", ["E092 v1/content/a.txt", "E092 v1/content/b/c.txt"]) {
      $0.put("v1/content/a.txt", "other")
      $0.put("v1/content/b/c.txt", "first")
    },
    object("an extra content file", ["E023 v1/content/extra.txt"]) {
      $0.put("v1/content/extra.txt")
    },
    object("an extra content file deep down", ["E023 v1/content/x/y/z/extra.txt"]) {
      $0.put("v1/content/x/y/z/extra.txt")
    },
    object("an extra content file with the bytes of another", ["E023 v1/content/twin.txt"]) {
      $0.put("v1/content/twin.txt", "first")
    },
    object(
      "an extra content file in a version that has none",
      ["E023 v3/content/extra.txt"],
      from: .ofThreeVersions
    ) {
      $0.put("v3/content/extra.txt")
    },
    object("an empty folder in the content", ["E024 v1/content/empty"]) {
      $0.tree.put(.directory, at: "v1/content/empty")
    },
    object("an empty folder deep in the content", ["E024 v1/content/b/empty/empty"]) {
      $0.tree.put(.directory, at: "v1/content/b/empty/empty")
    },
    object(
      "an empty folder in the content of specification 1.0",
      ["E024 v1/content/empty"],
      from: .ofSpecification1_0
    ) {
      $0.tree.put(.directory, at: "v1/content/empty")
    },
    object("a content file that an older inventory forgot", ["E023"], from: .ofTwoVersions) {
      $0.edit(.version("v1")) {
        $0["manifest"].remove(hex("other"))
        $0["versions"]["v1"]["state"].remove(hex("other"))
      }
      $0.edit(.newest) { $0["versions"]["v1"]["state"].remove(hex("other")) }
    },
    object(
      "a digest that an older inventory states otherwise",
      ["E092", "E066"],
      also: "E050 E107",
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) {
        $0["manifest"].rename(hex("first"), to: hex("forged"))
        $0["versions"]["v1"]["state"].rename(hex("first"), to: hex("forged"))
      }
    },
  ]

  private static let ofFixity: [Fixture] =
    DigestAlgorithm.allCases.map { algorithm in
      inventory("fixity of \(algorithm.rawValue) that is another file's", ["E093 v1/content/a.txt"])
      {
        $0["fixity"] = [algorithm.rawValue: [hex("other", algorithm): ["v1/content/a.txt"]]]
      }
    } + [
      object(
        "fixity that only an older inventory states wrongly",
        ["E093 v1/content/a.txt"],
        from: .ofTwoVersions
      ) {
        $0.edit(.version("v1")) {
          $0["fixity"] = ["md5": [hex("other", .md5): ["v1/content/a.txt"]]]
        }
      },
      inventory("a digest of fixity twice, once in capitals", ["E097 inventory.json"], also: "E101")
      {
        let digest = hex("first", .sha1)
        $0["fixity"] = [
          "sha1": [digest: ["v1/content/a.txt"], digest.uppercased(): ["v1/content/a.txt"]]
        ]
      },
      inventory("a digest of fixity twice", ["E097 inventory.json"], also: "E033 E101") {
        let digest = hex("first", .sha1)
        $0["fixity"] = ["sha1": [digest: ["v1/content/a.txt"], digest: ["v1/content/a.txt"]]]
      },
    ]
}
