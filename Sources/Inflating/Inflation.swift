// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CZlib

/// Inflates what was deflated, up to a bound.
///
/// Source: the manual of zlib <https://zlib.net/manual.html>; RFC 1950 and 1951.
package enum Inflation {
  /// What stands around the deflated bytes.
  package enum Wrapping: Sendable {
    /// A header and a checksum of zlib's, as in PDF.
    case zlib
    /// Nothing, as in ZIP.
    case none
  }

  /// What was inflated.
  package struct Outcome: Equatable, Sendable {
    package let bytes: [UInt8]
    /// How many of the deflated bytes it took.
    package let consumed: Int
  }

  /// Inflates to the end of the deflated data.
  ///
  /// - Parameters:
  ///   - deflated: bytes that begin with deflated data.
  ///   - wrapping: what stands around it.
  ///   - bound: how many bytes may come of it.
  /// - Returns: nil where the data is not sound, ends early, or inflates to more than `bound`.
  package static func inflate(
    _ deflated: ArraySlice<UInt8>,
    _ wrapping: Wrapping,
    upTo bound: Int
  ) -> Outcome? {
    guard !deflated.isEmpty, deflated.count <= Int(UInt32.max) else { return nil }
    var stream = z_stream()
    // Negative means: deflated bytes and nothing around them.
    let window: Int32 = wrapping == .zlib ? 15 : -15
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, window, HANAPER_ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(deflated)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    return input.withUnsafeMutableBufferPointer { input -> Outcome? in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while true {
        let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          let status = CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, buffer.count - Int(stream.avail_out))
        }
        guard status == Z_OK || status == Z_STREAM_END, count <= bound - bytes.count else {
          return nil
        }
        bytes += buffer.prefix(count)
        if status == Z_STREAM_END {
          return Outcome(bytes: bytes, consumed: input.count - Int(stream.avail_in))
        }
        // Neither came to its end nor got anywhere: there is no more.
        if count == 0, stream.avail_in == 0 { return nil }
      }
    }
  }

  /// The checksum that ZIP archives state of their entries.
  package static func crc32(of bytes: [UInt8]) -> UInt32 {
    var value = CZlib.crc32(0, nil, 0)
    for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
      let piece = bytes[start..<min(bytes.count, start + 1 << 30)]
      piece.withUnsafeBufferPointer { value = CZlib.crc32(value, $0.baseAddress, UInt32($0.count)) }
    }
    return UInt32(truncatingIfNeeded: value)
  }
}
