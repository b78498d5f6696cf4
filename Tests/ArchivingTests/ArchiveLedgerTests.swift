// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import Ledger
import OCFL
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// The ledger of an archive: what comes into it, and when nothing may.
@Suite(.timeLimit(.minutes(10)))
struct `The ledger of an archive` {
  private static let (a, b) = ("https://example.org/a.pdf", "https://example.org/b.pdf")

  /// An archive with its key beside it.
  private struct Place {
    let folder: FilePath
    let keeper: Keeper
    let signer: NoteSigner

    init(in folder: FilePath) throws {
      self.folder = folder
      keeper = try Keeper(in: folder)
      signer = try NoteSigner(number: 5)
    }

    var archive: Archive { keeper.archive }
    var note: FilePath { folder.appending("key.checkpoint") }
    var signing: ArchiveLedger.Signing { .by([signer], noting: note) }
    var queue: FilePath { archive.ledger.appending(WaitingLeaves.fileName) }

    @discardableResult
    func sign() throws -> SignedCheckpoint {
      try ArchiveLedger(of: archive).advance(by: signing, at: Keeper.day)
    }

    /// Everything that is signed for, in its order.
    var leaves: [Leaf] {
      get throws {
        let folder = TileFolder(at: archive.ledger)
        let size = try folder.checkpoint()?.checkpoint.head.size ?? 0
        return try folder.entries(in: 0..<size, of: size).map {
          try RecordCoding.decode(Leaf.self, from: $0)
        }
      }
    }

    /// The words for all leaves: versions by their documents, as their seals are opened.
    var story: [String] {
      get throws {
        try leaves.map { leaf in
          switch leaf {
          case .beginning: "beginning"
          case .run(let run): "run \(run.run)"
          case .accession(let leaf):
            "\(try name(of: leaf.document)) v\(leaf.version)"
          case .suppression(let leaf): "suppression \(leaf.tombstone)"
          case .unsuppression(let leaf): "unsuppression \(leaf.tombstone)"
          case .repair: "repair"
          case .stamp: "stamp"
          case .acceptance(let leaf):
            "\(try name(of: leaf.document)) v\(leaf.version) accepted"
          }
        }
      }
    }

    private func name(of document: Digest) throws -> String {
      for text in [a, b] {
        let seals = try DocumentSeals(of: archive).all(of: WebAddress(text))
        if seals.contains(where: { $0.digest == document }) {
          return String(text.suffix(5).prefix(1))
        }
      }
      return "?"
    }

    func problem(by signing: ArchiveLedger.Signing? = nil) -> ArchiveLedger.Problem? {
      do {
        _ = try ArchiveLedger(of: archive).advance(by: signing ?? self.signing, at: Keeper.day)
        return nil
      } catch {
        return error as? ArchiveLedger.Problem
      }
    }
  }

