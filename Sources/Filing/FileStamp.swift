// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// Which file stands somewhere, and when it was changed last: another one after each change of its bytes, name or rights.
package struct FileStamp: Hashable, Sendable {
  private let file: FileIdentity
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  /// - Parameter path: where it stands; nil where there is none.
  package init?(of path: FilePath) {
    guard let file = try? FileIdentity(of: path), let facts = try? Stat(path) else { return nil }
    self.file = file
    size = Int64(facts.size)
    (seconds, nanoseconds) = (facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec)
  }
}
