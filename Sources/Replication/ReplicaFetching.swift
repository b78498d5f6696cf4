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

  /// Brings all of a copy back, where the archive is lost: what came already, in an earlier call, stays.
  ///
  /// The file by which the folder is an archive comes last, so one that was cut off is none.
  ///
  /// - Parameter progress: told how many files are there, and of how many.
  /// - Returns: how many there are, and how many bytes they have.
  /// - Throws: ``Replication/Failure`` where there is no copy; `StoreError`; or where nothing can be written here.
  package func fetchAll(
    progress: @escaping @Sendable (Int, Int?) -> Void
  ) async throws -> (files: Int, bytes: Int64) {
    try await withTaskExecutorPreference(BlockingThreads.bodies) {
      let connection = try store.connect()
      guard try ReplicaRecord(of: connection, at: store.place) != nil else {
        throw Replication.Failure.stranger(
          place: store.place,
          what: "there is no file \(ReplicaRecord.fileName)"
        )
      }
      try Disk().makeDirectories(folder)
      // By this it is known for one that is being brought back.
      try bring(ReplicaRecord.fileName, over: connection)
      let declaration = "\(Archive.objectsFolder)/0=ocfl_1.1"
      var files: [StoredFile] = []
      try connection.forEachFile(below: "") { file in
        guard !file.name.hasPrefix(StoreLayout.staging + "/"), file.name != declaration,
          file.name != ReplicaRecord.fileName
        else { return }
        files.append(file)
      }
      let (done, all) = (Count(), files.count)
      _ = try await Lanes(store: store).run(files, by: 32) { files, connection in
        for file in files {
          let path = folder.pushing(FilePath(file.name))
          if (try? Disk().size(of: path)) != file.size { try bring(file.name, over: connection) }
        }
        progress(done.add(files.count), all)
      }
      for name in Archive.recordFolders + [StoreLayout.staging] {
        try Disk().makeDirectories(folder.appending(name))
      }
      try Disk().syncFileSystem(of: folder)
      try bring(declaration, over: connection)
      try Disk().removeFile(folder.appending(ReplicaRecord.fileName))
      try Disk().syncFileSystem(of: folder)
      return (files.count + 1, files.map(\.size).reduce(0, +))
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
      // Content is, once it is kept.
      if name.contains("/content/") { try Disk().makeReadOnly(path) }
    } catch let error as StoreError where error.kind == .missing {
      try Disk().removeFile(path)
    }
  }
}
