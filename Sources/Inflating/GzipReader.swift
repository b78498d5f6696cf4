// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CZlib

/// Unpacks a gzip file, up to a limit; what stands before damage is kept.
///
/// Source: RFC 1952; the manual of zlib <https://zlib.net/manual.html>.
package struct GzipReader {
  package enum Ending: Hashable, Sendable {
    /// All was unpacked, and its checksum fits.
    case whole
    /// There is more than the limit.
    case limit
    /// It ends in the middle, or is damaged there.
    case damaged
  }

  package private(set) var bytes: [UInt8] = []
  package private(set) var ending = Ending.damaged

  private static let magic: [UInt8] = [0x1F, 0x8B]

  package static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  /// - Parameters:
  ///   - packed: one member or more; what stands behind them and is none is padding.
  ///   - limit: how many bytes are unpacked at the most.
  package init(_ packed: [UInt8], limit: Int) {
    var stream = z_stream()
    // 15 for the longest window, and 16 for the head and the checksum of gzip.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard packed.count <= Int(UInt32.max),
      inflateInit2_(&stream, 15 + 16, HANAPER_ZLIB_VERSION, size) == Z_OK
    else { return }
    defer { inflateEnd(&stream) }
    var input = packed
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      ending = inflate(&stream, of: input, limit: limit)
    }
  }

  private mutating func inflate(
    _ stream: inout z_stream,
    of input: UnsafeMutableBufferPointer<UInt8>,
    limit: Int
  ) -> Ending {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, buffer.count - Int(stream.avail_out))
      }
      let room = limit - bytes.count
      bytes += buffer.prefix(min(count, room))
      guard count <= room else { return .limit }
      if status == Z_STREAM_END {
        let rest = input.dropFirst(input.count - Int(stream.avail_in))
        guard rest.starts(with: Self.magic) else { return .whole }
        guard inflateReset(&stream) == Z_OK else { return .damaged }
        continue
      }
      guard status == Z_OK else { return .damaged }
      // Neither came to its end nor got anywhere: there is no more.
      if count == 0, stream.avail_in == 0 { return .damaged }
    }
  }
}
