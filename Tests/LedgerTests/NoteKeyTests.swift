// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Support
import Testing

@testable import Ledger

@Suite(.timeLimit(.minutes(5)))
struct `Keys that sign notes` {
  @Test func `RFC 8032's first key gives its published signature`() throws {
    let seed = try #require(
      Digest(
        .sha256,
        hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
      )
    )
    let secret = try #require(Ed25519.PrivateKey(seed: seed.bytes))
    let known = Digest(
      .sha512,
      hex: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    #expect(secret.signature(over: []) == known?.bytes)
    #expect(secret.publicKey.accepts(secret.signature(over: [1]), over: [1]))
    #expect(!secret.publicKey.accepts(secret.signature(over: [1]), over: [2]))
    #expect(Ed25519.PrivateKey.random().seed != Ed25519.PrivateKey.random().seed)
  }

  @Test func `keys are read back from their lines, and not with a character altered`() throws {
    let signer = try NoteSigner("example.org/reports", number: 7)
    #expect(try NoteSigner(secretText: signer.secretText + "\n").key == signer.key)
    #expect(try NoteKey(signer.key.description) == signer.key)
    for text in [signer.key.description, signer.secretText] {
      for place in text.indices {
        var altered = text
        altered.replaceSubrange(place...place, with: text[place] == "b" ? "c" : "b")
        if text == signer.secretText {
          #expect(throws: NoteError.self, "\(altered)") { try NoteSigner(secretText: altered) }
        } else {
          // A digit of the id may be written in either case.
          #expect(throws: NoteError.self, "\(altered)") { try NoteKey(altered) }
        }
      }
    }
    #expect(NoteKey("a b", .ed25519, signer.key.key) == nil)
    #expect(NoteKey("a+b", .ed25519, signer.key.key) == nil)
    #expect(NoteKey("", .ed25519, signer.key.key) == nil)
  }
}
