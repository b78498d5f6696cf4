// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Ledger
import OCFL
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What is altered by somebody who knows the archive, and makes every record in it agree: `verify` finds it by the
/// ledger, and names the document, the version or the run.
@Suite(.timeLimit(.minutes(20)))
struct `What a forger leaves` {
  /// One forgery, and whose finding is expected of it.
  private struct Forgery: Sendable {
    let name: String
    let address: String?
    let path: String?
    let versions: [Int]?
    let forge: @Sendable (Forger, DamageBench) async throws -> Void

    init(
      _ name: String,
      of address: String? = nil,
      at path: String? = nil,
      versions: [Int]? = nil,
      _ forge: @escaping @Sendable (Forger, DamageBench) async throws -> Void
    ) {
      (self.name, self.address, self.path, self.versions, self.forge) =
        (name, address, path, versions, forge)
    }

    func complaint(_ outcome: Verification.Outcome) -> String? {
      let told = "\(outcome.findings) and \(outcome.warnings)"
      guard outcome.findings.count == 1, let finding = outcome.findings.first else { return told }
      if finding.address != address { return "another document: \(told)" }
      if let path, finding.path != path { return "another place: \(told)" }
      if let versions, finding.versions != versions { return "other versions: \(told)" }
      return outcome.warnings.isEmpty && outcome.isDamaged ? nil : told
    }
  }

  private static let documents = [
    (DamageBench.one, 1), (DamageBench.two, 2), (DamageBench.three, 3), (DamageBench.page, 2),
  ]

  /// In each way that content can be altered without another length.
  private static func alterations(_ bench: DamageBench) throws -> [Forgery] {
    var forgeries: [Forgery] = []
    for (address, _) in documents {
      let object = DamageBench.folder(of: address)
      for file in bench.files
      where file.hasPrefix(object + "/") && file.contains("/content/") {
        let bytes = try #require(bench.tree[file])
        let isCapture = file.hasSuffix("/\(Capture.fileName)")
        for place in stride(from: 1, to: bytes.count, by: isCapture ? 61 : 2) {
          var altered = bytes
          if isCapture {
            // A capture that still reads well: another letter in one of its texts.
            guard
              let letter = altered.indices.dropFirst(place).first(where: {
                altered[$0] == UInt8(ascii: "e") && altered[$0 - 1] == UInt8(ascii: "t")
              })
            else { continue }
            altered[letter] = UInt8(ascii: "a")
          } else {
            altered[place] ^= 1
          }
          let forged = altered
          forgeries.append(
            Forgery("\(file) altered at \(place)", of: address) { forger, bench in
              let path = bench.archive.path.pushing(FilePath(file))
              try await forger.alter(path, of: address, to: forged)
            }
          )
        }
      }
    }
    return forgeries
  }

  private static func removals(_ bench: DamageBench) -> [Forgery] {
    var forgeries: [Forgery] = []
    for (address, count) in documents {
      forgeries.append(
        Forgery("\(address) removed", of: address, versions: Array(1...count)) { forger, _ in
          try await forger.remove(address)
        }
      )
      for version in stride(from: count, to: 1, by: -1) {
        forgeries.append(
          Forgery(
            "\(address) back before v\(version)",
            of: address,
            versions: Array(version...count)
          ) { forger, _ in
            for number in (version...count).reversed() {
              try await forger.rollBack(address, from: number)
            }
          }
        )
      }
    }
    return forgeries
  }

  private static func runs(_ bench: DamageBench) -> [Forgery] {
    let names = Set(
      bench.files.filter { $0.hasPrefix("runs/") }.map { String($0.split(separator: "/")[1]) }
    )
    return names.sorted().flatMap { run -> [Forgery] in
      [
        Forgery("run \(run) removed", at: "runs/\(run)") { forger, _ in
          try await forger.removeRun(run)
        },
        Forgery("report of \(run) altered", at: "runs/\(run)/report.json") { forger, _ in
          try await forger.alterRun(run, "report.json") {
            $0.replacing("}\n", with: ",\"tool\":\"x\"}\n")
          }
        },
        Forgery("visits of \(run) altered", at: "runs/\(run)/visits.jsonl") { forger, bench in
          let isEmpty = bench.tree["runs/\(run)/visits.jsonl"]?.isEmpty ?? true
          let other = bench.files.first { $0.hasSuffix("visits.jsonl") }.flatMap { bench.tree[$0] }
          let line = String(decoding: other ?? [], as: UTF8.self).split(separator: "\n").first
          try await forger.alterRun(run, "visits.jsonl") {
            isEmpty ? "\(line ?? "")\n" : $0.replacing("T22:13:20Z", with: "T22:13:21Z")
          }
        },
      ]
    }
  }

