// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import SystemPackage

/// Versions that are committed together, so that being safe costs at most three waits for all.
///
/// The order of writing:
///
/// 1. Every file of every version is staged, with its inventory and sidecar, and the list of what is
///    about to happen (``Intent``) beside them. All of it is made durable. Until here the storage root
///    is untouched.
/// 2. New objects and new version directories appear, each by one rename. The names are made durable
///    before anything refers to them.
/// 3. The root inventory of each object with a new version is replaced by rename, then its sidecar;
///    before anything of the batch appears and again before this, the sidecar must still be the one
///    read at the start. Durable again.
/// 4. The staging directory goes, and the intent with it: there is nothing left to finish.
///
/// What holds at every moment, and so whatever the last step was and whatever of the steps since the
/// last wait the disk has kept:
///
/// - (a) What appears under a name of the storage root is durable already, to its last byte, and is
///   never written to again.
/// - (b) Whatever in the storage root the batch has begun to change, a durable intent names it.
/// - (c) A root inventory speaks only of version directories whose names are durable.
/// - (d) Each version directory holds the inventory that its object had with it, so a root inventory
///   can be had from it again, the new one and the one before.
/// - (e) Nothing is removed but what was staged.
///
/// So the next start can bring each object to its old or its new version, whole:
/// ``recover(from:in:quarantine:)`` says how.
///
/// Source: OCFL 1.1 implementation notes §3.7 <https://ocfl.io/1.1/implementation-notes/#an-example-approach-to-updating-ocfl-object-versions>
package struct CommitBatch: Sendable {
  private let root: StorageRoot
  private let staging: FilePath
  private var staged = 0
  private var prepared: [PreparedVersion] = []
  private var ids: Set<ObjectID> = []

  /// - Parameters:
  ///   - root: where the versions will appear.
  ///   - staging: a directory of the same file system that does not exist yet.
  /// - Throws: where the directory cannot be made.
  package init(in root: StorageRoot, staging: FilePath) throws(StorageError) {
    self.root = root
    self.staging = staging
    try onDisk { () throws(FilingError) in try Disk().makeDirectory(staging) }
  }

  package var count: Int { prepared.count }

  /// Whether a version of this object is in the batch already; a second one needs another batch.
  package func contains(_ id: ObjectID) -> Bool {
    ids.contains(id)
  }

  /// Opens the next version of an object for assembling.
  ///
  /// - Throws: `.unreadableInventory` too where the version's place is taken, which is better told now
  ///   than when the whole batch is on its way.
  package mutating func stage(_ id: ObjectID) throws(StorageError) -> StagedVersion {
    precondition(!contains(id), "a batch holds one version of an object")
    let version = try StagedVersion(of: id, in: root, at: staging.appending("\(staged + 1)"))
    let object = version.object
    let place = version.number == .first ? object : object.appending(version.number.description)
    guard try onDisk({ () throws(FilingError) in try Disk().isFree(place) }) else {
      throw .unreadableInventory(object, reason: "it does not know of \(place), which is there")
    }
    staged += 1
    return version
  }

  package mutating func add(_ version: PreparedVersion) {
    prepared.append(version)
    ids.insert(version.id)
  }

  /// Moves every version into place; when this returns, all of them are durable.
  ///
  /// The staging directory stays until ``finish()``, so that a crash in between tells the next start
  /// what has just been added.
  ///
  /// - Returns: the versions, in the order they were added.
  package func commit() throws(StorageError) -> [PreparedVersion] {
    guard !prepared.isEmpty else { return [] }
    let intent = Intent(of: prepared)
    try onDisk { () throws(FilingError) in
      try intent.write(into: staging)
      try Disk().syncFileSystem(of: staging)
    }
    for version in prepared where !version.isNewObject {
      try version.checkNobodyElseWrote()
    }
    for version in prepared {
      try version.appear()
    }
    try onDisk { () throws(FilingError) in try Disk().syncFileSystem(of: root.path) }
    let successors = prepared.filter { !$0.isNewObject }
    guard !successors.isEmpty else { return prepared }
    for version in successors {
      try version.replaceRootInventory()
    }
    try onDisk { () throws(FilingError) in try Disk().syncFileSystem(of: root.path) }
    return prepared
  }

  /// Ends the batch: what was staged and not committed is removed.
  package consuming func finish() throws(StorageError) {
    let staging = staging
    try onDisk { () throws(FilingError) in try Disk().removeTree(staging) }
  }
}

extension PreparedVersion {
  /// Step 2: the object, or the version's directory, takes its name.
  fileprivate func appear() throws(StorageError) {
    let (object, staging, number) = (object, staging, number.description)
    if !isNewObject {
      try onDisk { () throws(FilingError) in
        try Disk().rename(staging.appending(number), to: object.appending(number))
      }
    } else {
      try onDisk { () throws(FilingError) in
        try Disk().makeDirectories(object.removingLastComponent())
        try Disk().rename(staging, to: object)
      }
    }
  }

  fileprivate func checkNobodyElseWrote() throws(StorageError) {
    let sidecar = object.appending(Inventory.sidecarName)
    let current = try onDisk { () throws(FilingError) in
      try Disk().read(sidecar, limit: 4_096)
    }
    guard current == previousSidecar else { throw .changedUnderneath(id) }
  }

  /// Step 3: the object's root inventory becomes the new version's.
  fileprivate func replaceRootInventory() throws(StorageError) {
    try checkNobodyElseWrote()
    let (object, staging) = (object, staging)
    try onDisk { () throws(FilingError) in
      for name in [Inventory.fileName, Inventory.sidecarName] {
        try Disk().rename(staging.appending(name), to: object.appending(name))
      }
    }
  }
}

extension Disk {
  /// Whether a directory can be moved to a place: nothing is there, or a directory with nothing in it.
  fileprivate func isFree(_ place: FilePath) throws(FilingError) -> Bool {
    switch try entry(at: place) {
    case nil: true
    case .directory: try list(place).isEmpty
    default: false
    }
  }
}
