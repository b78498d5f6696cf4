// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing
import Filing
import Fixity
public import Foundation
import OCFL
public import SystemPackage

/// Gives kept versions back, proven to be what was kept.
public struct Restoration: Sendable {
  /// Which of a document's versions.
  public enum Selection: Sendable {
    case newest
    case number(Int)
    /// The one that was the newest at that time.
    case asOf(Date)
    case all
  }

  private let archive: Archive

  public init(from archive: Archive) {
    self.archive = archive
  }

  /// The versions that a selection means.
  ///
  /// - Throws: ``ArchiveError/noSuchVersion(document:asked:)`` where there is none.
  public static func select(
    _ selection: Selection,
    from versions: [KeptVersion],
    of document: WebAddress
  ) throws -> [KeptVersion] {
    guard let newest = versions.last else {
      throw ArchiveError.nothingHeld(document: document.text)
    }
    switch selection {
    case .newest: return [newest]
    case .all: return versions
    case .number(let number):
      guard let version = versions.first(where: { $0.number == number }) else {
        throw ArchiveError.noSuchVersion(document: document.text, asked: "v\(number)")
      }
      return [version]
    case .asOf(let date):
      guard let version = versions.last(where: { $0.capturedAt <= date }) else {
        throw ArchiveError.noSuchVersion(
          document: document.text,
          asked: "as of \(date.formatted(.iso8601))"
        )
      }
      return [version]
    }
  }

  /// Copies a version's payload to a file.
  ///
  /// The digest is computed from the bytes as they are read, compared, and computed again from the
  /// file as it was written; the target appears by one rename once both are right.
  ///
  /// - Parameters:
  ///   - version: what is restored.
  ///   - target: the file to make.
  ///   - overwriting: whether an existing file may be replaced.
  /// - Throws: ``ArchiveError/exists(_:)``, ``ArchiveError/noFile(_:)`` and
  ///   ``ArchiveError/insideArchive(_:)`` for a target that is refused, ``ArchiveError/damaged(_:)``
  ///   where a digest differs, `CancellationError` where the task was cancelled.
  public func restore(
    _ version: KeptVersion,
    to target: FilePath,
    overwriting: Bool
  ) throws {
    let disk = Disk()
    try refuse(target, overwriting: overwriting)
    let source = archive.path.pushing(FilePath(version.path))
    let stated = version.digest
    // Not made of the target's name, which may be as long as a name can be; with our own number, so
    // that two of us do not write the same.
    let name = ".hanaper-\(ProcessInfo.processInfo.processIdentifier)-\(stated.hex.prefix(8))"
    let partial = target.removingLastComponent().appending(name)
    try disk.removeFile(partial)
    do {
      guard try copy(source, to: partial, by: stated.algorithm) == stated else {
        throw ArchiveError.damaged(source)
      }
      guard try FileDigest(of: partial, by: stated.algorithm).value == stated else {
        throw ArchiveError.damaged(partial)
      }
      try disk.rename(partial, to: target)
    } catch {
      try? disk.removeFile(partial)
      try Task.checkCancellation()
      throw error
    }
  }

  private func refuse(_ target: FilePath, overwriting: Bool) throws {
    if try archive.isAbove(target) { throw ArchiveError.insideArchive(target) }
    let disk = Disk()
    guard let kind = try disk.entry(at: target) else { return }
    guard overwriting else { throw ArchiveError.exists(target) }
    // A link is replaced, but not one to a device or a directory, which somebody still goes by.
    let meant = kind == .link ? try disk.entry(at: disk.resolved(target)) : kind
    guard meant == .file || meant == .link || meant == nil else {
      throw ArchiveError.noFile(target)
    }
  }

  private func copy(
    _ source: FilePath,
    to target: FilePath,
    by algorithm: DigestAlgorithm
  ) throws -> Digest {
    var stream = DigestStream(algorithm)
    var file = try WritableFile(creating: target)
    try ReadableFile(source).forEachChunk { (chunk) throws(FilingError) in
      guard !Task.isCancelled else { throw FilingError(.read, source, .canceled) }
      stream.update(chunk)
      try file.append(chunk)
    }
    try file.sync()
    try file.close()
    return stream.finish()
  }
}
