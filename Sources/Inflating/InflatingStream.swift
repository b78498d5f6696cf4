// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CZlib

/// Inflates what comes piece by piece, one member of gzip after the other.
///
/// Source: RFC 1952, RFC 1950, RFC 1951; the manual of zlib <https://zlib.net/manual.html>.
package final class InflatingStream {
  package enum Wrapping: Sendable {
    case gzip, zlib, none
  }

  /// Thrown where the data is not sound.
  package struct Damaged: Error {
    /// How many bytes of the piece were taken before that.
    package let consumed: Int
  }

  private var stream = z_stream()
  private let isMadeOfMembers: Bool
  /// Whether what came last ended a member, or the whole.
  package private(set) var isAtEnd = false

  /// Told when a member of gzip begins behind another one.
  package var memberBegins: (() -> Void)?

  /// - Parameter wrapping: what stands around the data; nil comes of it where memory is short.
  package init?(_ wrapping: Wrapping) {
    let window: Int32 =
      switch wrapping {
      case .gzip: 15 + 16
      case .zlib: 15
      case .none: -15
      }
    isMadeOfMembers = wrapping == .gzip
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, window, HANAPER_ZLIB_VERSION, size) == Z_OK else { return nil }
  }

  deinit { inflateEnd(&stream) }

  /// Inflates a piece.
  ///
  /// - Parameters:
  ///   - piece: the next bytes.
  ///   - body: gets what comes of them, some at a time.
  /// - Throws: ``Damaged``, after all that is sound was handed out; or what the body throws.
  package func push(_ piece: [UInt8], _ body: ([UInt8]) throws -> Void) throws {
    var input = piece
    var buffer = [UInt8](repeating: 0, count: 128 << 10)
    try input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while stream.avail_in > 0 {
        let consumed = input.count - Int(stream.avail_in)
        if isAtEnd {
          // Behind the end of the whole, what comes says nothing; behind a member of gzip, the next one begins.
          guard isMadeOfMembers else { return }
          guard inflateReset(&stream) == Z_OK else { throw Damaged(consumed: consumed) }
          isAtEnd = false
          memberBegins?()
        }
        let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, buffer.count - Int(stream.avail_out))
        }
        if count > 0 { try body(Array(buffer.prefix(count))) }
        switch status {
        case Z_STREAM_END: isAtEnd = true
        case Z_OK, Z_BUF_ERROR: continue
        default: throw Damaged(consumed: input.count - Int(stream.avail_in))
        }
      }
      // What is left in its window comes out without further input.
      while !isAtEnd {
        let (status, count) = buffer.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, buffer.count - Int(stream.avail_out))
        }
        if count > 0 { try body(Array(buffer.prefix(count))) }
        if status == Z_STREAM_END { isAtEnd = true }
        if status != Z_OK || count == 0 { return }
      }
    }
  }
}
