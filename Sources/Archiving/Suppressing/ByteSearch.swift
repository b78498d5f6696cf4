// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// Looks for any of a few texts in files, byte by byte, passing over most of them (after Horspool).
struct ByteSearch {
  private let needles: [(bytes: [UInt8], skips: [Int])]
  private let longest: Int

  /// - Parameter texts: empty ones are left out.
  init(for texts: some Sequence<String>) {
    needles = Set(texts).filter { !$0.isEmpty }.sorted().map { text in
      let bytes = Array(text.utf8)
      var skips = Array(repeating: bytes.count, count: 256)
      for (place, byte) in bytes.dropLast().enumerated() {
        skips[Int(byte)] = bytes.count - 1 - place
      }
      return (bytes, skips)
    }
    longest = needles.map(\.bytes.count).max() ?? 0
  }

  func finds(in text: [UInt8]) -> Bool {
    needles.contains { needle, skips in
      var end = needle.count - 1
      while end < text.count {
        var back = 0
        while back < needle.count, text[end - back] == needle[needle.count - 1 - back] { back += 1 }
        if back == needle.count { return true }
        end += skips[Int(text[end])]
      }
      return false
    }
  }

  /// - Throws: where the file cannot be read.
  func finds(inFile path: FilePath) throws -> Bool {
    guard longest > 0 else { return false }
    let file = try ReadableFile(path)
    var piece = try file.nextChunk(from: 0)
    while !piece.isEmpty {
      if finds(in: piece) { return true }
      let more = try file.nextChunk()
      guard !more.isEmpty else { return false }
      // What lies across two pieces is found with the end of the one before.
      piece = piece.suffix(longest - 1) + more
    }
    return false
  }
}
