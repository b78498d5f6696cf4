// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
package import Ledger
import Records
package import Stores
package import SystemPackage

/// Brings parts of a copy back, into a folder that is an archive of these parts: for whoever mends the first one.
///
/// Nothing of it is believed: who takes a file from there compares its digest.
package struct ReplicaFetching: Sendable {
  /// In a folder to which an archive is being brought back: of which copy, and in what state.
  package static let markName = "recovering.json"

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
  /// - Parameters:
  ///   - key: the ledger's; nil where it is not known.
  ///   - progress: told how many files are there, and of how many.
  /// - Returns: how many there are, how many bytes they have, and how many there were that are no part of an archive.
  /// - Throws: ``Replication/Failure`` where there is no copy; `StoreError`; or where nothing can be written here.
  package func fetchAll(
    signedBy key: NoteKey?,
    progress: @escaping @Sendable (Int, Int?) -> Void
  ) async throws -> (files: Int, bytes: Int64, strangers: Int) {
    try await withTaskExecutorPreference(BlockingThreads.bodies) {
      let connection = try store.connect()
      guard let record = try ReplicaRecord(of: connection, at: store.place) else {
        throw Replication.Failure.stranger(
          place: store.place,
          what: "there is no file \(ReplicaRecord.fileName)"
        )
      }
      try requireKey(record, key)
      try Disk().makeDirectories(folder)
      let declaration = "\(Archive.objectsFolder)/0=ocfl_1.1"
      guard let root = try connection.bytes(of: declaration, limit: 1 << 10) else {
        throw Replication.Failure.stranger(place: store.place, what: "it has no \(declaration)")
      }
      // By this it is known for one that is being brought back, and of which copy.
      let mark = folder.appending(Self.markName)
      if try Disk().entry(at: mark) == nil {
        try Disk().replace(mark, with: RecordCoding.encode(record))
      } else if try ReplicaRecord(at: mark)?.isOf(record) != true {
        throw Replication.Failure.stranger(
          place: store.place,
          what: "\(folder) is being brought back from another one; empty it first"
        )
      }
      var files: [StoredFile] = []
      var strangers = 0
      try connection.forEachFile(below: "") { file in
        let top = file.name.split(separator: "/").first.map(String.init) ?? ""
        guard top != StoreLayout.staging, file.name != declaration,
          file.name != ReplicaRecord.fileName
        else { return }
        if Archive.copiedNames.contains(top) { files.append(file) } else { strangers += 1 }
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
      try Disk().replace(folder.pushing(FilePath(declaration)), with: root)
      return (files.count + 1, files.map(\.size).reduce(0, +), strangers)
    }
  }

  /// Says that the archive is back, when all that is made anew is there, too.
  ///
  /// - Throws: where it cannot be written.
  package func conclude() throws {
    try Disk().removeFile(folder.appending(Self.markName))
    try Disk().syncFileSystem(of: folder)
  }

  /// A copy that is signed by another key is another archive's, or the key here is.
  private func requireKey(_ record: ReplicaRecord, _ key: NoteKey?) throws {
    guard let key, let text = record.checkpoint else { return }
    do {
      _ = try TrustPolicy(log: key).check(SignedCheckpoint(Array(text.utf8)))
    } catch {
      throw Replication.Failure.stranger(
        place: store.place,
        what:
          "its checkpoint is not signed by the key \(key.label) that goes with the configuration; put the key of that archive there, or name its copy"
      )
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
    let parent = path.removingLastComponent()
    if let link = try Disk().link(below: folder, onTheWayTo: parent) {
      throw FilingError(.write, link, .tooManySymbolicLinkLevels)
    }
    try Disk().makeDirectories(parent)
    // Under its own name it is whole.
    let new = parent.appending(".new-\(UInt64.random(in: 0 ... .max))")
    do {
      var file = try WritableFile(creating: new)
      do {
        try connection.read(name) { try file.append($0) }
        try file.close()
      } catch {
        try? Disk().removeFile(new)
        throw error
      }
      try Disk().rename(new, to: path)
      // Content is, once it is kept.
      if name.contains("/content/") { try Disk().makeReadOnly(path) }
    } catch let error as StoreError where error.kind == .missing {
      return
    }
  }
}
