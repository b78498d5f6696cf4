// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

extension Fixture {
  /// What comes close to breaking a rule and does not: nothing is to be found.
  static let ofSoundThings =
    ofSoundObjects + ofSoundInventories + ofSoundDates + ofSoundSidecars + ofSoundRoots

  private static let ofSoundObjects = [
    object("an object of one version", []),
    object("an object of two versions", [], from: .ofTwoVersions),
    object(
      "an object of three versions, the last without a file of its own",
      [],
      from: .ofThreeVersions
    ),
    object("an object of specification 1.0", [], from: .ofSpecification1_0),
    object(
      "an object of eleven versions",
      [],
      from: ObjectBuilder((1...11).map { ["a.txt": "text \($0)"] })
    ),
    object(
      "an object whose second version is of a later specification",
      [],
      from: ObjectBuilder(versions(of: ["1.0", "1.1"]))
    ),
    object("logs with anything in them", []) {
      $0.put("logs/2026/03/01.log")
      $0.put("logs/0=ocfl_object_1.1", "?")
      $0.put("logs/inventory.json", "{")
      $0.tree.put(.directory, at: "logs/empty")
    },
    object("logs with nothing in them", []) { $0.tree.put(.directory, at: "logs") },
    object("extensions with nothing in them", []) { $0.tree.put(.directory, at: "extensions") },
    object("extensions that are registered, with anything in them", []) {
      for name in registered { $0.put("extensions/\(name)/a/file.txt") }
    },
    object(
      "a content directory of another name",
      [],
      from: .with([["a.txt": "1"], ["a.txt": "2"]]) { $0.contentDirectory = "stuff" }
    ),
    object(
      "a content directory of the usual name, stated",
      [],
      from: .with([["a.txt": "1"], ["a.txt": "2"]]) { $0.contentDirectory = "content" }
    ),
    object(
      "a content directory whose name is three dots",
      [],
      from: .with([["a.txt": "1"]]) { $0.contentDirectory = "..." }
    ),
    object(
      "a content directory with a space and an umlaut in its name",
      [],
      from: .with([["a.txt": "1"]]) { $0.contentDirectory = "Die Säule" }
    ),
    object("an object without content", [], from: ObjectBuilder([[:]])),
    object(
      "an object whose second version has lost all",
      [],
      from: ObjectBuilder([["a.txt": "1"], [:]])
    ),
    object("an empty content file", [], from: ObjectBuilder([["empty.txt": "", ".keep": ""]])),
    object("content that looks like an object", []) {
      $0.put("v1/content/x/0=ocfl_object_1.1", "ocfl_object_1.1\n")
      $0.put("v1/content/x/inventory.json", "{")
      $0.edit { text in
        for (name, content) in [
          ("0=ocfl_object_1.1", "ocfl_object_1.1\n"), ("inventory.json", "{"),
        ] {
          text["manifest"][hex(content)] = [.string("v1/content/x/\(name)")]
          text["versions"]["v1"]["state"][hex(content)] = [.string("x/\(name)")]
        }
      }
    },
    object("content files of one content", []) {
      $0.put("v1/content/twin.txt", "first")
      $0.edit { $0["manifest"][hex("first")] = ["v1/content/a.txt", "v1/content/twin.txt"] }
    },
    object(
      "files with names that are anything but portable",
      [],
      from: ObjectBuilder([
        [
          "caf\u{E9}.txt": "composed", "cafe\u{301}.txt": "decomposed", "a\nb": "line break",
          "a\\b": "backslash", "...": "dots", " ": "space", "A.TXT": "capitals", "a.txt": "letters",
          "\u{1F4C4}": "picture", "\u{202E}txt.exe": "backwards", "%2e%2e": "escapes",
          "con:": "device",
          "a\u{1}b": "control", "\"quoted\"": "quotes", "-rf": "dash", "~": "home",
        ]
      ])
    ),
    object(
      "paths that only seem to be in each other's way",
      [],
      from: ObjectBuilder([
        ["a": "1", "ab/c": "2", "a-b": "3", "a.b/c": "4", "a b": "5", "b/a": "6", "b-a/b": "7"]
      ])
    ),
    object("a file in two hundred folders", [], from: deep),
    object(
      "a name of 255 bytes",
      [],
      from: ObjectBuilder([["\(String(repeating: "n", count: 255))": "long"]])
    ),
  ]

