// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// What a log says that it holds: its name, how many leaves, and the root over them.
///
/// It counts once it is signed.
///
///     example.org/reports
///     4711
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
/// Source: C2SP tlog-checkpoint <https://c2sp.org/tlog-checkpoint>
package struct Checkpoint: Hashable, Sendable {
  /// The log's name, for ever and everywhere.
  package let origin: String
  package let head: TreeHead
  /// Lines of others' making behind the root; ours have none.
  package let extensions: [String]

  /// - Parameters:
  ///   - origin: the log's name.
  ///   - head: what it holds.
  package init(origin: String, _ head: TreeHead) {
    self.origin = origin
    self.head = head
    extensions = []
  }

  /// Reads the text of a note.
  ///
  /// - Parameter text: without signatures.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ text: String) throws(NoteError) {
    let subject = "checkpoint"
    guard text.unicodeScalars.last == "\n" else {
      throw NoteError(subject, "its last line has no end")
    }
    let lines = text.unicodeScalars.dropLast().split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    .map { String($0) }
    guard lines.count >= 3 else {
      throw NoteError(subject, "it has \(lines.count) lines, and needs three: origin, size, root")
    }
    guard !lines[0].isEmpty else {
      throw NoteError(subject, line: 1, "the log's name was expected, and the line is empty")
    }
    guard let size = Int64(lines[1]), String(size) == lines[1], size >= 0 else {
      throw NoteError(
        subject,
        line: 2,
        "the number of leaves was expected, not “\(lines[1].prefix(40))”"
      )
    }
    guard let bytes = Base64.decode(lines[2]), let root = Digest(.sha256, bytes: bytes) else {
      throw NoteError(subject, line: 3, "the root was expected, 32 bytes as base64")
    }
    if let empty = lines.dropFirst(3).firstIndex(of: "") {
      throw NoteError(subject, line: empty + 1, "the line is empty")
    }
    guard size > 0 || root == MerkleTree.emptyRoot else {
      throw NoteError(subject, line: 3, "a log without leaves has another root")
    }
    origin = lines[0]
    head = TreeHead(size: size, root: root)
    extensions = Array(lines.dropFirst(3))
  }

  /// The text that is signed.
  package var text: String {
    ([origin, String(head.size), Base64.encode(head.root.bytes)] + extensions)
      .map { $0 + "\n" }.joined()
  }
}

/// A checkpoint with the signatures under it.
package struct SignedCheckpoint: Hashable, Sendable {
  package let checkpoint: Checkpoint
  package private(set) var note: SignedNote

  /// Signs a checkpoint.
  package init(_ checkpoint: Checkpoint, by signers: [NoteSigner]) {
    self.init(checkpoint, signers.map { $0.signature(over: checkpoint.text) })
  }

  /// A checkpoint under signatures that are there already.
  init(_ checkpoint: Checkpoint, _ signatures: [NoteSignature]) {
    self.checkpoint = checkpoint
    note = SignedNote(checkpoint.text, signatures)
  }

  /// Reads a checkpoint as it is stored and sent; whether its signatures are good is still to be checked.
  ///
  /// - Parameter bytes: the whole note.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    note = try SignedNote(bytes)
    checkpoint = try Checkpoint(note.text)
  }

  package var text: String { note.description }

  /// Puts those first that signed it: where a ledger was handed over to another key, its own one need not be the first of a file.
  ///
  /// - Parameters:
  ///   - keyed: what has a key.
  ///   - key: the key of one.
  /// - Returns: all of them, else in their order.
  package func signersFirst<Keyed>(_ keyed: [Keyed], by key: (Keyed) -> NoteKey) -> [Keyed] {
    let isGood = keyed.map { note.check(key($0)) == .good }
    return zip(keyed, isGood).filter(\.1).map(\.0) + zip(keyed, isGood).filter { !$0.1 }.map(\.0)
  }

  /// With all signatures that stand under it or under another copy of it.
  ///
  /// Where one key has two that differ, nobody here can say which is damaged: both stay.
  ///
  /// - Parameter other: another copy; nil, or of another checkpoint, adds nothing.
  /// - Returns: this one, with more signatures perhaps.
  package func joined(by other: SignedCheckpoint?) -> SignedCheckpoint {
    guard let other, other.checkpoint == checkpoint else { return self }
    var joined = self
    joined.add(other.note.signatures)
    return joined
  }

  /// Takes in the signatures of others, each once.
  package mutating func add(_ signatures: [NoteSignature]) {
    for signature in signatures where !note.signatures.contains(signature) {
      note.signatures.append(signature)
    }
  }
}
