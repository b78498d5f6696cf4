// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// Whom something belongs to that this process may not read.
package struct FileOwner: Hashable, Sendable {
  /// What it is that may not be read: the file, or the folder above it that keeps it out.
  package let path: FilePath
  /// The owner's name; the number where the machine knows no name for it.
  package let name: String
  /// The name of the user that this process runs as.
  package let reader: String

  /// Whether it is the owner who is kept out, by the mode.
  package var isReader: Bool { name == reader }

  /// Whoever keeps this process from reading something.
  ///
  /// - Parameters:
  ///   - path: what is to be read.
  ///   - isWriting: whether it is to be written to, too.
  /// - Returns: nil where that may be, or nothing is there.
  package static func keepingUs(from path: FilePath, writing isWriting: Bool = false) -> FileOwner?
  {
    let isOpen = path.withPlatformString { access($0, isWriting ? R_OK | W_OK : R_OK) } == 0
    return isOpen || errno != EACCES ? nil : FileOwner(path)
  }

  /// - Returns: nil where nothing is known of it.
  init?(_ path: FilePath) {
    var path = path
    var status = stat()
    while path.withPlatformString({ lstat($0, &status) }) != 0 {
      // Of what lies in a folder that is closed to us, the folder is to be opened.
      guard errno == EACCES || errno == EPERM, path.removeLastComponent() else { return nil }
    }
    self.path = path
    name = UserAccount.name(of: status.st_uid)
    reader = UserAccount.name(of: geteuid())
  }
}

extension FilingError {
  /// Whether something that is there, or should be, cannot be read; and not that the disk takes nothing,
  /// or that this process has come to a limit of its own.
  package var isUnreadable: Bool {
    switch (operation, cause) {
    case (_, .tooManyOpenFiles), (_, .tooManyOpenFilesInSystem), (_, .noMemory): false
    case (.read, _), (.look, _), (.list, _): true
    default: false
    }
  }

  /// Whether another user might do it.
  package var isForbidden: Bool { cause == .permissionDenied || cause == .notPermitted }

  /// Whom that belongs to which may not be read for want of permission; nil for any other error.
  package var closedBy: FileOwner? { isForbidden && isUnreadable ? FileOwner(path) : nil }
}
