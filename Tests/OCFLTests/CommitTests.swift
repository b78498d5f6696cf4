// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Committing versions` {
  private static let id = ObjectID("https://example.org/report.pdf")

  @Test
  func `a new object is whole, read-only in its content, and numbered from one`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let version = try workshop.commit(Self.id, ["report.pdf": "first", "note.json": "{}"])
      #expect(version.number == .first)

      let object = workshop.directory(of: Self.id)
      let tree = try Tree(object)
      #expect(
        tree.names == [
          "0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512", "v1", "v1/content",
          "v1/content/note.json", "v1/content/report.pdf", "v1/inventory.json",
          "v1/inventory.json.sha512",
        ]
      )
      #expect(tree["0=ocfl_object_1.1"] == Array("ocfl_object_1.1\n".utf8))
      #expect(tree["inventory.json"] == tree["v1/inventory.json"])
      #expect(tree["inventory.json.sha512"] == tree["v1/inventory.json.sha512"])
      for name in ["note.json", "report.pdf"] {
        let path = object.appending("v1/content").appending(name)
        let permissions = try Stat(path).permissions
        #expect(permissions == .ownerRead)
      }

      let inventory = try workshop.root.inventory(of: Self.id)
      #expect(inventory == version.inventory)
      #expect(inventory.type == "https://ocfl.io/1.1/spec/#inventory")
      #expect(inventory.versions["v1"]?.created == "2026-09-21T14:13:20Z")
      #expect(inventory.versions["v1"]?.user?.name == "Hanaper")
      let bytes = try Disk().read(object.appending("inventory.json"))
      #expect(version.inventoryDigest == .of(bytes))
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `a second version adds its own files and leaves the first alone`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.id, ["report.pdf": "first", "note.json": "{}"])
      let object = workshop.directory(of: Self.id)
      let before = try Tree(object.appending("v1"))

      let version = try workshop.commit(Self.id, ["report.pdf": "second", "note.json": "{}"])
      #expect(version.number == VersionNumber(2))
      let (after, added) = try (Tree(object.appending("v1")), Tree(object.appending("v2/content")))
      #expect(after.changes(since: before) == [])
      #expect(added.names == ["report.pdf"])
      let first = try workshop.contents(of: Self.id, .first)
      let second = try workshop.contents(of: Self.id, VersionNumber(2))
      #expect(first == ["report.pdf": "first", "note.json": "{}"])
      #expect(second == ["report.pdf": "second", "note.json": "{}"])
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `a version that returns to old bytes stores nothing again`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      for text in ["first", "second", "first"] {
        try workshop.commit(Self.id, ["report.pdf": text])
      }
      let inventory = try workshop.root.inventory(of: Self.id)
      #expect(inventory.head == "v3")
      let paths = inventory.files(of: VersionNumber(3)).map(\.contentPath)
      #expect(paths == ["v1/content/report.pdf"])
      let third = try workshop.contents(of: Self.id, VersionNumber(3))
      #expect(third == ["report.pdf": "first"])

      // Not even an empty directory for it, which other programs would warn of (W003).
      let names = try Disk().list(workshop.directory(of: Self.id).appending("v3")).map(\.name)
      #expect(names == ["inventory.json", "inventory.json.sha512"])
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `the same bytes under two names are two files of one version`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.id, ["a.txt": "same", "b.txt": "same"])
      let contents = try workshop.contents(of: Self.id, .first)
      #expect(contents == ["a.txt": "same", "b.txt": "same"])
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `a file that was moved into the version is kept under its digest`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      var batch = try workshop.batch()
      var version = try batch.stage(Self.id)
      let spool = directory.appending("spool")
      try Disk().create(spool, holding: "moved")
      try Disk().rename(spool, to: version.contentFile("report.pdf"))
      try version.add("report.pdf", digest: .of("moved"))
      batch.add(
        try version.prepare(
          created: .now,
          message: "Captured",
          user: Inventory.User(name: "Hanaper", address: "mailto:archive@example.org")
        )
      )
      _ = try batch.commit()
      try batch.finish()
      let contents = try workshop.contents(of: Self.id, .first)
      #expect(contents == ["report.pdf": "moved"])
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `numbers go on past nine`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      for number in 1...11 {
        let version = try workshop.commit(Self.id, ["report.pdf": "\(number)"])
        #expect(version.number.value == number)
      }
      for number in 1...11 {
        let contents = try workshop.contents(of: Self.id, VersionNumber(number))
        #expect(contents == ["report.pdf": "\(number)"])
      }
      #expect(workshop.findings(in: Self.id).isEmpty)
    }
  }

  @Test
  func `sha512sum takes every sidecar`() async throws {
    try await ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      for text in ["first", "second"] { try workshop.commit(Self.id, ["report.pdf": text]) }
      let object = workshop.directory(of: Self.id)
      for place in [object, object.appending("v1"), object.appending("v2")] {
        let run = try await ProgramRun(
          "/bin/sh",
          ["-c", #"cd "$0" && sha512sum --strict -c inventory.json.sha512"#, place.string]
        )
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.text == "inventory.json: OK\n")
      }
    }
  }
}
