// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Glibc
import SystemPackage

@testable import OCFL

extension Damage {
  static let toContent = [
    Damage("a flipped bit", ["E092 v1/content/report.pdf"]) { object in
      try flip(5, of: object.appending("v1/content/report.pdf"))
    },
    Damage("a flipped bit in the newest version", ["E092 v2/content/report.pdf"]) { object in
      try flip(25, of: object.appending("v2/content/report.pdf"))
    },
    Damage("a file cut short", ["E092 v1/content/note.txt"]) { object in
      let path = object.appending("v1/content/note.txt")
      try put(Array(text(2).utf8.dropLast()), at: path)
    },
    Damage("an emptied file", ["E092 v1/content/note.txt"]) { object in
      try put([], at: object.appending("v1/content/note.txt"))
    },
    Damage("a missing file", ["E092 v1/content/note.txt"]) { object in
      try Disk().removeFile(object.appending("v1/content/note.txt"))
    },
    Damage("two files swapped", ["E092 v1/content/note.txt", "E092 v1/content/café.txt"]) {
      object in
      let content = object.appending("v1/content")
      try Disk().rename(content.appending("note.txt"), to: object.appending("swap"))
      try Disk().rename(content.appending("café.txt"), to: content.appending("note.txt"))
      try Disk().rename(object.appending("swap"), to: content.appending("café.txt"))
    },
    Damage(
      "a file whose name was normalised otherwise",
      ["E092 v1/content/café.txt", "E023 v1/content/cafe\u{301}.txt"]
    ) { object in
      let content = object.appending("v1/content")
      try Disk().rename(content.appending("café.txt"), to: content.appending("cafe\u{301}.txt"))
    },
    Damage(
      "a link in the place of a file",
      ["E092 v1/content/note.txt", "E090 v1/content/note.txt"]
    ) { object in
      let path = object.appending("v1/content/note.txt")
      try Disk().rename(path, to: object.removingLastComponent().appending("note.txt"))
      symlink("../../../note.txt", path.string)
    },
    Damage(
      "a directory in the place of a file",
      ["E092 v1/content/note.txt", "E024 v1/content/note.txt"]
    ) { object in
      let path = object.appending("v1/content/note.txt")
      try Disk().removeFile(path)
      try Disk().makeDirectory(path)
    },
    Damage("an extra file", ["E023 v2/content/extra.txt"]) { object in
      try Disk().create(object.appending("v2/content/extra.txt"), holding: "")
    },
    Damage("an extra file in a folder", ["E023 v1/content/a/b/extra.txt"]) { object in
      let folder = object.appending("v1/content/a/b")
      try Disk().makeDirectories(folder)
      try Disk().create(folder.appending("extra.txt"), holding: "")
    },
    Damage("an extra link", ["E090 v1/content/link"]) { object in
      symlink("note.txt", object.appending("v1/content/link").string)
    },
    Damage("an extra, empty folder", ["E024 v1/content/folder"]) { object in
      try Disk().makeDirectory(object.appending("v1/content/folder"))
    },
  ]

