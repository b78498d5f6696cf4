// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

@testable import Archiving
import Cataloguing
import Filing
import Fixity
import GRDB
import Support
import SystemPackage
import Testing
import Text

/// The catalogue is never believed against the objects: what it has otherwise is told, with what mends it.
@Suite(.timeLimit(.minutes(20)))
struct `Verifying the catalogue` {
  /// A change to its tables, and of which documents a finding speaks then.
  private static let changes: [(sql: String, documents: [String])] = [
    (
      "UPDATE version SET digest = 'ab' WHERE address LIKE '%two.pdf' AND number = 2", ["two"]
    ),
    (
      "UPDATE version SET size = size + 1 WHERE address LIKE '%two.pdf' AND number = 1", ["two"]
    ),
    ("UPDATE version SET path = 'ocfl/x' WHERE address LIKE '%one.pdf'", ["one"]),
    ("UPDATE version SET captured_at = 0 WHERE address LIKE '%one.pdf'", ["one"]),
    ("UPDATE version SET file_name = 'x' WHERE address LIKE '%one.pdf'", ["one"]),
    ("DELETE FROM version WHERE address LIKE '%three.pdf' AND number = 3", ["three"]),
    ("DELETE FROM version", ["one", "two", "three", ""]),
    ("UPDATE document SET digest = 'ab' WHERE address LIKE '%two.pdf'", ["two"]),
    ("UPDATE document SET version = 1 WHERE address LIKE '%three.pdf'", ["three"]),
    ("UPDATE document SET version = NULL WHERE address LIKE '%one.pdf'", ["one"]),
    ("DELETE FROM document WHERE address LIKE '%one.pdf'", ["one"]),
    ("UPDATE document SET role = 'listing' WHERE address LIKE '%two.pdf'", ["two"]),
    ("UPDATE document SET role = 'document' WHERE role = 'listing'", [""]),
    (
      "UPDATE document SET address = 'https://example.org/x.pdf' WHERE address LIKE '%one.pdf'",
      ["one", "x"]
    ),
    (
      "INSERT INTO document (address, role, title, first_seen, last_visited, last_alive, verdict, "
        + "standing, standing_word, etag, last_modified, validator_address, useless_validators, "
        + "lying_validators, last_received, version, digest, size, kind, fingerprint, retired_at) "
        + "SELECT 'https://example.org/no.pdf', role, title, first_seen, last_visited, "
        + "last_alive, verdict, standing, standing_word, etag, last_modified, validator_address, "
        + "useless_validators, lying_validators, last_received, version, digest, size, kind, fingerprint, "
        + "retired_at FROM document WHERE address LIKE '%one.pdf'",
      ["no"]
    ),
    ("UPDATE version SET number = 7 WHERE address LIKE '%two.pdf' AND number = 2", ["two"]),
    (
      "INSERT INTO version SELECT 'https://example.org/no.pdf', 1, digest, size, kind, captured_at, "
        + "path, file_name, fingerprint, title, role FROM version WHERE address LIKE '%one.pdf'",
      ["no"]
    ),
  ]

