// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Ledger
import Records
import Text

extension Archive {
  private static let mark = BytePattern("\"suppression\"")

  /// What stands in leaves for the documents that were let go of, as the ledger says: whatever became of their tombstones.
  ///
  /// What only waits does not count, for anybody may have put it there.
  func sealsLetGo() -> Set<Digest> {
    var documents: Set<Digest> = []
    forEachSuppression { documents.formUnion($0.documents) }
    return documents
  }

  /// The digests of what was kept of them.
  func contentsLetGo() -> Set<Digest> {
    var contents: Set<Digest> = []
    forEachSuppression { contents.formUnion($0.versions.map(\.digest)) }
    return contents
  }

  /// The tombstones that the ledger has signed for, by their names.
  func tombstonesSigned() -> Set<String> {
    var names: Set<String> = []
    forEachSuppression { names.insert($0.tombstone) }
    return names
  }

  private func forEachSuppression(_ body: (Leaf.Suppression) -> Void) {
    let folder = TileFolder(at: ledger)
    guard let size = try? folder.checkpoint()?.checkpoint.head.size else { return }
    folder.forEachBundle(in: 0..<size, of: size) { bundle in
      // What cannot be read is told by whoever reads all of it.
      for entry in (try? bundle.get()) ?? [] where Self.mark.first(in: entry.span) != nil {
        if case .suppression(let leaf) = try? RecordCoding.decode(Leaf.self, from: entry) {
          body(leaf)
        }
      }
    }
  }
}
