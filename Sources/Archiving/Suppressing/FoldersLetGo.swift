// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import OCFL
import Records

/// Which folders of documents that are not there are those of documents that were let go of: a manifest or a catalogue of before
/// names them still.
///
/// A tombstone knows its document by the address. Where that is not known, because the folder's name is cut or the tombstone is
/// lost, the ledger has the digests of what was kept; another document may have had the same bytes, and that one's leaves the
/// seals open.
struct FoldersLetGo {
  private let archive: Archive
  private let stones: Tombstones
  /// When what had these bytes was let go of.
  private let contents: [Digest: Date]
  /// The folders of documents that the ledger speaks of by their names.
  private let open: Set<String>

  /// - Throws: where the tombstones cannot be listed.
  init(of archive: Archive) throws {
    self.archive = archive
    stones = Tombstones(try archive.readableTombstones())
    var contents: [Digest: Date] = [:]
    var closed: Set<Digest> = []
    archive.forEachSuppression { leaf in
      for version in leaf.versions { contents[version.digest] = leaf.at }
      closed.formUnion(leaf.documents)
    }
    var open: Set<String> = []
    if !contents.isEmpty {
      // Where they cannot be read, nothing is known by its bytes.
      do {
        try DocumentSeals(of: archive).forEach { seal in
          if !closed.contains(seal.digest) {
            open.insert(archive.folder(of: ObjectID(seal.address.text)))
          }
        }
      } catch {
        contents = [:]
      }
    }
    (self.contents, self.open) = (contents, open)
  }

  var isEmpty: Bool { stones.isEmpty && contents.isEmpty }

  /// When the document of a folder was let go of.
  ///
  /// - Parameters:
  ///   - folder: relative to the archive.
  ///   - address: the document's, where that is known from elsewhere than the folder's name.
  ///   - digests: of files that it had.
  /// - Returns: nil where it was not, or nobody can say.
  func date(
    of folder: String,
    at address: String? = nil,
    with digests: some Sequence<Digest>
  ) -> Date? {
    let address = address ?? archive.id(ofFolder: folder)?.text
    if let stone = address.flatMap({ stones.of(WebAddress(alreadyNormal: $0)) }) { return stone.at }
    guard !open.contains(folder) else { return nil }
    return digests.lazy.compactMap { contents[$0] }.first
  }
}
