// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import Fixity
package import SystemPackage

/// The digest and length of a file, read once from front to back.
package struct FileDigest: Sendable {
  package let value: Digest
  /// In bytes.
  package let length: Int64

  package init(of path: FilePath, by algorithm: DigestAlgorithm = .sha512) throws(FilingError) {
    var stream = DigestStream(algorithm)
    var length: Int64 = 0
    try ReadableFile(path).forEachChunk { (chunk) throws(FilingError) in
      stream.update(chunk)
      length += Int64(chunk.count)
    }
    value = stream.finish()
    self.length = length
  }
}
