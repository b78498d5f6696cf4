// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// What is valid and not recommended: warnings, and nothing but warnings.
  static let ofWarnings = ofObjectWarnings + ofUserWarnings + ofRootWarnings

  private static let ofObjectWarnings = [
    object(
      "padded versions",
      ["W001 inventory.json"],
      from: ObjectBuilder([["a.txt": "1"], ["a.txt": "2"]]) { "v00\($0)" }
    ),
    object(
      "padded versions up to the last that fits",
      ["W001 inventory.json"],
      from: ObjectBuilder((1...9).map { ["a.txt": "text \($0)"] }) { "v0\($0)" }
    ),
    object("a directory beside the content", ["W002 v1/thumbnails"]) {
      $0.put("v1/thumbnails/a.png")
    },
    object("an empty directory beside the content", ["W002 v1/empty"]) {
      $0.tree.put(.directory, at: "v1/empty")
    },
    object("a directory beside the content that looks like an object", ["W002 v1/inner"]) {
      $0.put("v1/inner/0=ocfl_object_1.1", "?")
      $0.put("v1/inner/inventory.json", "?")
    },
    object("the usual name beside another content directory", ["W002 v1/content"], from: stuffed) {
      $0.put("v1/content/a.txt", "ignored")
    },
    object("an empty content directory", ["W003 v3/content"], from: .ofThreeVersions) {
      $0.tree.put(.directory, at: "v3/content")
    },
    object("an object of sha256", ["W004 inventory.json"], from: .ofSHA256),
    object("an older inventory of sha256", ["W004 v1/inventory.json"], from: mixed),
    object("an older version without an inventory", ["W010 v1"], from: .ofTwoVersions) {
      $0.removeInventory(.version("v1"))
    },
    object("no version with an inventory", ["W010 v1", "W010 v2"], from: .ofTwoVersions) {
      $0.removeInventory(.version("v1"))
      $0.removeInventory(.version("v2"))
    },
    object(
      "another message in an older inventory",
      ["W011 v1/inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["message"] = "Another" }
    },
    object("another date in an older inventory", ["W011 v1/inventory.json"], from: .ofTwoVersions) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["created"] = "2020-01-01T00:00:00Z" }
    },
    object("another user in an older inventory", ["W011 v1/inventory.json"], from: .ofTwoVersions) {
      $0.edit(.version("v1")) { $0["versions"]["v1"]["user"]["name"] = "Another" }
    },
    object(
      "a message only in an older inventory",
      ["W011 v1/inventory.json", "W007 inventory.json"],
      from: .ofTwoVersions
    ) {
      $0.edit(.newest) { $0["versions"]["v1"].remove("message") }
    },
    object("an extension that nobody registered", ["W013 extensions/local"]) {
      $0.put("extensions/local/config.json", "{}")
    },
    object("an extension of a registered number and another name", ["W013 extensions/0001-mine"]) {
      $0.put("extensions/0001-mine/config.json", "{}")
    },
  ]

  private static var stuffed: ObjectBuilder {
    ObjectBuilder.with([["a.txt": "first"]]) {
      $0.contentDirectory = "stuff"
    }
  }

  private static let ofUserWarnings: [Fixture] =
    [
      "no uri", "object-1", "/a/path", "1a:b", ":", "ünï:code", "http//example.org", " urn:a",
    ].map { id in
      object(
        "the id “\(id)”",
        ["W005 inventory.json"],
        from: ObjectBuilder([["a.txt": "1"]], id: id)
      )
    } + [
      inventory("a version without message and user", ["W007 inventory.json"]) {
        $0["versions"]["v1"].remove("message")
        $0["versions"]["v1"].remove("user")
      },
      inventory("a version without a message", ["W007 inventory.json"]) {
        $0["versions"]["v1"].remove("message")
      },
      inventory("a version without a user", ["W007 inventory.json"]) {
        $0["versions"]["v1"].remove("user")
      },
      object("an older version without a user", ["W007 inventory.json"], from: .ofTwoVersions) {
        $0.edit { $0["versions"]["v1"].remove("user") }
      },
      inventory("a user without an address", ["W008 inventory.json"]) {
        $0["versions"]["v1"]["user"].remove("address")
      },
    ]
    + ["clerk@example.org", "Room 12", "", "www.example.org"].map { address in
      inventory("the address “\(address)”", ["W009 inventory.json"]) {
        $0["versions"]["v1"]["user"]["address"] = .string(address)
      }
    }

  private static let ofRootWarnings = [
    root("an object elsewhere than its layout says", ["W014 aaa/bbb/ccc/lost"]) {
      $0.add(RootBuilder.object("urn:example:lost"), at: "aaa/bbb/ccc/lost")
    },
    root(
      "an object under the name of another",
      ["W014 urn:example:3"],
      from: RootBuilder(layout: .flat)
    ) { $0.add(RootBuilder.object("urn:example:4"), at: "urn:example:3") },
    root("an object in a version", ["W002 v1/inner"], from: RootBuilder(layout: nil)) {
      $0.add(RootBuilder.object("urn:example:inner"), at: "part-0/object/v1/inner")
    },
    root(
      "objects at the top and objects further down",
      ["W015"],
      also: "W014",
      from: RootBuilder(layout: nil)
    ) {
      $0.add(RootBuilder.object("urn:example:top"), at: "object")
    },
    root("a root's extension that nobody registered", ["W016 extensions/local"]) {
      $0.put("extensions/local/config.json", "{}")
    },
    root(
      "an object of a root with a warning",
      ["W013 extensions/local"],
      from: RootBuilder(layout: nil)
    ) {
      $0.put("part-0/object/extensions/local/config.json", "{}")
    },
    root(
      "older objects in a newer root, one with a warning",
      ["W010 v1"],
      from: RootBuilder(layout: nil)
    ) {
      var object = RootBuilder.object("urn:example:old", "1.0")
      object.removeInventory(.version("v1"))
      $0.add(object, at: "part-2/object")
    },
  ]
}
