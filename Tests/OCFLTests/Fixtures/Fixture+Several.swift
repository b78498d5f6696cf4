// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// One fault does not hide another.
  static let ofSeveral = [
    object(
      "a dozen faults in one object",
      [
        "E001 extra.txt", "E007 0=ocfl_object_1.1", "E015 v1/extra.txt",
        "E023 v1/content/extra.txt",
        "E024 v1/content/empty", "E049 inventory.json", "E054 inventory.json",
        "E058 v1/inventory.json.sha512",
        "E064", "E067 extensions/file", "E092 v1/content/a.txt", "E093 v2/content/a.txt",
        "E102 inventory.json", "W005 inventory.json", "W013 extensions/local",
      ],
      also: "W001 W007 W011",
      from: .ofTwoVersions
    ) {
      for name in [
        "extra.txt", "v1/extra.txt", "v1/content/extra.txt", "extensions/file",
        "extensions/local/x",
      ] {
        $0.put(.init(name))
      }
      $0.put("0=ocfl_object_1.1", "")
      $0.put("v1/content/a.txt", "rotten")
      $0.tree.put(.directory, at: "v1/content/empty")
      $0.change(.version("v1")) { $0.sidecar = nil }
      $0.edit {
        $0["id"] = "no URI"
        $0["versions"]["v1"]["created"] = "in March"
      }
      $0.edit(.newest) {
        $0["note"] = "for later"
        $0["versions"]["v2"]["user"].remove("name")
        $0["fixity"] = ["md5": [hex("third", .md5): ["v2/content/a.txt"]]]
      }
      $0.overwrite(.root) { $0 + [0x20] }
    },
    object(
      "every content file spoilt in its own way",
      [
        "E092 v1/content/a.txt", "E092 v1/content/b.txt", "E092 v1/content/c.txt",
        "E090 v1/content/d.txt", "E023 v1/content/e2.txt", "E092 v1/content/e.txt",
      ],
      also: "E024",
      from: ObjectBuilder([["a.txt": "a", "b.txt": "b", "c.txt": "c", "d.txt": "d", "e.txt": "e"]])
    ) {
      $0.put("v1/content/a.txt", "other")
      $0.tree.remove("v1/content/b.txt")
      $0.tree.put(.directory, at: "v1/content/c.txt")
      $0.tree.put(.link(to: "b.txt"), at: "v1/content/d.txt")
      $0.tree.move("v1/content/e.txt", to: "v1/content/e2.txt")
    },
    object(
      "an object without an inventory, and content that is spoilt",
      ["E063 inventory.json", "E001 extra.txt"],
      also: "E023 E046 E058 E092"
    ) {
      $0.removeInventory(.root)
      $0.put("extra.txt")
      $0.put("v1/content/a.txt", "rotten")
    },
    object(
      "an inventory that is no JSON, and structure that is wrong",
      ["E001 extra.txt", "E007 0=ocfl_object_1.1", "E033 inventory.json"],
      also: "E046 E064"
    ) {
      $0.overwrite(.root, with: "{")
      $0.put("extra.txt")
      $0.put("0=ocfl_object_1.1", "")
    },
    inventory(
      "a wrong value under every key",
      ["E017", "E025", "E038", "E106", "E045", "E111", "E102"].map {
        "\($0) inventory.json"
      },
      also: "E001 E008 E015 E023 E033 E037 E036 E041 E046 E050 E058 E059 E108 E043 E044 E040 W002"
    ) {
      $0 = [
        "id": 1, "type": "?", "digestAlgorithm": "?", "head": "?", "contentDirectory": "a/b",
        "manifest": 1, "versions": 1, "fixity": 1, "?": 1,
      ]
    },
  ]
}
