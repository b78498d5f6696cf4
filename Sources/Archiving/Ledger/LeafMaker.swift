// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import OCFL
import Records

/// Makes the leaves of versions that are in the storage root, with the seals of their documents.
struct LeafMaker {
  /// A version, as its leaf states it.
  struct Held {
    let record: Version
    /// Of the inventory that came with it.
    let inventory: Digest?
    let run: String?

    /// The leaf under a seal of its document.
    func leaf(under seal: DocumentSeal) -> Leaf {
      .accession(
        Leaf.Accession(
          at: record.capturedAt,
          document: seal.digest,
          version: record.number,
          digest: record.digest,
          size: record.size,
          inventory: inventory,
          run: run
        )
      )
    }
  }

  private let seals: DocumentSeals

  init(of archive: Archive) {
    seals = DocumentSeals(of: archive)
  }

  /// The leaves of what a person took in.
  ///
  /// - Parameter decisions: any; those of other kinds have none.
  /// - Returns: the leaves, in their order.
  /// - Throws: where one cannot be written.
  func leaves(of decisions: [Decision]) throws -> [SealedLeaf] {
    let accepted = decisions.filter { $0.decision == .accepted && $0.version != nil }
    guard !accepted.isEmpty else { return [] }
    let known =
      (try? seals.known(of: Set(accepted.map(\.address.text)))) ?? (kept: [:], waiting: [:])
    return try accepted.compactMap { decision in
      guard let version = decision.version else { return nil }
      let name = decision.address.text
      let kept = known.kept[name]
      let seal = kept ?? known.waiting[name] ?? DocumentSeal(of: decision.address)
      let leaf = Leaf.Acceptance(at: decision.at, document: seal.digest, version: version)
      return try SealedLeaf(.acceptance(leaf), kept == nil ? seal : nil)
    }
  }

  /// The leaves of versions, in their order.
  func leaves(of versions: [Held]) throws -> [SealedLeaf] {
    // A first version is that of a document without a seal, but for one that a crash has parted from its leaf.
    let asked = Set(versions.filter { $0.record.number > 1 }.map(\.record.address.text))
    // Where they cannot be read, a document gets another one: it may have several.
    let known = (try? seals.known(of: asked)) ?? (kept: [:], waiting: [:])
    var fresh: [String: DocumentSeal] = [:]
    return try versions.map { version in
      let name = version.record.address.text
      let kept = known.kept[name]
      let seal =
        kept ?? known.waiting[name] ?? fresh[name] ?? DocumentSeal(of: version.record.address)
      if kept == nil { fresh[name] = seal }
      return try SealedLeaf(version.leaf(under: seal), kept == nil ? seal : nil)
    }
  }
}
