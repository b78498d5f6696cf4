// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `What comes from others to be read` {
  @Test func `no bytes end a reader`() throws {
    let signer = try NoteSigner("example.org/reports", number: 9)
    let checkpoint = SignedCheckpoint(
      Checkpoint(origin: "example.org/reports", .empty),
      by: [signer]
    )
    let proof = LeafProof(at: 3, [MerkleTree.leaf([2])], checkpoint, extra: [1, 2])
    let policy = "log \(signer.key)\nwitness w \(`Signed notes`.key)\ngroup g 1 w\nquorum g\n"
    let texts = [
      checkpoint.text, proof.text, policy, signer.key.description, `Signed notes`.signed,
    ]
    .map { Array($0.utf8) }
    let pieces = ["\n\n", "— ", "+", " 1", "index ", "quorum none", "\u{301}", "\r\n"].map {
      Array($0.utf8)
    }
    Fuzz.run(3_000) { random in
      let bytes = (texts.randomElement(using: &random) ?? []).mutated(with: pieces, &random)
      _ = try? SignedNote(bytes)
      _ = try? SignedCheckpoint(bytes)
      if let read = try? LeafProof(bytes) {
        #expect((try? LeafProof(Array(read.text.utf8))) == read)
      }
      _ = try? TrustPolicy(bytes)
      _ = try? NoteKey(String(decoding: bytes, as: UTF8.self))
      _ = try? NoteSigner(secretText: String(decoding: bytes, as: UTF8.self))
    }
  }
}
