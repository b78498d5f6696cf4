// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import SystemPackage
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `A witness` {
  /// A log of so many leaves, and a fork of it that differs from the fourth on.
  private struct Log {
    let signer: NoteSigner
    let folder: TileFolder
    var checkpoints: [Int64: SignedCheckpoint] = [:]

    init(_ scratch: FilePath, _ name: String, forkedAt fork: Int? = nil) throws {
      signer = try NoteSigner("example.org/log", number: 1)
      folder = TileFolder(at: scratch.appending(name))
      var log = try TileLog(folder, [signer])
      for number in 0..<20 {
        let text = fork.map { number >= $0 } == true ? "other \(number)" : "leaf \(number)"
        checkpoints[Int64(number + 1)] = try log.append([Array(text.utf8)])
      }
    }

    func request(_ old: Int64, _ new: Int64) throws -> AddCheckpoint {
      var reader = TreeReader(of: new, from: folder)
      let proof = old > 0 && old < new ? try reader.consistencyProof(from: old) : []
      return AddCheckpoint(after: old, proof, try #require(checkpoints[new]))
    }
  }

  @Test func `signs for what goes on from what it saw, and for nothing else`() throws {
    try ScratchDirectory.run { scratch in
      let log = try Log(scratch, "log")
      let fork = try Log(scratch, "fork", forkedAt: 3)
      let own = try NoteSigner("example.net/witness", number: 2, .cosignature)
      let witness = Witness(own, for: [log.signer.key])
      var seen: Checkpoint?
      func ask(_ request: AddCheckpoint) throws -> WitnessAnswer {
        let answer = try witness.answer(Array(request.text.utf8), at: 1_800_000_000) { _ in seen }
        if case .cosigned(let signed, _) = answer {
          seen = signed.checkpoint
          #expect(signed.note.check(own.key) == .good)
        }
        return answer
      }
      #expect(try ask(log.request(0, 5)).status == 200)
      #expect(try ask(log.request(5, 12)).status == 200)
      // The same again is the same.
      #expect(try ask(log.request(12, 12)).status == 200)
      #expect(try ask(log.request(5, 15)) == .conflict(12))
      #expect(try ask(log.request(0, 4)) == .conflict(12))
      #expect(try ask(fork.request(12, 12)) == .conflict(12), "another root of the same size")
      #expect(try ask(fork.request(12, 15)) == .unproven)
      let turned = AddCheckpoint(after: 13, [], try #require(log.checkpoints[12]))
      #expect(try ask(turned).status == 400)
      #expect(try ask(log.request(12, 20)).status == 200)
      #expect(seen?.head.size == 20)
    }
  }

  @Test func `keeps no more signatures than the log's and its own, whatever came with them`()
    throws
  {
    try ScratchDirectory.run { scratch in
      let log = try Log(scratch, "log")
      let own = try NoteSigner("example.net/witness", number: 2, .cosignature)
      let witness = Witness(own, for: [log.signer.key])
      let asked = try log.request(0, 5)
      let good = asked.checkpoint.note.signatures
      let junk = (0..<98).map { NoteSignature(name: "x\($0).example", id: 7, [UInt8]("?".utf8)) }
      let long = [
        NoteSignature(
          name: "x.example",
          id: 7,
          Array(repeating: 7, count: AddCheckpoint.longest / 2)
        )
      ]
      for more in [junk, long, good, good + junk] {
        var text = asked.text
        for signature in more { text += signature.line }
        let answer = try witness.answer(Array(text.utf8), at: 1_800_000_000) { _ in nil }
        guard case .cosigned(let kept, let signature) = answer else {
          Issue.record("it did not sign: \(answer)")
          continue
        }
        #expect(kept.note.signatures == good + [signature])
        #expect(try SignedCheckpoint(Array(kept.text.utf8)) == kept)
      }
    }
  }

  @Test func `knows whose logs it signs for`() throws {
    try ScratchDirectory.run { scratch in
      let log = try Log(scratch, "log")
      let own = try NoteSigner("example.net/witness", number: 2, .cosignature)
      let request = Array(try log.request(0, 5).text.utf8)
      let stranger = Witness(own, for: [try NoteSigner("example.org/other", number: 1).key])
      #expect(try stranger.answer(request, at: 1) { _ in nil } == .unknownLog)
      let otherKey = Witness(own, for: [try NoteSigner("example.org/log", number: 3).key])
      #expect(try otherKey.answer(request, at: 1) { _ in nil } == .unsigned)
    }
  }

  @Test func `a request reads as it was written, and what is none is told by its line`() throws {
    try ScratchDirectory.run { scratch in
      let log = try Log(scratch, "log")
      for (old, new) in [(0, 1), (3, 20), (8, 16), (20, 20)] as [(Int64, Int64)] {
        let request = try log.request(old, new)
        #expect(try AddCheckpoint(Array(request.text.utf8)) == request)
      }
      let good = try log.request(3, 20).text
      let bad = [
        "", "old\n", "old -1\n\n", "old 01\n\n", "new 3\n", "old 3\nAAAA\n\n" + good,
        "old 3\n", String(good.prefix(40)), good.replacing("\n\n", with: "\n"),
        "old 3\n" + String(repeating: "AgOC+iISx4gd3DYQP49LUyzm5vJjfwtAs6jJ6dWDjMY=\n", count: 64),
      ]
      for text in bad { #expect(throws: NoteError.self) { try AddCheckpoint(Array(text.utf8)) } }
      Fuzz.run(2_000) { random in
        var bytes = Array(good.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let place = Int.random(in: bytes.indices, using: &random)
          bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        }
        _ = try? AddCheckpoint(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
      }
    }
  }
}
