// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// What a directory that is to be validated is: one object, or a storage root with many.
package enum ValidationSubject: Sendable {
  case object
  case storageRoot

  /// Tells by the directory's declaration; one that has lost it, by what else is there.
  ///
  /// A directory with nothing of OCFL in it counts as an object that lacks everything.
  package init(of path: FilePath) throws(FilingError) {
    let entries = try Disk().list(path)
    let isObject = entries.contains { entry in
      entry.name.contains(Declaration.ofObject.prefix) || entry.name.hasPrefix(Inventory.fileName)
        || (entry.kind == .directory && VersionName(entry.name) != nil)
    }
    let isRoot = entries.contains { entry in
      entry.name.hasPrefix("0=\(Declaration.ofStorageRoot.prefix)") || entry.name == LayoutFile.name
    }
    self =
      switch (isObject, isRoot) {
      case (true, _): .object
      case (false, true): .storageRoot
      case (false, false): StorageHierarchy(of: path).objects.isEmpty ? .object : .storageRoot
      }
  }
}
