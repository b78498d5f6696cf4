// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

/// Files that are known by their bytes: hashed when the first one is asked for.
struct FileIndex {
  private let files: [FilePath]
  private var places: [DigestAlgorithm: [Digest: FilePath]] = [:]

  init(of files: [FilePath] = []) {
    self.files = files
  }

  /// All files of a folder, and of those in it.
  ///
  /// - Throws: where it cannot be listed.
  static func files(in folder: FilePath) throws -> [FilePath] {
    try Disk().list(folder).flatMap { entry in
      let place = folder.appending(entry.component)
      return switch entry.kind {
      case .directory: try files(in: place)
      case .file: [place]
      default: [FilePath]()
      }
    }
  }

  /// - Returns: nil where there is none, or it cannot be read.
  mutating func file(with digest: Digest) -> FilePath? {
    let algorithm = digest.algorithm
    if places[algorithm] == nil {
      let found = files.compactMap { file in
        (try? FileDigest(of: file, by: algorithm).value).map { ($0, file) }
      }
      places[algorithm] = Dictionary(found, uniquingKeysWith: { first, _ in first })
    }
    return places[algorithm]?[digest]
  }
}
