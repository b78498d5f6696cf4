// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// The directories of all objects of a storage root, in the order of their names.
///
/// Nothing is read but directories, each when it is come to; memory does not grow with the number of objects. One that
/// cannot be listed is handed out as the error that it brought, and the others are gone on with.
package struct ObjectDirectories: Sequence, IteratorProtocol {
  /// What is still to be looked at, the next one last.
  private var waiting: [FilePath]

  init(of root: StorageRoot) throws(FilingError) {
    waiting = Self.directories(
      try Disk().list(root.path).filter { $0.name != "extensions" },
      in: root.path
    )
  }

  package mutating func next() -> Result<FilePath, FilingError>? {
    while let directory = waiting.popLast() {
      let entries: [DirectoryEntry]
      do throws(FilingError) {
        entries = try Disk().list(directory)
      } catch {
        return .failure(error)
      }
      if StorageRoot.isObject(entries) { return .success(directory) }
      waiting += Self.directories(entries, in: directory)
    }
    return nil
  }

  private static func directories(_ entries: [DirectoryEntry], in place: FilePath) -> [FilePath] {
    entries.filter { $0.kind == .directory }.reversed().map { place.appending($0.name) }
  }
}
