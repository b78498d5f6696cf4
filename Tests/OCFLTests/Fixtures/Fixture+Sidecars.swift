// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// The files beside the inventories that state their digests.
  static let ofSidecars =
    ofMissingSidecars + ofSidecarText + [
      object("a sidecar of a gigabyte", ["E061 inventory.json.sha512"]) {
        $0.tree.put(.hole(1 << 30), at: "inventory.json.sha512")
      },
      object("a sidecar in UTF-16", ["E061 inventory.json.sha512"]) {
        let text = "\(hex("inventory")) inventory.json\n"
        $0.tree.put(
          .file([0xFF, 0xFE] + text.utf8.flatMap { [$0, 0] }),
          at: "inventory.json.sha512"
        )
      },
    ]

  private static let ofMissingSidecars = [
    object("an object without a sidecar", ["E058 inventory.json.sha512"]) {
      $0.change(.root) { $0.sidecar = nil }
    },
    object("a version without a sidecar", ["E058 v1/inventory.json.sha512"]) {
      $0.change(.version("v1")) { $0.sidecar = nil }
    },
    object(
      "an older version without a sidecar",
      ["E058 v1/inventory.json.sha512"],
      from: .ofTwoVersions
    ) {
      $0.change(.version("v1")) { $0.sidecar = nil }
    },
    object(
      "a directory in the place of a sidecar",
      ["E058 inventory.json.sha512"],
      also: "E001 E061"
    ) {
      $0.tree.put(.directory, at: "inventory.json.sha512")
    },
    object("a sidecar of another algorithm than the inventory's", ["E059"], also: "E001 E058") {
      $0.change(.root) {
        $0.sidecarName = "inventory.json.sha256"
        $0.algorithm = .sha256
      }
    },
    object(
      "a version's sidecar of another algorithm than its inventory's",
      ["E059"],
      also: "E015 E058",
      from: .ofTwoVersions
    ) {
      $0.change(.version("v1")) {
        $0.sidecarName = "inventory.json.sha256"
        $0.algorithm = .sha256
      }
    },
    object("a second sidecar, of another algorithm", ["E001 inventory.json.md5"], also: "E059") {
      $0.put("inventory.json.md5", "d41d8cd98f00b204e9800998ecf8427e inventory.json\n")
    },
    object("an object without an inventory", ["E063 inventory.json"], also: "E001 E046 E058") {
      $0.removeInventory(.root)
    },
    object("an object of nothing but a declaration", ["E063 inventory.json"], also: "E008") {
      $0.removeInventory(.all)
      $0.tree.remove("v1")
    },
    object(
      "a directory in the place of an inventory",
      ["E063 inventory.json"],
      also: "E001 E058 E060 E033"
    ) {
      $0.tree.put(.directory, at: "inventory.json")
    },
    object(
      "a link in the place of an inventory",
      ["E090 inventory.json"],
      also: "E001 E058 E060 E063 E064 E033"
    ) {
      $0.tree.put(.link(to: "v1/inventory.json"), at: "inventory.json")
    },
    object(
      "a pipe in the place of an inventory",
      ["E063 inventory.json"],
      also: "E001 E033 E058 E060 E064 E090"
    ) {
      $0.tree.put(.pipe, at: "inventory.json")
    },
    object(
      "an inventory with a capital in its name",
      ["E034", "E063 inventory.json"],
      also: "E001 E046 E058"
    ) {
      $0.put("Inventory.json", "{}")
      $0.removeInventory(.root)
    },
  ]

  private static let ofSidecarText: [Fixture] = [
    object("an empty sidecar", ["E061 inventory.json.sha512"]) {
      $0.change(.root) { $0.sidecar = { _ in "" } }
    },
    text("a sidecar of the digest alone") { "\($0)\n" },
    text("a sidecar of the name alone") { _ in "inventory.json\n" },
    text("a sidecar without white space") { "\($0)inventory.json\n" },
    text("a sidecar with the name first") { "inventory.json \($0)\n" },
    text("a sidecar of another file") { "\($0) Inventory.json\n" },
    text("a sidecar with a path") { "\($0) ./inventory.json\n" },
    text("a sidecar with the mark of binary files") { "\($0) *inventory.json\n" },
    text("a sidecar with a space in front") { " \($0) inventory.json\n" },
    text("a sidecar with a byte order mark") { "\u{FEFF}\($0) inventory.json\n" },
    text("a sidecar with a line break in the middle") { "\($0)\ninventory.json\n" },
    text("a sidecar with a space that cannot be broken") { "\($0)\u{A0}inventory.json\n" },
    text("a sidecar with a colon") { "\($0): inventory.json\n" },
    text("a sidecar with two lines") { "\($0) inventory.json\n\($0) inventory.json\n" },
    text("a sidecar with a letter beyond f") { "g\($0.dropFirst()) inventory.json\n" },
    text("a sidecar with its algorithm") { "sha512:\($0) inventory.json\n" },
    text("a sidecar with a digest cut short", also: "E060") {
      "\($0.dropLast(2)) inventory.json\n"
    },
    text("a sidecar with a digest too long", also: "E060") { "\($0)00 inventory.json\n" },
    text("a sidecar with a digest of sha256", also: "E060") { _ in
      "\(hex("", .sha256)) inventory.json\n"
    },
    object(
      "a version's sidecar of the digest alone",
      ["E061 v1/inventory.json.sha512"],
      from: .ofTwoVersions
    ) {
      $0.change(.version("v1")) { $0.sidecar = { "\($0)\n" } }
    },
    object("a sidecar with the digest of something else", ["E060 inventory.json"], also: "E064") {
      $0.change(.root) { $0.sidecar = { _ in "\(hex("else")) inventory.json\n" } }
    },
    object(
      "an older version's sidecar with the digest of something else",
      ["E060 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.change(.version("v1")) { $0.sidecar = { _ in "\(hex("else")) inventory.json\n" } }
    },
    object(
      "the newest version's sidecar with the digest of something else",
      ["E060 v2/inventory.json"],
      also: "E064",
      from: .ofTwoVersions
    ) {
      $0.change(.version("v2")) { $0.sidecar = { _ in "\(hex("else")) inventory.json\n" } }
    },
  ]

  private static func text(
    _ name: String,
    also tolerated: String = "",
    _ sidecar: @escaping @Sendable (String) -> String
  ) -> Fixture {
    object(name, ["E061 inventory.json.sha512"], also: tolerated) {
      $0.change(.root) { $0.sidecar = sidecar }
    }
  }
}