  /// Alters what only a ledger can know of: everything agrees with it.
  @Test func `is found, and named`() async throws {
    try await trying("forgeries", atLeast: 186) { bench in
      try Self.alterations(bench) + Self.removals(bench) + Self.runs(bench)
    }
  }

  /// Whoever has no key cannot go on from what was signed; whoever makes a new ledger is not the one who is trusted.
  @Test func `is found in the ledger itself, where a checkpoint is held elsewhere`() async throws {
    try await trying("rewritten ledgers", atLeast: 5) { _ in
      let isLedger: @Sendable (String) -> String = { "ledger/\($0)" }
      return [
        Forgery("ledger made anew with another key", at: isLedger("checkpoint")) { forger, bench in
          try Disk().removeTree(forger.archive.ledger)
          try Self.sign(forger.archive, seed: 9, in: bench)
        },
        Forgery("ledger made anew with the right key", at: isLedger("checkpoint")) {
          forger,
          bench in
          try await forger.remove(DamageBench.one)
          try Disk().removeTree(forger.archive.ledger)
          try Self.sign(forger.archive, seed: 7, in: bench)
        },
        Forgery("ledger gone", at: "ledger") { forger, _ in
          try Disk().removeTree(forger.archive.ledger)
        },
        Forgery("signature of the checkpoint altered", at: isLedger("checkpoint")) { forger, _ in
          let path = forger.archive.ledger.appending("checkpoint")
          let text = try Disk().readText(path)
          try Disk().removeFile(path)
          try Disk().create(path, holding: text.replacing("\n1", with: "\n2"))
        },
        Forgery("ledger cut back", at: isLedger("checkpoint")) { forger, bench in
          // To what it was when nothing but its first leaf was signed for, by the right key.
          try Disk().removeTree(forger.archive.ledger)
          var log = try TileLog(TileFolder(at: forger.archive.ledger), [Self.signer(7)])
          try log.append([Array(Leaf.beginning(.init(at: Keeper.day)).entry.utf8)])
        },
      ]
    }
  }

  /// Whoever can write here can put a leaf before the next night's signature: what was stated first holds.
  @Test func `is found where it has a leaf of its own, waiting or signed for`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive
      let forger = Forger(archive: archive)
      let address = WebAddress(alreadyNormal: DamageBench.one)
      func expect(
        _ place: (ArchiveFinding) -> Bool,
        denying versions: [Int],
        _ waiting: SealedLeaf
      ) async throws {
        try WaitingLeaves(of: archive).append([waiting])
        let waits = try await bench.verification.full(cores: 1)
        #expect(waits.findings.count { place($0) } == 1, "\(waits.findings)")
        #expect(waits.findings.contains { $0.path == "ledger/waiting.jsonl" })
        try Self.sign(archive, seed: 7, in: bench)
        let signed = try await bench.verification.full(cores: 1)
        #expect(signed.findings.count == 1 && signed.findings.allSatisfy(place))
        #expect(signed.warnings.map(\.path) == ["ledger"], "\(signed.warnings)")
        let ledger = ArchiveLedger(of: archive)
        let kept = try archive.keptVersions(of: address)
        #expect(try ledger.contradictions(of: kept, at: address).keys.sorted() == versions)
        #expect(try ledger.proof(of: kept[0]) == nil ? versions == [1] : versions == [])
        try bench.mend(in: archive.path)
      }

      let file = "\(DamageBench.folder(of: address.text))/v1/content/document.pdf"
      var bytes = try #require(bench.tree[file])
      bytes[1] ^= 1
      try await forger.alter(archive.path.pushing(FilePath(file)), of: address.text, to: bytes)
      let id = ObjectID(address.text)
      let directory = archive.root.directory(of: id)
      let inventory = try Inventory(readFrom: directory)
      let number = VersionNumber(1)
      let seals = try DocumentSeals(of: archive).all(of: address)
      let seal = try #require(seals.last)
      let version = try CommittedVersion(number, inventory, in: archive)
        .held(with: archive.root.inventoryDigest(of: number, in: directory))
      try await expect(
        { $0.address == address.text && $0.versions == [1] },
        denying: [1],
        SealedLeaf(version.leaf(under: seal), seal)
      )

