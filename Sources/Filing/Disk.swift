// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// The few things that Hanaper asks of a file system: write a whole file, rename, list, read, sync.
///
/// Everything that is kept passes through here, so what a step guarantees is said in one place:
/// new files are 0600 and new directories 0700; nothing is durable until ``sync(_:)`` or
/// ``syncFileSystem(of:)`` returned; ``rename(_:to:)`` is the only step by which something appears
/// under its final name. No symbolic link is followed in the last part of a path that is written.
package struct Disk: Sendable {
  package init() {}

  // MARK: Looking

  /// What a path names: a file, a directory, a link or something else; nil where there is nothing, nor can be: on the way there is
  /// something else than a directory, or a link that leads round in a circle.
  package func entry(at path: FilePath) throws(FilingError) -> DirectoryEntry.Kind? {
    var facts = stat()
    guard path.withPlatformString({ lstat($0, &facts) }) == 0 else {
      switch Errno.current {
      case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels: return nil
      case let error: throw FilingError(.look, path, error)
      }
    }
    return DirectoryEntry.Kind(mode: facts.st_mode)
  }

  /// What a path means once every link is followed; nil where it leads nowhere, or round in a circle.
  package func entryMeant(by path: FilePath) throws(FilingError) -> DirectoryEntry.Kind? {
    var facts = stat()
    guard path.withPlatformString({ stat($0, &facts) }) == 0 else {
      switch Errno.current {
      case .noSuchFileOrDirectory, .tooManySymbolicLinkLevels: return nil
      case let error: throw FilingError(.look, path, error)
      }
    }
    return DirectoryEntry.Kind(mode: facts.st_mode)
  }

  /// The first link on the way from a directory down to a place in it, that place included.
  ///
  /// - Parameters:
  ///   - directory: what is above it is not looked at: an archive may well be kept behind a link.
  ///   - place: in that directory; it need not exist.
  /// - Returns: nil where there is none.
  /// - Throws: where a part of the way cannot be looked at.
  package func link(
    below directory: FilePath,
    onTheWayTo place: FilePath
  ) throws(FilingError) -> FilePath? {
    if case .over(let link) = try way(below: directory, to: place) { link } else { nil }
  }

  /// How the way from a directory down to a place in it goes.
  package enum Way: Hashable, Sendable {
    /// Through directories all the way, and the place is one.
    case open
    /// Over this link, the first of them.
    case over(FilePath)
    /// Nowhere: some part of it is not there, or no directory.
    case closed
  }

  /// - Parameters:
  ///   - directory: as in ``link(below:onTheWayTo:)``.
  ///   - place: as there; what is not below the directory is taken to be open.
  /// - Returns: how the way goes.
  /// - Throws: where a part of the way cannot be looked at.
  package func way(below directory: FilePath, to place: FilePath) throws(FilingError) -> Way {
    let slash = UInt8(ascii: "/")
    let (top, way) = (directory.bytes, place.bytes)
    guard way.starts(with: top) else { return .open }
    var end = top.count
    if top.last != slash, !top.isEmpty {
      guard end < way.count, way[end] == slash else { return .open }
    }
    while end < way.count {
      end = way[(end + 1)...].firstIndex(of: slash) ?? way.count
      let part = FilePath(way[..<end])
      switch try entry(at: part) {
      case .link: return .over(part)
      case .directory: continue
      default: return .closed
      }
    }
    return .open
  }

  /// The same place with every symbolic link on the way followed; as it was where it leads nowhere.
  ///
  /// For paths that a person wrote, who may well keep an archive behind a link.
  package func resolved(_ path: FilePath) -> FilePath {
    guard let real = path.withPlatformString({ realpath($0, nil) }) else { return path }
    defer { free(real) }
    return FilePath(platformString: real)
  }

  /// The size of a file, in bytes.
  package func size(of path: FilePath) throws(FilingError) -> Int64 {
    do {
      return try Stat(path, followTargetSymlink: false).size
    } catch {
      throw FilingError(.look, path, error)
    }
  }

  /// The most bytes that a name in a directory may have.
  package func longestName(in directory: FilePath) -> Int {
    let longest = directory.withPlatformString { pathconf($0, CInt(_PC_NAME_MAX)) }
    return longest > 0 ? longest : 255
  }

  /// The entries of a directory, without `.` and `..`, sorted by the bytes of their names.
  package func list(_ directory: FilePath) throws(FilingError) -> [DirectoryEntry] {
    try DiskLook.take(.list, at: directory)
    let opened = directory.withPlatformString { open($0, OpenDirectory.listing) }
    guard opened >= 0 else { throw FilingError(.list, directory, .current) }
    defer { close(opened) }
    return try DirectoryEntry.all(of: opened, at: directory)
  }

  // MARK: Reading

  /// The bytes of a whole file.
  ///
  /// - Parameters:
  ///   - path: a regular file; a symbolic link is refused.
  ///   - limit: the most bytes to take in.
  /// - Returns: all of them.
  /// - Throws: `fileTooLarge` for a longer file.
  package func read(_ path: FilePath, limit: Int = 64 << 20) throws(FilingError) -> [UInt8] {
    try ReadableFile(path).wholeBytes(limit: limit)
  }

  /// A whole file as text; bytes that are not UTF-8 become U+FFFD.
  package func readText(_ path: FilePath, limit: Int = 64 << 20) throws(FilingError) -> String {
    try String(decoding: read(path, limit: limit), as: UTF8.self)
  }
}
