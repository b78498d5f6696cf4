// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage

/// A storage root in a scratch directory, with the short ways to it that the tests take.
struct Workshop {
  let root: StorageRoot
  private let directory: FilePath

  init(in directory: FilePath) throws {
    self.directory = directory
    root = try StorageRoot.create(at: directory.appending("ocfl"))
    try Disk().makeDirectory(quarantine)
  }

  /// Comes back to a workshop as it was left.
  init(again directory: FilePath) throws {
    self.directory = directory
    root = try StorageRoot(opening: directory.appending("ocfl"))
  }

  /// Where a batch assembles its versions; one batch at a time.
  var staging: FilePath { directory.appending("staging") }

  var quarantine: FilePath { directory.appending("quarantine") }

  func batch(at staging: FilePath? = nil) throws -> CommitBatch {
    try CommitBatch(in: root, staging: staging ?? self.staging)
  }

  /// Commits the next version of an object, with just these files in it.
  @discardableResult
  func commit(_ id: ObjectID, _ files: KeyValuePairs<String, String>) throws -> PreparedVersion {
    var batch = try batch(at: directory.appending("staging-of-a-commit"))
    let version = try batch.assemble(id, files)
    _ = try batch.commit()
    try batch.finish()
    return version
  }

  /// Commits the next version of each object, all with the same files, in one batch.
  func commit(_ ids: [ObjectID], _ files: KeyValuePairs<String, String>) throws {
    var batch = try batch(at: directory.appending("staging-of-a-commit"))
    for id in ids { try batch.assemble(id, files) }
    _ = try batch.commit()
    try batch.finish()
  }

  func directory(of id: ObjectID) -> FilePath { root.directory(of: id) }

  /// All that is wrong with an object.
  func findings(in id: ObjectID) -> [Finding] {
    ObjectCheck(of: directory(of: id)).findings
  }

  /// The names and bytes of an object's version, read through its inventory.
  func contents(of id: ObjectID, _ number: VersionNumber) throws -> [String: String] {
    let files = try root.inventory(of: id).files(of: number)
    return try Dictionary(
      uniqueKeysWithValues: files.map { file in
        let path = directory(of: id).appending(file.contentPath)
        return (file.logicalPath, try Disk().readText(path))
      }
    )
  }
}

extension CommitBatch {
  /// Assembles a version with just these files in it, and takes it into the batch.
  @discardableResult
  mutating func assemble(
    _ id: ObjectID,
    _ files: KeyValuePairs<String, String>
  ) throws -> PreparedVersion {
    var version = try stage(id)
    for (name, text) in files {
      let digest = Digest.of(text)
      if version.holds(digest) {
        version.refer(to: digest, as: name)
      } else {
        try version.add(name, holding: Array(text.utf8))
      }
    }
    let prepared = try version.prepare(
      created: Date(timeIntervalSince1970: 1_790_000_000),
      message: "Captured",
      user: Inventory.User(name: "Hanaper", address: "mailto:archive@example.org")
    )
    add(prepared)
    return prepared
  }
}
