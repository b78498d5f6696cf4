// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(10)))
struct `A document that is let go of` {
  private func withArchive(_ body: (LettingGoRun) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      try await LettingGoRun.prepare(in: folder)
      try await body(try LettingGoRun(in: folder))
    }
  }

  @Test func `leaves no byte, no title and no address, and the archive is whole`() async throws {
    try await withArchive { run in
      #expect(try run.traces().count > 10)
      let (stone, ledger) = try await run.suppress()
      #expect(ledger?.problem == nil)
      #expect(try run.traces() == [])
      #expect(stone.versions.map(\.number) == [1, 2])
      #expect(stone.versions.map(\.digest) == [.of("zebedee, first"), .of("zebedee, second")])
      #expect(try await run.findings() == [])
      #expect(try Disk().entry(at: run.archive.tombstones.appending("\(stone.name).json")) == .file)
      // OCFL allows no empty folders, and what is another's is there.
      #expect(try Tree(run.archive.path).below("ocfl").emptyDirectories == [])
      #expect(try run.archive.keptVersions(of: WebAddress(LettingGoRun.other)).count == 2)
      let catalogue = try await run.archive.catalogue()
      #expect(try await catalogue.document(at: WebAddress(LettingGoRun.address)) == nil)
      #expect(try await catalogue.document(at: WebAddress(LettingGoRun.other))?.version == 2)
    }
  }

  @Test func `goes from the text of all documents, and from the words that are looked for there`()
    async throws
  {
    try await withArchive { run in
      let index = try await run.archive.textIndex()
      func text(_ address: String, _ version: Int, _ words: String) throws -> ReadText {
        ReadText(
          address: try WebAddress(address),
          version: version,
          digest: .of(words),
          capturedAt: LettingGoRun.time(version),
          title: words,
          fileName: "\(words).pdf",
          sources: [],
          years: [2_024],
          parts: [words, "A second page of \(words)"],
          part: "page"
        )
      }
      try await index.take([
        try text(LettingGoRun.address, 1, "zebedee was seen"),
        try text(LettingGoRun.address, 2, "zebedee was seen again"),
        try text(LettingGoRun.other, 2, "the annual report was seen"),
      ])
      try index.close()
      #expect(try run.traces().contains("text.sqlite"))
      try await run.suppress()
      #expect(try run.traces() == [])
      let search = try await TextIndex(
        reading: run.archive.textFile,
        catalogue: run.archive.catalogueFile
      )
      let found = try await search.search(SearchQuery("seen"), limit: 9)
      #expect(found.hits.map(\.address.text) == [LettingGoRun.other])
      try search.close()
      #expect(try await run.findings() == [])
    }
  }

  @Test func `takes a damaged index of texts away whole`() async throws {
    try await withArchive { run in
      try Disk().create(run.archive.textFile, holding: "zebedee, in what is no database at all")
      try await run.suppress()
      #expect(try run.traces() == [])
    }
  }

  @Test func `goes from the records of runs, which say everything else as before`() async throws {
    try await withArchive { run in
      try await run.suppress()
      for name in try RunLeaves(of: run.archive).names() {
        let folder = run.archive.path.appending("runs").appending(name)
        let report = try Disk().readText(folder.appending("report.json"))
        #expect(report.contains("Something of \(RecordRedaction.placeholder) was odd."))
        #expect(report.contains("Nothing of \(LettingGoRun.other) was."))
        _ = try RecordCoding.decode(RunReport.self, from: report.utf8)
        #expect(RunTally.agrees(in: folder))
      }
    }
  }

  @Test func `stands in the ledger before it goes, and its leaves are whose nobody can tell`()
    async throws
  {
    try await withArchive { run in
      let before = try run.leaves.count
      let (stone, _) = try await run.suppress()
      let leaves = try run.leaves
      guard case .suppression(let leaf) = leaves[before] else {
        Issue.record("\(leaves[before])")
        return
      }
      #expect(leaf.tombstone == stone.name && leaf.reason == .identifiesPerson)
      #expect(leaf.versions.map(\.version) == [1, 2])
      let own = leaves.filter { leaf in
        guard case .accession(let accession) = leaf else { return false }
        return stone.seals.contains(accession.document)
      }
      #expect(own.count == 2)
      // The runs are signed for as they are now.
      #expect(leaves[(before + 1)...].count { if case .run = $0 { true } else { false } } == 3)
    }
  }

  @Test func `goes from the ledgers of before, which are whole without it`() async throws {
    try await withArchive { run in
      var run = run
      let ledger = ArchiveLedger(of: run.archive)
      try ledger.setAside(last: nil)
      run.ledger = "example.org/reports/2"
      try Disk().removeFile(run.folder.appending("key.checkpoint"))
      _ = try ledger.advance(by: run.signing, at: LettingGoRun.time(3))
      #expect(try await run.findings() == [])
      try await run.suppress()
      #expect(try run.traces() == [])
      #expect(try await run.findings() == [])
      // What is another's opens its leaves still.
      let seals = ledger.folder(ofEpoch: 1).appending(DocumentSeals.fileName)
      let text = try Disk().readText(seals)
      #expect(text.contains(LettingGoRun.other))
      try Disk().replace(seals, with: text.replacing("annual", with: "annuam"))
      #expect(try await run.findings().count == 1)
    }
  }

  @Test func `goes from what crashes left, and from lines that could not be signed for`()
    async throws
  {
    try await withArchive { run in
      let runs = try RunLeaves(of: run.archive).names()
      let lines = run.archive.path.appending("quarantine").appending("interrupted-waiting.jsonl")
      try Disk().create(lines, holding: "of \(LettingGoRun.address)\nof \(LettingGoRun.other)\n")
      let report = run.archive.path.appending("runs").appending(try #require(runs.last))
      try Disk().create(
        report.appending("report.json.new"),
        holding: "about \(LettingGoRun.address)"
      )
      try await run.suppress()
      #expect(try run.traces() == [])
      #expect(try Disk().readText(lines).hasSuffix("\nof \(LettingGoRun.other)\n"))
      #expect(try await run.findings() == [])

      let unfinished = run.archive.tombstones.appending("under-way.json.new")
      try Disk().create(unfinished, holding: "about \(LettingGoRun.address)")
      _ = try await ArchiveWriter(run.archive, for: "test")
      #expect(try run.traces() == [])
    }
  }

  @Test func `is known again by its addresses and its bytes, and by nothing else`() async throws {
    try await withArchive { run in
      let (stone, _) = try await run.suppress()
      let stones = try run.archive.readTombstones()
      #expect(stones.of(try WebAddress(LettingGoRun.address))?.name == stone.name)
      #expect(stones.of(try WebAddress(LettingGoRun.other)) == nil)
      #expect(stones.of(content: .of("zebedee, first")) != nil)
      #expect(stones.of(content: .of("annual")) == nil)
      #expect(stones.meant(by: stone.name) != nil)
      #expect(stones.meant(by: String(Digest.of("zebedee, second").hex.prefix(10))) != nil)
    }
  }

  @Test func `may be fetched again where that is said, and is a document as any other then`()
    async throws
  {
    try await withArchive { run in
      let (stone, _) = try await run.suppress()
      let lifted = try await run.lift(stone)
      #expect(lifted.lifted?.note == "lifted")
      #expect(try run.archive.readTombstones().of(WebAddress(LettingGoRun.address)) == nil)
      #expect(try await run.findings() == [])
      try await run.night(5, [(LettingGoRun.address, "zebedee, third")])
      #expect(try run.archive.keptVersions(of: WebAddress(LettingGoRun.address)).count == 1)
      #expect(try await run.findings() == [])
      // And may be let go of once more.
      try await run.suppress(day: 6)
      #expect(try run.traces() == [])
      #expect(try await run.findings() == [])
      #expect(try run.archive.readTombstones().all.count == 2)
    }
  }

  @Test(arguments: [false, true])
  func `may be fetched again, were that interrupted: whoever comes next finishes it`(
    isStated: Bool
  ) async throws {
    try await withArchive { run in
      let (stone, _) = try await run.suppress()
      var lifted = stone
      lifted.lifted = Tombstone.Lifting(at: Keeper.day, note: nil)
      let work = run.archive.tombstones.appending(Lifting.fileName)
      try Disk().replace(work, with: RecordCoding.encode(lifted))
      if isStated {
        let leaf = Leaf.Unsuppression(
          at: Keeper.day,
          tombstone: stone.name,
          record: try lifted.recordDigest
        )
        try WaitingLeaves(of: run.archive).append([SealedLeaf(.unsuppression(leaf))])
      }
      #expect(try await run.findings() == [])
      try Disk().create(run.archive.tombstones.appending("\(Lifting.fileName).new"), holding: "{")
      let writer = try await ArchiveWriter(run.archive, for: "test")
      #expect(writer.recovered.contains { $0.contains(stone.name) }, "\(writer.recovered)")
      withExtendedLifetime(writer) {}
      #expect(try run.archive.readTombstones().all.map(\.lifted?.at) == [Keeper.day])
      #expect(try Disk().entry(at: work) == nil)
      #expect(try await run.findings() == [])
    }
  }

  @Test func `stays so where old lines of the seals come back, and repair takes them out`()
    async throws
  {
    try await withArchive { run in
      let copy = run.folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(run.archive.path).write(to: copy)
      let file = run.archive.ledger.appending(DocumentSeals.fileName)
      let old = try Disk().readText(file)
      try await run.suppress()
      let own = try Disk().readText(file)
      #expect(old != own)
      func found() async throws -> [ArchiveFinding] {
        let outcome = try await Verification(of: run.archive).full(.quick, cores: 1)
        return outcome.findings + outcome.warnings
      }
      func repair(from copy: FilePath) async throws {
        var source = try RepairSource(at: copy, for: run.archive)
        let repairing = Repairing(of: run.archive, against: .nothing)
        let work = try repairing.plans(after: try await found(), from: &source)
        #expect(work.left == [])
        let writer = try await ArchiveWriter(run.archive, for: "repair")
        _ = try repairing.carryOut(work.plans, writer, at: Keeper.day)
        withExtendedLifetime(writer) {}
      }
      let lines = own.split(separator: "\n").map { "\($0)\n" }
      let others = [
        (old, true), (own + lines[0], false), (own + "rubbish\n", false),
        (own + "00112233445566778899aabbccddeeff  https://example.org/added.pdf\n", false),
        (" " + own, false),
      ]
      for (text, isReturned) in others {
        try Disk().replace(file, with: text)
        let findings = try await found()
        #expect(findings.map(\.path).allSatisfy { $0 == "ledger/seals.txt" }, "\(findings)")
        #expect(findings.contains { $0.codes.contains("returned") } == isReturned)
        #expect(!findings.isEmpty)
        try await repair(from: copy)
        #expect(
          try Set(Disk().readText(file).split(separator: "\n")) == Set(own.split(separator: "\n"))
        )
        #expect(try await found() == [])
        #expect(try run.traces() == [])
      }
    }
  }

  /// Another document had the same bytes: that it is lost is no letting go, and its lines are all that is left of it.
  @Test(arguments: [true, false])
  func `hides no loss of another document with the same bytes`(hasLedger: Bool) async throws {
    try await withArchive { run in
      let twin = "https://example.org/\(String(repeating: "twin-", count: 40))x.pdf"
      try await run.night(3, [(twin, "zebedee, second")])
      try await run.suppress(day: 4)
      #expect(try await run.findings() == [])
      let folder = run.archive.folder(of: ObjectID(twin))
      try Disk().removeTree(run.archive.path.pushing(FilePath(folder)))
      if !hasLedger { try Disk().removeTree(run.archive.ledger) }
      let verification = Verification(of: run.archive)
      let found = try await verification.full(cores: 1).findings
      #expect(
        found.contains { $0.path == folder && $0.codes.contains("missing") }
          && !found.contains { $0.codes.contains("returned") },
        "\(found)"
      )
      let text = try Disk().readText(run.archive.manifest.path)
      try Disk().replace(run.archive.manifest.path, with: "no line\n" + text)
      try run.archive.manifest.restate(for: run.archive, proven: [])
      #expect(try Disk().readText(run.archive.manifest.path).contains(folder))
    }
  }

  /// A backup is of a time before the last tombstone: what is noted beside the key has it.
  @Test func `stays so where a backup of before is put back`() async throws {
    try await withArchive { run in
      let backup = try Tree(run.archive.path)
      let (stone, _) = try await run.suppress()
      try backup.write(to: run.archive.path, over: try Tree(run.archive.path))
      #expect(try run.archive.readTombstones().all == [])
      func open() async throws -> [String] {
        try await ArchiveWriter(run.archive, for: "test", signing: try run.signing).recovered
      }
      let recovered = try await open()
      #expect(recovered.contains { $0.contains(stone.name) }, "\(recovered)")
      #expect(try run.archive.readTombstones().all == [stone])
      #expect(try await open() == [])
      // What somebody made up is not noted, and does not come back.
      let made = run.archive.tombstones.appending("2020-01-01T000000Z.json")
      let text = try Disk().readText(run.archive.file(of: stone))
      try Disk().create(made, holding: text.replacing(stone.name, with: "2020-01-01T000000Z"))
      _ = ArchiveLedger(of: run.archive).note(by: try run.signing, at: Keeper.day)
      try Disk().removeFile(made)
      _ = try await open()
      #expect(try Disk().entry(at: made) == nil)
    }
  }

  /// The ledger says what was let go of, whatever became of the tombstone.
  @Test(arguments: ["ledger/seals.txt", ChecksumManifest.fileName, "runs"])
  func `stays so where its tombstone is lost, and records of before are put back`(
    place: String
  ) async throws {
    try await withArchive { run in
      let copy = run.folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(run.archive.path).write(to: copy)
      let (stone, _) = try await run.suppress()
      let isOfRuns = place == "runs"
      if !isOfRuns { try Disk().removeFile(run.archive.file(of: stone)) }
      try run.dropNote()
      let target = run.archive.path.pushing(FilePath(place))
      if isOfRuns {
        try Disk().removeTree(target)
        try Disk().makeDirectory(target)
        try Tree(copy.appending("runs")).write(to: target)
      } else {
        try Disk().replace(target, with: Disk().read(copy.pushing(FilePath(place))))
      }
      var source = try RepairSource(at: copy, for: run.archive)
      let repairing = Repairing(of: run.archive, against: try run.trust)
      // As a command does it: whoever holds the lock finds no less.
      let writer = try await ArchiveWriter(run.archive, for: "repair")
      let found = try await Verification(of: run.archive, against: try run.trust)
        .full(cores: 1).findings
      let work = try repairing.plans(after: found, from: &source)
      _ = try await repairing.repair(
        work.plans,
        besides: work.left,
        from: &source,
        writer,
        at: Keeper.day
      )
      if isOfRuns { _ = try await Reindexing.run(writer) }
      withExtendedLifetime(writer) {}
      #expect(try run.archive.keptVersions(of: WebAddress(LettingGoRun.address)).isEmpty)
      let traces = try run.traces().filter { !isOfRuns || !$0.hasPrefix("runs/") }
      #expect(traces == [], "\(traces)")
    }
  }

  @Test(arguments: [ChecksumManifest.fileName, "catalogue.sqlite"])
  func `stays so where an older manifest or catalogue is put back`(file: String) async throws {
    try await withArchive { run in
      let copy = run.folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(run.archive.path).write(to: copy)
      try await run.suppress()
      try Disk().replace(
        run.archive.path.appending(file),
        with: Disk().read(copy.appending(file))
      )
      let found = try await Verification(of: run.archive).full(cores: 1).findings
      #expect(Set(found.map(\.path)) == [file], "\(found)")
      #expect(found.contains { $0.codes.contains("returned") }, "\(found)")
      var source = try RepairSource(at: copy, for: run.archive)
      let repairing = Repairing(of: run.archive, against: .nothing)
      let work = try repairing.plans(after: found, from: &source)
      let writer = try await ArchiveWriter(run.archive, for: "repair")
      let outcome = try await repairing.repair(
        work.plans,
        besides: work.left,
        from: &source,
        writer,
        at: Keeper.day
      )
      withExtendedLifetime(writer) {}
      #expect(outcome.left == [], "\(outcome.left)")
      #expect(try run.traces() == [])
      #expect(try await run.findings() == [])
    }
  }

  @Test func `stays as it is where what says otherwise is none, and that is told`() async throws {
    try await withArchive { run in
      let (stone, _) = try await run.suppress()
      let work = run.archive.tombstones.appending(Lifting.fileName)
      try Disk().replace(work, with: "{\"lifted\": true}")
      let writer = try await ArchiveWriter(run.archive, for: "test")
      withExtendedLifetime(writer) {}
      #expect(writer.recovered == [])
      #expect(writer.damaged.map(\.sentence).contains { $0.contains(Lifting.fileName) })
      #expect(try run.archive.readTombstones().all == [stone])
      #expect(try Disk().entry(at: work) == nil)
    }
  }

  @Test func `is told where a copy of before is put back`() async throws {
    try await withArchive { run in
      let object = run.archive.root.directory(of: ObjectID(LettingGoRun.address))
      let copy = try Tree(object)
      try await run.suppress()
      try Disk().makeDirectories(object)
      try copy.write(to: object)
      let findings = try await run.findings()
      #expect(
        findings.filter { $0.contains("was let go of on") && $0.contains("is there again") }.count
          == 1
          && !findings.contains { $0.contains("catalogue says") },
        "\(findings)"
      )
      // The catalogue does not know it, and it goes once more.
      try await run.suppress(day: 6)
      #expect(try run.traces() == [])
      #expect(try await run.findings() == [])
    }
  }

  @Test(arguments: ["removed", "edited", "made up"])
  func `has a tombstone that nobody can alter unseen`(_ how: String) async throws {
    try await withArchive { run in
      let (stone, _) = try await run.suppress()
      let file = run.archive.file(of: stone)
      switch how {
      case "removed": try Disk().removeFile(file)
      case "edited":
        let text = try Disk().readText(file).replacing("identifies-person", with: "copyright")
        try Disk().replace(file, with: text)
      default:
        let text = try Disk().readText(file).replacing(stone.name, with: "2020-01-01T000000Z")
        try Disk().create(
          run.archive.tombstones.appending("2020-01-01T000000Z.json"),
          holding: text
        )
      }
      let findings = try await run.findings()
      #expect(findings.count == 1 && findings.first?.contains("tombstone") == true, "\(findings)")
    }
  }

  @Test func `that is a list is read on: only what was kept of it goes`() async throws {
    try await withArchive { run in
      let (stone, _) = try await run.suppress(LettingGoRun.list)
      #expect(stone.marks.isEmpty && stone.lifted != nil)
      #expect(try run.archive.readTombstones().isEmpty)
      #expect(try run.archive.keptVersions(of: WebAddress(LettingGoRun.list)).isEmpty)
      #expect(try await run.findings() == [])
      try await run.night(5, [(LettingGoRun.list, "<a href=x>list</a>")])
      #expect(try run.archive.keptVersions(of: WebAddress(LettingGoRun.list)).count == 1)
      #expect(try await run.findings() == [])
    }
  }

  @Test func `is named by what stays: other documents with its bytes, and pages`() async throws {
    try await withArchive { run in
      let copy = "https://example.org/copies/copy.pdf"
      try await run.night(
        4,
        [
          (copy, "zebedee, second"),
          ("https://example.org/more/", "<a href='/reviews/child-zebedee.pdf'>"),
        ]
      )
      let writer = try await ArchiveWriter(run.archive, for: "test", signing: run.signing)
      let catalogue = try await run.archive.catalogue()
      let suppressing = Suppressing(writer, catalogue, tool: "hanaper/test", at: Keeper.day)
      let plan = try await suppressing.plan(for: WebAddress(LettingGoRun.address))
      #expect(plan.traces.copies.map(\.text) == [copy])
      #expect(plan.traces.pages.map(\.text) == ["https://example.org/more/"])
      #expect(plan.quarantined.count == 1 && plan.runs == 4)
    }
  }

  @Test func `has a tombstone that says nothing twice`() async throws {
    try await withArchive { run in
      try await run.suppress()
      let stone = try #require(try run.archive.readTombstones().all.first)
      let file = run.archive.file(of: stone)
      let text = try Disk().readText(file)
      try Disk().replace(
        file,
        with: text.replacing("\"schema\"", with: "\"title\" : \"Zebedee\",\n  \"schema\"")
      )
      #expect(try await run.findings().count == 1)
      try Disk().replace(file, with: text)
      #expect(try await run.findings() == [])
    }
  }

  @Test func `goes from what gave way to sound copies, which stays of all else`() async throws {
    try await withArchive { run in
      let archive = run.archive
      let records = archive.path.pushing("quarantine/repaired-records")
      let others = archive.path.pushing("quarantine/repaired-0123456789abcdef")
      for folder in [records, others] { try Disk().makeDirectories(folder) }
      let runs = archive.path.appending("runs")
      let run1 = runs.appending(try #require(RunLeaves(of: archive).names().first))
      for name in ["visits.jsonl", "report.json"]
      where try Disk().entry(at: run1.appending(name)) == .file {
        try Disk().create(
          records.appending("damaged-1-\(name)"),
          holding: Disk().read(run1.appending(name))
        )
      }
      let manifest = try Disk().read(archive.manifest.path)
      try Disk().create(records.appending("damaged-2-manifest-sha512.txt"), holding: manifest)
      let seals = try Disk().read(archive.ledger.appending(DocumentSeals.fileName))
      try Disk().create(records.appending("damaged-3-seals.txt"), holding: seals)
      let object = archive.root.directory(of: ObjectID(LettingGoRun.address))
      for (file, name) in [
        ("v1/content/capture.json", "capture.json"), ("inventory.json", "inventory.json"),
        ("v1/content/document.pdf", "document.pdf"),
      ] where try Disk().entry(at: object.pushing(FilePath(file))) == .file {
        try Disk().create(
          others.appending("damaged-4-\(name)"),
          holding: Disk().read(object.pushing(FilePath(file)))
        )
      }
      try Disk().create(others.appending("damaged-5-document.pdf"), holding: "annuam")
      try await run.suppress()
      #expect(try run.traces() == [])
      #expect(
        try Disk().readText(records.appending("damaged-3-seals.txt")).contains(LettingGoRun.other)
      )
      #expect(
        try Disk().readText(records.appending("damaged-2-manifest-sha512.txt")).contains("annual")
      )
      #expect(try Disk().list(others).map(\.name) == ["damaged-5-document.pdf"])
      #expect(try await run.findings() == [])
    }
  }

  @Test func `waits for the ledger where nobody can sign, and goes all the same`() async throws {
    try await withArchive { run in
      let writer = try await ArchiveWriter(
        run.archive,
        for: "test",
        signing: .nobody(because: "there is no key")
      )
      let catalogue = try await run.archive.catalogue()
      let suppressing = Suppressing(
        writer,
        catalogue,
        tool: "hanaper/test",
        at: LettingGoRun.time(3)
      )
      let plan = try await suppressing.plan(for: WebAddress(LettingGoRun.address))
      let (_, ledger) = try await suppressing.suppress(plan, because: .courtOrder, note: nil)
      #expect(ledger?.problem == "there is no key")
      #expect(try run.traces() == [])
      #expect(try await run.findings() == [])
      withExtendedLifetime(writer) {}
    }
  }
}
