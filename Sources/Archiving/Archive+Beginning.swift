// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
package import SystemPackage

// An archive begins with the appearance of its storage root, in one step and after everything else is
// durable. What an interrupted beginning leaves is therefore no archive, and is gone on with.
extension Archive {
  /// Makes an empty archive; an existing directory may hold a README and nothing else.
  ///
  /// - Throws: ``ArchiveError/notEmpty(_:_:)``, ``ArchiveError/archiveInside(_:)``, or
  ///   ``ArchiveError/locked(_:holder:)`` where another process is making it.
  package static func create(at path: FilePath) throws -> Archive {
    guard try !wouldBeInside(path) else { throw ArchiveError.archiveInside(path) }
    try Disk().makeDirectories(path)
    let strangers = try strangers(in: path)
    guard strangers.isEmpty else { throw ArchiveError.notEmpty(path, strangers) }
    return try begin(at: path)
  }

  /// Opens an archive for its first run or any later one.
  ///
  /// One that is missing altogether is not made: its disk may not be mounted tonight.
  package static func openOrBegin(at path: FilePath) throws -> Archive {
    do {
      return try Archive(opening: path)
    } catch ArchiveError.unused {
      guard try !wouldBeInside(path) else { throw ArchiveError.archiveInside(path) }
      return try begin(at: path)
    }
  }

  private static func begin(at path: FilePath) throws -> Archive {
    let lock = try lock(path, for: "making the archive")
    return try begin(at: path, under: lock)
  }

  private static func begin(at path: FilePath, under lock: borrowing FileLock) throws -> Archive {
    let disk = Disk()
    let root = path.appending(storageRoot)
    // Another process may have been quicker.
    guard try disk.entry(at: root) == nil else { return try Archive(opening: path) }

    if !disk.isShared(path) { try disk.makePrivate(path) }
    for directory in [runs, quarantine, staging] {
      try disk.makeDirectory(path.appending(directory))
    }
    let manifest = path.appending(ChecksumManifest.fileName)
    if try disk.entry(at: manifest) == nil { try disk.create(manifest, holding: "") }
    let fresh = path.appending(staging)
    for name in [readmeName, storageRoot] { try disk.removeTree(fresh.appending(name)) }
    try disk.create(fresh.appending(readmeName), holding: readme)
    // Makes everything durable that it finds on the file system, the README as well.
    _ = try StorageRoot.create(at: fresh.appending(storageRoot))
    if try disk.entry(at: path.appending(readmeName)) == nil {
      try disk.rename(fresh.appending(readmeName), to: path.appending(readmeName))
      try disk.sync(path)
    }
    try disk.rename(fresh.appending(storageRoot), to: root)
    try disk.removeTree(fresh.appending(readmeName))
    try disk.syncFileSystem(of: path)
    return try Archive(opening: path)
  }

  /// What an archive cannot begin beside: everything but a README and what a beginning leaves.
  static func strangers(in path: FilePath) throws -> [String] {
    try Disk().list(path).filter { try isStranger($0, in: path) }.map(\.name)
  }

  /// Whether there is anything at all; no more is looked at than that takes.
  static func holdsStrangers(in path: FilePath) throws -> Bool {
    try Disk().list(path).contains { try isStranger($0, in: path) }
  }

  private static func isStranger(_ entry: DirectoryEntry, in path: FilePath) throws -> Bool {
    let place = path.appending(entry.component)
    return switch entry.name {
    // The archive may have a disk to itself.
    case let name where isOfSystem(name): false
    case readmeName, lockName, staging: false
    // What cannot be looked into may hold anything.
    case runs, quarantine: (try? Disk().list(place).isEmpty) != true
    case ChecksumManifest.fileName: try !isEmptyFile(place)
    default: true
    }
  }

  static let readmeName = "README.md"

  /// Writes down how to read all this without Hanaper, where that is lost; what somebody made of it stays.
  ///
  /// - Throws: where it cannot be looked for or written.
  func completeReadme() throws {
    let place = path.appending(Self.readmeName)
    if try Disk().entry(at: place) == nil { try Disk().replace(place, with: Self.readme) }
  }

  private static func isEmptyFile(_ path: FilePath) throws -> Bool {
    try Disk().entry(at: path) == .file && Disk().size(of: path) == 0
  }
}
