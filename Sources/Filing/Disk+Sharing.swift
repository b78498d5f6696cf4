// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

// Whether a group may read what is made here. A folder that hands its group on (setgid) and lets it in is shared: what is made in it is
// readable for the group, whatever the umask says. All else is the owner's alone.
extension Disk {
  /// Lets a group read a directory, and all that is made in it from now on.
  ///
  /// - Parameters:
  ///   - directory: that.
  ///   - group: its number.
  /// - Throws: where the caller is neither root nor a member.
  package func share(_ directory: FilePath, with group: UInt32) throws(FilingError) {
    try handOver(directory, to: group)
    try setPermissions(of: directory, to: FilePermissions(rawValue: 0o2750))
  }

  /// Lets a group read a file or enter a directory, and nothing else.
  package func show(_ path: FilePath, to group: UInt32) throws(FilingError) {
    try handOver(path, to: group)
    let isDirectory = try entry(at: path) == .directory
    try setPermissions(of: path, to: FilePermissions(rawValue: isDirectory ? 0o750 : 0o640))
  }

  private func handOver(_ path: FilePath, to group: UInt32) throws(FilingError) {
    guard path.withPlatformString({ chown($0, uid_t.max, group) }) == 0 else {
      throw FilingError(.setPermissions, path, .current)
    }
  }

  /// Gives what is new the rights that the folder hands on.
  func share(_ path: FilePath) throws(FilingError) {
    guard isShared(in: path) else { return }
    let isDirectory = try entry(at: path) == .directory
    try setPermissions(of: path, to: FilePermissions(rawValue: isDirectory ? 0o2750 : 0o640))
  }

  /// Whether a directory is shared with a group.
  package func isShared(_ directory: FilePath) -> Bool {
    var facts = stat()
    guard directory.withPlatformString({ stat($0, &facts) }) == 0 else { return false }
    return facts.st_mode & (S_ISGID | S_IRGRP | S_IXGRP) == S_ISGID | S_IRGRP | S_IXGRP
  }

  func isShared(in path: FilePath) -> Bool {
    let folder = path.removingLastComponent()
    return isShared(folder.isEmpty ? "." : folder)
  }
}
