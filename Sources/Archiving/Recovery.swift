// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import SystemPackage

/// What the next run would do first: finishing what an interrupted one began.
package struct Recovery: Sendable {
  package struct Outcome: Sendable {
    /// What was done, a sentence each.
    package let sentences: [String]
    /// What was found damaged meanwhile and was left as it is.
    package let damaged: [DamageNotice]
    /// Whether there was anything to finish.
    package let wasUnfinished: Bool
  }

  private let path: FilePath
  /// Nil where the making of the archive itself was interrupted.
  private let archive: Archive?

  /// - Throws: ``ArchiveError/missing(_:)`` or ``ArchiveError/unused(_:)`` where there never was an archive.
  package init(at path: FilePath) throws {
    self.path = path
    archive = try Archive.isHalfMade(path) ? nil : Archive(opening: path)
  }

  /// Takes the lock, finishes what is to be finished, and gives the lock back.
  ///
  /// - Throws: ``ArchiveError/locked(_:holder:)`` at once if another process has it.
  package func run() async throws -> Outcome {
    guard let archive else {
      _ = try await ArchiveWriter(try Archive.openOrBegin(at: path), for: "recover")
      return Outcome(
        sentences: ["the archive is made, and nothing is kept in it yet"],
        damaged: [],
        wasUnfinished: true
      )
    }
    let staging = StagingSight(of: archive)
    let writer = try await ArchiveWriter(archive, for: "recover")
    var sentences = writer.recovered
    let told = sentences.count
    let fetched = staging.versions.count - told - writer.damaged.count
    if staging.work != nil, fetched > 0 || told == 0 {
      sentences.append(
        "what had been fetched and had not come into the archive was thrown away; the next "
          + "run fetches it again"
      )
    }
    return Outcome(
      sentences: sentences,
      damaged: writer.damaged,
      wasUnfinished: staging.work != nil || told > 0
    )
  }
}

extension Archive {
  /// Whether the making of an archive was interrupted here: its storage root has not appeared.
  static func isHalfMade(_ path: FilePath) throws -> Bool {
    guard try Disk().entry(at: path) == .directory, try strangers(in: path).isEmpty else {
      return false
    }
    let traces: Set = [runs, quarantine, staging, ChecksumManifest.fileName]
    return try Disk().list(path).contains { traces.contains($0.name) }
  }
}
