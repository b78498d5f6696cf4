// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// A look at the disk, told before it is taken.
///
/// What cannot be read must be told like any other damage, and the tests run as root as a rule, whom no
/// permission keeps out. So a test may have looks fail as a broken disk would. As with ``DiskStep``, the
/// observer belongs to the task that installs it and to the tasks below that.
package enum DiskLook {
  /// Why a file cannot be opened or a directory cannot be listed; nil lets the look pass.
  @TaskLocal package static var observer: (@Sendable (FilePath) -> Errno?)?

  static func take(
    _ operation: FilingError.Operation,
    at path: @autoclosure () -> FilePath
  ) throws(FilingError) {
    guard let observer else { return }
    let path = path()
    if let cause = observer(path) { throw FilingError(operation, path, cause) }
  }
}
