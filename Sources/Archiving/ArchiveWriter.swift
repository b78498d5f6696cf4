// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import Filing
import Foundation
import OCFL
import SystemPackage

/// The right to write to an archive: its lock, held, with all that a crash left behind cleared up.
///
/// Whoever opens it finds staging empty, the manifest whole, interrupted batches finished and a
/// catalogue that knows of them.
public final class ArchiveWriter: Sendable {
  public let archive: Archive
  /// What had to be cleared up, in sentences; empty as a rule.
  public let recovered: [String]
  private let lock: FileLock

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - archive: what is to be written to.
  ///   - purpose: told to another process that wants the lock meanwhile: `sync`, say.
  /// - Throws: ``ArchiveError/locked(_:holder:)`` at once if another process has it.
  public init(_ archive: Archive, for purpose: String) throws {
    self.archive = archive
    do throws(FileLock.Failure) {
      let since = Date().formatted(.iso8601)
      let holder =
        "process \(ProcessInfo.processInfo.processIdentifier), \(purpose), since \(since)"
      lock = try FileLock(archive.lockFile, as: holder)
    } catch {
      switch error {
      case .held(let holder): throw ArchiveError.locked(archive.path, holder: holder.description)
      case .filing(let error): throw error
      }
    }
    recovered = try Self.recover(archive)
  }

  // MARK: Recovery

  private static func recover(_ archive: Archive) throws -> [String] {
    let disk = Disk()
    let staging = archive.path.appending(Archive.staging)
    let quarantine = archive.path.appending(Archive.quarantine)
    try disk.makeDirectory(staging)
    try disk.makeDirectory(quarantine)
    try disk.makeDirectory(archive.path.appending(Archive.runs))
    if try disk.entry(at: archive.manifest.path) == .file { try archive.manifest.mend() }

    var sentences: [String] = []
    for entry in try disk.list(staging) {
      let place = staging.appending(entry.name)
      guard entry.kind == .directory, entry.name.hasPrefix("batch") else {
        try disk.removeTree(place)
        continue
      }
      let objects = try CommitBatch.recover(from: place, in: archive.root, quarantine: quarantine)
      sentences += try takeIn(objects, of: archive)
    }
    if try disk.entry(at: archive.catalogueFile) == .file,
      let catalogue = try? Catalogue(at: archive.catalogueFile)
    {
      // A catalogue that cannot be opened is for its user to complain of, or for `reindex`.
      var replay = VisitReplay(of: archive, into: catalogue)
      try replay.rest()
    }
    return sentences
  }

  // A version that is in place may be unknown to the manifest and the catalogue, which come later.
  private static func takeIn(
    _ objects: [CommitBatch.Recovered],
    of archive: Archive
  ) throws -> [String] {
    var sentences: [String] = []
    var committed: [CommittedVersion] = []
    for object in objects {
      switch object.outcome {
      case .untouched: continue
      case .setAside(let place):
        sentences.append("an interrupted version of \(object.id) was incomplete; it is in \(place)")
      case .rolledForward:
        sentences.append("an interrupted version of \(object.id) was whole and is kept")
        committed.append(try CommittedVersion(object.number, of: object.id, in: archive))
      }
    }
    guard !committed.isEmpty else { return sentences }
    let lines = committed.flatMap(\.manifestLines)
    var missing = Set(lines)
    try archive.manifest.forEachLine { line in
      if let line { missing.remove(line) }
    }
    try archive.manifest.append(lines.filter { missing.contains($0) })
    if try Disk().entry(at: archive.catalogueFile) == .file,
      let catalogue = try? Catalogue(at: archive.catalogueFile)
    {
      try catalogue.apply(versions: committed.map(\.record), visits: [])
    }
    return sentences
  }
}