  private func trying(_ body: (Place) async throws -> Void) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      try await body(Place(in: folder))
    }
  }

  @Test func `has a leaf for each version and each run, and opens their seals`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one"), (Self.b, "two")])
      try place.sign()
      try await place.keeper.keep([(Self.a, "one, changed")], day: 1)
      let checkpoint = try place.sign()
      #expect(
        try place.story == [
          "beginning", "a v1", "b v1", "run 2023-11-14T221320Z", "a v2", "run 2023-11-15T221320Z",
        ]
      )
      #expect(checkpoint.checkpoint.head.size == 6)
      #expect(try Disk().readText(place.note) == checkpoint.text)
      #expect(try Disk().entry(at: place.queue) == nil, "nothing waits")
      guard case .accession(let leaf) = try place.leaves[1] else { throw Failure() }
      let kept = try #require(try place.keeper.versions(of: Self.a).first)
      #expect(leaf.digest == kept.digest && leaf.size == 3)
      guard case .run(let run) = try place.leaves[3] else { throw Failure() }
      let runs = place.archive.path.appending("runs").appending(run.run)
      #expect(try FileDigest(of: runs.appending("report.json")).value == run.report)
      #expect(try FileDigest(of: runs.appending("visits.jsonl")).value == run.visits)
    }
  }

  private struct Failure: Error {}

  @Test func `junk where the last checkpoint is noted is told by that file, and costs no other`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      let checkpoint = try place.sign()
      try Disk().replace(place.note, with: "junk\n")
      guard case .unreadableNote(place.note, _) = try #require(place.problem()) else {
        throw Failure()
      }
      let note = ArchiveLedger(of: place.archive).note(by: place.signing, at: Keeper.day)
      #expect(note.needs == .note && note.problem?.contains(place.note.string) == true)
      try Disk().removeFile(place.note)
      #expect(place.problem() == nil)
      #expect(try Disk().readText(place.note) == checkpoint.text)
    }
  }

  @Test func `no leaf tells an address, and what opens it can be taken away`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let entries = try TileFolder(at: place.archive.ledger).entries(in: 0..<3, of: 3)
      #expect(!entries.contains { String(decoding: $0, as: UTF8.self).contains("example.org") })
      #expect(try place.story[1] == "a v1")
      try Disk().removeFile(place.archive.ledger.appending(DocumentSeals.fileName))
      #expect(try place.story[1] == "? v1")
    }
  }

  @Test func `an archive of before gets a first leaf, and one for each version that it holds`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one"), (Self.b, "two")])
      try await place.keeper.keep([(Self.a, "one, changed")], day: 1)
      // As the program of before left it.
      try Disk().removeTree(place.archive.ledger)
      try await place.keeper.keep([(Self.b, "two, changed")], day: 2)
      try place.sign()
      let story = try place.story
      #expect(story.first == "beginning")
      #expect(Set(story[1...3]) == ["a v1", "a v2", "b v1"])
      #expect(
        story[4...] == [
          "run 2023-11-14T221320Z", "run 2023-11-15T221320Z", "b v2", "run 2023-11-16T221320Z",
        ]
      )
    }
  }

  @Test func `what a crash leaves waiting though it is signed for is not added again`() async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let waiting = try Disk().read(place.queue)
      try place.sign()
      let story = try place.story
      for cut in [waiting, waiting + Array("{\"entry\":\"{".utf8)] {
        try Disk().create(place.queue, holding: cut)
        _ = try await ArchiveWriter(place.archive, for: "test")
        try place.sign()
        #expect(try place.story == story)
      }
      // The next night's leaves come behind them.
      try Disk().create(place.queue, holding: waiting)
      try await place.keeper.keep([(Self.a, "one, changed")], day: 2)
      try place.sign()
      #expect(try place.story == story + ["a v2", "run 2023-11-16T221320Z"])
    }
  }

  @Test func `a queue that cannot be read to its end is mended, and what is cut off is kept`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      let waiting = try Disk().read(place.queue)
      try Disk().replace(place.queue, with: waiting + Array("\0\0\0\n{\"entry\":\"later\"}\n".utf8))
      let writer = try await ArchiveWriter(place.archive, for: "test")
      #expect(writer.damaged.count == 1)
      #expect(try Disk().read(place.queue) == waiting)
      #expect(try Disk().list(place.archive.path.appending("quarantine")).count == 1)
    }
  }

  @Test func `an archive that was put back from a backup signs for nothing, and keeps on keeping`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let backup = try Tree(place.archive.path)
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let checkpoint = try place.sign()
      try backup.write(to: place.archive.path, over: Tree(place.archive.path))
      #expect(place.problem() == .rolledBack(signed: 5, held: 3))
      try await place.keeper.keep([(Self.b, "another two")], day: 1)
      #expect(place.problem() == .rolledBack(signed: 5, held: 3))
      #expect(try place.keeper.versions(of: Self.b).count == 1)
      // As long as the old one, and another.
      try Disk().removeFile(place.note)
      try place.sign()
      try Disk().replace(place.note, with: checkpoint.text)
      #expect(place.problem() == .forked(signed: 5))
      // All of it gone.
      try Disk().removeTree(place.archive.ledger)
      #expect(place.problem() == .rolledBack(signed: 5, held: 0))
    }
  }

  @Test func `a ledger that cannot go on is followed by another, which names it`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      let backup = try Tree(place.archive.path)
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let last = try place.sign()
      try backup.write(to: place.archive.path, over: try Tree(place.archive.path))
      try await place.keeper.keep([(Self.b, "two")], day: 2)
      #expect(place.problem() != nil)
      let ledger = ArchiveLedger(of: place.archive)
      // Nobody began so many.
      for name in ["10000", "9223372036854775807", "007", "-3"] {
        try Disk().makeDirectories(place.archive.ledger.appending("epochs").appending(name))
      }
      #expect(try ledger.nextName(after: "example.org/reports") == "example.org/reports/2")
      try ledger.setAside(last: last)
      #expect(try ledger.epoch == 1)
      #expect(try ledger.epochs(before: "example.org/reports/2") == 1)
      // A folder that somebody made is no ledger.
      #expect(try ledger.epochs(before: "example.org/reports") == 0)
      #expect(try ledger.nextName(after: "example.org/reports/2") == "example.org/reports/3")
      let signer = try NoteSigner("example.org/reports/2", number: 6)
      try Disk().removeFile(place.note)
      _ = try ledger.advance(by: .by([signer], noting: place.note), at: Keeper.day)
      #expect(
        try place.story == [
          "beginning", "a v1", "b v1", "run 2023-11-14T221320Z", "run 2023-11-16T221320Z",
        ]
      )
      guard case .beginning(let first) = try place.leaves[0] else { throw Failure() }
      #expect(first.after == Digest.of(last.text, by: .sha256))
      #expect(first.note == "nothing is proven of the time before")
      let trust = HeldAgainst(key: signer.key)
      let outcome = try await Verification(of: place.archive, against: trust).full(cores: 1)
      #expect(outcome.findings == [])
      // What somebody else put among the ledgers of before is none, whatever its number.
      let foreign = ["-3", "007", "10000", "9223372036854775807"].map { "ledger/epochs/\($0)" }
      #expect(outcome.warnings.map(\.path) == foreign)
      try Disk().makeDirectories(ledger.folder(ofEpoch: 9_999))
      let after = try await Verification(of: place.archive, against: trust).full(cores: 1)
      #expect(after.findings == [] && after.warnings.count == 5)
      #expect(try ledger.nextName(after: "example.org/reports/2") == "example.org/reports/10001")
    }
  }

  @Test func `a ledger before the first one is told as foreign`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let old = ArchiveLedger(of: place.archive).folder(ofEpoch: 1)
      try Disk().makeDirectories(old)
      try Disk().create(old.appending(TileFolder.checkpointName), holding: "somebody's")
      let outcome = try await Verification(of: place.archive).full(.quick, cores: 1)
      #expect(outcome.findings == [])
      #expect(outcome.warnings.map(\.path) == ["ledger/epochs"])
    }
  }

  @Test func `whichever byte changes of one that was put aside, verify names the file`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let last = try place.sign()
      let stamped = Array(last.text.utf8)
      _ = try StampShelf(of: place.archive)
        .keep([1, 2], at: Keeper.day, over: stamped, to: [3], by: "tsa.example.org")
      try await place.keeper.keep([(Self.b, "two, changed")], day: 2)
      let ledger = ArchiveLedger(of: place.archive)
      try ledger.setAside(last: last)
      let signer = try #require(NoteSigner("example.org/reports/2"))
      try Disk().removeFile(place.note)
      _ = try ledger.advance(by: .by([signer], noting: place.note), at: Keeper.day)
      // A mail from before is one of the ledger that was put aside.
      let mail = HeldCheckpoint(last, from: "the checkpoint in a mail")
      let older = HeldAgainst(key: signer.key, checkpoints: [mail])
      let proven = try await Verification(of: place.archive, against: older).full(cores: 1)
      #expect(
        proven.findings == [] && proven.ledger?.wentOnFrom.map(\.place) == [mail.place],
        "\(proven)"
      )
      let verification = Verification(of: place.archive, against: HeldAgainst(key: signer.key))
      func findings() async throws -> [ArchiveFinding] {
        try await verification.full(.quick, cores: 1).findings
      }
      #expect(try await findings() == [])
      let folder = ledger.folder(ofEpoch: 1)
      let tree = try Tree(folder)
      let files = tree.names.filter { tree[$0] != nil }
      #expect(files.contains("waiting.jsonl") && files.contains { $0.hasSuffix(".tsr") })
      for file in files {
        let path = folder.pushing(FilePath(file))
        let bytes = try #require(tree[file])
        for position in Set([0, bytes.count / 2, bytes.count - 1]) {
          var changed = bytes
          changed[position] ^= 1
          try Disk().replace(path, with: changed)
          #expect(try await findings().map(\.path) == ["ledger/epochs/1/\(file)"], "\(position)")
        }
        try Disk().removeFile(path)
        #expect(try await findings().map(\.path) == ["ledger/epochs/1/\(file)"])
        // From a copy it comes back.
        let copy = place.folder.appending("Copy-\(files.firstIndex(of: file) ?? 0)")
        try Disk().makeDirectory(copy)
        try Disk().replace(path, with: bytes)
        try Tree(place.archive.path).write(to: copy)
        try Disk().replace(path, with: bytes + [1])
        var source = try RepairSource(at: copy, for: place.archive)
        let (plans, left) = try Repairing(of: place.archive, against: HeldAgainst(key: signer.key))
          .plans(after: try await findings(), from: &source)
        #expect(left == [] && plans.flatMap(\.wanting) == [], "\(file)")
        #expect(plans.flatMap(\.steps).map(\.file) == ["ledger/epochs/1/\(file)"])
        try Disk().replace(path, with: bytes)
      }
      try Disk().create(folder.appending("more"), holding: "strange")
      #expect(
        try await verification.full(.quick, cores: 1).warnings.map(\.path) == [
          "ledger/epochs/1/more"
        ]
      )
      try Disk().removeFile(folder.appending("more"))
      // From a copy it comes back.
      let copy = place.folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(place.archive.path).write(to: copy)
      // Were it the whole of it, and all that says how many there were.
      for lost in [folder, folder.removingLastComponent()] {
        try Disk().removeTree(lost)
        #expect(try await findings().map(\.path) == ["ledger/epochs"])
        var source = try RepairSource(at: copy, for: place.archive)
        let repairing = Repairing(of: place.archive, against: HeldAgainst(key: signer.key))
        let work = try repairing.plans(after: try await findings(), from: &source)
        #expect(work.left == [] && work.plans.flatMap(\.wanting) == [])
        let writer = try await ArchiveWriter(place.archive, for: "test")
        _ = try repairing.carryOut(work.plans, writer, at: Keeper.day)
        withExtendedLifetime(writer) {}
        #expect(try await findings() == [])
        #expect(try Tree(folder) == tree)
      }
      let name = try #require(files.first { $0.hasPrefix("tile/entries/") })
      let tile = folder.pushing(FilePath(name))
      let bytes = try Disk().read(tile)
      try Disk().replace(tile, with: bytes + [1])
      var source = try RepairSource(at: copy, for: place.archive)
      let (plans, left) = try Repairing(of: place.archive, against: HeldAgainst(key: signer.key))
        .plans(after: try await findings(), from: &source)
      #expect(left == [] && plans.flatMap(\.wanting) == [])
      #expect(plans.flatMap(\.steps).map(\.file) == ["ledger/epochs/1/\(name)"])
      try Disk().replace(tile, with: bytes)
      // Lines of seals go only with a document that was let go of.
      for seals in try DocumentSeals.everywhere(in: place.archive) {
        try seals.drop(of: WebAddress(Self.b))
      }
      #expect(try await findings().map(\.path).contains("ledger/epochs/1/seals.txt"))
    }
  }

  @Test
  func `a witness's signature that is lost in the archive comes back from the copy beside the key`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      var last = try place.sign()
      let witness = try NoteSigner("example.net/w", number: 7, .cosignature)
      last.add([witness.cosignature(over: last.checkpoint.text, at: 1_700_000_000)])
      try Disk().replace(place.note, with: last.text)
      #expect(try place.sign() == last)
      #expect(try ArchiveLedger(of: place.archive).checkpoint() == last)
      // A signature that only the archive has stays, and is noted.
      let second = try NoteSigner("example.net/v", number: 8, .cosignature)
      var more = last
      more.add([second.cosignature(over: last.checkpoint.text, at: 1_700_000_000)])
      try Disk().replace(place.archive.ledger.appending("checkpoint"), with: more.text)
      #expect(try place.sign() == more)
      #expect(try Disk().readText(place.note) == more.text)
      // Of two that differ, nobody here can say which is damaged: neither is written over.
      let bad = NoteSignature(name: witness.key.name, id: witness.key.id, [1, 2, 3, 4, 5, 6, 7, 8])
      let worse = SignedCheckpoint(more.checkpoint, by: [place.signer])
      var noted = worse
      noted.add([bad])
      try Disk().replace(place.note, with: noted.text)
      let both = try place.sign().note.signatures
      #expect(both.contains(bad) && more.note.signatures.allSatisfy(both.contains))
    }
  }

  @Test func `an older copy beside the key does not hide what was reported since`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let (tree, note) = (try Tree(place.archive.ledger), try Disk().readText(place.note))
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let newer = try place.sign()
      let report = try #require(try RunLeaves(of: place.archive).names().last)
      let file = place.archive.path.pushing(FilePath("runs/\(report)/report.json"))
      struct Report: Encodable {
        let schema = Archive.reportSchema
        let ledger: LedgerNote
      }
      try Disk().replace(
        file,
        with: RecordCoding.encode(Report(ledger: LedgerNote(checkpoint: newer.text)))
      )
      // The ledger and the copy beside the key are of before; the reports are not.
      try Disk().removeTree(place.archive.ledger)
      try Disk().makeDirectory(place.archive.ledger)
      try tree.write(to: place.archive.ledger)
      try Disk().replace(place.note, with: note)
      guard case .rolledBack? = place.problem() else { throw Failure() }
    }
  }

  /// Leaves of every kind, about what is there, that state something else of it.
  private static func untrue(of archive: Archive) throws -> [SealedLeaf] {
    let digest = Digest.of("made up")
    let address = try WebAddress(a)
    let stated = try #require(try DocumentSeals(of: archive).all(of: address).first)
    let stranger = DocumentSeal(of: try WebAddress("https://example.org/never-seen.pdf"))
    let record = archive.root.directory(of: ObjectID(a)).appending("v1")
      .appending("inventory.json")
    func version(_ number: Int, of seal: DocumentSeal, by record: Digest?) -> Leaf {
      .accession(
        Leaf.Accession(
          at: Keeper.day,
          document: seal.digest,
          version: number,
          digest: digest,
          size: 7,
          inventory: record,
          run: nil
        )
      )
    }
    let run = try #require(try RunLeaves(of: archive).names().first)
    let name = "2031-01-01T000000Z"
    let suppression = Leaf.Suppression(
      at: Keeper.day,
      tombstone: name,
      record: digest,
      reason: .other,
      documents: [stated.digest],
      versions: []
    )
    return [
      try SealedLeaf(version(2, of: stated, by: digest)),
      try SealedLeaf(version(1, of: stated, by: FileDigest(of: record).value)),
      try SealedLeaf(version(2, of: stated, by: FileDigest(of: record).value), stated),
      try SealedLeaf(version(1, of: stranger, by: digest), stranger),
      try SealedLeaf(version(-1, of: stated, by: nil)),
      try SealedLeaf(.run(Leaf.Run(run: run, report: digest, visits: nil))),
      try SealedLeaf(.beginning(Leaf.Beginning(at: Keeper.day))),
      try SealedLeaf(.suppression(suppression)),
      try SealedLeaf(.unsuppression(.init(at: Keeper.day, tombstone: name, record: digest))),
      // That a person answers for something is said by that person alone.
      try SealedLeaf(
        .repair(.init(at: Keeper.day, document: nil, files: [], vouched: true))
      ),
      try SealedLeaf(
        .repair(
          .init(
            at: Keeper.day,
            document: stated.digest,
            files: [.init(file: "v1/content/document.pdf", digest: digest)],
            vouched: nil
          )
        )
      ),
      try SealedLeaf(.acceptance(.init(at: Keeper.day, document: stated.digest, version: 9))),
      try SealedLeaf(
        .stamp(.init(at: Keeper.day, files: [.init(file: "ledger/stamps/1.tsr", digest: digest)]))
      ),
    ]
  }

  @Test func `what waits twice is signed for once; what lost but the end of its line is whole`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let before = try place.leaves.count
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      let waiting = try Disk().readText(place.queue)
      let lines = waiting.split(separator: "\n").map { $0 + "\n" }
      try Disk().replace(place.queue, with: lines.joined() + lines.dropFirst().joined())
      try place.sign()
      #expect(try place.leaves.count == before + 2)
      try await place.keeper.keep([(Self.a, "one, again")], day: 2)
      try Disk().replace(place.queue, with: String(try Disk().readText(place.queue).dropLast()))
      _ = try await ArchiveWriter(place.archive, for: "test")
      try place.sign()
      #expect(try place.leaves.count == before + 4)
    }
  }

  @Test func `what states nothing that is there is not signed for, and is told and kept`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let digest = Digest.of("made up")
      let unknown = Leaf.Accession(
        at: Keeper.day,
        document: .of("nobody's", by: .sha256),
        version: 1,
        digest: digest,
        size: 7,
        inventory: digest,
        run: nil
      )
      let forged: [SealedLeaf] =
        [
          try SealedLeaf(.accession(unknown)), SealedLeaf(entry: "xyz", nil),
          SealedLeaf(entry: "", nil),
          try SealedLeaf(.run(Leaf.Run(run: "2031-01-01T000000Z", report: digest, visits: nil))),
          try SealedLeaf(.run(Leaf.Run(run: "../../etc", report: digest, visits: nil))),
        ] + (try Self.untrue(of: place.archive))
      try WaitingLeaves(of: place.archive).append(forged)
      let before = try place.leaves.count
      let note = ArchiveLedger(of: place.archive).note(by: place.signing, at: Keeper.day)
      #expect(
        note.checkpoint != nil
          && note.notice?.hasPrefix("\(forged.count) leaves of what waited") == true,
        "\(note)"
      )
      #expect(try place.leaves.count == before)
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      try place.sign()
      #expect(try place.leaves.count == before + 2)
      let evidence = try Disk().list(place.archive.path.appending("quarantine")).map(\.name)
      #expect(evidence.contains { $0.hasPrefix("unsigned-") })
      let trust = HeldAgainst(key: place.signer.key)
      #expect(
        try await Verification(of: place.archive, against: trust).full(cores: 1).findings == []
      )
      // Told once.
      #expect(
        ArchiveLedger(of: place.archive).note(by: place.signing, at: Keeper.day).notice == nil
      )
    }
  }

  @Test func `without its key, or with another, nothing is signed for and the leaves wait`()
    async throws
  {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      try await place.keeper.keep([(Self.b, "two")], day: 1)
      #expect(place.problem(by: .nobody(because: "it is gone")) == .unsigned("it is gone"))
      let other = try #require(NoteSigner("example.org/reports"))
      guard case .otherKey? = place.problem(by: .by([other], noting: place.note)) else {
        throw Failure()
      }
      let stranger = try #require(NoteSigner("example.net/others"))
      guard case .otherKey? = place.problem(by: .by([stranger], noting: place.note)) else {
        throw Failure()
      }
      #expect(try place.leaves.count == 3)
      try place.sign()
      #expect(try place.story.suffix(2) == ["b v1", "run 2023-11-15T221320Z"])
    }
  }

  @Test(arguments: ["checkpoint", "seals.txt", "tile/entries/000.p/4", "tile/0/000.p/4"])
  func `what is wrong with a file of it keeps nothing from being kept`(name: String) async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one"), (Self.b, "two")])
      try place.sign()
      let path = place.archive.ledger.pushing(FilePath(name))
      let sound = try Disk().read(path)
      for rubbish in ["rubbish", "", String(repeating: "x", count: 9_000)] {
        try Disk().removeFile(path)
        try Disk().create(path, holding: rubbish)
        // As a run leaves it that is cut off: the next one has to look for what it did not come to.
        try Disk().makeDirectories(place.archive.path.appending("staging").appending("spool"))
        try await place.keeper.keep([(Self.a, "one, \(rubbish.count)")], day: 1 + rubbish.count)
        if name != "seals.txt" { #expect(place.problem() != nil, "\(rubbish.prefix(9))") }
      }
      try Disk().removeFile(path)
      try Disk().create(path, holding: sound)
      try place.sign()
      let told = try place.story
      #expect(Set(["a v1", "a v2", "a v3", "a v4", "b v1"]).isSubset(of: Set(told)), "\(told)")
      let trust = HeldAgainst(key: place.signer.key)
      let outcome = try await Verification(of: place.archive, against: trust).full(cores: 1)
      #expect(outcome.findings == [], "\(outcome.findings)")
    }
  }

  @Test(
    arguments: [
      "checkpoint", "seals.txt", "waiting.jsonl", "tile", "tile/entries", "tile/0/000.p",
    ],
    [DirectoryEntry.Kind.directory, .file, .other]
  )
  func `what is no file, or no folder, in the place of one is told by its name, and gives way`(
    name: String,
    kind: DirectoryEntry.Kind
  ) async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one"), (Self.b, "two")])
      try place.sign()
      let copy = place.folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(place.archive.path).write(to: copy)
      let path = place.archive.ledger.pushing(FilePath(name))
      let isFolder = name.hasPrefix("tile")
      guard isFolder == (kind != .directory) || kind == .other else { return }
      if try Disk().entry(at: path) != nil { try Disk().removeTree(path) }
      switch kind {
      case .directory: try Disk().makeDirectory(path)
      case .file: try Disk().create(path, holding: "rubbish")
      default: #expect(mkfifo(path.string, 0o600) == 0)
      }
      let trust = HeldAgainst(
        key: place.signer.key,
        checkpoints: [.init(besideKey: try SignedCheckpoint(Disk().read(place.note)))]
      )
      let verification = Verification(of: place.archive, against: trust)
      let found = try await verification.full(.quick, cores: 1).findings
      #expect(found.map(\.path) == ["ledger/\(name)"], "\(found)")
      let ledger = ArchiveLedger(of: place.archive)
      let problem = try ledger.problem(for: place.signing) ?? ledger.damage()
      #expect(problem?.remedy == .repair, "\(String(describing: problem))")

      var source = try RepairSource(at: copy, for: place.archive)
      _ = try Repairing.putBackWaiting(in: place.archive, from: source)
      let writer = try await ArchiveWriter(place.archive, for: "repair", signing: place.signing)
      let repairing = Repairing(of: place.archive, against: trust)
      let left = try await verification.full(.quick, cores: 1).findings
      let work = try repairing.plans(after: left, from: &source)
      let outcome = try await repairing.repair(
        work.plans,
        besides: work.left,
        from: &source,
        writer,
        at: Keeper.day
      )
      #expect(outcome.left == [], "\(outcome.left)")
      withExtendedLifetime(writer) {}
      #expect(try await verification.full(cores: 1).findings == [])
      #expect(place.problem() == nil)
    }
  }

  @Test func `files of the ledger that were altered are told, and not signed over`() async throws {
    try await trying { place in
      try await place.keeper.keep([(Self.a, "one")])
      try place.sign()
      let sound = try Tree(place.archive.ledger)
      var tried = 0
      for (name, _) in sound.entries where name.hasPrefix("tile/") && name.contains(".p/3") {
        let file = place.archive.ledger.pushing(FilePath(name))
        var bytes = try Disk().read(file)
        bytes[bytes.count / 2] ^= 1
        try Disk().replace(file, with: bytes)
        try await place.keeper.keep([(Self.b, "two \(tried)")], day: 1 + tried)
        guard case .damaged? = place.problem() else {
          Issue.record("\(name) is signed over: \(place.problem().map { "\($0)" } ?? "no problem")")
          return
        }
        bytes[bytes.count / 2] ^= 1
        try Disk().replace(file, with: bytes)
        tried += 1
      }
      #expect(tried == 2)
      try place.sign()
      #expect(try place.leaves.count == 7)
    }
  }
}
