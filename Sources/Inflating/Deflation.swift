// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CZlib

/// Deflates bytes, with a header and a checksum of zlib's around them.
///
/// Source: the manual of zlib <https://zlib.net/manual.html>.
package enum Deflation {
  package static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var deflated = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(&deflated, &length, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
    // There is room for whatever comes of it, and what else it needs is memory.
    precondition(status == Z_OK, "zlib has no memory")
    deflated.removeLast(deflated.count - Int(length))
    return deflated
  }
}
