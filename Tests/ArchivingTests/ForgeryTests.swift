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

  private static func signer(_ seed: UInt8) throws -> NoteSigner {
    let secret = try #require(Ed25519.PrivateKey(seed: Array(repeating: seed, count: 32)))
    return try #require(NoteSigner("example.org/reports", secret))
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
