// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
package import Ledger
import Records
import SystemPackage

/// Where the leaves of all versions are, for whoever makes very many proofs under one checkpoint: the ledger is read once, and not for each.
///
/// A few dozen bytes are held for each document and each version, whatever they are called.
package final class ProofIndex {
  private let ledger: ArchiveLedger
  private let checkpoint: SignedCheckpoint
  private let seals: DocumentSeals
  /// Where the line with a document's seal begins, and those of its further seals.
  private var lines: [Int: Int64] = [:]
  private var furtherLines: [Int: [Int64]] = [:]
  /// The first leaf that states a version.
  private var leaves: [Int: Int64] = [:]
  private var reader: TreeReader
  private var bundle: (index: Int64, entries: [[UInt8]])?

  private var size: Int64 { checkpoint.checkpoint.head.size }

  /// - Parameters:
  ///   - ledger: an archive's.
  ///   - checkpoint: under which proofs are made; the ledger goes on from it.
  /// - Throws: where the ledger cannot be read.
  package init(of ledger: ArchiveLedger, under checkpoint: SignedCheckpoint) throws {
    (self.ledger, self.checkpoint) = (ledger, checkpoint)
    seals = ledger.seals
    reader = TreeReader(of: checkpoint.checkpoint.head.size, from: ledger.folder)
    try seals.forEachPlace { start, seal in
      let key = seal.address.text.hashValue
      if lines[key] == nil {
        lines[key] = start
      } else {
        furtherLines[key, default: []].append(start)
      }
    }
    var index: Int64 = 0
    try ledger.folder.forEachBundle(in: 0..<size, of: size) { bundle in
      for entry in try bundle.get() {
        if let leaf = try? RecordCoding.decode(Leaf.self, from: entry),
          case .accession(let accession) = leaf
        {
          // What was stated first holds.
          let key = Self.key(accession.document, accession.version)
          if leaves[key] == nil { leaves[key] = index }
        }
        index += 1
      }
    }
  }

  /// The proof that a version is in the ledger.
  ///
  /// - Parameter version: which.
  /// - Returns: nil where no leaf is signed for, or it states something else.
  /// - Throws: where the ledger cannot be read.
  package func proof(of version: KeptVersion) throws -> FileProof? {
    let key = version.address.text.hashValue
    let starts = [lines[key]].compactMap(\.self) + (furtherLines[key] ?? [])
    var first: (index: Int64, seal: DocumentSeal)?
    for start in starts {
      guard let seal = try seals.seal(at: start), seal.address == version.address,
        let index = leaves[Self.key(seal.digest, version.number)], index < first?.index ?? .max
      else { continue }
      first = (index, seal)
    }
    guard let first else { return nil }
    let entry = try entry(at: first.index)
    guard case .accession(let leaf)? = try? RecordCoding.decode(Leaf.self, from: entry),
      leaf.document == first.seal.digest, leaf.version == version.number,
      leaf.digest == version.digest
    else { return nil }
    let sealed = SealedLeaf(entry: String(decoding: entry, as: UTF8.self), first.seal)
    return try FileProof(
      sealed,
      at: first.index,
      reader.inclusionProof(of: first.index),
      checkpoint
    )
  }

  private func entry(at index: Int64) throws -> [UInt8] {
    let number = index / Int64(Tile.fullWidth)
    let range = EntryBundle.leaves(of: number, in: size)
    if bundle?.index != number {
      bundle = (number, try ledger.folder.entries(in: range, of: size))
    }
    let place = Int(index - range.lowerBound)
    guard let entries = bundle?.entries, entries.indices.contains(place) else {
      throw ArchiveError.damaged(ledger.folder.path)
    }
    return entries[place]
  }

  private static func key(_ document: Digest, _ version: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(document)
    hasher.combine(version)
    return hasher.finalize()
  }
}
