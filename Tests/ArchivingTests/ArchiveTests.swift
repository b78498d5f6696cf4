// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `An archive` {
  private static let a = "https://example.org/a.pdf"
  private static let b = "https://example.org/reviews/Child%20B%20–%202017.pdf"

  private func withKeeper(_ body: (Keeper, FilePath) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      try await body(try Keeper(in: folder), folder)
    }
  }

  @Test func `sha512sum checks every content file`() async throws {
    try await withKeeper { keeper, _ in
      try await keeper.keep([(Self.a, "one"), (Self.b, "two")])
      try await keeper.keep([(Self.a, "another")], day: 1)
      try await keeper.keep([(Self.a, "one")], day: 2)
      let script = "cd \"$1\" && sha512sum --strict -c manifest-sha512.txt"
      let run = try await ProgramRun("/bin/sh", ["-c", script, "sh", keeper.archive.path.string])
      #expect(run.status == 0, "\(run.errorText)")
      // Three payloads and four captures: bytes that return are not stored again.
      #expect(run.text.split(separator: "\n").count == 7)
    }
  }

  @Test func `a version is given back byte for byte, by number, day, or all`() async throws {
    try await withKeeper { keeper, folder in
      try await keeper.keep([(Self.a, "first")])
      try await keeper.keep([(Self.a, "second")], day: 10)
      let address = try WebAddress(Self.a)
      let held = try await keeper.archive.heldVersions(of: address, in: keeper.archive.catalogue())
      #expect(held.fault == nil)
      let dayFive = Keeper.day.addingTimeInterval(5 * 86_400)
      for (selection, expected) in [
        (Restoration.Selection.newest, ["second"]), (.number(1), ["first"]),
        (.asOf(dayFive), ["first"]), (.all, ["first", "second"]),
        (.digest(Digest.of(Array("first".utf8)).hex), ["first"]),
      ] {
        let chosen = try Restoration.select(selection, from: held, of: address)
        for (version, text) in zip(chosen, expected) {
          let target = folder.appending("restored.pdf")
          try Restoration(from: keeper.archive).restore(version, to: target, overwriting: true)
          let restored = try Disk().readText(target)
          #expect(restored == text)
        }
        #expect(chosen.count == expected.count)
      }
      for selection in [
        Restoration.Selection.number(3), .asOf(Keeper.day.addingTimeInterval(-1)),
        .digest("00000000"),
      ] {
        #expect(throws: ArchiveError.self) {
          try Restoration.select(selection, from: held, of: address)
        }
      }
    }
  }

  @Test func `restoring overwrites nothing unasked and gives nothing damaged`() async throws {
    try await withKeeper { keeper, folder in
      try await keeper.keep([(Self.a, "kept")])
      let version = try #require(try keeper.versions(of: Self.a).first)
      let target = folder.appending("mine.pdf")
      try Disk().create(target, holding: "mine")
      let restoration = Restoration(from: keeper.archive)
      #expect(throws: ArchiveError.self) {
        try restoration.restore(version, to: target, overwriting: false)
      }
      let file = try keeper.archive.contentFile(of: version.address, version: 1)
      try Disk().replace(file, with: "keptx")
      #expect(throws: ArchiveError.self) {
        try restoration.restore(version, to: target, overwriting: true)
      }
      let mine = try Disk().readText(target)
      let names = try Disk().list(folder).map(\.name).filter { $0.contains("mine") }
      #expect(mine == "mine")
      #expect(names == ["mine.pdf"], "no half-written file stays")
    }
  }

  @Test func `an archive begins in a new directory`() throws {
    try ScratchDirectory.run { folder in
      try Disk().create(folder.appending("thesis.doc"), holding: "mine")
      #expect(throws: ArchiveError.self) { try Archive.create(at: folder) }
      let names = try Disk().list(folder).map(\.name)
      #expect(names == ["thesis.doc"])
    }
  }

  @Test func `a directory that is no archive says so`() throws {
    try ScratchDirectory.run { folder in
      #expect(throws: (any Error).self) { try Archive(opening: folder) }
      #expect(throws: ArchiveError.self) { try Archive(opening: folder.appending("nowhere")) }
    }
  }

  @Test func `what stands in the archive is private, and content is read-only`() async throws {
    try await withKeeper { keeper, _ in
      try await keeper.keep([(Self.a, "one")])
      let file = try keeper.archive.contentFile(of: try WebAddress(Self.a), version: 1)
      let content = try Stat(file).permissions
      let directory = try Stat(keeper.archive.path).permissions
      let catalogue = try Stat(keeper.archive.path.appending("catalogue.sqlite")).permissions
      #expect(catalogue == .ownerReadWrite)
      #expect(content == .ownerRead)
      #expect(directory == .ownerReadWriteExecute)
    }
  }

  @Test func `a batch larger than one is committed whole`() async throws {
    try await withKeeper { keeper, _ in
      let bodies = (0..<150).map { ("https://example.org/\($0).pdf", "body \($0 % 140)") }
      try await keeper.keep(bodies)
      let outcome = try await Verification(of: keeper.archive).full(cores: 2)
      #expect(outcome.isIntact)
      #expect(outcome.objects == 150)
      var known = 0
      try await keeper.archive.catalogue().forEachDocument { _ in known += 1 }
      #expect(known == 150)
    }
  }

  @Test func `the README that ships is the one that is written`() throws {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent()
    let shipped = try Disk().readText(root.appending("Archive").appending("README.md"))
    #expect(shipped == Archive.readme)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `Finding a document` {
  @Test func `an address, a part of it, a title or a digest will do`() async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([
        ("https://example.org/child-a-2013.pdf", "A"),
        ("https://example.org/child-b-2017.pdf", "B"),
      ])
      let finder = DocumentFinder(in: try await keeper.archive.catalogue())
      for text in [
        "https://example.org/child-b-2017.pdf", "child-b", "CHILD-B-2017", "Report child-b",
        "https://example.org/child-b-2017.pdf;jsessionid=1A2B",
        String(Digest.of("B").hex.prefix(8)),
      ] {
        let found = try await finder.find(text)
        #expect(found.address.lastPathComponent == "child-b-2017.pdf", "\(text)")
      }
      let ambiguous = await #expect(throws: DocumentFinder.Failure.self) {
        try await finder.find("child")
      }
      #expect("\(try #require(ambiguous))".contains("child-a-2013.pdf"))
      let unknown = await #expect(throws: DocumentFinder.Failure.self) {
        try await finder.find("chidl-b-2017.pdf")
      }
      #expect("\(try #require(unknown))".contains("did you mean"))
    }
  }
}
