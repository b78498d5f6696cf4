// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// How much room a file system has, for an unprivileged user.
package struct DiskSpace: Hashable, Sendable {
  package let freeBytes: Int64
  package let totalBytes: Int64
  /// How many more files it takes, and how many in all; nil where it has no such limit, or does not tell.
  package let files: Files?

  package struct Files: Hashable, Sendable {
    package let free: Int64
    package let total: Int64

    package init(free: Int64, total: Int64) {
      self.free = free
      self.total = total
    }
  }

  package init(freeBytes: Int64, totalBytes: Int64, files: Files? = nil) {
    self.freeBytes = freeBytes
    self.totalBytes = totalBytes
    self.files = files
  }
}

extension Disk {
  /// The room on the file system that holds `path`.
  ///
  /// Source: statvfs(3); Btrfs and others that make inodes as they need them state none at all.
  package func space(at path: FilePath) throws(FilingError) -> DiskSpace {
    var facts = statvfs()
    guard path.withPlatformString({ statvfs($0, &facts) }) == 0 else {
      throw FilingError(.look, path, .current)
    }
    let total = Int64(clamping: facts.f_files)
    return DiskSpace(
      freeBytes: Self.bytes(UInt64(facts.f_bavail), of: UInt64(facts.f_frsize)),
      totalBytes: Self.bytes(UInt64(facts.f_blocks), of: UInt64(facts.f_frsize)),
      files: total > 0 ? .init(free: Int64(clamping: facts.f_favail), total: total) : nil
    )
  }

  // A file system of another machine may state anything.
  private static func bytes(_ blocks: UInt64, of size: UInt64) -> Int64 {
    let (bytes, isTooLarge) = blocks.multipliedReportingOverflow(by: size)
    return isTooLarge ? .max : Int64(clamping: bytes)
  }
}
