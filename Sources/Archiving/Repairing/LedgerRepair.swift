// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Ledger
import Records
import SystemPackage

/// Works out what the files of the ledger ought to be, and where each that is not so may be had.
///
/// What is believed: a checkpoint that the ledger's own key signed, that no other one which is held goes beyond, and whatever
/// leads to its root.
struct LedgerRepair {
  private let archive: Archive
  private let trust: HeldAgainst
  private let replica: Archive?
  private let folder: TileFolder
  private(set) var plan = RepairPlan(of: .ledger)

  init(of archive: Archive, against trust: HeldAgainst, with replica: Archive?) {
    (self.archive, self.trust, self.replica) = (archive, trust, replica)
    folder = TileFolder(at: archive.ledger)
  }

  private var copy: TileFolder? { replica.map { TileFolder(at: $0.ledger) } }

  /// - Throws: where the ledger's folders cannot be looked at.
  mutating func work() throws {
    let own = try? folder.checkpoint()
    let noted = trust.checkpoints.first(where: \.isBesideKey)?.checkpoint
    if let key = trust.key, let own, archive.otherKey(than: key, under: own, noted: noted) != nil {
      // By a key that signs no more, an older ledger would take the place of the newer one.
      plan.problem =
        "the key at hand is not the ledger's own, and nothing of it is put back by that"
      return
    }
    guard let (checkpoint, rescue) = proven(own) else { return }
    if checkpoint != own {
      plan.steps.append(.write(file: name(TileFolder.checkpointName), Array(checkpoint.text.utf8)))
    }
    var steps: [RepairStep] = []
    let wanting = try rescue.forEachWrong { steps.append(step($0, $1)) }
    plan.steps += steps
    plan.wanting += wanting.map { .init(file: name($0), digest: nil) }
  }

  private func name(_ file: String) -> String { "\(Archive.ledgerName)/\(file)" }

  /// A copy's file where it has just these bytes: entries may be many, and need not be held in memory.
  private func step(_ file: String, _ bytes: [UInt8]) -> RepairStep {
    if let place = copy?.path.pushing(FilePath(file)),
      (try? Disk().read(place, limit: bytes.count)) == bytes
    {
      return .put(file: name(file), .of(bytes), from: place)
    }
    return .write(file: name(file), bytes)
  }

  // MARK: What is believed

  /// The checkpoint that the ledger is to have, and what leads to its root.
  private func proven(_ own: SignedCheckpoint?) -> (SignedCheckpoint, LogRescue)? {
    let others = trust.checkpoints.map(\.checkpoint) + [try? copy?.checkpoint()].compactMap(\.self)
    let signed = others.filter(isSigned).sorted { size($0) > size($1) }
    let reported = archive.reportedCheckpoint(signedBy: trust.key)
    let least =
      (trust.checkpoints.map(\.checkpoint) + [reported].compactMap(\.self))
      .filter { trust.key == nil || isSigned($0) }.map(size).max() ?? 0
    let noted = trust.checkpoints.first { $0.isBesideKey }?.checkpoint
    // What others signed under it follows from nothing else.
    let mine = own.flatMap { trust.key == nil || isSigned($0) ? $0.joined(by: noted) : nil }
    for checkpoint in [mine].compactMap(\.self) + signed where size(checkpoint) >= least {
      let head = checkpoint.checkpoint.head
      guard
        let rescue = LogRescue(of: folder, besides: [copy].compactMap(\.self), at: head),
        mine.map({ goesOn(head, from: $0.checkpoint.head) }) ?? true
      else { continue }
      return (checkpoint, rescue)
    }
    return nil
  }

  private func size(_ checkpoint: SignedCheckpoint) -> Int64 { checkpoint.checkpoint.head.size }

  private func isSigned(_ checkpoint: SignedCheckpoint) -> Bool {
    guard let key = trust.key else { return false }
    return (try? TrustPolicy(log: key).check(checkpoint)) != nil
  }

  /// Whether a tree begins with all that was signed for here: else it is another history, and nobody's to choose.
  private func goesOn(_ new: TreeHead, from old: TreeHead) -> Bool {
    if new == old { return true }
    guard new.size > old.size, let copy else { return false }
    var reader = TreeReader(of: new.size, from: copy)
    guard let proof = try? reader.consistencyProof(from: old.size) else { return false }
    return MerkleTree.isConsistent(old, new, by: proof)
  }

  // MARK: Seals

  /// Works out which lines of the seals open the ledger's leaves, with those that the copy has.
  ///
  /// - Throws: where the ledger's entries cannot be read: those are to be put right first.
  mutating func workOnSeals() throws {
    guard let size = try folder.checkpoint()?.checkpoint.head.size else { return }
    var closed = try sealedDocuments(in: size)
    let seals = DocumentSeals(of: archive)
    var text = ""
    var isWhole = true
    func take(_ line: TextLines.Line, _ seal: DocumentSeal?) -> Bool {
      guard line.isWhole, let seal, closed.remove(seal.digest) != nil else { return false }
      text += DocumentSeals.line(of: seal)
      return true
    }
    // What opens no leaf is none of it, nor is what stands there twice.
    try? seals.forEachLine { line, seal in
      if !take(line, seal) { isWhole = false }
    }
    if let replica {
      try? DocumentSeals(of: replica).forEachLine { line, seal in
        if take(line, seal) { isWhole = false }
      }
    }
    let file = name(DocumentSeals.fileName)
    if !isWhole { plan.steps.append(.write(file: file, Array(text.utf8))) }
    if !closed.isEmpty { plan.wanting.append(.init(file: file, digest: nil)) }
  }

  /// What stands for documents in the ledger's leaves; nothing is said of those that were let go of.
  private func sealedDocuments(in size: Int64) throws -> Set<Digest> {
    var documents: Set<Digest> = []
    var letGo: Set<Digest> = []
    try folder.forEachBundle(in: 0..<size, of: size) { bundle in
      for entry in try bundle.get() {
        let leaf = try? Leaf(decoding: entry)
        if let document = leaf?.document { documents.insert(document) }
        if case .suppression(let leaf) = leaf { letGo.formUnion(leaf.documents) }
      }
    }
    return documents.subtracting(letGo)
  }
}
