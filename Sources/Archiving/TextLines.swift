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
    var reader = try Reader(self)
    while let line = try reader.next() { try body(line) }
  }

  /// For whoever takes one line after the other, with something else between them.
  func reader() throws(FilingError) -> Reader { try Reader(self) }

  struct Reader: ~Copyable {
    private let file: ReadableFile
    private var chunk: [UInt8]
    private var place = 0
    /// What was read of the file.
    private var end: Int64

    fileprivate init(_ lines: TextLines) throws(FilingError) {
      let file = try ReadableFile(lines.path)
      chunk = try file.nextChunk(from: lines.start)
      self.file = file
      end = lines.start
    }

    /// - Returns: nil where there are no more.
    mutating func next() throws(FilingError) -> Line? {
      var text: [UInt8] = []
      while !chunk.isEmpty {
        let newline = chunk[place...].firstIndex(of: UInt8(ascii: "\n"))
        text += chunk[place..<(newline ?? chunk.count)]
        if let newline {
          end += Int64(newline + 1 - place)
          place = newline + 1
          return Line(text: String(decoding: text, as: UTF8.self), isWhole: true, end: end)
        }
        end += Int64(chunk.count - place)
        (chunk, place) = (try file.nextChunk(), 0)
      }
      guard !text.isEmpty else { return nil }
      return Line(text: String(decoding: text, as: UTF8.self), isWhole: false, end: end)
    }
  }
}
