// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
package import Addressing
import Cataloguing
import Filing
import Fixity
package import Foundation
import OCFL
package import SystemPackage

/// Gives kept versions back, proven to be what was kept.
package struct Restoration: Sendable {
  /// Which of a document's versions.
  package enum Selection: Sendable {
    case newest
    case number(Int)
    /// The one that was the newest at that time.
    case asOf(Date)
    /// The one whose payload's digest begins with these hexadecimal digits.
    case digest(String)
    case all

    fileprivate var words: String {
      switch self {
      case .newest, .all: "at all"
      case .number(let number): "v\(number)"
      case .asOf(let date): "as of \(date.formatted(.iso8601))"
      case .digest(let digits): "with a digest that begins with \(digits)"
      }
    }
  }

  private let archive: Archive

  package init(from archive: Archive) {
    self.archive = archive
  }

  /// The versions that a selection means.
  ///
  /// A version that is lost is never replaced by an older one. What a person took back is given only where it is named, or
  /// all are asked for.
  ///
  /// - Throws: ``ArchiveError/damage(_:)`` where what is meant is lost, ``ArchiveError/nothingHeld(document:)``
  ///   or ``ArchiveError/noSuchVersion(document:asked:)`` where it never was, ``ArchiveError/allRejected(document:)`` where
  ///   nothing else is left.
  package static func select(
    _ selection: Selection,
    from held: HeldVersions,
    of document: WebAddress
  ) throws -> [KeptVersion] {
    let versions = held.versions
    // What cannot be read may hold anything.
    if versions.isEmpty, let loss = held.loss { throw ArchiveError.damage(loss) }
    guard !versions.isEmpty else { throw ArchiveError.nothingHeld(document: document.text) }
    let chosen = versions.filter { !held.rejected.contains($0.number) }
    let found: KeptVersion?
    let isLost: (HeldVersions.Lost) -> Bool
    switch selection {
    case .all: return versions
    case .newest:
      guard let newest = chosen.last else {
        if let loss = held.loss, !held.lost.isEmpty { throw ArchiveError.damage(loss) }
        throw ArchiveError.allRejected(document: document.text)
      }
      (found, isLost) = (newest, { _ in true })
    case .number(let number):
      found = versions.first { $0.number == number }
      isLost = { $0.number == number }
    case .asOf(let date):
      found = chosen.last { $0.capturedAt <= date }
      isLost = { $0.record.map { $0.capturedAt <= date } ?? true }
    case .digest(let digits):
      found = versions.last { $0.digest.hex.hasPrefix(digits) }
      isLost = { [found] in found == nil && $0.record?.digest.hex.hasPrefix(digits) ?? true }
    }
    if let loss = held.loss, held.lost.contains(where: isLost) { throw ArchiveError.damage(loss) }
    guard let found else {
      throw ArchiveError.noSuchVersion(document: document.text, asked: selection.words)
    }
    return [found]
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
  /// - Throws: what ``check(_:overwriting:)`` does, ``ArchiveError/damage(_:)`` where the version is not
  ///   what was kept or cannot be read, ``ArchiveError/damaged(_:)`` where the target is not what was
  ///   written, `CancellationError` where the task was cancelled.
  package func restore(
    _ version: KeptVersion,
    to target: FilePath,
    overwriting: Bool
  ) throws {
    let disk = Disk()
    try check(target, overwriting: overwriting)
    let source = archive.path.pushing(FilePath(version.path))
    let stated = version.digest
    // Not made of the target's name, which may be as long as a name can be; with our own number, so
    // that two of us do not write the same.
    let name = ".hanaper-\(ProcessInfo.processInfo.processIdentifier)-\(stated.hex.prefix(8))"
    let partial = target.removingLastComponent().appending(name)
    try disk.removeFile(partial)
    do {
      guard try disk.copy(source, to: partial, by: stated.algorithm) == stated else {
        throw ArchiveError.damage(version.notice(of: ArchiveError.damaged(source)))
      }
      guard try FileDigest(of: partial, by: stated.algorithm).value == stated else {
        throw ArchiveError.damaged(partial)
      }
      try disk.rename(partial, to: target)
    } catch {
      try? disk.removeFile(partial)
      try Task.checkCancellation()
      guard let error = error as? FilingError, error.isUnreadable, error.path == source else {
        throw error
      }
      throw ArchiveError.damage(version.notice(of: error))
    }
  }

  /// Looks whether a file may be made.
  ///
  /// - Throws: ``ArchiveError/exists(_:)``, ``ArchiveError/noFile(_:)``, ``ArchiveError/kernelPlace(_:)`` or
  ///   ``ArchiveError/insideArchive(_:)`` where not.
  package func check(_ target: FilePath, overwriting: Bool) throws {
    if try archive.isAbove(target) { throw ArchiveError.insideArchive(target) }
    let disk = Disk()
    let parent = target.removingLastComponent()
    let folder = disk.resolved(parent.isEmpty ? "." : parent)
    let isKernels = Self.kernelFolders.contains { folder.starts(with: $0) }
    guard !isKernels || folder.starts(with: Self.memoryFolder) else {
      throw ArchiveError.kernelPlace(target)
    }
    guard let kind = try disk.entry(at: target) else { return }
    guard overwriting else { throw ArchiveError.exists(target) }
    // A link is replaced if it leads to a file or nowhere, but not one to a device, a pipe or a directory,
    // which somebody still goes by. The kernel's own links have targets that are no paths.
    let meant = try disk.entryMeant(by: target)
    guard meant == .file || meant == nil && kind == .link else { throw ArchiveError.noFile(target) }
  }

  /// Where names stand for devices and processes, and nothing is kept.
  private static let kernelFolders: [FilePath] = ["/dev", "/proc", "/sys"]
  /// Files in memory, which are files like others.
  private static let memoryFolder: FilePath = "/dev/shm"
}

extension KeptVersion {
  fileprivate func notice(of error: any Error) -> DamageNotice {
    DamageNotice(address, "v\(number) cannot be given: \(DamageNotice.sentence(of: error))")
  }
}
