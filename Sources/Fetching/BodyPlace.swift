// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// Where the bytes of a body are.
package enum BodyPlace: Sendable {
  case memory([UInt8])
  case file(FilePath)

  /// Its file, where it has one.
  package var file: FilePath? {
    if case .file(let path) = self { path } else { nil }
  }

  /// Up to `count` bytes from the front.
  package func head(_ count: Int) throws(FilingError) -> [UInt8] {
    switch self {
    case .memory(let bytes): Array(bytes.prefix(count))
    case .file(let path): try ReadableFile(path).bytes(at: 0, count: count)
    }
  }
}
