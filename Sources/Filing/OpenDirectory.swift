// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// A directory that is kept open: what lies below it is reached by its name there, and the way down from the root is
/// walked once.
///
/// Of short files, the way to one costs more than the reading of it.
///
/// Source: openat(2)
package struct OpenDirectory: ~Copyable {
  package let path: FilePath
  /// As by ``Disk/list(_:)``.
  package let entries: [DirectoryEntry]
  private let stream: OpaquePointer

  package init(_ path: FilePath) throws(FilingError) {
    try DiskLook.take(.list, at: path)
    guard let stream = path.withPlatformString({ opendir($0) }) else {
      throw FilingError(.list, path, .current)
    }
    do throws(FilingError) {
      entries = try Disk.entries(of: stream, at: path)
    } catch {
      closedir(stream)
      throw error
    }
    self.path = path
    self.stream = stream
  }

  deinit {
    closedir(stream)
  }

  /// Lists a directory below this one.
  ///
  /// - Parameter name: its path from here, in which no part leads upwards.
  /// - Returns: as ``Disk/list(_:)``.
  /// - Throws: where it cannot be listed.
  package func list(_ name: String) throws(FilingError) -> [DirectoryEntry] {
    try DiskLook.take(.list, at: path.appending(name))
    let descriptor = open(name, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else {
      let cause = Errno.current
      throw FilingError(.list, path.appending(name), cause)
    }
    guard let inner = fdopendir(descriptor) else {
      let cause = Errno.current
      close(descriptor)
      throw FilingError(.list, path.appending(name), cause)
    }
    defer { closedir(inner) }
    return try Disk.entries(of: inner, at: path.appending(name))
  }

  /// The bytes of a whole file below this directory.
  ///
  /// - Parameters:
  ///   - name: its path from here, in which no part leads upwards; a symbolic link is refused.
  ///   - limit: the most bytes to take in.
  /// - Returns: all of them.
  /// - Throws: `fileTooLarge` for a longer file.
  package func read(_ name: String, limit: Int) throws(FilingError) -> [UInt8] {
    try ReadableFile(name, in: self).wholeBytes(limit: limit)
  }

  func open(_ name: String, _ flags: CInt) -> CInt {
    name.withCString { openat(dirfd(stream), $0, flags | O_CLOEXEC | O_NONBLOCK) }
  }
}
