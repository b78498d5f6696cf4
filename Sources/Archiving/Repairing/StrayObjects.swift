// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import OCFL
import SystemPackage

/// Where objects lie that are in no document's place: somebody moved or renamed the folder.
struct StrayObjects {
  /// The folders, by the identifiers in the records there.
  private var places: [String: FilePath] = [:]

  /// - Parameter archive: all folders of which are looked at, and the records of those that are in no document's place.
  init(in archive: Archive) {
    guard let objects = try? archive.root.objects() else { return }
    for case .success(let object) in objects {
      var place = object
      _ = place.removePrefix(archive.path)
      // What lies in the place of another document is not to be taken from there.
      guard archive.id(ofFolder: place.string) == nil,
        let id = (try? Inventory(readFrom: object))?.objectID,
        // One that has lost its own record has those of its versions.
        !object.starts(with: archive.root.directory(of: id)),
        archive.versionAlone(in: place.string) == nil
      else { continue }
      if places[id.text] == nil { places[id.text] = object }
    }
  }

  /// - Returns: nil where the document lies in no place but its own, or nowhere.
  func place(of id: ObjectID) -> FilePath? { places[id.text] }
}
