// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Fixity
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What a verification says to do next can be done, and mends it.
@Suite(.timeLimit(.minutes(5)))
struct `What is said to be done about damage` {
  private func flip(_ path: FilePath) throws {
    var bytes = try Disk().read(path)
    bytes[bytes.count / 2] ^= 1
    try Disk().replace(path, with: bytes)
  }

  private func findings(_ bench: DamageBench) async throws -> [ArchiveFinding] {
    try await bench.verification.full(cores: 1).findings
  }

  @Test func `names no older record for the one of the newest version`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let object = bench.archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.two)))
      try flip(object.appending("inventory.json"))
      #expect(try await findings(bench).contains { "\($0.next)".contains("cp -f") })
      try flip(object.appending("v2").appending("inventory.json"))
      let found = try await findings(bench)
      #expect(!found.isEmpty && !found.contains { "\($0.next)".contains("cp -f") }, "\(found)")
    }
  }

  @Test(arguments: ["inventory.json", "0=ocfl_object_1.1"])
  func `names no line that would write through a link, or wait for a pipe`(
    name: String
  ) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let object = bench.archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.two)))
      let (file, others) = (object.appending(name), folder.appending("others"))
      try Disk().create(others, holding: "others'")
      let ways: [() throws -> Void] = [
        { #expect(symlink(others.string, file.string) == 0) },
        { #expect(mkfifo(file.string, 0o600) == 0) },
        { try Disk().makeDirectory(file) },
      ]
      for way in ways {
        try Disk().removeFile(file)
        try way()
        let next = try await findings(bench).map { "\($0.next)" }
        #expect(!next.isEmpty && next.allSatisfy { $0.contains("`hanaper repair`") }, "\(next)")
        #expect(try await bench.repair() == [])
        #expect(try Disk().entry(at: file) == .file)
      }
      #expect(try Disk().readText(others) == "others'")
    }
  }

  @Test func `names no copy of a record that the ledger does not confirm, and puts none back`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let object = bench.archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.two)))
      // A record of the newest version that agrees with itself, and is not the one that was signed for.
      let record = object.pushing("v2/inventory.json")
      let forged = try Disk().readText(record).replacing("\"message\"", with: "\"message\" ")
      try Disk().replace(record, with: forged)
      let digest = Digest.of(Array(forged.utf8))
      try Disk().replace(
        object.pushing("v2/inventory.json.sha512"),
        with: "\(digest.hex)  inventory.json\n"
      )
      try Disk().replace(object.pushing("inventory.json"), with: "{")
      let found = try await findings(bench)
      #expect(
        !found.isEmpty && !found.contains { "\($0.next)".contains("cp -f") },
        "\(found.map(\.next))"
      )
      #expect(try await !bench.repair().isEmpty)
      #expect(try Disk().readText(object.pushing("inventory.json")) == "{")
      // Nor where the ledger was damaged, too.
      let tile = try #require(bench.files.first { $0.hasPrefix("ledger/tile/entries/") })
      try flip(bench.archive.path.pushing(FilePath(tile)))
      #expect(try await !bench.repair().isEmpty)
      #expect(try Disk().readText(object.pushing("inventory.json")) == "{")
    }
  }

  @Test func `makes the folder of a file that is to be written`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Disk().removeTree(bench.archive.path.pushing("ocfl/extensions"))
      let next = try #require(try await findings(bench).first?.next)
      let line = "\(next)".drop { $0 != ":" }.dropFirst(2)
      #expect(line.hasPrefix("mkdir -p "), "\(next)")
      #expect(line.contains("' && printf '"), "\(next)")
    }
  }

  @Test func `is a repair where only the checkpoint is lost, and that mends it`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Disk().removeFile(bench.archive.ledger.appending("checkpoint"))
      let found = try await findings(bench)
      #expect(found.first.map { "\($0.next)".hasPrefix("`hanaper repair` puts back") } == true)
      #expect(try await bench.repair() == [])
    }
  }

  @Test func `is a repair where the catalogue is missing, which makes it again`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let file = bench.archive.path.appending("catalogue.sqlite")
      try Disk().removeFile(file)
      let found = try await findings(bench)
      #expect(!found.isEmpty)
      #expect(try await bench.repair() == [])
      #expect(try Disk().entry(at: file) == .file)
    }
  }

  @Test func `of a time stamp that no copy has: somebody answers for its loss`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let stamps = try Disk().list(bench.archive.path.pushing("ledger/stamps")).map(\.name)
      let place = "ledger/stamps/\(try #require(stamps.first))"
      let reply = "\(place)/tsa.example.org.tsr"
      let bytes = try Disk().read(bench.archive.path.pushing(FilePath(reply)))
      try Disk().removeFile(bench.archive.path.pushing(FilePath(reply)))
      let found = try await findings(bench)
      #expect(found.map(\.path) == [reply])
      #expect(found.allSatisfy { "\($0.next)".contains("--vouch") }, "\(found.map(\.next))")
      #expect(try await bench.repair().map(\.path) == [reply], "nobody has answered for it")
      try Disk().removeTree(bench.archive.path.pushing(FilePath(place)))
      #expect(try await bench.repair(vouchingFor: [place]) == [])
      let after = try await bench.verification.full(cores: 1)
      #expect(after.findings == [], "\(after.findings)")
      #expect(
        after.warnings.map(\.sentence) == [
          "3 files of time stamps are lost, and a person answered for that"
        ]
      )
      // One that comes back is what it was, and no other is.
      try Disk().makeDirectories(bench.archive.path.pushing(FilePath(place)))
      try Disk().create(bench.archive.path.pushing(FilePath(reply)), holding: bytes)
      let back = try await bench.verification.full(cores: 1)
      #expect(back.findings == [] && back.warnings.count == 1, "\(back.findings)")
      try Disk().replace(bench.archive.path.pushing(FilePath(reply)), with: "another")
      #expect(try await findings(bench).map(\.path) == [reply])
    }
  }

  @Test func `is a repair where another document has the same bytes`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try await Keeper(bench.archive, in: folder)
        .keep([("https://example.org/files/again.pdf", "the only one")], day: 6)
      let one = bench.archive.path.pushing(FilePath(DamageBench.folder(of: DamageBench.one)))
      try flip(one.pushing("v1/content/document.pdf"))
      #expect(try await bench.repair() == [])
      #expect(try Disk().readText(one.pushing("v1/content/document.pdf")) == "the only one")
    }
  }

  @Test func `of a run that nobody signed for: out with it, or somebody answers`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Disk().removeFile(bench.archive.ledger.appending(WaitingLeaves.fileName))
      let found = try await findings(bench)
      let next = try #require(found.first { $0.path.hasPrefix("runs/") }.map { "\($0.next)" })
      #expect(next.contains("--vouch") && next.contains("mv 'runs/"), "\(next)")
      #expect(!next.contains("the document's folder"), "\(next)")
    }
  }

  @Test func `is that a signature was not checked, where no key is known`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let known = try await bench.verification.full(cores: 1).ledger
      #expect(known?.isSignatureChecked == true)
      let unknown = try await Verification(of: bench.archive).full(cores: 1).ledger
      #expect(unknown?.isSignatureChecked == false)
    }
  }
}
