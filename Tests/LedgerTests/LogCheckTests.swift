// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Ledger

/// A log read to its end, by ourselves and by a program that has nothing of ours.
@Suite(.timeLimit(.minutes(10)))
struct `A log that is checked` {
  private struct Bench {
    let folder: FilePath
    let signer: NoteSigner
    private(set) var checkpoints: [SignedCheckpoint] = []

    /// Of so many entries, signed for after each portion.
    init(in scratch: FilePath, _ portions: [Int]) throws {
      folder = scratch.appending("ledger")
      signer = try NoteSigner(number: 3)
      var log = try TileLog(TileFolder(at: folder), [signer])
      var size = 0
      for portion in portions {
        let entries = (size..<size + portion).map { Self.entry($0) }
        checkpoints.append(try log.append(entries))
        size += portion
      }
    }

    static func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    func check() throws -> (damages: [String], strangers: [String]) {
      let tiles = TileFolder(at: folder)
      let head = try #require(try tiles.checkpoint()).checkpoint.head
      let check = try LogCheck(of: tiles, at: head) { _, _ in }
      return (check.damages.map(\.file), check.strangers)
    }
  }

  @Test(arguments: [[1], [2, 1], [255, 1, 1], [256], [300, 212], [10, 700]])
  func `is sound, and hands out its entries in their order`(portions: [Int]) throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, portions)
      let size = portions.reduce(0, +)
      var seen: [[UInt8]] = []
      let head = try #require(bench.checkpoints.last).checkpoint.head
      let check = try LogCheck(of: TileFolder(at: bench.folder), at: head) { index, entry in
        #expect(Int(index) == seen.count)
        seen.append(entry)
      }
      #expect(check.damages == [] && check.strangers == [])
      #expect(seen == (0..<size).map { Bench.entry($0) })
    }
  }

  /// Each byte of the small files, and some of the long ones, of a log whose earlier partial tiles are there still.
  @Test func `a flipped bit is one damage, of its own file`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, [3, 4, 261, 2])
      let tree = try Tree(bench.folder)
      var tried = 0
      for name in tree.names where name.hasPrefix("tile/") {
        guard let bytes = tree[name] else { continue }
        for place in stride(from: 0, to: bytes.count, by: bytes.count > 600 ? 211 : 1) {
          var altered = bytes
          altered[place] ^= 1 << UInt8(place % 8)
          let path = bench.folder.pushing(FilePath(name))
          try Disk().removeFile(path)
          try Disk().create(path, holding: altered)
          let found = try bench.check()
          #expect(found.damages == [name], "\(name), byte \(place)")
          tried += 1
          try Disk().removeFile(path)
          try Disk().create(path, holding: bytes)
        }
      }
      #expect(tried > 500)
      #expect(try bench.check().damages == [])
    }
  }

  @Test func `what is cut, longer, gone or strange is told by its name`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, [3, 4, 261])
      let tree = try Tree(bench.folder)
      for name in tree.names where name.hasPrefix("tile/") {
        guard let bytes = tree[name] else { continue }
        let path = bench.folder.pushing(FilePath(name))
        let half = Array(bytes.prefix(bytes.count / 2))
        for altered in [Array(bytes.dropLast()), bytes + [7], half, []] {
          try Disk().removeFile(path)
          try Disk().create(path, holding: altered)
          #expect(try bench.check().damages == [name], "\(name), \(altered.count) bytes")
        }
        try Disk().removeFile(path)
        // Of a checkpoint of before, the tile may go; of the last one not.
        let isNeeded = Self.needed.contains(name)
        #expect(try bench.check().damages == (isNeeded ? [name] : []), "\(name) is gone")
        try Disk().create(path, holding: bytes)
      }
      for name in ["tile/0/001.p/13.bak", "tile/entries/thumbs.db", "tile/@eaDir", "tile/0/9.p"] {
        let path = bench.folder.pushing(FilePath(name))
        try Disk().create(path, holding: "strange")
        #expect(try bench.check().strangers == [name])
        try Disk().removeFile(path)
      }
      try Disk().create(bench.folder.pushing("tile/0/001.p/14.new"), holding: "half")
      #expect(try bench.check().strangers == [], "what an append leaves that is cut off")
    }
  }

  @Test(arguments: [Int64.max, 1 << 62, 1 << 40, 100_000])
  func `a checkpoint that states more leaves than there are is no reason to look for them all`(
    size: Int64
  ) throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, [3])
      let head = TreeHead(size: size, root: MerkleTree.emptyRoot)
      let check = try LogCheck(of: TileFolder(at: bench.folder), at: head) { _, _ in }
      #expect(check.damages.count == 16)
      #expect(check.damages.allSatisfy { $0.isMissing || $0.reason.contains("entries") })
    }
  }

  @Test(arguments: [
    "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/9223372036854775807",
    "tile/entries/x009/x223/x372/x036/x854/775", "tile/0/999999999999999999999", "tile/9/000",
    "tile/0/٣٣٣", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/-1", "tile/entries/",
  ])
  func `a name that no tile has is strange, whatever its numbers are`(name: String) throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, [3])
      let path = bench.folder.pushing(FilePath(name.hasSuffix("/") ? name + "x.p" : name))
      try Disk().makeDirectories(path.removingLastComponent())
      try Disk().create(path, holding: "strange")
      let found = try bench.check()
      #expect(found.damages == [], "\(found.damages)")
    }
  }

  @Test func `a bundle holds what a tree has of its leaves, however large that is`() {
    #expect(EntryBundle.leaves(of: 0, in: 0).isEmpty)
    #expect(EntryBundle.leaves(of: 0, in: 3) == 0..<3)
    #expect(EntryBundle.leaves(of: 1, in: 256).isEmpty)
    #expect(EntryBundle.leaves(of: 1, in: 257) == 256..<257)
    let last = (Int64.max - 1) / 256
    #expect(EntryBundle.leaves(of: last, in: .max) == last * 256..<Int64.max)
    #expect(EntryBundle.leaves(of: .max, in: .max).isEmpty)
  }

  @Test func `is handed out bundle by bundle, and to the end of what is there`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let folder = TileFolder(at: try Bench(in: scratch, [300, 212, 90]).folder)
      var counts: [Int?] = []
      folder.forEachBundle(in: 250..<602, of: 602) { counts.append(try? $0.get().count) }
      #expect(counts == [6, 256, 90])
      // A head may speak of more than there can be.
      counts = []
      folder.forEachBundle(in: 256..<Int64.max, of: .max) { counts.append(try? $0.get().count) }
      #expect(counts == [256, nil])
    }
  }

  private static let needed: Set = [
    "tile/0/000", "tile/0/001.p/12", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/12",
  ]

  private static let portions = [[1], [2, 1], [255, 1, 1], [256, 3], [300, 212, 90]]

  @Test(
    .enabled(if: LedgerJudge.inPython.isPresent, "\(Judges.whereToGetThem)"),
    arguments: portions
  )
  func `is sound in the eyes of another program`(portions: [Int]) async throws {
    try await show(portions, to: .inPython)
  }

  @Test(
    .enabled(if: LedgerJudge.inGo.isPresent, "`make gojudge` builds the judge in Go"),
    arguments: portions
  )
  func `is sound in the eyes of the code behind Go's checksum database`(
    portions: [Int]
  ) async throws {
    try await show(portions, to: .inGo)
  }

  private func show(_ portions: [Int], to judge: LedgerJudge) async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { scratch in
      let bench = try Bench(in: scratch, portions)
      let last = try #require(bench.checkpoints.last)
      var files: [FilePath] = []
      for (number, checkpoint) in bench.checkpoints.enumerated() {
        let path = scratch.appending("checkpoint-\(number)")
        try Disk().create(path, holding: checkpoint.text)
        files.append(path)
      }
      let size = last.checkpoint.head.size
      var reader = TreeReader(of: size, from: TileFolder(at: bench.folder))
      for index: Int64 in [0, size / 3, size / 2, size - 1] {
        let proof = LeafProof(at: index, try reader.inclusionProof(of: index), last)
        let entry = scratch.appending("entry-\(index)")
        try Disk().removeFile(entry)
        try Disk().create(entry, holding: Bench.entry(Int(index)))
        let path = FilePath("\(entry).tlog-proof")
        try Disk().removeFile(path)
        try Disk().create(path, holding: proof.text)
        files.append(path)
      }
      let key = bench.signer.key.description
      let verdict = try await judge.ask(about: bench.folder, key: key, files)
      #expect(verdict.status == 0, "\(verdict.errorText)")
      #expect(verdict.text.hasPrefix("\(size) entries"))
      // It is a judge only if it says no.
      let bundle = EntryBundle(index: 0, width: Int(min(256, size))).path
      let path = bench.folder.pushing(FilePath(bundle))
      var bytes = try Disk().read(path)
      bytes[3] ^= 1
      try Disk().removeFile(path)
      try Disk().create(path, holding: bytes)
      #expect(try await judge.ask(about: bench.folder, key: key).status == 1)
    }
  }
}
