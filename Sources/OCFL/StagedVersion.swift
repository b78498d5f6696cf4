// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Fixity
package import Foundation
package import SystemPackage

/// The next version of an object, assembled where no reader sees it.
///
/// Files are added, then ``prepare(created:message:user:)`` writes the inventory and ends the
/// assembling; the ``CommitBatch`` that made it moves it into place. A staged version that leaves its
/// scope unprepared removes its files.
package struct StagedVersion: ~Copyable {
  package let id: ObjectID
  package let number: VersionNumber

  let object: FilePath
  /// Where it is assembled: the object's directory to be, or the new version beside its inventory.
  let staging: FilePath
  /// What the object holds already; nil of a new one.
  package let previous: Inventory?
  private let previousSidecar: [UInt8]?
  private var manifest: [String: [String]]
  private var state: [String: [String]] = [:]
  private var isPrepared = false

  init(of id: ObjectID, in root: StorageRoot, at staging: FilePath) throws(StorageError) {
    let object = root.directory(of: id)
    let previous = try root.contains(id) ? root.rootInventory(of: id) : nil
    var number = VersionNumber.first
    var sidecar: [UInt8]?
    if let previous {
      guard let head = previous.headNumber else {
        throw .unreadableInventory(object, reason: "it names no newest version")
      }
      if let fault = try ObjectPresence.firstFault(of: previous, at: object) {
        throw .incompleteObject(object, reason: fault)
      }
      number = head.next
      sidecar = try onDisk { () throws(FilingError) in
        try Disk().read(object.appending(Inventory.sidecarName), limit: Sidecar.longest)
      }
    }
    let version = staging.appending(number.description)
    try onDisk { () throws(FilingError) in
      for directory in [staging, version, version.appending("content")] {
        try Disk().makeDirectory(directory)
      }
    }

    self.id = id
    self.number = number
    self.object = object
    self.staging = staging
    self.previous = previous
    previousSidecar = sidecar
    manifest = previous?.manifest ?? [:]
  }

  deinit {
    if !isPrepared { try? Disk().removeTree(staging) }
  }

  /// Where the bytes of a new file belong while the version is assembled.
  ///
  /// Whoever moves a file here has synced it or leaves that to the batch.
  package func contentFile(_ name: String) -> FilePath {
    staging.appending(number.description).appending("content").appending(name)
  }

  /// Takes in the file at ``contentFile(_:)``, whose digest was computed as it was written.
  package mutating func add(_ name: String, digest: Digest) throws(StorageError) {
    precondition(digest.algorithm == .sha512, "an inventory of ours states sha512")
    let file = contentFile(name)
    try onDisk { () throws(FilingError) in try Disk().makeReadOnly(file) }
    let path = "\(number)/content/\(name)"
    manifest[digest.hex, default: []].append(path)
    state[digest.hex, default: []].append(name)
  }

  /// Writes and takes in a small file.
  package mutating func add(_ name: String, holding bytes: [UInt8]) throws(StorageError) {
    let file = contentFile(name)
    try onDisk { () throws(FilingError) in try Disk().create(file, holding: bytes) }
    try add(name, digest: .of(bytes))
  }

  /// Whether an earlier version holds these bytes.
  package func holds(_ digest: Digest) -> Bool {
    previous?.manifest[digest.hex] != nil
  }

  /// Gives bytes of an earlier version a name in this one, without storing them again.
  ///
  /// Source: OCFL 1.1 §3.5.3.1, forward delta <https://ocfl.io/1.1/spec/#version>
  package mutating func refer(to digest: Digest, as name: String) {
    precondition(holds(digest), "an earlier version holds what is referred to")
    state[digest.hex, default: []].append(name)
  }

  /// Writes inventory and sidecar and ends the assembling.
  package consuming func prepare(
    created: Date,
    message: String,
    user: Inventory.User
  ) throws(StorageError) -> PreparedVersion {
    var inventory = previous ?? Inventory(of: id)
    inventory.head = number.description
    inventory.manifest = manifest.mapValues { $0.sorted() }
    inventory.versions[number.description] = Inventory.Version(
      created: created.formatted(.iso8601),
      message: message,
      user: user,
      state: state.mapValues { $0.sorted() }
    )
    let bytes = inventory.encoded()
    let digest = Digest.of(bytes)
    let sidecar = Inventory.sidecar(stating: digest)
    let (staging, number) = (staging, number)
    let isNewObject = previous == nil
    let isWithoutContent = manifest == previous?.manifest ?? [:]
    let content = staging.appending(number.description).appending("content")
    try onDisk { () throws(FilingError) in
      let disk = Disk()
      // A version that adds no file has no content directory either (W003).
      if isWithoutContent { try disk.removeEmptyDirectory(content) }
      for directory in [staging, staging.appending(number.description)] {
        try disk.create(directory.appending(Inventory.fileName), holding: bytes)
        try disk.create(directory.appending(Inventory.sidecarName), holding: sidecar)
      }
      if isNewObject {
        let name = StorageRoot.objectDeclaration
        try disk.create(
          staging.appending(name),
          holding: StorageRoot.text(ofDeclaration: name)
        )
      }
    }
    isPrepared = true
    return PreparedVersion(
      id: id,
      number: number,
      inventory: inventory,
      inventoryDigest: digest,
      object: object,
      staging: staging,
      previousSidecar: previousSidecar
    )
  }
}

/// A version that is whole and waits to be moved into place with the rest of its batch.
package struct PreparedVersion: Sendable {
  package let id: ObjectID
  package let number: VersionNumber
  package let inventory: Inventory
  package let inventoryDigest: Digest
  let object: FilePath
  let staging: FilePath
  let previousSidecar: [UInt8]?

  var isNewObject: Bool { previousSidecar == nil }
}
