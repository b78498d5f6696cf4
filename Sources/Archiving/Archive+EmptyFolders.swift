// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import SystemPackage

extension Archive {
  /// Removes the folders above an object's that have nothing in them any more: OCFL allows none (E073).
  ///
  /// - Parameter object: where the object was.
  /// - Throws: where one cannot be looked at or removed.
  func removeEmptyFolders(above object: FilePath) throws {
    var folder = object.removingLastComponent()
    while folder != root.path, folder.starts(with: root.path) {
      defer { folder.removeLastComponent() }
      guard try Disk().entry(at: folder) == .directory else { continue }
      guard try Disk().list(folder).isEmpty else { return }
      try Disk().removeEmptyDirectory(folder)
    }
  }
}
