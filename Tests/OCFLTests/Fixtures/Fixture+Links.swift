// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Fixture {
  /// Links of either kind, and what is neither file nor directory.
  static let ofLinks = [
    object("a link to a content file", ["E090 v1/content/link.txt"], also: "E023") {
      $0.tree.put(.link(to: "a.txt"), at: "v1/content/link.txt")
    },
    object("a link to nowhere", ["E090 v1/content/link.txt"], also: "E023") {
      $0.tree.put(.link(to: "nowhere"), at: "v1/content/link.txt")
    },
    object("a link to itself", ["E090 v1/content/link"], also: "E023") {
      $0.tree.put(.link(to: "link"), at: "v1/content/link")
    },
    object("a link to the directory above", ["E090 v1/content/link"], also: "E023") {
      $0.tree.put(.link(to: ".."), at: "v1/content/link")
    },
    object("a link in the place of a content file", ["E090 v1/content/a.txt"], also: "E092") {
      $0.put("logs/a.txt", "first")
      $0.tree.put(.link(to: "../../logs/a.txt"), at: "v1/content/a.txt")
    },
    object("a link in the place of a content folder", ["E090 v1/content/b"], also: "E023 E092") {
      $0.tree.move("v1/content/b", to: "logs/b")
      $0.tree.put(.link(to: "../../logs/b"), at: "v1/content/b")
    },
    object(
      "a link in the place of a content directory",
      ["E090 v1/content"],
      also: "E015 E016 E092"
    ) {
      $0.tree.move("v1/content", to: "logs/content")
      $0.tree.put(.link(to: "../logs/content"), at: "v1/content")
    },
    object("a link in a version", ["E090 v1/link"], also: "E015") {
      $0.tree.put(.link(to: "content"), at: "v1/link")
    },
    object("a link in an object", ["E090 link"], also: "E001") {
      $0.tree.put(.link(to: "v1"), at: "link")
    },
    object("a link in the place of a sidecar", ["E090 inventory.json.sha512"], also: "E001 E058") {
      $0.tree.put(.link(to: "v1/inventory.json.sha512"), at: "inventory.json.sha512")
    },
    object("two content files that are one by hard links", ["E090"]) {
      $0.tree.put(.hardLink(to: "v1/content/a.txt"), at: "v1/content/twin.txt")
      $0.edit { $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/twin.txt"] }
    },
    object("a pipe in the content", ["E090 v1/content/pipe"], also: "E023") {
      $0.tree.put(.pipe, at: "v1/content/pipe")
    },
    object("a pipe in the place of a content file", ["E090 v1/content/a.txt"], also: "E092") {
      $0.tree.put(.pipe, at: "v1/content/a.txt")
    },
    object("a pipe in an object", ["E001|E090 pipe"]) { $0.tree.put(.pipe, at: "pipe") },
    object("a pipe in a version", ["E015|E090 v1/pipe"]) {
      $0.tree.put(.pipe, at: "v1/pipe")
    },
    object(
      "a pipe in the place of a declaration",
      ["E003|E007|E090 0=ocfl_object_1.1"],
      also: "E001 E002"
    ) {
      $0.tree.put(.pipe, at: "0=ocfl_object_1.1")
    },
    object(
      "a pipe in the place of a sidecar",
      ["E058 inventory.json.sha512"],
      also: "E001 E061 E090"
    ) {
      $0.tree.put(.pipe, at: "inventory.json.sha512")
    },
  ]
}
