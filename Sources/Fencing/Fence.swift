// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// What keeps a process in that reads bytes of strangers: once it is closed, little is left to whoever takes the process over.
///
/// It is closed by the process itself, before any thread but the first is there and before a byte is read, and it cannot be
/// opened again. A program that is started behind it (execve(2)) stays behind it.
///
/// 1. Resources: time of the processor, memory, what is written, open files (setrlimit(2)).
/// 2. Files: nothing is read but below what is named, and nothing is written anywhere (landlock(7)). What was open before stays open.
/// 3. Calls: no network of any kind, no further process, no signal, no change of what files are called or who may read
///    them (seccomp(2)).
///
/// Without the third there would be no fence, so it is an error; without the second one, which a kernel may lack, the rest is closed,
/// and ``Strength`` says so.
package struct Fence: Sendable {
  package var limits: Limits
  /// What may be read: files, and directories with all below them; one that is not there is none.
  package var readable: [FilePath]
  /// What may be read and run: the same.
  package var runnable: [FilePath]

  package init(_ limits: Limits, readable: [FilePath], runnable: [FilePath]) {
    (self.limits, self.readable, self.runnable) = (limits, readable, runnable)
  }

  /// What of the fence could be closed.
  package struct Strength: Hashable, Sendable {
    /// Which Landlock keeps files; nil where the kernel has none.
    package let landlock: Int?
  }

  /// Why there is no fence.
  package struct Failure: Error, CustomStringConvertible {
    let step: String
    let cause: Errno

    package var description: String { "\(step): \(cause)" }
  }

  /// Closes it around the process, for good.
  ///
  /// - Returns: what of it could be closed.
  /// - Throws: where a part that there must be cannot be had. The process must not go on then.
  @discardableResult
  package func close() throws(Failure) -> Strength {
    guard hanaper_gain_no_rights() == 0 else {
      throw Failure(step: "new rights cannot be given up", cause: .last)
    }
    try limits.set()
    let landlock = try FileRules(readable: readable, runnable: runnable).close()
    try CallRules.close()
    return Strength(landlock: landlock)
  }

  /// Which Landlock this kernel has; nil where none.
  package static var landlock: Int? {
    let version = Int(hanaper_landlock_version())
    return version > 0 ? version : nil
  }
}

extension Errno {
  static var last: Errno { Errno(rawValue: errno) }
}
