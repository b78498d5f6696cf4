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
  private let descriptor: CInt

  /// A link in the last part of a path is followed, as by opendir(3).
  static let listing = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK

  /// - Parameters:
  ///   - path: the directory.
  ///   - listed: what is in it, where that was seen a moment ago; nil to have it listed.
  /// - Throws: where it cannot be opened or listed.
  package init(_ path: FilePath, listed: [DirectoryEntry]? = nil) throws(FilingError) {
    try DiskLook.take(.list, at: path)
    let opened = path.withPlatformString { Glibc.open($0, Self.listing) }
    guard opened >= 0 else { throw FilingError(.list, path, .current) }
    do throws(FilingError) {
      entries = if let listed { listed } else { try DirectoryEntry.all(of: opened, at: path) }
    } catch {
      close(opened)
      throw error
    }
    self.path = path
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }

  /// Lists a directory below this one.
  ///
  /// - Parameter name: its path from here, in which no part leads upwards.
  /// - Returns: as ``Disk/list(_:)``.
  /// - Throws: where it cannot be listed.
  package func list(_ name: String) throws(FilingError) -> [DirectoryEntry] {
    try DiskLook.take(.list, at: path.appending(name))
    let inner = open(name, Self.listing)
    guard inner >= 0 else {
      let cause = Errno.current
      throw FilingError(.list, path.appending(name), cause)
    }
    defer { close(inner) }
    return try DirectoryEntry.all(of: inner, at: path.appending(name))
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
    name.withCString { openat(descriptor, $0, flags | O_CLOEXEC | O_NONBLOCK) }
  }
}