  private static var deep: ObjectBuilder {
    ObjectBuilder([["\(String(repeating: "d/", count: 200))a.txt": "deep"]])
  }

  private static let registered = [
    "0001-digest-algorithms", "0002-flat-direct-storage-layout", "0005-mutable-head",
    "0008-schema-registry", "0009-digest-algorithms",
  ]

  private static let ofSoundInventories =
    [
      inventory("fixity without an algorithm", []) { $0["fixity"] = [:] },
      inventory("fixity of an algorithm without a digest", []) { $0["fixity"] = ["md5": [:]] },
      inventory("fixity of every algorithm", []) { text in
        text["fixity"] = [:]
        for algorithm in DigestAlgorithm.allCases {
          text["fixity"][algorithm.rawValue] = [hex("first", algorithm): ["v1/content/a.txt"]]
        }
      },
      inventory("fixity of algorithms from an extension", []) {
        $0["fixity"] = [
          "size": ["5": ["v1/content/a.txt", "v1/content/b/c.txt"]],
          "blake2b-160": ["3345524abf6bbe1809449224b5972c41790b6cf2": ["v1/content/a.txt"]],
        ]
      },
      object("fixity of only some files, in only one inventory", [], from: .ofTwoVersions) {
        $0.edit(.version("v1")) {
          $0["fixity"] = ["md5": [hex("first", .md5): ["v1/content/a.txt"]]]
        }
      },
      inventory("digests in capitals throughout", []) { text in
        for content in ["first", "other"] {
          text["manifest"].rename(hex(content), to: hex(content).uppercased())
          text["versions"]["v1"]["state"].rename(hex(content), to: hex(content).uppercased())
        }
        text["fixity"] = ["md5": [hex("first", .md5).uppercased(): ["v1/content/a.txt"]]]
      },
      object("digests in capitals only in an older inventory", [], from: .ofTwoVersions) {
        $0.edit(.version("v1")) { text in
          text["manifest"].rename(hex("first"), to: hex("first").uppercased())
          text["versions"]["v1"]["state"].rename(hex("first"), to: hex("first").uppercased())
        }
      },
      inventory("keys in another order", []) { text in
        text = .object(text.members.reversed())
      },
      inventory("letters in escapes", []) { text in
        text = .verbatim(
          text.description.replacing("Clerk", with: #"\u0043ler\u006b \ud83d\ude00 \/"#)
        )
      },
      inventory("white space of every kind", []) { text in
        text = .verbatim(
          " \t\r\n" + text.description.replacing("\n", with: "\r\n\t ")
        )
      },
      object("an inventory in one line, without a line end", []) { object in
        object.overwrite(.all) { bytes in
          bytes.filter { $0 != UInt8(ascii: "\n") }
        }
      },
      inventory("a message of many lines and scripts", []) {
        $0["versions"]["v1"]["message"] =
          "Erste Zeile\nzweite\tZeile “\u{5B89}\u{5168}” \u{0}\u{7F}\u{FEFF}"
      },
      inventory("an empty message", []) { $0["versions"]["v1"]["message"] = "" },
      inventory("a digest that no state has, in specification 1.0", [], from: unusedDigest) { _ in
      },
      object(
        "the same digest under two names of one version",
        [],
        from: ObjectBuilder([["a.txt": "same", "b/a.txt": "same"]])
      ),
    ]
    + [
      "urn:x", "https://example.org/a?b=c#d", "info:fedora/a", "ark:/12345/x", "a+b-c.d:e",
      "URN:X:Y",
    ].map { id in
      object("the id “\(id)”", [], from: ObjectBuilder([["a.txt": "1"]], id: id))
    }
    + ["mailto:clerk@example.org", "https://orcid.org/0000-0000-0000-0000", "tel:+44-20-7946-0000"]
    .map { address in
      inventory("the address “\(address)”", []) {
        $0["versions"]["v1"]["user"]["address"] = .string(address)
      }
    }

  private static var unusedDigest: ObjectBuilder {
    var object = ObjectBuilder.ofSpecification1_0
    object.put("v1/content/unused.txt", "unused")
    object.edit { $0["manifest"][hex("unused")] = ["v1/content/unused.txt"] }
    return object
  }

  private static let ofSoundDates = [
    "2026-03-01T12:00:00.5Z", "2026-03-01T12:00:00.123456789012345678Z",
    "2026-03-01T12:00:00+01:00",
    "2026-03-01T12:00:00-23:59", "2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00-00:00",
    "2026-03-01T12:00:00.000+14:00", "2024-02-29T00:00:00Z", "2000-02-29T23:59:59Z",
    "2016-12-31T23:59:60Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "2026-03-01t12:00:00z",
  ].map { date in
    inventory("the date “\(date)”", []) { $0["versions"]["v1"]["created"] = .string(date) }
  }

  private static let ofSoundSidecars = [
    sidecar("a sidecar with two spaces") { "\($0)  inventory.json\n" },
    sidecar("a sidecar with a tab") { "\($0)\tinventory.json\n" },
    sidecar("a sidecar with spaces and tabs") { "\($0) \t \t inventory.json\n" },
    sidecar("a sidecar in capitals") { "\($0.uppercased()) inventory.json\n" },
    sidecar("a sidecar without a line end") { "\($0) inventory.json" },
  ]

  private static func sidecar(
    _ name: String,
    _ sidecar: @escaping @Sendable (String) -> String
  ) -> Fixture {
    object(name, [], from: .ofTwoVersions) { $0.change(.all) { $0.sidecar = sidecar } }
  }

  private static let ofSoundRoots = [
    root("a root of two objects", []),
    root("a root of specification 1.0", [], from: RootBuilder(specification: "1.0")),
    root("a root that says nothing of its layout", [], from: RootBuilder(layout: nil)),
    root("a root without an object", [], from: RootBuilder(objects: [])),
    root("a root of nothing but a declaration", [], from: RootBuilder(layout: nil, objects: [])),
    root("a root of objects right in it", [], from: RootBuilder(layout: .flat)),
    root("a root with files of its own", []) {
      for name in [
        "ocfl_1.1.md", "README", "inventory.json", "0000-my-extension.md", "ocfl_layout.json.bak",
        "v1", ".hidden", "1=note",
      ] {
        $0.put(.init(name))
      }
    },
    root("a newer root with older objects", [], from: RootBuilder(layout: nil)) {
      $0.add(RootBuilder.object("urn:example:old", "1.0"), at: "part-2/object")
    },
    root(
      "a root with objects at different depths, of no stated layout",
      [],
      from: RootBuilder(layout: nil)
    ) {
      $0.add(RootBuilder.object("urn:example:deep"), at: "a/b/c/d/object")
    },
    root("a root with an object among the extensions", []) {
      $0.add(RootBuilder.object("urn:example:1"), at: "extensions/0008-schema-registry/copy")
    },
    root("a root with registered extensions", []) {
      $0.put("extensions/0008-schema-registry/config.json", "{}")
      $0.put("extensions/0009-digest-algorithms/config.json", "{}")
    },
    root(
      "a root with an object in a hundred directories",
      [],
      from: RootBuilder(layout: nil, objects: [])
    ) {
      $0.add(
        RootBuilder.object("urn:example:deep"),
        at: String(repeating: "d/", count: 100) + "object"
      )
    },
    root("a root with a layout of another order and white space", []) {
      $0.put(
        "ocfl_layout.json",
        "\n{\t\"description\":\"\", \"extension\" : \"0003-hash-and-id-n-tuple-storage-layout\"}\r\n"
      )
    },
  ]
}
