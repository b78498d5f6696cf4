// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CZlib

/// The checksum that ZIP and gzip state, of bytes that come piece by piece.
///
/// Source: RFC 1952, section 8
package struct CyclicSum: Sendable {
  package private(set) var value: UInt32 = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    value = bytes.withUnsafeBufferPointer { buffer in
      UInt32(truncatingIfNeeded: CZlib.crc32_z(uLong(value), buffer.baseAddress, buffer.count))
    }
  }
}
