// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Records
import SystemPackage

/// Which of the leaves that wait may be signed for: whoever can write to the archive can put one there, and what is signed once
/// is stated for ever.
struct WaitingJudge {
  private let archive: Archive
  private let seals: DocumentSeals
  /// Of documents whose seals are known, or that were let go of; read where it is needed.
  private var known: Set<Digest>?

  init(of archive: Archive, _ seals: DocumentSeals) {
    (self.archive, self.seals) = (archive, seals)
  }

  /// Whether it is a leaf, and of something that somebody could look at.
  mutating func mayBeSigned(_ sealed: SealedLeaf) -> Bool {
    switch try? sealed.leaf {
    case nil: return false
    case .accession(let leaf):
      if let seal = sealed.seal { return seal.digest == leaf.document }
      return isKnown(leaf.document)
    case .run(let leaf):
      guard Archive.isRun(leaf.run) else { return false }
      let folder = archive.path.appending(Archive.runs).appending(leaf.run)
      return ((try? Disk().entry(at: folder)) ?? nil) == .directory
    case .beginning, .suppression, .unsuppression, .repair, .acceptance, .stamp: return true
    }
  }

  private mutating func isKnown(_ document: Digest) -> Bool {
    if known == nil {
      var digests: Set<Digest> = []
      try? seals.forEach { digests.insert($0.digest) }
      for stone in (try? archive.readableTombstones()) ?? [] { digests.formUnion(stone.seals) }
      known = digests
    }
    return known?.contains(document) == true
  }
}
