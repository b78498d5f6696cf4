// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Ledger
package import Records
import Text

/// The proof that a file is a version that an archive kept, whole enough to be checked without the archive.
///
/// It is a C2SP `.tlog-proof`. What stands in it beside the proof is the leaf, and what opens its seal: nothing vouches
/// for these, but the leaf is that of the proof or it is not, and the seal fits the leaf or it does not.
package struct FileProof: Hashable, Sendable {
  /// How the name of its file ends, behind that of the file that it is about.
  package static let ending = "tlog-proof"

  package let proof: LeafProof
  package let accession: Leaf.Accession
  package let seal: DocumentSeal
  private let entry: String

  init?(_ sealed: SealedLeaf, at index: Int64, _ path: [Digest], _ checkpoint: SignedCheckpoint)
    throws
  {
    guard case .accession(let accession) = try sealed.leaf, let seal = sealed.seal else {
      return nil
    }
    let extra = Array(try RecordCoding.encodeLine(sealed).utf8.dropLast())
    proof = LeafProof(at: index, path, checkpoint, extra: extra)
    (self.accession, self.seal, entry) = (accession, seal, sealed.entry)
  }

  /// Reads a proof; whether it holds is still to be checked.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `NoteError`, with the line at fault.
  package init(_ bytes: [UInt8]) throws(NoteError) {
    proof = try LeafProof(bytes)
    guard let extra = proof.extra,
      let sealed = try? RecordCoding.decode(SealedLeaf.self, from: extra),
      case .accession(let accession)? = try? sealed.leaf, let seal = sealed.seal
    else {
      throw NoteError(
        "proof of a file",
        line: 2,
        "the leaf of a version was expected behind “extra”"
      )
    }
    (self.accession, self.seal, entry) = (accession, seal, sealed.entry)
  }

  package var text: String { proof.text }

  /// By what a checkpoint is believed.
  package enum Trust: Sendable {
    /// It has the signatures that a policy asks for.
    case policy(TrustPolicy)
    /// It is one that somebody holds.
    case held(SignedCheckpoint)
  }

  /// Which step of a proof does not hold.
  package enum Fault: Error, Hashable, Sendable {
    case otherFile
    /// The seal in the leaf is not that of the address.
    case otherDocument
    case notInTree
    case untrusted(TrustPolicy.Fault)
    /// It is not the checkpoint that is held; how many leaves that has.
    case otherCheckpoint(Int64)
  }

  /// Checks the proof.
  ///
  /// - Parameters:
  ///   - digest: that of the file, by SHA-512.
  ///   - trust: by what its checkpoint is believed.
  /// - Returns: whose signatures were asked for and are good; none where the checkpoint itself is held.
  /// - Throws: ``Fault``, the first step that does not hold.
  @discardableResult
  package func check(_ digest: Digest, by trust: Trust) throws(Fault) -> [String] {
    guard accession.digest == digest else { throw .otherFile }
    guard seal.digest == accession.document else { throw .otherDocument }
    guard proof.holds(Array(entry.utf8)) else { throw .notInTree }
    switch trust {
    case .policy(let policy):
      do {
        return try policy.check(proof.checkpoint)
      } catch {
        throw .untrusted(error)
      }
    case .held(let checkpoint):
      guard checkpoint.checkpoint == proof.checkpoint.checkpoint else {
        throw .otherCheckpoint(checkpoint.checkpoint.head.size)
      }
      return []
    }
  }
}

extension FileProof.Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherFile: "the file is not the one that the leaf names: its SHA-512 digest is another"
    case .otherDocument: "the address in the proof is not that of the leaf"
    case .notInTree:
      "the leaf is not in the tree of the checkpoint: the hashes do not lead to its root"
    case .untrusted(let fault): "the checkpoint is not to be believed: \(fault)"
    case .otherCheckpoint(let size):
      "its checkpoint is not the one that is held, which is over \(size) leaves"
    }
  }

  /// What to do next; one sentence, and what it does not mean.
  package var next: String {
    switch self {
    case .otherFile:
      "See that the proof is the one that came with this file; if it is, the file was altered since."
    case .otherDocument, .notInTree:
      "The proof itself was altered, or is not whole: ask for it again, with the file."
    case .untrusted:
      "Ask whoever keeps the archive for its public key (`hanaper ledger` prints it) by another way than this proof."
    case .otherCheckpoint:
      "That says nothing against the file: ask whoever keeps the archive for a proof under the checkpoint that you hold (`hanaper restore --checkpoint`), or for that of the proof."
    }
  }
}

extension ArchiveLedger {
  /// Why nothing can be proven under a checkpoint that somebody holds.
  package enum OtherHistory: Error, Hashable, Sendable, CustomStringConvertible {
    case nothingSigned
    /// It is another ledger's, by its name.
    case otherName(own: String, held: String)
    /// The ledger is shorter.
    case shorter(own: Int64, held: Int64)
    /// The ledger does not begin with what it states.
    case forked(Int64)

    package var description: String {
      switch self {
      case .nothingSigned: "nothing of the archive's ledger is signed for yet; the next run does it"
      case .otherName(let own, let held): "it is of “\(held)”, and the archive's ledger is “\(own)”"
      case .shorter(let own, let held):
        "it is over \(held.leaves), and the archive's ledger has \(own.leaves): it was put back from a backup, or is lost"
      case .forked(let held):
        "the archive's ledger does not go on from it, over \(held.leaves): it was rewritten, or is another one"
      }
    }

    /// What to do next; one clause, no full stop.
    package var next: String {
      switch self {
      case .nothingSigned: "sync once, and take the checkpoint of that run"
      case .otherName:
        "take a checkpoint of this archive (`hanaper checkpoint` prints it); one of before `ledger --new-epoch` proves what was kept until then by `hanaper verify --since`"
      case .shorter, .forked:
        "`hanaper verify --since` with the same checkpoint says what to do about the archive"
      }
    }
  }

