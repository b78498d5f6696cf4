// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `Lines of a text file` {
  /// What a reader sees, from a place of the file on.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [(text: String, isWhole: Bool, end: Int)]
  {
    var lines: [(String, Bool, Int)] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      let text = String(decoding: bytes[start..<(newline ?? bytes.endIndex)], as: UTF8.self)
      start = newline.map { $0 + 1 } ?? bytes.endIndex
      lines.append((text, newline != nil, start))
    }
    return lines
  }

  @Test(arguments: [0, 1, 2, 3])
  func `are handed out with their ends, wherever the pieces end in which the file is read`(
    seed: UInt64
  ) throws {
    var generator = Seeded(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < 600_000 {
      let length = Int.random(
        in: 0...(Bool.random(using: &generator) ? 70_000 : 40),
        using: &generator
      )
      bytes += [UInt8](repeating: UInt8(ascii: "a"), count: length) + Array("\u{20AC}\n".utf8)
    }
    // The pieces are of 256 KiB; one line ends with the first of them.
    bytes[256 << 10 - 1] = UInt8(ascii: "\n")
    bytes += Array(seed % 2 == 0 ? "cut".utf8 : "".utf8)
    try ScratchDirectory.run { folder in
      let file = folder.appending("lines.txt")
      try Files.writeBytes(bytes, to: file)
      for start in [0, Self.lines(bytes[...])[3].end, bytes.count] {
        let expected = Self.lines(bytes[start...])
        var reader = try TextLines(of: file, from: Int64(start)).reader()
        var count = 0
        while let line = try reader.next() {
          try #require(count < expected.count)
          let (text, isWhole, end) = expected[count]
          try #require(line.text == text && line.isWhole == isWhole && line.end == Int64(end))
          count += 1
        }
        #expect(count == expected.count)
        #expect(try reader.next() == nil)
        var called = 0
        try TextLines(of: file, from: Int64(start)).forEach { _ in called += 1 }
        #expect(called == count)
      }
    }
  }

  @Test func `one that is too long is handed out as none of ours, and those after it as ever`()
    throws
  {
    try ScratchDirectory.run { folder in
      let file = folder.appending("lines.txt")
      let long = String(repeating: "a", count: 600_000)
      for (text, end) in [("12345678\n\(long)\n123456789\nlast\n", true), (long, false)] {
        try Disk().replace(file, with: text)
        var lines: [TextLines.Line] = []
        try TextLines(of: file, longest: 8).forEach { lines.append($0) }
        let expected = end ? ["12345678", "", "", "last"] : [""]
        #expect(lines.map(\.text) == expected && lines.allSatisfy { $0.isWhole == end })
        #expect(lines.last?.end == Int64(text.utf8.count))
      }
      // A file without any line's end, longer than memory should be.
      try Disk().replace(file, with: "")
      try #require(file.withPlatformString { truncate($0, 32 << 20) } == 0)
      var reader = try TextLines(of: file, longest: TextLines.longestPair).reader()
      let line = try #require(try reader.next())
      #expect(line.text.isEmpty && !line.isWhole && line.end == 32 << 20)
      #expect(try reader.next() == nil)
    }
  }
}
