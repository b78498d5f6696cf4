// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

extension Disk {
  /// Writes a new file; one that exists already is an error, never overwritten.
  package func create(_ path: FilePath, holding bytes: [UInt8]) throws(FilingError) {
    var file = try WritableFile(creating: path)
    try file.append(bytes.span)
    try file.close()
  }

  package func create(_ path: FilePath, holding text: String) throws(FilingError) {
    try create(path, holding: Array(text.utf8))
  }

  /// Puts new contents in the place of a file, or makes it, so that a reader sees the old or the new.
  ///
  /// The new contents are durable before they take the name; the name itself is durable after
  /// ``sync(_:)`` of the directory, which this does as well.
  package func replace(_ path: FilePath, with bytes: [UInt8]) throws(FilingError) {
    var file = try ReplacementFile(for: path)
    try file.append(bytes.span)
    try file.takePlace()
  }

  package func replace(_ path: FilePath, with text: String) throws(FilingError) {
    try replace(path, with: Array(text.utf8))
  }

  /// The same of what is its owner's alone, wherever it is.
  package func replace(_ path: FilePath, withSecret text: String) throws(FilingError) {
    var file = try ReplacementFile(for: path, asSecret: true)
    try file.append(text)
    try file.takePlace()
  }

  /// Replaces a file with one that is new and belongs to whom the old one did, with the rights that it had.
  package func replaceKeepingRights(_ path: FilePath, with text: String) throws(FilingError) {
    let rights = FileRights(of: path)
    try replace(path, with: text)
    if let rights { try give(rights, to: path) }
  }

  /// Gives a file to whom another one belongs, with the rights that that has.
  package func takeRights(of model: FilePath, on path: FilePath) throws(FilingError) {
    if let rights = FileRights(of: model) { try give(rights, to: path) }
  }

  private func give(_ rights: FileRights, to path: FilePath) throws(FilingError) {
    // Only root may give a file away; for anybody else it is theirs already.
    _ = path.withPlatformString { chown($0, rights.owner, rights.group) }
    try setPermissions(of: path, to: rights.permissions)
  }

  /// Makes a directory, 0700, or 2750 in one that is shared with a group; one that is there already will do.
  package func makeDirectory(_ path: FilePath) throws(FilingError) {
    do throws(FilingError) {
      try DiskStep.makeDirectory(path).take { path.withPlatformString { mkdir($0, 0o700) } }
    } catch {
      guard error.cause == .fileExists, try entry(at: path) == .directory else { throw error }
      return
    }
    try share(path)
  }

  /// Makes a directory and those above it that are missing; links to directories will do.
  package func makeDirectories(_ path: FilePath) throws(FilingError) {
    guard !path.isEmpty, !leadsToDirectory(path) else { return }
    let parent = path.removingLastComponent()
    if parent != path { try makeDirectories(parent) }
    try makeDirectory(path)
  }

  private func leadsToDirectory(_ path: FilePath) -> Bool {
    var facts = stat()
    guard path.withPlatformString({ stat($0, &facts) }) == 0 else { return false }
    return facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Moves a file or directory to another name of the same file system, in one step.
  ///
  /// A file in its way is replaced, a directory in its way is an error unless empty. The
  /// corresponding C function is `rename`.
  package func rename(_ path: FilePath, to target: FilePath) throws(FilingError) {
    try DiskStep.rename(path, to: target).take {
      path.withPlatformString { old in
        target.withPlatformString { new in Glibc.rename(old, new) }
      }
    }
  }

  /// Makes a file read-only, as content is once it is kept.
  package func makeReadOnly(_ path: FilePath) throws(FilingError) {
    try setPermissions(of: path, to: isShared(in: path) ? [.ownerRead, .groupRead] : .ownerRead)
  }

  /// Lets everybody read a file, and its owner write it.
  package func makePublic(_ path: FilePath) throws(FilingError) {
    try setPermissions(of: path, to: [.ownerReadWrite, .groupRead, .otherRead])
  }

  /// Lets everybody into a directory, and its owner change it.
  package func makePublic(directory: FilePath) throws(FilingError) {
    try setPermissions(
      of: directory,
      to: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute]
    )
  }

