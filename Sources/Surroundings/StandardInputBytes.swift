// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc

/// What stands on standard input, for a process that does nothing else.
package enum StandardInputBytes {
  /// Reads it to its end.
  ///
  /// - Parameter limit: the most bytes to take in.
  /// - Returns: nil where there is more, or it cannot be read.
  package static func all(limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = read(0, &portion, portion.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, bytes.count + count <= limit else { return nil }
      if count == 0 { return bytes }
      bytes += portion[..<count]
    }
  }
}
