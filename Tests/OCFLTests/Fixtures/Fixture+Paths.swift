// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// Content paths, logical paths, and names that only a disk can hold.
  static let ofPaths = ofContentPaths + ofConflicts + ofLogicalPaths + ofFixityPaths + ofNames

  private static let ofContentPaths = [
    contentPath("a content path with an element ..", "v1/content/../content/a.txt", "E099"),
    contentPath("a content path with an element .", "v1/content/./a.txt", "E099"),
    contentPath("a content path with an empty element", "v1/content//a.txt", "E099"),
    contentPath("an empty content path", "", "E099", also: "E100"),
    contentPath("a content path that leaves the object", "../../secret", "E099"),
    contentPath(
      "a content path that leaves its version",
      "v1/content/../../0=ocfl_object_1.1",
      "E099"
    ),
    contentPath("a content path with a slash in front", "/v1/content/a.txt", "E100"),
    contentPath("a content path with a slash at its end", "v1/content/a.txt/", "E100"),
    contentPath("a content path of a slash", "/", "E100", also: "E099"),
    contentPath("an absolute content path", "/etc/hostname", "E100"),
    contentPath("a content path that begins in the content", "a.txt", "E042"),
    contentPath("a content path without its version", "content/a.txt", "E042"),
    contentPath(
      "a content path of a version that does not exist",
      "v7/content/a.txt",
      "E042",
      also: "E014"
    ),
    contentPath("a content path into the logs", "logs/a.txt", "E042"),
    contentPath(
      "a content path in a web address",
      "file:///v1/content/a.txt",
      "E042",
      also: "E099"
    ),
    contentPath("a content path of a version only", "v1", "E016|E042", also: "E021 E101"),
    contentPath(
      "a content path of a content directory",
      "v1/content",
      "E016|E042",
      also: "E021 E101"
    ),
    contentPath(
      "a content path with the slashes of Windows",
      #"v1\content\a.txt"#,
      "E035|E042"
    ),
    contentPath("a content path with a zero byte", "v1/content/a.txt\u{0}", "E092"),
    inventory(
      "a content path twice, once with a zero byte behind it",
      ["E092"],
      also: "E042 E099 E101"
    ) { $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/a.txt\u{0}"] },
    contentPath("a content path with escapes of a web address", "v1/content/a%2Etxt", "E092"),
    contentPath("a content path in capitals", "v1/content/A.TXT", "E092"),
    contentPath("a content path with a space at its end", "v1/content/a.txt ", "E092"),
    contentPath(
      "a content path longer than any file system takes",
      "v1/content/" + String(repeating: "long/", count: 2_000) + "a.txt",
      "E092"
    ),
    object(
      "a content path of the object's own declaration",
      ["E042 inventory.json"],
      also: "E107 E016"
    ) {
      $0.edit { $0["manifest"][hex("ocfl_object_1.1\n")] = ["0=ocfl_object_1.1"] }
    },
  ]

  /// What the file `v1/content/a.txt` is called in the manifest instead.
  private static func contentPath(
    _ name: String,
    _ path: String,
    _ code: String,
    also tolerated: String = ""
  ) -> Fixture {
    let findings = code == "E092" ? [code] : ["\(code) inventory.json"]
    return inventory(
      name,
      findings + ["E023 v1/content/a.txt"],
      also: tolerated + " E042 E092 E016"
    ) {
      $0["manifest"][hex("first")] = [.string(path)]
    }
  }

  private static let ofConflicts = [
    inventory("a content path twice under one digest", ["E101 inventory.json"]) {
      $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/a.txt"]
    },
    inventory(
      "a content path under two digests",
      ["E101 inventory.json", "E092 v1/content/a.txt"]
    ) {
      $0["manifest"][hex("other")] = ["v1/content/a.txt", "v1/content/b/c.txt"]
    },
    inventory(
      "a content path below another",
      ["E101 inventory.json", "E092 v1/content/a.txt/d.txt"]
    ) {
      $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/a.txt/d.txt"]
    },
    inventory(
      "a content path that is a directory of another",
      ["E101 inventory.json", "E092 v1/content/b"]
    ) { $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/b"] },
  ]

  private static let ofLogicalPaths = [
    logicalPath("a logical path with an element ..", ["a/../b.txt"], "E052"),
    logicalPath("a logical path with an element .", ["./a.txt"], "E052"),
    logicalPath("a logical path with an empty element", ["a//b.txt"], "E052"),
    logicalPath("a logical path of two dots", [".."], "E052"),
    logicalPath("an empty logical path", [""], "E052", also: "E053"),
    logicalPath("a logical path with a slash in front", ["/a.txt"], "E053"),
    logicalPath("a logical path with a slash at its end", ["a.txt/"], "E053"),
    logicalPath("a logical path of a slash", ["/"], "E053", also: "E052"),
    logicalPath("a logical path twice under one digest", ["a.txt", "a.txt"], "E095"),
    logicalPath("a logical path under two digests", ["a.txt", "b/c.txt"], "E095"),
    logicalPath("a logical path below another", ["a.txt", "a.txt/d.txt"], "E095"),
    logicalPath(
      "a logical path below another, with a name between them in the order of bytes",
      ["a", "a-b", "a/c"],
      "E095"
    ),
    logicalPath("a logical path far below another", ["d", "d/e/f/g.txt"], "E095"),
    logicalPath("a logical path that is a directory of another digest's", ["b"], "E095"),
  ]

  private static func logicalPath(
    _ name: String,
    _ paths: [String],
    _ code: String,
    also tolerated: String = ""
  ) -> Fixture {
    inventory(name, ["\(code) inventory.json"], also: tolerated) {
      $0["versions"]["v1"]["state"][hex("first")] = .array(paths.map { .string($0) })
    }
  }

  private static let ofFixityPaths: [Fixture] =
    [
      ("fixity of a path with an element ..", "v1/content/../content/a.txt", "E099"),
      ("fixity of a path with an empty element", "v1/content//a.txt", "E099"),
      ("fixity of a path with a slash in front", "/v1/content/a.txt", "E100"),
      ("fixity of a path with a slash at its end", "v1/content/a.txt/", "E100"),
    ].map { name, path, code in
      inventory(name, ["\(code) inventory.json"], also: "E042 E057 E093") {
        $0["fixity"] = ["md5": [hex("first", .md5): [.string(path)]]]
      }
    } + [
      inventory("fixity of a path twice", ["E101 inventory.json"], also: "E093") {
        $0["fixity"] = ["md5": [hex("first", .md5): ["v1/content/a.txt", "v1/content/a.txt"]]]
      },
      inventory("fixity of a file that does not exist", ["E093"], also: "E057") {
        $0["fixity"] = ["md5": [hex("first", .md5): ["v1/content/nothing.txt"]]]
      },
      inventory("fixity of a file that is no content", ["E057 inventory.json"], also: "E042 E093") {
        $0["fixity"] = ["md5": [hex("ocfl_object_1.1\n", .md5): ["0=ocfl_object_1.1"]]]
      },
    ]

  private static let ofNames = [
    object(
      "a file whose name is composed otherwise than the manifest's",
      ["E023 v1/content/cafe\u{301}.txt", "E092 v1/content/caf\u{E9}.txt"],
      from: ObjectBuilder([["caf\u{E9}.txt": "coffee"]])
    ) { $0.tree.move("v1/content/caf\u{E9}.txt", to: "v1/content/cafe\u{301}.txt") },
    object(
      "an extra file whose name is a manifest's, composed otherwise",
      ["E023 v1/content/cafe\u{301}.txt"],
      from: ObjectBuilder([["caf\u{E9}.txt": "coffee"]])
    ) { $0.put("v1/content/cafe\u{301}.txt", "coffee") },
    object("a content file whose name is not UTF-8", ["E023"]) {
      $0.tree.put(.file([1]), at: .init(Array("v1/content/".utf8) + [0xFF, 0x80]))
    },
    object(
      "a content file whose name is not UTF-8 where the manifest has a replacement character",
      ["E092 v1/content/a\u{FFFD}.txt", "E023"],
      from: ObjectBuilder([["a\u{FFFD}.txt": "text"]])
    ) {
      let name = Array("v1/content/a".utf8) + [0xFF] + Array(".txt".utf8)
      $0.tree.move("v1/content/a\u{FFFD}.txt", to: .init(name))
    },
    object(
      "an extra file whose name is not UTF-8 and reads like a known one",
      ["E023"],
      from: ObjectBuilder([["a\u{FFFD}.txt": "text"]])
    ) {
      let name = Array("v1/content/a".utf8) + [0xFF] + Array(".txt".utf8)
      $0.tree.put(.file(Array("text".utf8)), at: .init(name))
    },
    object("a content directory's folder whose name is not UTF-8", ["E023"]) {
      $0.tree.put(.file([1]), at: .init(Array("v1/content/".utf8) + [0xC3] + Array("/x".utf8)))
    },
    object("a content file whose name is a line break", ["E023 v1/content/\n"]) {
      $0.put("v1/content/\n")
    },
    object("a content file whose name is a command to a terminal", ["E023"]) {
      $0.put("v1/content/\u{1B}[2J")
    },
    object("a content file of the same name in capitals", ["E023 v1/content/A.TXT"]) {
      $0.put("v1/content/A.TXT", "first")
    },
  ]
}