  /// Cuts a file off at a length in bytes, durably.
  package func truncate(_ path: FilePath, to length: Int64) throws(FilingError) {
    try DiskStep.truncate(path, to: length).take {
      path.withPlatformString { Glibc.truncate($0, Int(length)) }
    }
    try sync(path)
  }

  /// Writes over some bytes of a file that is there.
  package func patch(_ path: FilePath, at offset: Int64, with bytes: [UInt8]) throws(FilingError) {
    do {
      let file = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec, .noFollow])
      defer { try? file.close() }
      try bytes.withUnsafeBytes { _ = try file.writeAll(toAbsoluteOffset: offset, $0) }
    } catch {
      throw FilingError(.write, path, Errno(error))
    }
  }

  /// Lets nobody but its owner into a directory.
  package func makePrivate(_ directory: FilePath) throws(FilingError) {
    try setPermissions(of: directory, to: .ownerReadWriteExecute)
  }

  func setPermissions(
    of path: FilePath,
    to permissions: FilePermissions
  ) throws(FilingError) {
    try DiskStep.setPermissions(path, permissions).take {
      path.withPlatformString { chmod($0, permissions.rawValue) }
    }
  }

  /// Removes a file; one that is not there is already removed.
  package func removeFile(_ path: FilePath) throws(FilingError) {
    do throws(FilingError) {
      try DiskStep.removeFile(path).take { path.withPlatformString { unlink($0) } }
    } catch {
      guard error.cause == .noSuchFileOrDirectory else { throw error }
    }
  }

  /// Removes a directory with all that is in it; links are removed, not followed.
  package func removeTree(_ path: FilePath) throws(FilingError) {
    try remove(path, try entry(at: path))
  }

  private func remove(_ path: FilePath, _ kind: DirectoryEntry.Kind?) throws(FilingError) {
    guard kind == .directory else { return try removeFile(path) }
    for entry in try list(path) {
      try remove(path.appending(entry.component), entry.kind)
    }
    try removeEmptyDirectory(path)
  }

  package func removeEmptyDirectory(_ path: FilePath) throws(FilingError) {
    do throws(FilingError) {
      try DiskStep.removeDirectory(path).take { path.withPlatformString { rmdir($0) } }
    } catch {
      guard error.cause == .noSuchFileOrDirectory else { throw error }
    }
  }

  // MARK: Durability

  /// Waits until a file's contents, or a directory's entries, are on the disk.
  package func sync(_ path: FilePath) throws(FilingError) {
    let descriptor = try openForSync(path)
    defer { close(descriptor) }
    try DiskStep.sync(path).take { fsync(descriptor) }
  }

  /// Waits until everything written so far to the file system of `path` is on the disk.
  ///
  /// One call serves a whole batch of files, where a sync of each would wait once for each.
  package func syncFileSystem(of path: FilePath) throws(FilingError) {
    let descriptor = try openForSync(path)
    defer { close(descriptor) }
    try DiskStep.syncFileSystem(path).take { syncfs(descriptor) }
  }

  private func openForSync(_ path: FilePath) throws(FilingError) -> CInt {
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw FilingError(.sync, path, .current) }
    return descriptor
  }
}

/// Whom a file belongs to, and who may do what with it.
private struct FileRights {
  let owner: uid_t
  let group: gid_t
  let permissions: FilePermissions

  /// - Returns: nil where nothing is there.
  init?(of path: FilePath) {
    var facts = stat()
    guard path.withPlatformString({ stat($0, &facts) }) == 0 else { return nil }
    (owner, group) = (facts.st_uid, facts.st_gid)
    permissions = FilePermissions(rawValue: facts.st_mode & 0o777)
  }
}
