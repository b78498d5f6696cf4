// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The lines of a text file, read piece by piece.
struct TextLines {
  private let path: FilePath
  private let start: Int64

  /// - Parameters:
  ///   - path: the file.
  ///   - start: the byte to begin at, the first of a line.
  init(of path: FilePath, from start: Int64 = 0) {
    self.path = path
    self.start = start
  }

  struct Line {
    /// Without its end; bytes that are not UTF-8 become U+FFFD.
    let text: String
    /// Whether the end was there; a crash may cut the last line short.
    let isWhole: Bool
    /// Where the next line begins, in bytes from the front of the file.
    let end: Int64
  }

  /// Calls `body` with each line; memory grows with the longest one only.
  func forEach(_ body: (Line) throws -> Void) throws {
    let file = try ReadableFile(path)
    var rest: [UInt8] = []
    var end = start
    var chunk = try file.nextChunk(from: start)
    while !chunk.isEmpty {
      for byte in chunk {
        end += 1
        guard byte == UInt8(ascii: "\n") else {
          rest.append(byte)
          continue
        }
        try body(Line(text: String(decoding: rest, as: UTF8.self), isWhole: true, end: end))
        rest.removeAll(keepingCapacity: true)
      }
      chunk = try file.nextChunk()
    }
    guard !rest.isEmpty else { return }
    try body(Line(text: String(decoding: rest, as: UTF8.self), isWhole: false, end: end))
  }
}
