// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Ledger
import Records
import Text

extension Archive {
  /// What stands in leaves for the documents that were let go of, as the ledger says: whatever became of their tombstones.
  ///
  /// What only waits does not count, for anybody may have put it there.
  func sealsLetGo() -> Set<Digest> {
    var documents: Set<Digest> = []
    forEachSuppression { documents.formUnion($0.documents) }
    return documents
  }

  /// The tombstones that the ledger has signed for, by their names.
  func tombstonesSigned() -> Set<String> {
    var names: Set<String> = []
    forEachSuppression { names.insert($0.tombstone) }
    return names
  }

  /// Hands out what the ledger has signed for of documents that were let go of.
  func forEachSuppression(_ body: (Leaf.Suppression) -> Void) {
    let folder = TileFolder(at: ledger)
    guard let size = try? folder.checkpoint()?.checkpoint.head.size else { return }
    folder.forEachBundle(in: 0..<size, of: size) { bundle in
      // What cannot be read is told by whoever reads all of it.
      for entry in (try? bundle.get()) ?? []
      where RequiredTombstones.mark.first(in: entry.span) != nil {
        if case .suppression(let leaf) = try? RecordCoding.decode(Leaf.self, from: entry) {
          body(leaf)
        }
      }
    }
  }
}
