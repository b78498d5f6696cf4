// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization

/// Long buffers that were used to read a file, for the next.
///
/// Fresh memory of that length is mapped, faulted in and cleared page by page, and unmapped again: for a verification of many
/// files that took as long as a quarter of hashing them.
enum SpareBuffers {
  private static let spare = Mutex<[[UInt8]]>([])
  /// More threads than that do not read at once.
  private static let most = 8

  /// - Returns: one of that length, with anything in it.
  static func take(_ count: Int) -> [UInt8] {
    spare.withLock { $0.popLast() } ?? [UInt8](repeating: 0, count: count)
  }

  static func give(_ buffer: consuming [UInt8]) {
    let buffer = buffer
    spare.withLock { spare in
      if spare.count < most { spare.append(buffer) }
    }
  }
}
