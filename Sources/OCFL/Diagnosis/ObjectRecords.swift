// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The inventories of an object, each with its sidecar, as they were seen.
struct ObjectRecords: Sendable {
  struct Record: Sendable {
    let inventory: FileSight
    let sidecar: FileSight
    /// What it states, where its sidecar vouches for it.
    let sound: Inventory?

    init(in directory: FilePath) {
      self.init(
        inventory: FileSight(directory.appending(Inventory.fileName)),
        sidecar: FileSight(directory.appending(Inventory.sidecarName))
      )
    }

    init(inventory: FileSight, sidecar: FileSight) {
      self.inventory = inventory
      self.sidecar = sidecar
      let stated = sidecar.bytes.flatMap { Inventory.digest(statedBy: $0) }
      sound =
        if let bytes = inventory.bytes, let stated, stated == Digest.of(bytes) {
          try? Inventory(decoding: bytes)
        } else {
          nil
        }
    }

    /// What the sidecar states.
    var stated: Digest? { sidecar.bytes.flatMap { Inventory.digest(statedBy: $0) } }
    var isThere: Bool { inventory != .missing || sidecar != .missing }
    var isComplete: Bool { inventory != .missing && sidecar != .missing }
  }

  let root: Record
  /// Of every version whose directory is there.
  let versions: [VersionNumber: Record]
  /// The object's place relative to its storage root; another object's record does not count.
  let place: FilePath
  let layout: StorageLayout

  init(
    of object: FilePath,
    at place: FilePath,
    by layout: StorageLayout,
    among entries: [DirectoryEntry]
  ) {
    let numbers = entries.filter { $0.kind == .directory }
      .compactMap { VersionNumber(directory: $0.name) }
    self.init(
      root: Record(in: object),
      versions: Dictionary(
        numbers.map { ($0, Record(in: object.appending($0.description))) },
        uniquingKeysWith: { first, _ in first }
      ),
      place: place,
      layout: layout
    )
  }

  init(
    root: Record,
    versions: [VersionNumber: Record],
    place: FilePath,
    layout: StorageLayout
  ) {
    self.root = root
    self.versions = versions
    self.place = place
    self.layout = layout
  }

  /// Whether some file is missing of some record.
  var isIncomplete: Bool { !root.isComplete || versions.values.contains { !$0.isComplete } }

  /// The newest version with a record of its own that is sound and its own.
  var newestSound: VersionNumber? {
    versions.keys.sorted(by: >).first { isItsOwn($0) }
  }

  func isItsOwn(_ number: VersionNumber) -> Bool {
    guard let inventory = versions[number]?.sound else { return false }
    return inventory.head == number.description
  }

  /// Whether the root inventory is sound and of the object that belongs here, as far as anything tells.
  var isRootSound: Bool {
    guard let root = root.sound else { return false }
    guard let newestSound, let other = versions[newestSound]?.sound else { return true }
    return root.id.utf8.elementsEqual(other.id.utf8) || isAtHome(root) || !isAtHome(other)
  }

  private func isAtHome(_ inventory: Inventory) -> Bool {
    inventory.objectID.map { layout.path(of: $0) } == place
  }

  /// Whether an unfinished version has appeared in its place.
  func hasAppeared(_ unfinished: UnfinishedVersion) -> Bool {
    versions[unfinished.number]?.stated == unfinished.inventory
  }

  /// Whether each file of the root record is what an unfinished version makes of it: the one from before,
  /// or the new one.
  func isOnItsWay(to number: VersionNumber) -> Bool {
    guard let new = versions[number] else { return false }
    let old = number.value > 1 ? versions[VersionNumber(number.value - 1)] : nil
    return [old?.inventory, new.inventory].contains(root.inventory)
      && [old?.sidecar, new.sidecar].contains(root.sidecar)
  }

  /// The inventory to hold the object against: the root's, or the best that is left.
  func effective(_ unfinished: UnfinishedVersion?) -> Inventory? {
    if let unfinished, hasAppeared(unfinished), isItsOwn(unfinished.number) {
      let newest = versions.keys.max() == unfinished.number
      if newest { return versions[unfinished.number]?.sound }
    }
    if isRootSound { return root.sound }
    return newestSound.flatMap { versions[$0]?.sound }
  }
}
