// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import SystemPackage

extension Archive {
  /// Takes the archive's lock.
  ///
  /// - Parameters:
  ///   - path: the archive.
  ///   - purpose: told to another process that wants it meanwhile: `sync`, say.
  /// - Returns: the lock, which lasts as long as this value.
  /// - Throws: ``ArchiveError/locked(_:holder:)`` at once if another process has it.
  static func lock(_ path: FilePath, for purpose: String) throws -> FileLock {
    let since = Date().formatted(.iso8601)
    let holder = "process \(ProcessInfo.processInfo.processIdentifier), \(purpose), since \(since)"
    do throws(FileLock.Failure) {
      return try FileLock(path.appending(lockName), as: holder)
    } catch {
      switch error {
      case .held(let holder): throw ArchiveError.locked(path, holder: holder.description)
      case .filing(let error): throw error
      }
    }
  }
}
