// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
import SystemPackage

/// Which files a process may reach: landlock(7).
struct FileRules {
  let readable: [FilePath]
  let runnable: [FilePath]

  /// Rights of Landlock, as they are numbered.
  private enum Right {
    static let execute: UInt64 = 1 << 0
    static let writeFile: UInt64 = 1 << 1
    static let readFile: UInt64 = 1 << 2
    static let readDirectory: UInt64 = 1 << 3
    /// To remove, and to make each kind of file.
    static let change: UInt64 = 0x1FF0
    static let refer: UInt64 = 1 << 13
    static let truncate: UInt64 = 1 << 14
    static let ioctl: UInt64 = 1 << 15

    /// All that a kernel knows: what is not asked for is not kept.
    static func all(known version: Int) -> UInt64 {
      var rights = execute | writeFile | readFile | readDirectory | change
      if version >= 2 { rights |= refer }
      if version >= 3 { rights |= truncate }
      if version >= 5 { rights |= ioctl }
      return rights
    }
  }

  /// - Returns: which Landlock keeps them; nil where the kernel has none.
  /// - Throws: where it has, and they cannot be kept.
  func close() throws(Fence.Failure) -> Int? {
    guard let version = Fence.landlock else { return nil }
    let rules = hanaper_landlock_begin(Right.all(known: version))
    guard rules >= 0 else { throw failure }
    defer { Glibc.close(rules) }
    for path in readable { try allow(path, Right.readFile, in: rules) }
    for path in runnable { try allow(path, Right.readFile | Right.execute, in: rules) }
    guard hanaper_landlock_close(rules) == 0 else { throw failure }
    return version
  }

  private func allow(_ path: FilePath, _ rights: UInt64, in rules: CInt) throws(Fence.Failure) {
    // The kernel's own number for opening nothing but the place: Glibc hides it.
    let onlyPlace: CInt = 0o10_000_000
    let place = path.withPlatformString { open($0, onlyPlace | O_CLOEXEC) }
    guard place >= 0 else {
      // What is not there is read by nobody.
      if errno == ENOENT || errno == ENOTDIR || errno == EACCES { return }
      throw failure
    }
    defer { Glibc.close(place) }
    var facts = stat()
    guard fstat(place, &facts) == 0 else { throw failure }
    // A file has no rights of a directory.
    let isDirectory = facts.st_mode & S_IFMT == S_IFDIR
    let given = isDirectory ? rights | Right.readDirectory : rights
    guard hanaper_landlock_allow(rules, place, given) == 0 else { throw failure }
  }

  private var failure: Fence.Failure {
    Fence.Failure(step: "the files that are within reach cannot be limited", cause: .last)
  }
}
