// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import Fixity
package import SystemPackage

/// The digests and the length of a file, by one algorithm or several, read once from front to back.
package struct FileDigests: Sendable {
  private var digests: [DigestAlgorithm: Digest] = [:]
  /// In bytes.
  package private(set) var length: Int64 = 0

  package init(
    of path: FilePath,
    by algorithms: Set<DigestAlgorithm>
  ) throws(FilingError) {
    try self.init(of: ReadableFile(path), by: algorithms)
  }

  /// Of bytes that are in memory anyway.
  init(of bytes: [UInt8], by algorithms: Set<DigestAlgorithm>) {
    length = Int64(bytes.count)
    for algorithm in algorithms { digests[algorithm] = Digest.of(bytes, by: algorithm) }
  }

  /// Of a file of which nothing was read yet.
  init(
    of file: borrowing ReadableFile,
    by algorithms: Set<DigestAlgorithm>
  ) throws(FilingError) {
    let running = algorithms.map(RunningDigest.init)
    var length: Int64 = 0
    try file.forEachChunk { (chunk) throws(FilingError) in
      for digest in running { digest.update(chunk) }
      length += Int64(chunk.count)
    }
    self.length = length
    for digest in running { digests[digest.algorithm] = digest.finish() }
  }

  package subscript(algorithm: DigestAlgorithm) -> Digest? { digests[algorithm] }
}

/// A digest being computed, in a box because an array cannot hold what cannot be copied.
private final class RunningDigest {
  let algorithm: DigestAlgorithm
  private var stream: DigestStream

  init(_ algorithm: DigestAlgorithm) {
    self.algorithm = algorithm
    stream = DigestStream(algorithm)
  }

  func update(_ bytes: Span<UInt8>) { stream.update(bytes) }

  func finish() -> Digest {
    var finished = DigestStream(algorithm)
    swap(&finished, &stream)
    return finished.finish()
  }
}
