// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Fixture {
  /// Storage roots: what they declare, how their objects lie, and what lies between them.
  static let ofStorageRoots =
    ofRootDeclarations + ofLayouts + ofHierarchies + ofObjects + ofRootLinks

  private static let ofRootDeclarations = [
    root("a root without a declaration", ["E069"], also: "E076") { $0.tree.remove("0=ocfl_1.1") },
    root("a root with declarations of two specifications", ["E076"]) {
      $0.put("0=ocfl_1.0", "ocfl_1.0\n")
    },
    root(
      "a root's declaration that is a directory",
      ["E069|E080"],
      also: "E073 E075 E076 E085 E088"
    ) {
      $0.tree.put(.directory, at: "0=ocfl_1.1")
    },
    root("a root's declaration without an equals sign", ["E069"], also: "E075 E076 E077") {
      $0.tree.move("0=ocfl_1.1", to: "0_ocfl_1.1")
    },
    root("a root's declaration without its number", ["E069", "E075", "E077"], also: "E076") {
      $0.tree.move("0=ocfl_1.1", to: "ocfl_1.1")
    },
    root("a root's declaration of another type", ["E069", "E078"], also: "E075 E076 E077") {
      $0.tree.move("0=ocfl_1.1", to: "1=ocfl_1.1")
    },
    root("a root's declaration of something else", ["E069"], also: "E075 E076 E077 E079") {
      $0.tree.move("0=ocfl_1.1", to: "0=oxford_1.1")
    },
    root("a root's declaration of a specification to come", ["E079"], also: "E069 E075 E076 E077") {
      $0.tree.remove("0=ocfl_1.1")
      $0.put("0=ocfl_9.9", "ocfl_9.9\n")
    },
    root("a root's declaration without a line end", ["E080 0=ocfl_1.1"], also: "E075") {
      $0.put("0=ocfl_1.1", "ocfl_1.1")
    },
    root("a root's declaration that says an object's", ["E080 0=ocfl_1.1"], also: "E075") {
      $0.put("0=ocfl_1.1", "ocfl_object_1.1\n")
    },
    root("a root's empty declaration", ["E080 0=ocfl_1.1"], also: "E075") {
      $0.put("0=ocfl_1.1", "")
    },
    root("a root's declaration of a gigabyte", ["E080 0=ocfl_1.1"], also: "E075") {
      $0.tree.put(.hole(1 << 30), at: "0=ocfl_1.1")
    },
  ]

  private static let ofLayouts: [Fixture] =
    [
      ("a layout that is no JSON", "extension: 0003\n"), ("an empty layout", ""),
      ("a layout that is an array", "[]"), ("a layout that is null", "null"),
      ("a layout with a byte order mark", "\u{FEFF}" + layout),
      ("a layout of two", layout + layout),
      ("a layout without its extension", #"{"description": "so"}"#),
      (
        "a layout without its description",
        #"{"extension": "0003-hash-and-id-n-tuple-storage-layout"}"#
      ),
      ("a layout whose extension is null", #"{"extension": null, "description": "so"}"#),
      (
        "a layout whose description is a number",
        #"{"extension": "0003-hash-and-id-n-tuple-storage-layout", "description": 4}"#
      ),
    ].map { name, text in
      root(name, ["E070 ocfl_layout.json"], also: "E071") { $0.put("ocfl_layout.json", text) }
    }
    + [
      ("a layout that nobody registered", "my-layout"),
      ("a layout of the number alone", "0003"),
      ("a layout in capitals", "0003-HASH-AND-ID-N-TUPLE-STORAGE-LAYOUT"),
      ("a layout of no name", ""), ("a layout that leads out of the root", "../extensions"),
    ].map { name, value in
      root(name, ["E071 ocfl_layout.json"]) {
        let text: JSONText = ["extension": .string(value), "description": "so"]
        $0.put("ocfl_layout.json", text.description)
      }
    } + [
      root("a layout in Latin-1", ["E070 ocfl_layout.json"]) {
        $0.tree.put(
          .file(Array(layout.utf8.dropLast(2)) + [0xE9, 0x22, 0x7D]),
          at: "ocfl_layout.json"
        )
      },
      root("a layout of a gigabyte", ["E070 ocfl_layout.json"]) {
        $0.tree.put(.hole(1 << 30), at: "ocfl_layout.json")
      },
    ]

  private static let layout =
    #"{"extension": "0003-hash-and-id-n-tuple-storage-layout", "description": "so"}"#

  private static let ofHierarchies = [
    root("a file among the directories of a root", ["E072 a/note.txt"], also: "E084 E085 E088") {
      $0.put("a/note.txt")
    },
    root(
      "a file beside an object",
      ["E084 part-0/note.txt"],
      also: "E072",
      from: RootBuilder(layout: nil)
    ) {
      $0.put("part-0/note.txt")
    },
    root(
      "a hidden file beside an object",
      ["E072 part-0/.DS_Store"],
      also: "E084",
      from: RootBuilder(layout: nil)
    ) {
      $0.put("part-0/.DS_Store")
    },
    root(
      "a file whose name is not UTF-8 beside an object",
      ["E072"],
      also: "E084",
      from: RootBuilder(layout: nil)
    ) {
      $0.tree.put(.file([]), at: .init(Array("part-0/".utf8) + [0xFF]))
    },
    root("an empty directory in a root", ["E073 empty"], also: "E085 E088") {
      $0.tree.put(.directory, at: "empty")
    },
    root(
      "an empty directory beside an object",
      ["E073 part-0/empty"],
      also: "E085 E088 W014",
      from: RootBuilder(layout: nil)
    ) {
      $0.tree.put(.directory, at: "part-0/empty")
    },
    root("an empty directory of many", ["E073 a/b/c/d/e"], also: "E085 E088 W014") {
      $0.tree.put(.directory, at: "a/b/c/d/e")
    },
    root("a directory with nothing but files", ["E085 a/b"], also: "E072 E084 E088") {
      $0.put("a/b/one.txt")
      $0.put("a/b/two.txt")
    },
    root(
      "a directory of a root that is no hierarchy of objects",
      ["E088 tmp"],
      also: "E072 E084 E085"
    ) {
      $0.put("tmp/upload.part")
    },
    root("an object in an object", ["E082", "E001 inner"], from: RootBuilder(layout: nil)) {
      $0.add(RootBuilder.object("urn:example:inner"), at: "part-0/object/inner")
    },
    root(
      "an object deep in an object",
      ["E001 inner"],
      also: "E082",
      from: RootBuilder(layout: nil)
    ) { $0.add(RootBuilder.object("urn:example:inner"), at: "part-0/object/inner/a/object") },
    root(
      "an object that has lost its declaration",
      ["E003"],
      also: "E072 E084 E085 E088",
      from: RootBuilder(layout: nil)
    ) {
      $0.tree.remove("part-0/object/0=ocfl_object_1.1")
    },
  ]

  private static let ofObjects = [
    root(
      "an object of a later specification than its root's",
      ["E081"],
      from: RootBuilder(specification: "1.0", layout: nil)
    ) {
      $0.add(RootBuilder.object("urn:example:later", "1.1"), at: "part-2/object")
    },
    root(
      "two objects of one id",
      ["E037", "E083"],
      from: RootBuilder(layout: nil, objects: ["urn:example:1"])
    ) {
      $0.add(RootBuilder.object("urn:example:1"), at: "part-1/object")
    },
    root("an object with a spoilt file", ["E092 v1/content/a.txt"], from: RootBuilder(layout: nil))
    {
      $0.put("part-1/object/v1/content/a.txt", "rotten")
    },
    root(
      "every object spoilt, and the root with them",
      ["E092 v1/content/a.txt", "E063 inventory.json", "E080 0=ocfl_1.1", "E073 empty"],
      also: "E001 E046 E058 E085 E088",
      from: RootBuilder(layout: nil)
    ) {
      $0.put("part-0/object/v1/content/a.txt", "rotten")
      $0.tree.remove("part-1/object/inventory.json")
      $0.put("0=ocfl_1.1", "")
      $0.tree.put(.directory, at: "empty")
    },
    root("a file among the extensions of a root", ["E112 extensions/note.txt"]) {
      $0.put("extensions/note.txt")
    },
    root(
      "a file among the extensions of a root of specification 1.0",
      ["E067|E086|E112 extensions/note.txt"],
      from: RootBuilder(specification: "1.0")
    ) {
      $0.put("extensions/note.txt")
    },
    root(
      "no extensions in their directory",
      ["E073 extensions"],
      also: "E112",
      from: RootBuilder(layout: nil)
    ) {
      $0.tree.put(.directory, at: "extensions")
    },
  ]

  private static let ofRootLinks = [
    root("a link among the directories of a root", ["E090 a/link"], also: "E085 E088 E072 E084") {
      $0.tree.put(.link(to: "/"), at: "a/link")
    },
    root("a link in a root", ["E090 link"]) { $0.tree.put(.link(to: "."), at: "link") },
    root(
      "a link in the place of an object",
      ["E090 part-1/object"],
      also: "E085 E072 E073 E084 E088",
      from: RootBuilder(layout: nil)
    ) {
      $0.tree.remove("part-1")
      $0.tree.put(.link(to: "../part-0/object"), at: "part-1/object")
    },
    root(
      "a link in the place of a root's declaration",
      ["E090 0=ocfl_1.1"],
      also: "E069 E075 E076 E080"
    ) {
      $0.put("real", "ocfl_1.1\n")
      $0.tree.put(.link(to: "real"), at: "0=ocfl_1.1")
    },
    root("a link in the place of a layout", ["E090 ocfl_layout.json"], also: "E070") {
      $0.tree.move("ocfl_layout.json", to: "real.json")
      $0.tree.put(.link(to: "real.json"), at: "ocfl_layout.json")
    },
    root("a link among the extensions of a root", ["E090"], also: "E112") {
      $0.tree.put(
        .link(to: "0003-hash-and-id-n-tuple-storage-layout"),
        at: "extensions/0005-mutable-head"
      )
    },
    root("a pipe among the directories of a root", ["E090 a/pipe"], also: "E072 E084 E085 E088") {
      $0.tree.put(.pipe, at: "a/pipe")
    },
    root("a file that two objects share by a hard link", ["E090"], from: RootBuilder(layout: nil)) {
      let path: TreePlan.PathBytes = "part-1/object/v1/content/a.txt"
      $0.tree.remove(path)
      $0.tree.put(.hardLink(to: "part-0/object/v1/content/a.txt"), at: path)
    },
  ]
}
