// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Ledger
import OCFL
import Records
import SystemPackage

// How a ledger begins: in an archive that holds nothing yet, or in one that was there before it.
extension ArchiveLedger {
  /// Begins it in an archive that holds nothing yet: later, each version would have to be looked at for whether it has a leaf.
  ///
  /// What is wrong with it is told where it is signed for.
  ///
  /// - Parameters:
  ///   - signing: who will sign; nil where nobody was asked to.
  ///   - now: what time it is.
  func beginWhereNothingIsHeld(for signing: Signing?, at now: Date) {
    try? refusing {
      guard let signing, try opened(for: signing).log.size == 0 else { return }
      var objects = try archive.root.objects()
      if objects.next() == nil { try begin(at: now) }
    }
  }

  /// Puts the first leaf before all others, and one for each version and each run that is there and has none.
  ///
  /// The first says that the ledger proves nothing about the time before it.
  func begin(at now: Date) throws {
    var first: Leaf?
    var waits: Set<String> = []
    var runs: Set<String> = []
    var stones: Set<String> = []
    var known: [String: DocumentSeal] = [:]
    try waiting.forEach { leaf in
      if first == nil { first = try? leaf.leaf }
      if case .run(let run) = try? leaf.leaf { runs.insert(run.run) }
      if case .suppression(let stone) = try? leaf.leaf { stones.insert(stone.tombstone) }
      guard let seal = leaf.seal, case .accession(let accession) = try? leaf.leaf else { return }
      waits.insert(Self.name(seal.address.text, accession.version))
      known[seal.address.text] = seal
    }
    if case .beginning = first { return }
    try waiting.begin { add in
      let first = try Leaf.Beginning(at: now.wholeSecond, after: before, files: filesBefore)
      try add(SealedLeaf(.beginning(first)))
      // What cannot be read is told by `verify`; there is nothing to state of it.
      for case .success(let directory) in try archive.root.objects() {
        guard let (inventory, _) = try? archive.root.inventory(in: directory) else { continue }
        var seal = known[inventory.id]
        for version in heldVersions(inventory, in: directory, besides: waits) {
          let own = seal ?? DocumentSeal(of: version.record.address)
          seal = own
          try add(SealedLeaf(version.leaf(under: own), own))
        }
      }
      let made = RunLeaves(of: archive)
      for run in try made.names() where !runs.contains(run) {
        if let leaf = try made.leaf(of: run) { try add(SealedLeaf(leaf)) }
      }
      for stone in try archive.readTombstones().all where !stones.contains(stone.name) {
        for leaf in try Leaf.Suppression.leaves(of: stone) { try add(SealedLeaf(leaf)) }
      }
    }
  }

  private static func name(_ address: String, _ version: Int) -> String { "\(address) v\(version)" }

  /// The versions of an object whose records can be read, as their leaves state them; but for those of which a leaf waits.
  private func heldVersions(
    _ inventory: Inventory,
    in directory: FilePath,
    besides waits: Set<String>
  ) -> [LeafMaker.Held] {
    inventory.numberedVersions.compactMap { number, _ in
      guard !waits.contains(Self.name(inventory.id, number.value)),
        let version = try? CommittedVersion(number, inventory, in: archive)
      else { return nil }
      return version.held(with: archive.root.inventoryDigest(of: number, in: directory))
    }
  }
}
