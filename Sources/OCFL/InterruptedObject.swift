// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// An object that a writer, ours or another program, may have left in the middle of a commit.
///
/// Its newest version is either whole, and then becomes what the object's root inventory says, or it
/// is not, and then leaves the object. An object whose state no interruption explains is left alone:
/// what is wrong with it is for a verification to tell.
struct InterruptedObject {
  private let id: ObjectID
  private let root: StorageRoot
  private let object: FilePath
  private let quarantine: FilePath

  /// - Parameters:
  ///   - id: which object; it need not exist.
  ///   - root: where it is.
  ///   - quarantine: an existing directory of the same file system, for what does not verify.
  init(_ id: ObjectID, in root: StorageRoot, quarantine: FilePath) {
    self.id = id
    self.root = root
    self.quarantine = quarantine
    object = root.directory(of: id)
  }

  /// Brings the object to the end of what a batch of ours meant to do to it.
  func finish(_ step: Intent.Step) throws(StorageError) -> CommitBatch.Recovered {
    let number = VersionNumber(step.version)
    guard try isInPlace(step) else {
      if let mended = try mend() { return mended }
      if try !root.contains(id) { try removeEmptyDirectories(from: object) }
      return recovered(number, .untouched)
    }
    // A version that another run has added since stands on ours and is the newer truth.
    guard try newestVersion == number else { return recovered(number, .rolledForward) }
    guard ObjectCheck.isWhole(number, of: object) else {
      return recovered(number, .setAside(try setAside(number)))
    }
    try takeInventory(from: number)
    return recovered(number, .rolledForward)
  }

  /// Brings the object to the end of a commit that nobody wrote down, as other programs leave it.
  ///
  /// A version that the root inventory speaks of already is not taken away here: that it is not whole
  /// must have another cause. Where there is nothing to do, this costs a listing and the reading of
  /// two inventories.
  ///
  /// - Returns: what was done; nil where the object is at rest, or no interruption explains it.
  func mend() throws(StorageError) -> CommitBatch.Recovered? {
    guard try root.contains(id), let newest = try newestVersion else { return nil }
    let (stated, new) = (try inventoryFiles(), try inventoryFiles(of: newest))
    guard stated != new || new.inventory == nil, try isOnItsWay(stated, to: newest, new) else {
      return nil
    }
    // The root inventory is about to speak of a directory that may not be durable yet.
    try sync()
    if ObjectCheck.isWhole(newest, of: object), try continuesPrevious(newest) {
      try takeInventory(from: newest)
      try sync()
      return recovered(newest, .rolledForward)
    }
    guard newest > .first, stated.inventory == nil || stated.inventory != new.inventory else {
      return nil
    }
    let place = try setAside(newest)
    try sync()
    return recovered(newest, .setAside(place))
  }

  private func recovered(
    _ number: VersionNumber,
    _ outcome: CommitBatch.Recovered.Outcome
  ) -> CommitBatch.Recovered {
    CommitBatch.Recovered(id: id, number: number, outcome: outcome)
  }

  // MARK: Looking

  /// The two files by which a directory states an inventory, as they are, right or wrong.
  private struct InventoryFiles: Equatable {
    let inventory: [UInt8]?
    let sidecar: [UInt8]?
  }

  /// Those of a version, or the object's own.
  private func inventoryFiles(
    of number: VersionNumber? = nil
  ) throws(StorageError) -> InventoryFiles {
    let directory = number.map { object.appending($0.description) } ?? object
    return try onDisk { () throws(FilingError) in
      try InventoryFiles(
        inventory: bytes(of: directory.appending(Inventory.fileName)),
        sidecar: bytes(of: directory.appending(Inventory.sidecarName))
      )
    }
  }

  private func bytes(of path: FilePath) throws(FilingError) -> [UInt8]? {
    // A directory or a link in its place is no file that is missing: reading it says so.
    guard try Disk().entry(at: path) != nil else { return nil }
    return try Disk().read(path)
  }

  private var newestVersion: VersionNumber? {
    get throws(StorageError) {
      try onDisk { () throws(FilingError) in
        try Disk().list(object).compactMap { VersionNumber(directory: $0.name) }.max()
      }
    }
  }

