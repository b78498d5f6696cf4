// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// The accounts of this machine: getpwuid(3), getpwnam(3).
package enum UserAccount {
  /// Whether this process runs as the one that may do everything.
  package static var isRoot: Bool { geteuid() == 0 }

  /// - Parameter user: a number.
  /// - Returns: its name; the number where the machine knows no name for it.
  static func name(of user: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil,
      let name = entry.pw_name
    else { return "\(user)" }
    return String(cString: name)
  }

  /// Whether the machine has an account of a name.
  ///
  /// - Parameter name: the name.
  /// - Returns: whether it has.
  package static func exists(named name: String) -> Bool {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    return getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0 && found != nil
  }

  /// Whom a file or folder belongs to.
  ///
  /// - Parameter path: where it is.
  /// - Returns: a name, or a number; nil where nothing is there.
  package static func owner(of path: FilePath) -> String? {
    var status = stat()
    guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return nil }
    return name(of: status.st_uid)
  }
}

/// The groups of this machine: getgrnam(3).
package enum UserGroup {
  /// - Parameter name: what it is called.
  /// - Returns: its number; nil where there is none.
  package static func number(of name: String) -> UInt32? {
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    // The members of a large group stand in there, too.
    var buffer = [CChar](repeating: 0, count: 1 << 20)
    guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      return nil
    }
    return entry.gr_gid
  }
}
