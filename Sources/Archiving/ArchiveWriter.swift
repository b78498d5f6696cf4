// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import Filing
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
    lock = try Archive.lock(archive.path, for: purpose)
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

    let left = try disk.list(staging)
    var objects: [CommitBatch.Recovered] = []
    let batches = left.filter { $0.kind == .directory && $0.name.hasPrefix("batch") }
    for entry in batches {
      objects += try CommitBatch.recover(
        from: staging.appending(entry.component),
        in: archive.root,
        quarantine: quarantine
      )
    }
    let versions = try RecoveredVersions(objects, in: archive)
    // A run that came to its end has left no batch, and a manifest that need not be read through.
    if try !batches.isEmpty || !archive.manifest.endsWithLine { try versions.takeIn() }
    // Last, because a start that is interrupted before this has to be told the same again.
    for entry in left { try disk.removeTree(staging.appending(entry.component)) }

    if try disk.entry(at: archive.catalogueFile) == .file,
      let catalogue = try? Catalogue(at: archive.catalogueFile)
    {
      // A catalogue that cannot be opened is for its user to complain of, or for `reindex`.
      var replay = VisitReplay(of: archive, into: catalogue)
      try replay.rest()
    }
    return versions.sentences
  }
}