  /// Sees that the ledger goes on from a checkpoint that somebody holds.
  ///
  /// - Parameter held: that checkpoint.
  /// - Throws: ``OtherHistory``; or where the ledger cannot be read.
  package func requireGrown(since held: SignedCheckpoint) throws {
    guard let own = try checkpoint()?.checkpoint else { throw OtherHistory.nothingSigned }
    let old = held.checkpoint
    guard own.origin.utf8.elementsEqual(old.origin.utf8) else {
      throw OtherHistory.otherName(own: own.origin, held: old.origin)
    }
    guard own.head.size >= old.head.size else {
      throw OtherHistory.shorter(own: own.head.size, held: old.head.size)
    }
    var reader = TreeReader(of: own.head.size, from: folder)
    let proof = try reader.consistencyProof(from: old.head.size)
    guard MerkleTree.isConsistent(old.head, own.head, by: proof) else {
      throw OtherHistory.forked(old.head.size)
    }
  }

  /// The proof that a version is in the ledger.
  ///
  /// - Parameters:
  ///   - version: which.
  ///   - held: the checkpoint under which it is made, from which the ledger goes on; nil for its last.
  /// - Returns: nil where no leaf is signed for under it.
  /// - Throws: where the ledger cannot be read.
  package func proof(
    of version: KeptVersion,
    under held: SignedCheckpoint? = nil
  ) throws -> FileProof? {
    guard let checkpoint = try held ?? checkpoint(), checkpoint.checkpoint.head.size > 0 else {
      return nil
    }
    let head = checkpoint.checkpoint.head
    guard let (index, sealed) = try find(version, in: head.size) else { return nil }
    var reader = TreeReader(of: head.size, from: folder)
    return try FileProof(sealed, at: index, reader.inclusionProof(of: index), checkpoint)
  }

  /// Whether a leaf of a version waits to be signed for.
  ///
  /// - Parameter version: which.
  /// - Returns: false where it is signed for, or nothing is said of it.
  /// - Throws: where what waits cannot be read.
  package func isWaiting(_ version: KeptVersion) throws -> Bool {
    var isThere = false
    try WaitingLeaves(of: archive).forEach { leaf in
      guard leaf.seal?.address == version.address, case .accession(let own)? = try? leaf.leaf
      else { return }
      isThere = isThere || own.version == version.number
    }
    return isThere
  }

  /// Where the leaf of a version is: the first one that states it, and nil where that states something else.
  private func find(
    _ version: KeptVersion,
    in size: Int64
  ) throws -> (index: Int64, SealedLeaf)? {
    var first: (index: Int64, leaf: Leaf.Accession, sealed: SealedLeaf)?
    try forEachLeaf(of: version.address, in: size) { index, leaf, sealed in
      if leaf.version == version.number { first = (index, leaf, sealed) }
    }
    guard let first, first.leaf.digest == version.digest else { return nil }
    return (first.index, first.sealed)
  }

  /// Hands out the leaves of a document's versions, the newest first.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - size: how many leaves of the ledger are looked at.
  ///   - body: takes where one is, what it states, and the leaf.
  /// - Throws: where the ledger cannot be read.
  private func forEachLeaf(
    of address: WebAddress,
    in size: Int64,
    _ body: (Int64, Leaf.Accession, SealedLeaf) -> Void
  ) throws {
    let own = try seals.all(of: address)
    let marks = own.map { BytePattern($0.digest.hex) }
    guard !own.isEmpty, size > 0 else { return }
    let width = Int64(Tile.fullWidth)
    for bundle in (0...((size - 1) / width)).reversed() {
      let leaves = EntryBundle.leaves(of: bundle, in: size)
      let entries = try folder.entries(in: leaves, of: size)
      for (place, entry) in entries.enumerated().reversed() {
        guard marks.contains(where: { $0.first(in: entry.span) != nil }),
          let leaf = try? RecordCoding.decode(Leaf.self, from: entry),
          case .accession(let accession) = leaf,
          let seal = own.first(where: { $0.digest == accession.document })
        else { continue }
        let sealed = SealedLeaf(entry: String(decoding: entry, as: UTF8.self), seal)
        body(leaves.lowerBound + Int64(place), accession, sealed)
      }
    }
  }

  /// The versions for which others were signed: their records agree with what is there, and the ledger does not.
  ///
  /// - Parameters:
  ///   - versions: of one document.
  ///   - address: the document's.
  /// - Returns: what is wrong with each, by their numbers; nothing of those that nobody signed for yet.
  /// - Throws: where the ledger cannot be read.
  package func contradictions(
    of versions: [KeptVersion],
    at address: WebAddress
  ) throws -> [Int: DamageNotice] {
    guard let size = try checkpoint()?.checkpoint.head.size else { return [:] }
    // What was stated first holds, and comes last here.
    var stated: [Int: Digest] = [:]
    try forEachLeaf(of: address, in: size) { _, leaf, _ in stated[leaf.version] = leaf.digest }
    var notices: [Int: DamageNotice] = [:]
    for version in versions {
      guard let digest = stated[version.number], digest != version.digest else { continue }
      notices[version.number] = DamageNotice(
        address,
        "v\(version.number) is not what was signed for in the ledger, though its records agree with it; "
          + "it was not restored, and `hanaper repair` puts back what was"
      )
    }
    return notices
  }
}