      let runs = try RunLeaves(of: archive).names()
      let run = try #require(runs.first)
      try await forger.alterRun(run, "report.json") {
        $0.replacing("}\n", with: ",\"tool\":\"x\"}\n")
      }
      let made = try RunLeaves(of: archive).leaf(of: run)
      let leaf = try #require(made)
      try await expect({ $0.path == "runs/\(run)/report.json" }, denying: [], SealedLeaf(leaf))
    }
  }

  @Test(arguments: [Document.Role.document, .listing])
  func `a tombstone excuses what it says itself, and no more`(_ role: Document.Role) throws {
    let at = Keeper.day
    func seal(_ name: String) -> Digest { .of(name, by: .sha256) }
    func stone(_ name: String, of seals: [Digest]) -> Tombstone {
      var stone = Tombstone(
        name: name,
        at: at,
        tool: "test",
        reason: .mistake,
        note: nil,
        role: role,
        versions: [],
        salt: "ab",
        marks: [],
        seals: seals
      )
      // A list is read on.
      if role == .listing { stone.lifted = Tombstone.Lifting(at: at, note: nil) }
      return stone
    }
    let lawful = stone("2026-01-01T000000Z", of: [seal("one")])
    guard case .suppression(let leaf)? = try Leaf.Suppression.leaves(of: lawful).first else {
      Issue.record("no leaf of a suppression")
      return
    }
    var records = StatedRecords()
    func add(_ leaf: Leaf.Run) -> Bool { records.add(leaf) }
    func add(_ leaf: Leaf.Suppression, _ stone: Tombstone) -> Bool { records.add(leaf, by: stone) }
    let run = Leaf.Run(run: "r", report: .of("a"), visits: nil)
    let other = Leaf.Run(run: "r", report: .of("b"), visits: nil)
    #expect(add(run))
    #expect(!add(other), "nothing was let go of since")
    #expect(add(leaf, lawful))
    #expect(add(other), "as hanaper states it, once")
    #expect(!add(run))
    // Another document in the name of the same tombstone, with its record or one of its own.
    let stretched = Leaf.Suppression(
      at: at,
      tombstone: lawful.name,
      record: leaf.record,
      reason: .mistake,
      documents: [seal("two")],
      versions: []
    )
    #expect(!add(stretched, lawful))
    let forged = stone(lawful.name, of: [seal("one"), seal("two")])
    guard case .suppression(let second)? = try Leaf.Suppression.leaves(of: forged).first else {
      Issue.record("no leaf of a suppression")
      return
    }
    #expect(!add(second, forged))
    #expect(records.suppressed == [seal("one").hashValue])
    #expect(records.tombstonesAtFirst == [lawful.name: leaf.record])
    #expect(!add(run), "what was refused lets nothing be stated anew")
  }

  private static func signer(_ seed: UInt8) throws -> NoteSigner {
    try NoteSigner(number: seed)
  }

  private static func sign(_ archive: Archive, seed: UInt8, in bench: DamageBench) throws {
    let note = bench.archive.path.removingLastComponent().appending("forged.checkpoint")
    try Disk().removeFile(note)
    // Reports of runs would keep an honest program from it.
    _ = try ArchiveLedger(of: archive).advance(
      by: .by([signer(seed)], noting: note),
      at: Keeper.day
    )
  }

  private func trying(
    _ what: String,
    atLeast floor: Int,
    _ forgeries: @escaping @Sendable (DamageBench) throws -> [Forgery]
  ) async throws {
    let tally = try await DetectionTally.gather { lane, folder, part in
      let bench = try await DamageBench(in: folder)
      let all = try forgeries(bench)
      for number in stride(from: lane, to: all.count, by: Lanes.count) {
        try await all[number].forge(Forger(archive: bench.archive), bench)
        let outcome = try await bench.verification.full(cores: 1)
        let isTold = !outcome.findings.isEmpty
        part.add(all[number].name, isTold: isTold, all[number].complaint(outcome))
        try bench.mend(in: bench.archive.path)
      }
    }
    tally.tell(what)
    #expect(tally.bad == [])
    #expect(tally.tried >= floor)
  }
}
