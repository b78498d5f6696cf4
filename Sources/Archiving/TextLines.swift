// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The lines of a text file, read piece by piece.
struct TextLines {
  private let path: FilePath
  private let start: Int64
  private let longest: Int

  /// What runs write of a visit is far shorter.
  static let longestVisit = 8 << 20
  /// A digest or salt, and a path or address, are far shorter.
  static let longestPair = 64 << 10

  /// - Parameters:
  ///   - path: the file.
  ///   - start: the byte to begin at, the first of a line.
  ///   - longest: the most bytes of a line that is read; more only for whoever writes all of them down again.
  init(of path: FilePath, from start: Int64 = 0, longest: Int = .max) {
    self.path = path
    self.start = start
    self.longest = longest
  }

  struct Line {
    /// Without its end; bytes that are not UTF-8 become U+FFFD.
    ///
    /// Of a line that is too long it has nothing: that is none of ours.
    let text: String
    /// Whether the end was there; a crash may cut the last line short.
    let isWhole: Bool
    /// Where the next line begins, in bytes from the front of the file.
    let end: Int64
  }

  /// Calls `body` with each line; memory grows with the longest one that is read.
  func forEach(_ body: (Line) throws -> Void) throws {
    var reader = try Reader(self)
    while let line = try reader.next() { try body(line) }
  }

  /// For whoever takes one line after the other, with something else between them.
  func reader() throws(FilingError) -> Reader { try Reader(self) }

  struct Reader: ~Copyable {
    private let file: ReadableFile
    private let longest: Int
    private var chunk: [UInt8]
    private var place = 0
    /// What was read of the file.
    private var end: Int64

    fileprivate init(_ lines: TextLines) throws(FilingError) {
      let file = try ReadableFile(lines.path)
      chunk = try file.nextChunk(from: lines.start)
      self.file = file
      longest = lines.longest
      end = lines.start
    }

    /// - Returns: nil where there are no more.
    mutating func next() throws(FilingError) -> Line? {
      var text: [UInt8] = []
      var length = 0
      while !chunk.isEmpty {
        let newline = chunk[place...].firstIndex(of: UInt8(ascii: "\n"))
        let piece = chunk[place..<(newline ?? chunk.count)]
        length += piece.count
        if length <= longest { text += piece } else { text = [] }
        if let newline {
          end += Int64(newline + 1 - place)
          place = newline + 1
          return Line(text: String(decoding: text, as: UTF8.self), isWhole: true, end: end)
        }
        end += Int64(chunk.count - place)
        (chunk, place) = (try file.nextChunk(), 0)
      }
      guard length > 0 else { return nil }
      return Line(text: String(decoding: text, as: UTF8.self), isWhole: false, end: end)
    }
  }
}