  /// Whether the version in place is the one that was staged; a damaged one still bears its sidecar.
  private func isInPlace(_ step: Intent.Step) throws(StorageError) -> Bool {
    guard let sidecar = try inventoryFiles(of: VersionNumber(step.version)).sidecar else {
      return false
    }
    return Inventory.digest(statedBy: sidecar, algorithm: .sha512) == step.inventory
  }

  /// Whether the object's inventory is sound and the one before the newest version's, or each of its
  /// files is missing, the newest version's, or that of the version before.
  private func isOnItsWay(
    _ stated: InventoryFiles,
    to newest: VersionNumber,
    _ new: InventoryFiles
  ) throws(StorageError) -> Bool {
    let previous = newest.previous
    if let previous, head == previous { return true }
    let old: InventoryFiles? =
      if let previous { try inventoryFiles(of: previous) } else { nil }
    return [nil, old?.inventory, new.inventory].contains(stated.inventory)
      && [nil, old?.sidecar, new.sidecar].contains(stated.sidecar)
  }

  /// What the object's inventory says is its newest version; nil where it cannot be trusted.
  private var head: VersionNumber? {
    (try? Inventory(readFrom: object))?.headNumber
  }

  /// Whether a version's inventory is of this object, and knows all that the version before it knew.
  private func continuesPrevious(_ number: VersionNumber) throws(StorageError) -> Bool {
    let inventory = try Inventory(readFrom: object.appending(number.description))
    guard inventory.id.utf8.elementsEqual(id.text.utf8) else { return false }
    guard let previous = number.previous,
      let old = try? Inventory(readFrom: object.appending(previous.description))
    else { return true }
    let paths = Set(inventory.manifest.values.joined())
    return paths.isSuperset(of: old.manifest.values.joined())
      && Set(inventory.versions.keys).isSuperset(of: old.versions.keys)
  }

  // MARK: Changing

  private func sync() throws(StorageError) {
    try onDisk { () throws(FilingError) in try Disk().syncFileSystem(of: root.path) }
  }

  /// Makes a version's inventory the object's; equal bytes are left alone.
  private func takeInventory(from number: VersionNumber) throws(StorageError) {
    let version = object.appending(number.description)
    try onDisk { () throws(FilingError) in
      for name in [Inventory.fileName, Inventory.sidecarName] {
        let (source, target) = (version.appending(name), object.appending(name))
        let new = try Disk().read(source)
        if try bytes(of: target) != new { try Disk().replace(target, with: new) }
      }
    }
  }

  /// Moves a version out of the object, or the object if it has no other.
  ///
  /// - Returns: where it is now; nothing that lies in quarantine gives way to it.
  private func setAside(_ number: VersionNumber) throws(StorageError) -> FilePath {
    // First the inventory, so that it never speaks of a version that has gone.
    if let previous = number.previous, head != previous { try takeInventory(from: previous) }
    let moved = number == .first ? object : object.appending(number.description)
    let name = "\(object.lastComponent?.string ?? "object")-\(number)"
    let place = try onDisk { () throws(FilingError) in
      var place = quarantine.appending(name)
      var repetition = 1
      while try Disk().entry(at: place) != nil {
        repetition += 1
        place = quarantine.appending("\(name)-\(repetition)")
      }
      try Disk().rename(moved, to: place)
      return place
    }
    if number == .first { try removeEmptyDirectories(from: object.removingLastComponent()) }
    return place
  }

  /// Removes the directories that were made for an object that never came: OCFL allows none (E073).
  private func removeEmptyDirectories(from lowest: FilePath) throws(StorageError) {
    var directory = lowest
    while directory != root.path {
      let path = directory
      let isRemoved = try onDisk { () throws(FilingError) -> Bool in
        guard try Disk().entry(at: path) == .directory else { return true }
        guard try Disk().list(path).isEmpty else { return false }
        try Disk().removeEmptyDirectory(path)
        return true
      }
      guard isRemoved else { return }
      directory.removeLastComponent()
    }
  }
}

extension VersionNumber {
  fileprivate var previous: VersionNumber? {
    value > 1 ? VersionNumber(value - 1) : nil
  }
}