  @Test(arguments: changes.indices)
  func `a row that is otherwise is told with its document, and reindex mends it`(
    index: Int
  ) async throws {
    let (sql, names) = Self.changes[index]
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive.path
      try Self.change(archive, sql)
      let outcome = try await Verification(at: archive).full(cores: 1)
      #expect(outcome.findings.count == 1, "\(sql): \(outcome.findings)")
      let finding = try #require(outcome.findings.first)
      let documents = finding.documents + [finding.address].compactMap(\.self)
      #expect(
        Set(documents.map { $0.split(separator: "/").last.map(String.init) ?? "" })
          == Set(names.map { $0.isEmpty ? "reviews" : "\($0).pdf" })
      )
      #expect(finding.next.description.contains("hanaper reindex"), "\(finding.next)")
      if documents.count == 1, let one = documents.first, names != ["no"] {
        let asked = try Verification(at: archive)
        let alone = try await asked.documents(at: [asked.find(one)])
        #expect(alone.findings.count == 1, "\(alone.findings)")
      }
      _ = try await Reindexing.run(ArchiveWriter(bench.archive, for: "test"))
      let after = try await Verification(at: archive).full(cores: 1)
      #expect(after.isIntact, "\(after.findings)")
    }
  }

  @Test
  func `one of which nobody noted what it was is told, and so is an empty one to whoever asks it`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive.path
      let note = archive.appending("catalogue.sqlite.sha512")
      let text = try Disk().readText(note)
      for lost in ["", "#" + text, text.replacing("\n", with: "")] {
        try Disk().replace(note, with: lost)
        let outcome = try await Verification(at: archive).full(cores: 1)
        #expect(outcome.isIntact)
        #expect(outcome.warnings.map(\.path) == ["catalogue.sqlite.sha512"], "\(lost)")
      }
      try Disk().replace(note, with: text)
      // An empty journal undoes nothing.
      try Self.change(archive, "UPDATE document SET title = 'Nothing'")
      try Disk().create(archive.appending("catalogue.sqlite-journal"), holding: "")
      let altered = try await Verification(at: archive).full(cores: 1)
      #expect(altered.findings.contains { $0.path == "catalogue.sqlite" }, "\(altered)")
      try Disk().replace(archive.appending("catalogue.sqlite"), with: "")
      await #expect(throws: ArchiveError.self) { _ = try await bench.archive.catalogue() }
    }
  }

  @Test func `what lies among the runs and is none is not taken in`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let runs = bench.archive.path.appending("runs")
      let first = try #require(try Disk().list(runs).first?.name)
      try Disk().makeDirectory(runs.appending("x"))
      _ = try Disk().copy(
        runs.appending(first).appending("visits.jsonl"),
        to: runs.appending("x").appending("visits.jsonl"),
        by: .sha512
      )
      _ = try await Reindexing.run(
        try await ArchiveWriter(bench.archive, for: "test", replacingCatalogue: true)
      )
      let outcome = try await bench.verification.full(cores: 1)
      #expect(outcome.findings == [] && outcome.warnings.map(\.path) == ["runs/x"], "\(outcome)")
    }
  }

  @Test func `one of another form, a missing one and one that is none are named, and nothing ends`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive.path
      let catalogue = archive.appending("catalogue.sqlite")
      try Self.change(archive, "PRAGMA user_version = 99")
      // Whoever made it another way noted what it left.
      try Disk().removeFile(archive.appending("catalogue.sqlite.sha512"))
      let other = try await Verification(at: archive).full(cores: 1)
      #expect(other.isIntact, "nothing that is kept is touched")
      #expect(other.warnings.map(\.path) == ["catalogue.sqlite"])
      #expect(other.warnings.first?.next.description.contains("hanaper reindex") == true)
      for bytes in ["", "not a database, but long enough to have a header in it".uppercased()] {
        try Disk().removeFile(catalogue)
        try Disk().create(catalogue, holding: bytes)
        let outcome = try await Verification(at: archive).full(cores: 1)
        #expect(outcome.findings.map(\.path) == ["catalogue.sqlite"])
        let text = try Disk().readText(catalogue)
        #expect(text == bytes, "verifying writes nothing")
      }
      try Disk().removeFile(catalogue)
      let missing = try await Verification(at: archive).full(cores: 1)
      #expect(missing.findings.map(\.sentence) == ["the catalogue is missing"])
      let entry = try Disk().entry(at: catalogue)
      #expect(entry == nil)
    }
  }

  @Test(arguments: [
    "DROP TABLE listed", "DROP TABLE run", "DROP TABLE version",
    "ALTER TABLE listed RENAME COLUMN text TO words",
  ])
  func `one that lacks a table or a column cannot be read`(sql: String) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      try Self.change(bench.archive.path, sql)
      let outcome = try await Verification(at: bench.archive.path).full(cores: 1)
      #expect(outcome.findings.map(\.path) == ["catalogue.sqlite"], "\(outcome.findings)")
      #expect(outcome.findings.first?.sentence.contains("cannot be read") == true)
      #expect(outcome.findings.first?.next.description.contains("hanaper reindex") == true)
    }
  }

  @Test func `a bit of it that was altered is told until it is made again, whoever writes to it`()
    async throws
  {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive.path
      let file = archive.appending("catalogue.sqlite")
      // As `sha512sum -c` reads it, which passes over the first line.
      let noted = try Disk().readText(FilePath(file.string + ".sha512")).split(separator: "\n")
      let digest = Digest.of(try Disk().read(file)).hex
      #expect(noted.count == 2 && noted[0].hasPrefix("# "))
      #expect(noted.last == "\(digest)  catalogue.sqlite")

      // A letter of a title, which no row of another table knows of.
      var bytes = try Disk().read(file)
      let place = BytePattern("Report one.pdf").first(in: bytes.span)
      bytes[try #require(place)] ^= 1
      try Files.writeBytes(bytes, to: file)
      let found = try await Verification(at: archive).full(cores: 1)
      #expect(found.findings.map(\.path) == ["catalogue.sqlite"])
      #expect(found.findings.first?.sentence.contains("was altered") == true)

      for _ in 0..<2 {
        let writer = try await ArchiveWriter(bench.archive, for: "test")
        #expect(writer.damaged.map(\.next) == [.reindex])
        try await writer.catalogue().begin(run: "2026-01-01T000000Z")
      }
      let again = try await Verification(at: archive).full(cores: 1)
      #expect(again.findings.map(\.path) == ["catalogue.sqlite"])
      _ = try await Reindexing.run(
        ArchiveWriter(bench.archive, for: "test", replacingCatalogue: true)
      )
      #expect(try await Verification(at: archive).full(cores: 1).isIntact)
      #expect(try await ArchiveWriter(bench.archive, for: "test").damaged.isEmpty)
    }
  }

  @Test func `without one, titles come from the captures`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive.path
      try Disk().removeFile(archive.appending("catalogue.sqlite"))
      let file = FilePath("\(DamageBench.folder(of: DamageBench.two))/v1/content/document.pdf")
      try Disk().removeFile(archive.pushing(file))
      let outcome = try await Verification(at: archive).full(cores: 1)
      #expect(outcome.findings.map(\.title) == [nil, "Report two.pdf"])
    }
  }

  @Test(arguments: [
    "UPDATE document SET title = 'Altered'", "UPDATE document SET standing_word = 'gone'",
    "UPDATE document SET last_alive = 0", "CREATE TABLE mine (x)",
  ])
  func `what another program changed is told, though it knows SQLite`(sql: String) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      // What a command writes is none of it.
      do { _ = try await ArchiveWriter(bench.archive, for: "test").catalogue() }
      #expect(try await bench.verification.full(cores: 1).findings == [])
      try Self.change(bench.archive.path, sql)
      let found = try await bench.verification.full(cores: 1).findings
      #expect(found.map(\.sentence) == [CatalogueChecksum.sentence], "\(found)")
    }
  }

  @Test func `of a change that a command did not come to note nothing wrong is said`() async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try CatalogueChecksum(of: bench.archive).noteWriting()
      try Self.change(bench.archive.path, "UPDATE document SET title = 'by a run'")
      #expect(CatalogueChecksum(of: bench.archive).state() == .unknown)
      #expect(try await bench.verification.full(cores: 1).findings == [])
      // The next command notes what there is.
      do { _ = try await ArchiveWriter(bench.archive, for: "test") }
      #expect(CatalogueChecksum(of: bench.archive).state() == .asLeft)
    }
  }

  /// Every command that writes would end there.
  @Test func `what is no file in the place of its checksum makes room, and that is told`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let path = bench.archive.path.appending("catalogue.sqlite.sha512")
      try Disk().removeFile(path)
      try Disk().makeDirectory(path)
      do {
        let writer = try await ArchiveWriter(bench.archive, for: "test")
        #expect(writer.damaged.map(\.sentence).contains { $0.contains("catalogue.sqlite.sha512") })
        _ = try await writer.catalogue()
      }
      #expect(CatalogueChecksum(of: bench.archive).state() == .asLeft)
      do {
        let damaged = try await ArchiveWriter(bench.archive, for: "test").damaged
        #expect(damaged == [])
      }
    }
  }

  private static func change(_ archive: FilePath, _ sql: String) throws {
    let database = try DatabaseQueue(path: archive.appending("catalogue.sqlite").string)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
  }
}
