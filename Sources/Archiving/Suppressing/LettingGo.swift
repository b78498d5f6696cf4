// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import OCFL
import Records
import SystemPackage

/// Lets go of a document, from the moment at which its intent is durable: each step may be done twice, and whoever
/// opens the archive next goes on with what an interruption left.
///
/// The order of writing:
///
/// 1. The leaves wait for the ledger, and the intent says so; then the tombstone is durable.
/// 2. The object goes, in one rename, and what quarantine has of it.
/// 3. The records of the runs, the manifest and the seals are written without it, each in one rename.
/// 4. Its text goes out of the index over all texts; the catalogue is made again, as a file in which the document never was.
/// 5. The intent goes.
struct LettingGo {
  private let archive: Archive
  private var intent: SuppressionIntent

  init(of intent: SuppressionIntent, in archive: Archive) {
    (self.intent, self.archive) = (intent, archive)
  }

  /// Finishes what was begun and interrupted.
  ///
  /// - Returns: what was done, in a sentence; nil where nothing had been begun.
  /// - Throws: where something cannot be read or written.
  static func finish(in archive: Archive) async throws -> String? {
    guard let intent = try SuppressionIntent(of: archive) else {
      try SuppressionIntent.removeUnfinished(from: archive)
      return nil
    }
    var work = LettingGo(of: intent, in: archive)
    try work.state()
    try await work.remove()
    return
      "letting go of a document had been interrupted, and is finished (tombstone \(intent.tombstone.name))"
  }

  /// Refuses a document that lies behind a link, or has one in it: what lies there would stay, and be said to be gone.
  ///
  /// - Parameters:
  ///   - id: the document.
  ///   - archive: whose.
  /// - Throws: `StorageError.link`; or where it cannot be looked at.
  static func requireNoLink(in id: ObjectID, of archive: Archive) throws {
    let object = archive.root.directory(of: id)
    try archive.root.requireNoLink(onTheWayTo: object)
    var folders = try Disk().entry(at: object) == .directory ? [object] : []
    while let folder = folders.popLast() {
      for entry in try Disk().list(folder) {
        let place = folder.appending(entry.component)
        if entry.kind == .link { throw StorageError.link(place) }
        if entry.kind == .directory { folders.append(place) }
      }
    }
  }

  /// Says durably that the document is let go of, before any of it is.
  mutating func state() throws {
    if !intent.isStated {
      try WaitingLeaves(of: archive).complete(with: intent.leaves)
      intent.isStated = true
      try intent.write(to: archive)
    }
    let file = archive.file(of: intent.tombstone)
    if try Disk().entry(at: file) == nil {
      try Disk().replace(file, with: RecordCoding.encode(intent.tombstone))
    }
  }

  /// Removes all there is of it.
  func remove() async throws {
    let id = ObjectID(intent.id)
    let staging = archive.path.appending(Archive.staging)
    try Disk().makeDirectories(staging)
    try Self.requireNoLink(in: id, of: archive)
    try take(archive.root.directory(of: id), to: staging)
    try archive.removeEmptyFolders(above: archive.root.directory(of: id))
    let copies = QuarantinedCopies(of: intent, in: archive)
    for folder in try copies.folders() {
      try take(archive.path.appending(Archive.quarantine).appending(folder), to: staging)
    }
    try copies.redactFiles()
    try RunRedaction(of: intent.names, as: intent.tombstone.role, in: archive).carryOut()
    try HandedOutRecords(of: archive).forget(
      intent.names.union([intent.id]),
      for: intent.tombstone.name
    )
    var reading = ReadingMemory(of: archive)
    try reading.forget(folder: archive.folder(of: id))
    try archive.manifest.removeLines(ofFolder: archive.folder(of: id), in: archive)
    for name in intent.names.union([intent.id]).sorted() {
      for seals in try DocumentSeals.everywhere(in: archive) {
        try seals.drop(of: WebAddress(alreadyNormal: name))
      }
    }
    try Disk().syncFileSystem(of: archive.path)
    try await archive.dropText(
      of: intent.names.union([intent.id]).sorted().map(WebAddress.init(alreadyNormal:))
    )
    _ = try await Reindexing.run(in: archive, lengthsOfVisits: [:])
    try SuppressionIntent.remove(from: archive)
  }

  /// Moves a folder out of its place in one step, and then takes it apart.
  private func take(_ folder: FilePath, to staging: FilePath) throws {
    let aside = staging.appending("let-go")
    try Disk().removeTree(aside)
    guard try Disk().entry(at: folder) != nil else { return }
    try Disk().rename(folder, to: aside)
    try Disk().sync(folder.removingLastComponent())
    try Disk().removeTree(aside)
  }
}
