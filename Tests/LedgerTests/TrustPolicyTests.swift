// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `A policy of trust` {
  private static let origin = "example.org/reports"

  private static func signer(
    _ name: String,
    _ seed: UInt8,
    _ algorithm: NoteKey.Algorithm = .cosignature
  ) throws -> NoteSigner {
    try NoteSigner(name, number: seed, algorithm)
  }

  private static func read(_ text: String) throws(NoteError) -> TrustPolicy {
    try TrustPolicy(Array(text.utf8))
  }

  @Test func `asks for the log and as many witnesses as its quorum says`() throws {
    let log = try Self.signer(Self.origin, 1, .ed25519)
    let witnesses = try (2...4).map { try Self.signer("w\($0).example", UInt8($0)) }
    let text = """
      # who is believed
      log \(log.key) https://example.org/ledger/
      witness a \(witnesses[0].key)
      witness b \(witnesses[1].key)   # of the neighbours
      witness c \(witnesses[2].key)
      group two 2 a b c
      group either any two c
      quorum either
      """
    let policy = try Self.read(text)
    func names(_ signing: [NoteSigner], tampered: Bool = false) throws -> [String] {
      var checkpoint = SignedCheckpoint(Checkpoint(origin: Self.origin, .empty), by: [log])
      let text = tampered ? "other\n" : checkpoint.checkpoint.text
      checkpoint.add(signing.map { $0.cosignature(over: text, at: 5) })
      return try policy.check(checkpoint)
    }
    #expect(try names(witnesses).count == 4)
    #expect(try names([witnesses[0], witnesses[1]]).count == 3)
    #expect(try names([witnesses[2]]) == [Self.origin, "w4.example"])
    #expect(throws: TrustPolicy.Fault.quorum("either")) { try names([witnesses[0]]) }
    #expect(throws: TrustPolicy.Fault.quorum("either")) { try names([]) }
    #expect(throws: TrustPolicy.Fault.badSignature("w4.example")) {
      try names([witnesses[2]], tampered: true)
    }
    let other = SignedCheckpoint(Checkpoint(origin: "elsewhere", .empty), by: [log])
    #expect(throws: TrustPolicy.Fault.otherLog("elsewhere")) { try policy.check(other) }
    let unsigned = SignedCheckpoint(Checkpoint(origin: Self.origin, .empty), by: [witnesses[0]])
    #expect(throws: TrustPolicy.Fault.unsigned) { try policy.check(unsigned) }
    #expect(try Self.read("log \(log.key)\r\nquorum none\r\n").logs == [log.key])
  }

  @Test(.timeLimit(.minutes(1)), arguments: [40, 10_000])
  func `groups of groups are looked at once each`(depth: Int) throws {
    let log = try Self.signer(Self.origin, 1, .ed25519)
    let witness = try Self.signer("w.example", 2)
    let text =
      "log \(log.key)\nwitness w \(witness.key)\ngroup g0 1 w\ngroup h0 1 w\n"
      + (1..<depth).map { number in
        ["g", "h"].map { "group \($0)\(number) 2 g\(number - 1) h\(number - 1)\n" }.joined()
      }.joined() + "quorum g\(depth - 1)\n"
    let policy = try Self.read(text)
    var checkpoint = SignedCheckpoint(Checkpoint(origin: Self.origin, .empty), by: [log])
    #expect(throws: TrustPolicy.Fault.quorum("g\(depth - 1)")) { try policy.check(checkpoint) }
    checkpoint.add([witness.cosignature(over: checkpoint.checkpoint.text, at: 5)])
    #expect(try policy.check(checkpoint).count == 2)
  }

  @Test func `what it cannot mean is told with its line`() throws {
    let log = try Self.signer(Self.origin, 1, .ed25519).key
    let witness = try Self.signer("w.example", 2).key
    func line(_ text: String) -> Int? {
      do {
        _ = try Self.read(text)
        return 0
      } catch { return error.line ?? -1 }
    }
    let head = "log \(log)\nwitness a \(witness)\n"
    #expect(line(head + "quorum a\n") == 0)
    #expect(line("quorum none\n") == -1)
    #expect(line(head) == -1)
    #expect(line(head + "quorum b\n") == 3)
    #expect(line(head + "witness a \(log)\n") == 3)
    #expect(line(head + "witness b \(witness)\n") == 3, "one key must not count twice")
    #expect(line(head + "witness none \(log)\n") == 3)
    #expect(line(head + "group g 2 a\n") == 3)
    #expect(line(head + "group g 0 a\n") == 3)
    #expect(line(head + "group g 1 g\n") == 3)
    #expect(line(head + "group g 2 a a\n") == 3)
    #expect(line(head + "quorum a\nquorum a\n") == 4)
    #expect(line(head + "trust a\n") == 3)
    #expect(line("log \(log)x\n") == 1)
    #expect(line("log\n") == 1)
  }
}
