// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage
import Text

/// Looks for any of a few texts, byte by byte.
struct ByteSearch {
  private let patterns: [BytePattern]
  private let longest: Int

  /// - Parameter texts: empty ones are left out.
  init(for texts: some Sequence<String>) {
    patterns = Set(texts).filter { !$0.isEmpty }.sorted().map { BytePattern($0) }
    longest = patterns.map(\.count).max() ?? 0
  }

  func finds(in text: String) -> Bool { finds(in: text.utf8Span.span) }

  func finds(in bytes: Span<UInt8>) -> Bool {
    patterns.contains { $0.first(in: bytes) != nil }
  }

  /// - Throws: where the file cannot be read.
  func finds(inFile path: FilePath) throws -> Bool {
    guard longest > 0 else { return false }
    let file = try ReadableFile(path)
    var piece = try file.nextChunk(from: 0)
    while !piece.isEmpty {
      if finds(in: piece.span) { return true }
      let more = try file.nextChunk()
      guard !more.isEmpty else { return false }
      // What lies across two pieces is found with the end of the one before.
      piece = piece.suffix(longest - 1) + more
    }
    return false
  }
}
