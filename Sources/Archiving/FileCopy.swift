// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

extension Disk {
  /// Copies a file, durably, piece by piece.
  ///
  /// - Parameters:
  ///   - source: what is copied.
  ///   - target: a file to make.
  ///   - algorithm: by which its bytes are digested on their way.
  /// - Returns: the digest of what was copied.
  /// - Throws: where it cannot be read or written; `CancellationError` where the task was cancelled.
  func copy(
    _ source: FilePath,
    to target: FilePath,
    by algorithm: DigestAlgorithm
  ) throws -> Digest {
    var stream = DigestStream(algorithm)
    var file = try WritableFile(creating: target)
    do {
      try ReadableFile(source).forEachChunk { (chunk) throws(FilingError) in
        guard !Task.isCancelled else { throw FilingError(.read, source, .canceled) }
        stream.update(chunk)
        try file.append(chunk)
      }
    } catch {
      try Task.checkCancellation()
      throw error
    }
    try file.sync()
    try file.close()
    return stream.finish()
  }

  /// Copies a file whose digest is known: it may have changed since, or somebody may be writing it still.
  ///
  /// - Parameters:
  ///   - source: what is copied.
  ///   - target: a file to make.
  ///   - digest: what it has to be.
  /// - Throws: `ArchiveError.damaged(_:)` where it is not; as the other one.
  func copy(_ source: FilePath, to target: FilePath, expecting digest: Digest) throws {
    guard try copy(source, to: target, by: digest.algorithm) == digest else {
      throw ArchiveError.damaged(source)
    }
  }
}
