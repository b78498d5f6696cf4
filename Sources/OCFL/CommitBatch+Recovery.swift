// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
public import SystemPackage

/// What a batch is about to do, written down before it does it.
struct Intent: Codable, Sendable {
  static let fileName = "intent.json"

  struct Step: Codable, Sendable {
    let id: ObjectID
    let version: Int
    /// Of the new inventory: tells our version from another program's of the same number.
    let inventory: Digest
  }

  let steps: [Step]

  init(of versions: [PreparedVersion], under root: StorageRoot) {
    steps = versions.map {
      Step(id: $0.id, version: $0.number.value, inventory: $0.inventoryDigest)
    }
  }

  func write(into staging: FilePath) throws(FilingError) {
    let bytes: [UInt8]
    do {
      bytes = try Array(JSONEncoder().encode(self))
    } catch {
      preconditionFailure("an intent can always be written as JSON")
    }
    try Disk().create(staging.appending(Self.fileName), holding: bytes)
  }

  /// The intent in a staging directory; nil where there is none or it was cut short, which means
  /// that nothing had been moved yet.
  static func read(from staging: FilePath) throws(FilingError) -> Intent? {
    let path = staging.appending(fileName)
    guard try Disk().entry(at: path) == .file else { return nil }
    let bytes = try Disk().read(path)
    return try? JSONDecoder().decode(Intent.self, from: Data(bytes))
  }
}

extension CommitBatch {
  /// An object that an interrupted batch had begun to change.
  public struct Recovered: Sendable {
    public enum Outcome: Sendable {
      /// The new version is whole and in place now, whether or not it was before.
      case rolledForward
      /// The batch ended before this object was touched; its new version is lost.
      case untouched
      /// A version directory that does not verify was moved out of the object, to this place.
      case setAside(FilePath)
    }

    public let id: ObjectID
    public let number: VersionNumber
    public let outcome: Outcome
  }

  /// Finishes what an interrupted batch began, from its staging directory, and removes that.
  ///
  /// - Parameters:
  ///   - staging: the directory of one batch.
  ///   - root: the storage root that it was writing to.
  ///   - quarantine: an existing directory for versions that do not verify.
  /// - Returns: the objects that the batch meant to change; empty if it had not come that far.
  /// - Throws: where the disk refuses; the staging directory then stays for the next try.
  public static func recover(
    from staging: FilePath,
    in root: StorageRoot,
    quarantine: FilePath
  ) throws(StorageError) -> [Recovered] {
    var recovered: [Recovered] = []
    let intent = try onDisk { () throws(FilingError) in try Intent.read(from: staging) }
    for step in intent?.steps ?? [] where step.version > 0 {
      let number = VersionNumber(step.version)
      let object = InterruptedObject(step, in: root)
      let outcome = try object.finish(quarantine: quarantine)
      recovered.append(Recovered(id: step.id, number: number, outcome: outcome))
    }
    try onDisk { () throws(FilingError) in
      try Disk().syncFileSystem(of: root.path)
      try Disk().removeTree(staging)
    }
    return recovered
  }
}

/// One object that a batch had meant to change.
private struct InterruptedObject {
  private let step: Intent.Step
  private let root: StorageRoot
  private let object: FilePath
  private let number: VersionNumber

  init(_ step: Intent.Step, in root: StorageRoot) {
    self.step = step
    self.root = root
    object = root.directory(of: step.id)
    number = VersionNumber(step.version)
  }

  func finish(quarantine: FilePath) throws(StorageError) -> CommitBatch.Recovered.Outcome {
    guard try isOurs else {
      if try !root.contains(step.id) { try removeEmptyParents() }
      return .untouched
    }
    if ObjectCheck.isWhole(number, of: object) {
      // A version that another run has added since stands on ours and is the newer truth.
      if try newestVersion == number { try copyInventory(from: number) }
      return .rolledForward
    }
    return .setAside(try setAside(in: quarantine))
  }

  /// Whether the version in place is the one that was staged; a damaged one still bears its sidecar.
  private var isOurs: Bool {
    get throws(StorageError) {
      let sidecar = object.appending(number.description).appending(Inventory.sidecarName)
      let bytes = try onDisk { () throws(FilingError) -> [UInt8]? in
        guard try Disk().entry(at: sidecar) == .file else { return nil }
        return try Disk().read(sidecar, limit: 4_096)
      }
      guard let bytes else { return false }
      return Inventory.digest(statedBy: bytes, algorithm: .sha512) == step.inventory
    }
  }

  private var newestVersion: VersionNumber? {
    get throws(StorageError) {
      try onDisk { () throws(FilingError) in
        try Disk().list(object).compactMap { VersionNumber(directory: $0.name) }.max()
      }
    }
  }

  /// Makes a version's inventory the object's; equal bytes are left alone.
  private func copyInventory(from number: VersionNumber) throws(StorageError) {
    let version = object.appending(number.description)
    try onDisk { () throws(FilingError) in
      for name in [Inventory.fileName, Inventory.sidecarName] {
        let bytes = try Disk().read(version.appending(name))
        if try Disk().read(object.appending(name)) != bytes {
          try Disk().replace(object.appending(name), with: bytes)
        }
      }
    }
  }

  /// Moves a version that does not verify out of the object, or the object if it has no other.
  private func setAside(in quarantine: FilePath) throws(StorageError) -> FilePath {
    let place = quarantine.appending("\(object.lastComponent?.string ?? "object")-\(number)")
    let moved = number == .first ? object : object.appending(number.description)
    try onDisk { () throws(FilingError) in
      try Disk().removeTree(place)
      try Disk().rename(moved, to: place)
    }
    if number == .first {
      try removeEmptyParents()
    } else {
      try copyInventory(from: VersionNumber(number.value - 1))
    }
    return place
  }

  /// Removes the directories that were made for an object that never came: OCFL allows none (E073).
  private func removeEmptyParents() throws(StorageError) {
    var directory = object.removingLastComponent()
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
