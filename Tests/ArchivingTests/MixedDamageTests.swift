// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Several damages of any kind at once, as by chance: each is told, and a copy of the archive mends all of them in one repair.
@Suite(.timeLimit(.minutes(30)))
struct `Mixed damage` {
  /// Some, and those that once showed a fault.
  private static let trials: [UInt64] =
    Array(1...(CrashTally.isFull ? 400 : 10)) + [62, 121, 214, 376]

  @Test func `is told, and mended from a copy in one repair`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      for seed in Self.trials {
        var mix = DamageMix(of: bench, seed: seed)
        try mix.damage()
        let what = "seed \(seed): \(mix.done.joined(separator: "; "))"
        let found = try await bench.verification.full(cores: 1)
        let changes = try Tree(bench.archive.path).changes(since: bench.tree)
        let isTold = !found.findings.isEmpty || !found.warnings.isEmpty
        #expect(isTold || changes.allSatisfy(mix.isOfNoAccount), "\(what): \(changes)")
        let left = try await bench.repair(from: copy)
        #expect(left.filter { !mix.isByHand($0) } == [], "\(what)")
        let after = try Tree(bench.archive.path).changes(since: bench.tree)
        let lost = after.filter { bench.tree[$0] != nil && $0.hasPrefix("ocfl/") }
        #expect(lost == [], "\(what)")
        let again = try await bench.verification.full(cores: 1).findings
        #expect(again.filter { !mix.isByHand($0) } == [], "\(what)")
        try bench.mend(in: bench.archive.path)
      }
    }
  }
}

/// One to three damages, by a seed.
private struct DamageMix {
  private let bench: DamageBench
  private var random: Seeded
  private(set) var done: [String] = []

  init(of bench: DamageBench, seed: UInt64) {
    self.bench = bench
    random = Seeded(seed: seed)
  }

  mutating func damage() throws {
    for _ in 0..<Int.random(in: 1...3, using: &random) { try damageOnce() }
  }

  /// Whether a change says nothing: of the ledger's tiles that a later one has the leaves of, any may be lost; and a suspect answer
  /// that is gone with its folder may have made room, as each does one day.
  func isOfNoAccount(_ path: String) -> Bool {
    // What was read when, verifications write down themselves.
    if path.hasPrefix("ledger/tile/") || path == ReadingMemory.fileName { return true }
    let parts = path.split(separator: "/")
    let folder = place(parts.prefix(2).joined(separator: "/"))
    return parts.first == "quarantine" && ((try? Disk().entry(at: folder)) ?? nil) == nil
  }

  /// Whether only a person can mend it: nobody states what the capture of a suspect answer was, or what waited to be signed for
  /// and is lost with the folder of the ledger.
  func isByHand(_ finding: ArchiveFinding) -> Bool {
    if finding.isUnsigned { return true }
    return finding.path.hasPrefix("quarantine/") && finding.path.hasSuffix("/capture.json")
  }

  private func place(_ name: String) -> FilePath {
    bench.archive.path.pushing(FilePath(name))
  }

  private mutating func damageOnce() throws {
    let now = try Tree(bench.archive.path)
    // Whose lock it is, and what waits for the ledger, is not what a copy mends.
    let files = now.names.filter {
      now[$0] != nil && $0 != Archive.lockName && !$0.hasPrefix("ledger/waiting")
    }
    let folders = now.names.filter { now[$0] == nil && $0 != Archive.staging }
    guard let file = files.randomElement(using: &random),
      let other = files.filter({ $0 != file }).randomElement(using: &random),
      let folder = folders.randomElement(using: &random),
      let second = folders.filter({ !isNested($0, folder) }).randomElement(using: &random)
    else { return }
    let bytes = try Disk().read(place(file))
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
      var bytes = bytes
      guard let index = bytes.indices.randomElement(using: &random) else { return }
      bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try Disk().replace(place(file), with: bytes)
      done.append("flipped a bit of \(file)")
    case 1:
      let rest = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
      try Disk().replace(place(file), with: Array(rest))
      done.append("cut \(file) to \(rest.count)")
    case 2:
      try Disk().removeFile(place(file))
      done.append("removed \(file)")
    case 3:
      try Disk().removeTree(place(folder))
      done.append("removed \(folder)")
    case 4:
      try exchange(file, other)
      done.append("exchanged \(file) and \(other)")
    case 5:
      try exchange(folder, second)
      done.append("exchanged \(folder) and \(second)")
    default:
      try Disk().replace(place(other), with: bytes)
      done.append("copied \(file) over \(other)")
    }
  }

  private func isNested(_ one: String, _ other: String) -> Bool {
    one == other || one.hasPrefix("\(other)/") || other.hasPrefix("\(one)/")
  }

  private func exchange(_ one: String, _ other: String) throws {
    let room = place("room")
    try Disk().rename(place(one), to: room)
    try Disk().rename(place(other), to: place(one))
    try Disk().rename(room, to: place(other))
  }
}
