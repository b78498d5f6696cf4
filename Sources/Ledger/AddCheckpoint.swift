// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// What a log asks of a witness: to sign a checkpoint that goes on from the last one which it saw.
///
///     old 4711
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
///     example.org/reports
///     …
///
/// Source: C2SP tlog-witness, "add-checkpoint" <https://c2sp.org/tlog-witness>
package struct AddCheckpoint: Hashable, Sendable {
  /// A request that is longer is not read; one with all hashes and ten signatures has less than 8 KiB.
  package static let longest = 64 << 10
  private static let mostHashes = 63

  /// How many leaves the log had by the checkpoint that the witness saw last; 0 for none.
  package let oldSize: Int64
  /// That the new tree begins with that one.
  package let proof: [Digest]
  package let checkpoint: SignedCheckpoint

  package init(after oldSize: Int64, _ proof: [Digest], _ checkpoint: SignedCheckpoint) {
    (self.oldSize, self.proof, self.checkpoint) = (oldSize, proof, checkpoint)
  }

  /// Reads a request.
  ///
  /// - Parameter bytes: the whole body.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    let subject = "request"
    guard bytes.count <= Self.longest else {
      throw NoteError(subject, "it is longer than \(Self.longest) bytes")
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    let first = lines.popFirst().map { String(decoding: $0, as: UTF8.self) } ?? ""
    let digits = first.dropFirst("old ".count)
    guard first.hasPrefix("old "), let size = Int64(digits), size >= 0, String(size) == digits
    else {
      throw NoteError(subject, line: 1, "“old ” and a number of leaves was expected")
    }
    var proof: [Digest] = []
    var number = 1
    while let line = lines.popFirst() {
      number += 1
      if line.isEmpty { break }
      guard let bytes = Base64.decode(String(decoding: line, as: UTF8.self)),
        let hash = Digest(.sha256, bytes: bytes)
      else { throw NoteError(subject, line: number, "a hash was expected, 32 bytes as base64") }
      guard proof.count < Self.mostHashes else {
        throw NoteError(subject, line: number, "a proof has no more than \(Self.mostHashes) hashes")
      }
      proof.append(hash)
    }
    guard !lines.isEmpty else {
      throw NoteError(subject, line: number, "an empty line and a checkpoint were expected")
    }
    let rest = lines.map(Array.init).joined(separator: [UInt8(ascii: "\n")])
    self.init(after: size, proof, try SignedCheckpoint(Array(rest)))
  }

  package var text: String {
    "old \(oldSize)\n" + proof.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n"
      + checkpoint.text
  }
}

/// What a witness answers.
package enum WitnessAnswer: Hashable, Sendable {
  /// It signs: what is to be kept before the answer is sent, under the log's signature and its own, and its own.
  case cosigned(SignedCheckpoint, NoteSignature)
  /// The request cannot be read, or makes no sense.
  case malformed(String)
  /// No key signed it that is known for this log.
  case unsigned
  /// The log is not one of those that it was told about.
  case unknownLog
  /// It saw another checkpoint last: how many leaves that has.
  case conflict(Int64)
  /// The new tree does not begin with the old one.
  case unproven

  /// The status of HTTP.
  package var status: Int {
    switch self {
    case .cosigned: 200
    case .malformed: 400
    case .unsigned: 403
    case .unknownLog: 404
    case .conflict: 409
    case .unproven: 422
    }
  }

  /// The body, and its type.
  package var body: (text: String, type: String) {
    switch self {
    case .cosigned(_, let signature): (signature.line, "text/plain; charset=utf-8")
    case .conflict(let size): ("\(size)\n", "text/x.tlog.size")
    case .malformed(let reason): ("\(reason)\n", "text/plain; charset=utf-8")
    case .unsigned:
      ("no signature of a key that is known for this log\n", "text/plain; charset=utf-8")
    case .unknownLog: ("this log is not known here\n", "text/plain; charset=utf-8")
    case .unproven:
      (
        "the proof does not lead from the last checkpoint to this one\n",
        "text/plain; charset=utf-8"
      )
    }
  }
}

/// Somebody who signs for the checkpoints of others' logs, each of which goes on from the one before.
///
/// Whoever has it answer keeps what it says is to be kept, durably, before the answer goes out, and lets it answer one
/// request of a log at a time.
///
/// Source: C2SP tlog-witness <https://c2sp.org/tlog-witness>
package struct Witness: Sendable {
  private let signer: NoteSigner
  private let logs: [NoteKey]

  /// - Parameters:
  ///   - signer: the witness's own key, of the kind that signs with the time.
  ///   - logs: the keys of those that it signs for.
  package init(_ signer: NoteSigner, for logs: [NoteKey]) {
    (self.signer, self.logs) = (signer, logs)
  }

  package var key: NoteKey { signer.key }

  /// - Parameters:
  ///   - request: as it came.
  ///   - time: in seconds since 1970.
  ///   - last: what it saw last of a log; nil for nothing.
  /// - Returns: what it says to it.
  /// - Throws: what `last` does.
  package func answer(
    _ request: [UInt8],
    at time: UInt64,
    last: (String) throws -> Checkpoint?
  ) throws -> WitnessAnswer {
    let asked: AddCheckpoint
    do throws(NoteError) {
      asked = try AddCheckpoint(request)
    } catch {
      return .malformed("\(error)")
    }
    let new = asked.checkpoint.checkpoint
    let keys = logs.filter { $0.name.utf8.elementsEqual(new.origin.utf8) }
    guard !keys.isEmpty else { return .unknownLog }
    guard let signed = keys.lazy.compactMap({ asked.checkpoint.note.signature(by: $0) }).first
    else {
      return .unsigned
    }
    guard asked.oldSize <= new.head.size else {
      return .malformed(
        "old \(asked.oldSize) is more than the \(new.head.size) leaves of the checkpoint"
      )
    }
    let old = try last(new.origin)?.head ?? .empty
    guard asked.oldSize == old.size else { return .conflict(old.size) }
    if new.head.size == old.size, new.head != old { return .conflict(old.size) }
    guard MerkleTree.isConsistent(old, new.head, by: asked.proof) else { return .unproven }
    let own = signer.cosignature(over: new.text, at: time)
    // Whatever else came with it anybody may have put there, up to what is too much to be read again.
    return .cosigned(SignedCheckpoint(new, [signed, own]), own)
  }

  /// What is suspicious about a checkpoint that a log itself signed; nil where nothing is.
  ///
  /// Old checkpoints are no secret, and anybody can send one again: so this is no proof but where two of one size have
  /// other roots.
  ///
  /// - Parameters:
  ///   - request: what was asked.
  ///   - seen: what it saw last of that log.
  /// - Returns: one clause, no full stop.
  package func suspicion(about request: AddCheckpoint, after seen: Checkpoint) -> String? {
    let new = request.checkpoint.checkpoint
    guard new.origin.utf8.elementsEqual(seen.origin.utf8),
      logs.contains(where: { request.checkpoint.note.check($0) == .good })
    else { return nil }
    if new.head.size == seen.head.size {
      guard new.head != seen.head else { return nil }
      return "it signed two of \(new.head.size.leaves) with other roots: it was forked or rewritten"
    }
    if new.head.size < seen.head.size {
      return
        "it asked for \(new.head.size.leaves), and had \(seen.head.size) before: its archive was put back from a backup, or an old checkpoint was sent again"
    }
    guard request.oldSize == seen.head.size,
      !MerkleTree.isConsistent(seen.head, new.head, by: request.proof)
    else { return nil }
    return
      "it does not go on from the \(seen.head.size.leaves) that it had before: it was rewritten"
  }
}
