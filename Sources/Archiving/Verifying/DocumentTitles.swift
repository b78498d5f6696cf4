// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import OCFL
import SystemPackage

/// The titles by which people know documents: the catalogue's, or else a capture's.
struct DocumentTitles {
  private let archive: Archive
  private let catalogue: Catalogue?

  init(in archive: Archive) async {
    self.archive = archive
    catalogue = try? await Catalogue(reading: archive.catalogueFile)
  }

  func title(of address: String) async -> String? {
    let known = try? await catalogue?.document(at: WebAddress(alreadyNormal: address))?.title
    if let known, !known.isEmpty { return known }
    return capturedTitle(ObjectID(address))
  }

  /// Of the newest version whose capture can still be read, whatever else is wrong with it.
  private func capturedTitle(_ id: ObjectID) -> String? {
    struct Titled: Decodable {
      let title: String
    }
    let object = archive.root.directory(of: id)
    let numbers = ((try? Disk().list(object)) ?? [])
      .compactMap { VersionNumber(directory: $0.name) }.sorted(by: >)
    for number in numbers {
      let file = object.appending(number.description).appending("content")
        .appending(Capture.fileName)
      guard let bytes = try? Disk().read(file, limit: 1 << 20),
        let title = try? RecordCoding.decode(Titled.self, from: bytes).title, !title.isEmpty
      else { continue }
      return title
    }
    return nil
  }
}
