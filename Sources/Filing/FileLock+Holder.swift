// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

extension FileLock {
  /// Who holds a lock right now, without taking it; nil where nobody does.
  ///
  /// Others may ask at the same time. A process that takes the lock in the very moment of the question
  /// may find it taken, so it is not asked without need.
  ///
  /// - Throws: `FilingError` where the file cannot be opened; one that is missing is held by nobody.
  package static func holder(of path: FilePath) throws(FilingError) -> Holder? {
    guard try Disk().entry(at: path) == .file else { return nil }
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    guard descriptor >= 0 else { throw FilingError(.lock, path, .current) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
      flock(descriptor, LOCK_UN)
      return nil
    }
    let cause = Errno.current
    guard cause == .wouldBlock else { throw FilingError(.lock, path, cause) }
    let text = (try? Disk().readText(path, limit: 4_096)) ?? ""
    return Holder(path: path, description: String(text.prefix { !$0.isNewline }))
  }
}