  static let toInventories = [
    Damage(
      "another message in the root inventory",
      ["E060 inventory.json", "E064 v2/inventory.json"]
        + ["W011 v1/inventory.json", "W011 v2/inventory.json", "W011 v2/inventory.json"]
    ) { object in
      let path = object.appending("inventory.json")
      let text = try Disk().readText(path)
      try put(Array(text.replacing("Captured", with: "Captivated").utf8), at: path)
    },
    Damage("a root inventory cut short", ["E060 inventory.json", "E033 inventory.json"]) {
      object in
      let path = object.appending("inventory.json")
      try put(Array(try Disk().read(path).prefix(100)), at: path)
    },
    Damage("no root inventory", ["E063 inventory.json"]) { object in
      try Disk().removeFile(object.appending("inventory.json"))
    },
    Damage("another digit in the root sidecar", ["E060 inventory.json"]) { object in
      let path = object.appending("inventory.json.sha512")
      let sidecar = try Disk().readText(path)
      let digit = sidecar.hasPrefix("0") ? "1" : "0"
      try put(Array((digit + sidecar.dropFirst()).utf8), at: path)
    },
    Damage("a root sidecar cut short", ["E061 inventory.json.sha512"]) { object in
      let path = object.appending("inventory.json.sha512")
      try put(Array(try Disk().read(path).prefix(40)), at: path)
    },
    Damage("no root sidecar", ["E058 inventory.json.sha512"]) { object in
      try Disk().removeFile(object.appending("inventory.json.sha512"))
    },
    Damage(
      "another message in a version's inventory",
      ["E060 v1/inventory.json", "W011 v1/inventory.json"]
    ) { object in
      try replace("Captured", with: "Captivated", in: object.appending("v1/inventory.json"))
    },
    Damage(
      "another name in a version's inventory",
      ["E060 v1/inventory.json", "E066 v1/inventory.json"]
    ) { object in
      let path = object.appending("v1/inventory.json")
      try replace(#""note.txt""#, with: #""nose.txt""#, in: path)
    },
    Damage("no inventory in a version", ["E015 v1/inventory.json.sha512", "W010 v1"]) { object in
      try Disk().removeFile(object.appending("v1/inventory.json"))
    },
    Damage("a version's sidecar emptied", ["E061 v1/inventory.json.sha512"]) { object in
      try put([], at: object.appending("v1/inventory.json.sha512"))
    },
    Damage("no sidecar in a version", ["E058 v2/inventory.json.sha512"]) { object in
      try Disk().removeFile(object.appending("v2/inventory.json.sha512"))
    },
    Damage(
      "the same root inventory, spaced otherwise, with a sidecar of its own",
      ["E064 v2/inventory.json"]
    ) { object in
      let path = object.appending("inventory.json")
      let bytes = try Disk().read(path) + Array("\n".utf8)
      try put(bytes, at: path)
      try put(Inventory.sidecar(of: bytes), at: object.appending("inventory.json.sha512"))
    },
  ]

  static let toStructure = [
    Damage("no declaration", ["E003 0=ocfl_object_1.1"]) { object in
      try Disk().removeFile(object.appending("0=ocfl_object_1.1"))
    },
    Damage("another declaration", ["E007 0=ocfl_object_1.1"]) { object in
      try put(Array("ocfl_object_1.0\n".utf8), at: object.appending("0=ocfl_object_1.1"))
    },
    Damage(
      "no first version",
      [
        "E010 v1", "E046 v1", "E092 v1/content/café.txt", "E092 v1/content/note.txt",
        "E092 v1/content/report.pdf",
      ]
    ) { object in try Disk().removeTree(object.appending("v1")) },
    Damage("no newest version", ["E010 v2", "E046 v2", "E092 v2/content/report.pdf"]) { object in
      try Disk().removeTree(object.appending("v2"))
    },
    Damage("no content in a version", ["E016 v2", "E092 v2/content/report.pdf"]) { object in
      try Disk().removeTree(object.appending("v2/content"))
    },
    Damage("an extra directory", ["E001 extra"]) { object in
      try Disk().makeDirectory(object.appending("extra"))
    },
    Damage("an extra file", ["E001 extra.txt"]) { object in
      try Disk().create(object.appending("extra.txt"), holding: "")
    },
    Damage("a version that nobody knows", ["E046 v3"]) { object in
      try Disk().makeDirectory(object.appending("v3"))
    },
    Damage("a padded version", ["E046 v01"]) { object in
      try Disk().makeDirectory(object.appending("v01"))
    },
    Damage("an extra file in a version", ["E015 v1/extra.txt"]) { object in
      try Disk().create(object.appending("v1/extra.txt"), holding: "")
    },
  ]

  /// Each with digests recomputed; what it should at least be found by.
  static let byInsiders = [
    Damage("a kept file that the manifest has forgotten", ["E023"]) { object in
      try rewrite(object) { $0.manifest[Digest.of(text(2)).hex] = nil }
    },
    Damage("a file removed without a trace in the manifest", ["E050"]) { object in
      try rewrite(object) { $0.manifest[Digest.of(text(2)).hex] = nil }
      try Disk().removeFile(object.appending("v1/content/note.txt"))
    },
    Damage("another history", ["E066"]) { object in
      try rewrite(object) { $0.versions["v1"]?.state = [Digest.of(text(1)).hex: ["other.txt"]] }
    },
    Damage("another object's inventory", ["E037"]) { object in
      try rewrite(object) { $0.id = "urn:other" }
    },
    Damage("a head that is no version", ["E040"]) { object in
      try rewrite(object) { $0.head = "latest" }
    },
    Damage("a head that nobody described", ["E040"]) { object in
      try rewrite(object) { $0.head = "v3" }
    },
    Damage("the newest version denied", ["E046"]) { object in
      try rewrite(object) { inventory in
        inventory.head = "v1"
        inventory.versions["v2"] = nil
        inventory.manifest[Digest.of(text(4)).hex] = nil
      }
    },
    Damage("an algorithm that nobody knows", ["E025"]) { object in
      try rewrite(object) { $0.digestAlgorithm = "sha3-512" }
    },
    Damage("other bytes under their own digest", ["E066"]) { object in
      let (old, new) = (Digest.of(text(3)).hex, Digest.of("forged").hex)
      try rewrite(object) { inventory in
        inventory.manifest[new] = inventory.manifest.removeValue(forKey: old)
        let names = inventory.versions["v1"]?.state.removeValue(forKey: old)
        inventory.versions["v1"]?.state[new] = names
      }
      try put(Array("forged".utf8), at: object.appending("v1/content/report.pdf"))
    },
  ]
}
