// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Fixity
import SystemPackage

/// Proves to somebody elsewhere that an archive has its bytes still: a digest of each content file behind a number that nobody knew before.
///
/// Whoever kept only the digests cannot answer: each is over the nonce and the content, so the content has to be read now.
package struct NonceAudit: Sendable {
  package struct Line: Hashable, Sendable {
    /// Of the nonce and the content, by SHA-512; nil where the file cannot be read.
    package let digest: Digest?
    /// Relative to the archive.
    package let file: String

    /// As `sha512sum` writes it.
    package var text: String { "\(digest?.hex ?? "unreadable")  \(file)\n" }

    init(digest: Digest?, file: String) { (self.digest, self.file) = (digest, file) }

    /// Reads a line; nil for what is none.
    package init?(_ text: Substring) {
      if let line = ChecksumManifest.Line(text) {
        self.init(digest: line.digest, file: line.file)
      } else if text.hasPrefix("unreadable  ") {
        self.init(digest: nil, file: String(text.dropFirst("unreadable  ".count)))
      } else {
        return nil
      }
    }
  }

  private let archive: Archive
  private let nonce: [UInt8]

  /// - Parameters:
  ///   - archive: which.
  ///   - nonce: what the other side asks with.
  package init(of archive: Archive, nonce: String) {
    (self.archive, self.nonce) = (archive, Array(nonce.utf8))
  }

  /// Hands out a line for each content file that the manifest names, none of them twice.
  ///
  /// - Parameter body: gets each.
  /// - Throws: where the manifest cannot be read, or what the body throws.
  package func forEach(_ body: (Line) throws -> Void) throws {
    var known: Set<Int> = []
    try archive.manifest.forEachLine { line in
      guard let line, known.insert(line.file.hashValue).inserted else { return }
      try Task.checkCancellation()
      try body(self.line(for: line.file))
    }
  }

  private func line(for file: String) -> Line {
    let path = archive.path.pushing(FilePath(file))
    // A manifest that somebody wrote leads nowhere else.
    guard FilePath(file).isRelative,
      !FilePath(file).components.contains(where: { $0.kind != .regular }),
      (try? Disk().link(below: archive.path, onTheWayTo: path)) == .some(nil)
    else { return Line(digest: nil, file: file) }
    var stream = DigestStream(.sha512)
    stream.update(nonce.span)
    do {
      try ReadableFile(path).forEachChunk { stream.update($0) }
    } catch {
      return Line(digest: nil, file: file)
    }
    return Line(digest: stream.finish(), file: file)
  }
}
