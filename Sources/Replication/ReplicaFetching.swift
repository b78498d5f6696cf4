// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
package import Stores
package import SystemPackage

/// Brings parts of a copy back, into a folder that is an archive of these parts: for whoever mends the first one.
///
/// Nothing of it is believed: who takes a file from there compares its digest.
package struct ReplicaFetching: Sendable {
  private let store: any Store
  private let folder: FilePath

  /// - Parameters:
  ///   - store: where the copy is.
  ///   - folder: where the parts are put; made where it is not there.
  package init(from store: any Store, into folder: FilePath) {
    (self.store, self.folder) = (store, folder)
  }

  /// Brings what is not about single documents: what the copy says of itself, the ledger, tombstones and the manifest.
  ///
  /// - Throws: ``Replication/Failure`` where there is no copy; `StoreError`.
  package func fetchRecords() async throws {
    try await withTaskExecutorPreference(BlockingThreads.bodies) {
      let connection = try store.connect()
      guard try ReplicaRecord(of: connection, at: store.place) != nil else {
        throw Replication.Failure.stranger(
          place: store.place,
          what: "there is no \(ReplicaRecord.fileName)"
        )
      }
      try Disk().makeDirectories(folder)
      try Disk().makePrivate(folder)
      for name in [
        "\(Archive.objectsFolder)/0=ocfl_1.1", "\(Archive.objectsFolder)/ocfl_layout.json",
        Archive.manifestFile, Archive.readmeFile,
      ] {
        try bring(name, over: connection)
      }
      for part in ["\(Archive.objectsFolder)/extensions", Archive.ledgerFolder, "tombstones"] {
        try bring(folder: part, over: connection)
      }
    }
  }

  /// Brings folders, with all that is in them.
  ///
  /// - Parameter folders: relative to the archive; what is not there is left out.
  /// - Throws: `StoreError`; or where nothing can be written here.
  package func fetch(_ folders: [String]) async throws {
    _ = try await withTaskExecutorPreference(BlockingThreads.bodies) {
      try await Lanes(store: store).run(folders, by: 4) { folders, connection in
        for part in folders { try bring(folder: part, over: connection) }
      }
    }
  }

  private func bring(folder part: String, over connection: any StoreConnection) throws {
    var names: [String] = []
    try connection.forEachFile(below: part) { names.append($0.name) }
    for name in names { try bring(name, over: connection) }
  }

  private func bring(_ name: String, over connection: any StoreConnection) throws {
    try Task.checkCancellation()
    // A store that names what leads outside names nothing of a copy.
    guard StoreLayout.isName(name) else { return }
    let path = folder.pushing(FilePath(name))
    try Disk().makeDirectories(path.removingLastComponent())
    try Disk().removeFile(path)
    do {
      var file = try WritableFile(creating: path)
      try connection.read(name) { try file.append($0) }
      try file.close()
    } catch let error as StoreError where error.kind == .missing {
      try Disk().removeFile(path)
    }
  }
}
