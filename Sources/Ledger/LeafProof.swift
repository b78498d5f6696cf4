// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// The proof that a log holds an entry, whole enough to be checked without the log: a `.tlog-proof` file.
///
///     c2sp.org/tlog-proof@v1
///     index 4711
///     GgdSXJ…
///
///     example.org/reports
///     …
///
/// Source: C2SP tlog-proof <https://c2sp.org/tlog-proof>
package struct LeafProof: Hashable, Sendable {
  private static let mark = "c2sp.org/tlog-proof@v1"
  private static let subject = "proof"
  /// A tree of 2⁶³ leaves needs no more hashes.
  private static let mostHashes = 63

  /// What somebody put in beside the proof.
  ///
  /// Nothing vouches for it.
  package let extra: [UInt8]?
  /// Where the entry stands.
  package let index: Int64
  /// The hashes beside the way from the leaf to the root.
  package let path: [Digest]
  package let checkpoint: SignedCheckpoint

  package init(
    at index: Int64,
    _ path: [Digest],
    _ checkpoint: SignedCheckpoint,
    extra: [UInt8]? = nil
  ) {
    self.index = index
    self.path = path
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// Reads a proof; whether it holds is still to be checked.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: ``NoteError``, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    let subject = Self.subject
    if let fault = NoteError.ofTransport(bytes, subject) { throw fault }
    // The checkpoint is a note, which has rules of its own: it is cut off first.
    guard
      let end = bytes.indices.dropLast().first(where: { bytes[$0] == 10 && bytes[$0 + 1] == 10 })
    else {
      let isQuoted = bytes.first == UInt8(ascii: ">")
      throw NoteError(
        subject,
        line: isQuoted ? 1 : nil,
        isQuoted
          ? "it is quoted, as a mail program does that; take the file as it came"
          : "there is no empty line in front of the checkpoint"
      )
    }
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
      throw NoteError(subject, "it is not text in UTF-8")
    }
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }[...]
    var number = 1
    func next(_ expected: String) throws(NoteError) -> String {
      guard let line = lines.popFirst() else {
        throw NoteError(subject, line: number, "\(expected) was expected, and the line is empty")
      }
      number += 1
      return line
    }
    guard try next("“\(Self.mark)”") == Self.mark else {
      throw NoteError(subject, line: 1, "“\(Self.mark)” was expected")
    }
    var line = try next("“index <number>”")
    if line.hasPrefix("extra ") {
      guard let bytes = Base64.decode(line.dropFirst(6)) else {
        throw NoteError(subject, line: number - 1, "what stands behind “extra” is not base64")
      }
      extra = bytes
      line = try next("“index <number>”")
    } else {
      extra = nil
    }
    guard line.hasPrefix("index "), let index = Int64(line.dropFirst(6)), index >= 0,
      line == "index \(index)"
    else { throw NoteError(subject, line: number - 1, "“index <number>” was expected") }
    self.index = index
    var path: [Digest] = []
    while let line = lines.popFirst() {
      guard let bytes = Base64.decode(line), let hash = Digest(.sha256, bytes: bytes) else {
        throw NoteError(subject, line: number, "a hash was expected, 32 bytes as base64")
      }
      guard path.count < Self.mostHashes else {
        throw NoteError(subject, line: number, "no tree needs more than \(Self.mostHashes) hashes")
      }
      path.append(hash)
      number += 1
    }
    self.path = path
    do {
      checkpoint = try SignedCheckpoint(Array(bytes[(end + 2)...]))
    } catch {
      throw NoteError(
        subject,
        line: error.line.map { $0 + number },
        "its checkpoint: \(error.reason)"
      )
    }
  }

  package var text: String {
    let extra = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
    let hashes = path.map { Base64.encode($0.bytes) + "\n" }.joined()
    return "\(Self.mark)\n\(extra)index \(index)\n\(hashes)\n\(checkpoint.text)"
  }

  /// Whether the tree of the checkpoint holds an entry at that place.
  ///
  /// It says nothing of who signed the checkpoint.
  package func holds(_ entry: [UInt8]) -> Bool {
    let head = checkpoint.checkpoint.head
    let leaf = MerkleTree.leaf(entry)
    return MerkleTree.root(from: leaf, at: index, of: head.size, by: path) == head.root
  }
}
