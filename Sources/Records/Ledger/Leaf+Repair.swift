// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

extension Leaf {
  /// A file, as a leaf states it.
  package struct File: Codable, Hashable, Sendable {
    /// Relative to the document's folder, or to the archive; a name of ours.
    package let file: String
    package let digest: Digest

    package init(file: String, digest: Digest) {
      (self.file, self.digest) = (file, digest)
    }
  }

  /// That files were put back as they had been; several where one would be too long.
  package struct Repair: Codable, Hashable, Sendable {
    package let at: Date
    /// Whose, sealed; nil for records of runs and the like.
    package let document: Digest?
    package let files: [File]
    /// True where nothing was put back: a person answers for what no leaf had been about.
    package let vouched: Bool?

    package init(at: Date, document: Digest?, files: [File], vouched: Bool?) {
      (self.at, self.document, self.files, self.vouched) = (at, document, files, vouched)
    }

    /// So many files are stated by one leaf: an entry is shorter than 64 KiB.
    private static let mostFiles = 200

    /// The leaves of one repair.
    ///
    /// - Parameters:
    ///   - files: what was put back.
    ///   - document: whose.
    ///   - vouched: whether a person answers for it, and nothing was put back.
    ///   - date: when.
    /// - Returns: none where nothing was.
    package static func leaves(
      of files: [File],
      of document: Digest?,
      vouched: Bool? = nil,
      at date: Date
    ) -> [Leaf] {
      stride(from: 0, to: files.count, by: mostFiles).map { start in
        .repair(
          Repair(
            at: date,
            document: document,
            files: Array(files[start..<min(start + mostFiles, files.count)]),
            vouched: vouched
          )
        )
      }
    }
  }
}
