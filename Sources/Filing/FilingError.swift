// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// Something that could not be done to a file, with the system's own reason.
package struct FilingError: Error, Hashable, Sendable {
  package enum Operation: String, Sendable {
    case read, write, create, rename, sync, list, remove, lock, look = "look at"
    case setPermissions = "set the permissions of"
  }

  package let operation: Operation
  package let path: FilePath
  package let cause: Errno

  package init(_ operation: Operation, _ path: FilePath, _ cause: Errno) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }
}

extension FilingError: CustomStringConvertible {
  package var description: String {
    "cannot \(operation.rawValue) \(path): \(reason)"
  }

  /// Why not, and what to do; to stand behind the file's name.
  package var reason: String { "\(cause)\(advice)" }

  private var advice: String {
    switch cause {
    case .noSpace, .diskQuotaExceeded: "; make room on that disk and run again"
    case .readOnlyFileSystem: "; mount it for writing, or name another archive"
    case .permissionDenied, .notPermitted: "; check who owns it and run as that user"
    case .tooManyOpenFiles: "; raise the limit of open files (ulimit -n)"
    case .fileNameTooLong: "; give it a shorter name"
    case .ioError: "; the disk reports a fault, look at the system's log"
    default: ""
    }
  }
}
