// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Support
import SystemPackage
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `A log in files` {
  private static let name = "example.org/reports"

  private static func signer(_ seed: UInt8 = 1, name: String = name) throws -> NoteSigner {
    try NoteSigner(name, number: seed)
  }

  private static func entries(_ range: Range<Int>) -> [[UInt8]] {
    range.map { Array("entry \($0)".utf8) }
  }

  /// Every file below a folder, with its bytes.
  private static func files(_ folder: FilePath) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    func walk(_ path: FilePath, _ name: String) throws {
      for entry in try Disk().list(path) {
        let inner = name + entry.name
        if entry.kind == .directory {
          try walk(path.appending(entry.component), inner + "/")
        } else {
          files[inner] = try Disk().read(path.appending(entry.component))
        }
      }
    }
    try walk(folder, "")
    return files
  }

  @Test func `its roots are those of another implementation's log`() throws {
    try ScratchDirectory.run { scratch in
      let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven",
        "twelf", "threeten", "fourten", "fivten",
      ]
      var log = try TileLog(TileFolder(at: scratch.appending("ledger")), [Self.signer()])
      for word in words { try log.append([Array(word.utf8)]) }
      let head = try #require(log.signed?.checkpoint.head)
      #expect(head.size == 15)
      #expect(Base64.encode(head.root.bytes) == "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")
    }
  }

  @Test func `tiles are named as the specification has it`() {
    #expect(Tile(level: 0, index: 1_234_067).path == "tile/0/x001/x234/067")
    #expect(
      Tile.partial(of: 70_000).map(\.path) == [
        "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
      ]
    )
    #expect(Tile.partial(of: 256).map(\.path) == ["tile/1/000.p/1"])
    #expect(EntryBundle(index: 0, width: 3).path == "tile/entries/000.p/3")
  }

  @Test func `entries added in any portions give the same files`() throws {
    try ScratchDirectory.run { scratch in
      let count = 1_000
      let whole = scratch.appending("whole")
      var log = try TileLog(TileFolder(at: whole), [Self.signer()])
      try log.append(Self.entries(0..<count))
      // The partial tiles of sizes that were never signed are not there.
      let full = try Self.files(whole).filter { !$0.key.contains(".p/") }
      var random = Seeded(seed: 4)
      for round in 0..<6 {
        let path = scratch.appending("round-\(round)")
        var done = 0
        while done < count {
          var log = try TileLog(TileFolder(at: path), [Self.signer()])
          #expect(log.size == Int64(done))
          let next = min(count, done + Int.random(in: 0...300, using: &random))
          try log.append(Self.entries(done..<next))
          done = next
        }
        let files = try Self.files(path)
        #expect(files.filter { !$0.key.contains(".p/") } == full)
        for tile in Tile.partial(of: Int64(count)) { #expect(files[tile.path] != nil) }
        let overtaken = files.keys.filter {
          $0.contains(".p/") && files[String($0.prefix { $0 != "." })] != nil
        }
        #expect(overtaken == [], "of a full tile, no partial one is left")
      }
    }
  }

  @Test func `every leaf is proven from files, and every checkpoint is the beginning of the next`()
    throws
  {
    try ScratchDirectory.run { scratch in
      let folder = TileFolder(at: scratch.appending("ledger"))
      let signer = try Self.signer()
      var checkpoints: [SignedCheckpoint] = []
      var done = 0
      for portion in [1, 3, 252, 1, 300, 0, 90] {
        var log = try TileLog(folder, [signer])
        checkpoints.append(try log.append(Self.entries(done..<done + portion)))
        done += portion
      }
      let last = try #require(try folder.checkpoint())
      #expect(last == checkpoints.last)
      var reader = TreeReader(of: Int64(done), from: folder)
      for index in 0..<done {
        let proof = LeafProof(at: Int64(index), try reader.inclusionProof(of: Int64(index)), last)
        let read = try LeafProof(Array(proof.text.utf8))
        #expect(read == proof && read.holds(Self.entries(index..<index + 1)[0]))
        for (text, line) in [
          (Array("\u{FEFF}\(proof.text)".utf8), 1),
          (Array(proof.text.replacing("\n", with: "\r\n").utf8), 1),
          (Array(proof.text.utf8.prefix(40)) + [0xFF] + Array(proof.text.utf8.dropFirst(40)), 3),
        ] {
          let fault = #expect(throws: NoteError.self) { try LeafProof(text) }
          #expect(fault?.line == line, "\(String(describing: fault))")
        }
        #expect(!read.holds(Array("entry".utf8)))
      }
      for checkpoint in checkpoints {
        #expect(try TrustPolicy(log: signer.key).check(checkpoint) == [Self.name])
        let head = checkpoint.checkpoint.head
        let path = try reader.consistencyProof(from: head.size)
        #expect(MerkleTree.isConsistent(head, last.checkpoint.head, by: path))
      }
    }
  }

  @Test func `whatever a crash left unsigned is written again`() throws {
    try ScratchDirectory.run { scratch in
      let signer = try Self.signer()
      var states = 0
      for (old, new) in [(0, 3), (3, 5), (250, 260), (255, 256), (256, 600), (510, 1_030)] {
        let path = scratch.appending("\(old)-\(new)")
        var log = try TileLog(TileFolder(at: path), [signer])
        try log.append(Self.entries(0..<old))
        let before = try Self.files(path)
        var grown = log
        try grown.append(Self.entries(old..<new))
        let after = try Self.files(path)
        // Any of the new files may be there, whole or cut, with the old checkpoint.
        for (name, bytes) in after where before[name] != bytes && name != TileFolder.checkpointName
        {
          for length in [0, bytes.count / 2, bytes.count] {
            try Disk().removeTree(path)
            for (name, bytes) in before { try Self.put(bytes, at: path.pushing(FilePath(name))) }
            try Self.put(Array(bytes.prefix(length)), at: path.pushing(FilePath(name)))
            var log = try TileLog(TileFolder(at: path), [signer])
            // Others may come than those that were lost.
            try log.append([Array("another".utf8)] + Self.entries(old..<new))
            var reader = TreeReader(of: log.size, from: log.folder)
            let head = try #require(log.signed?.checkpoint.head)
            #expect(try reader.head() == head)
            // And nothing of what was lost is left to be found wrong later.
            let check = try LogCheck(of: log.folder, at: head) { _, _ in }
            #expect(check.damages.isEmpty, "\(name) cut to \(length): \(check.damages)")
            states += 1
          }
        }
      }
      #expect(states >= 30)
    }
  }

  private static func put(_ bytes: [UInt8], at path: FilePath) throws {
    try Disk().makeDirectories(path.removingLastComponent())
    try Disk().removeFile(path)
    try Disk().create(path, holding: bytes)
  }

  @Test func `nothing is signed over files that were altered, nor with another key`() throws {
    try ScratchDirectory.run { scratch in
      let path = scratch.appending("ledger")
      let signer = try Self.signer()
      var log = try TileLog(TileFolder(at: path), [signer])
      try log.append(Self.entries(0..<300))
      #expect(throws: TileLog.Refusal.foreign(.unsigned)) {
        try TileLog(TileFolder(at: path), [Self.signer(2)])
      }
      #expect(throws: TileLog.Refusal.foreign(.otherLog(Self.name))) {
        try TileLog(TileFolder(at: path), [Self.signer(1, name: "elsewhere")])
      }
      let files = try Self.files(path)
      var refused = 0
      for (name, bytes) in files where name != TileFolder.checkpointName {
        for place in [0, bytes.count / 2, bytes.count - 1] {
          var altered = bytes
          altered[place] ^= 1
          try Self.put(altered, at: path.pushing(FilePath(name)))
          #expect(throws: (any Error).self, "\(name) at \(place)") {
            var log = try TileLog(TileFolder(at: path), [signer])
            try log.append([[1]])
            // What lies before the tiles in use is read by a verification.
            guard name != "tile/entries/000", name != "tile/0/000" else { throw NoteError("", "") }
          }
          refused += 1
          try Disk().removeTree(path)
          for (name, bytes) in files { try Self.put(bytes, at: path.pushing(FilePath(name))) }
        }
      }
      #expect(refused >= 15)
      #expect(throws: TileLog.Refusal.entryTooLong(65_536)) {
        var log = try TileLog(TileFolder(at: path), [signer])
        try log.append([Array(repeating: 0, count: 65_536)])
      }
      #expect(try Self.files(path) == files)
    }
  }

  @Test func `a second key signs as well, and what others signed is carried on`() throws {
    try ScratchDirectory.run { scratch in
      let (old, new) = (try Self.signer(1), try Self.signer(2))
      let folder = TileFolder(at: scratch.appending("ledger"))
      var log = try TileLog(folder, [old])
      var checkpoint = try log.append(Self.entries(0..<2))
      checkpoint.add([NoteSignature(name: "w", id: 5, [1, 2, 3])])
      checkpoint.add([NoteSignature(name: "w", id: 5, [1, 2, 3])])
      try log.keep(checkpoint)
      #expect(try folder.checkpoint()?.note.signatures.count == 2)
      var both = try TileLog(folder, [old, new])
      try both.append(Self.entries(2..<3))
      let signed = try #require(try folder.checkpoint())
      #expect(signed.note.check(old.key) == .good && signed.note.check(new.key) == .good)
      #expect(throws: Never.self) { try TileLog(folder, [new]) }
    }
  }
}
