// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

/// The files of a ledger that was put aside, as they were then, a line each: `ledger/epochs/1/files-sha512.txt`.
///
/// It may have been put aside because it was damaged, so its own checkpoint does not say what they have to be. The first leaf of
/// the ledger after it has a digest of this list. `sha512sum -c files-sha512.txt` in that folder checks it, but for two files
/// that change when a document is let go of.
struct EpochFiles {
  static let fileName = "files-sha512.txt"

  /// Files that open leaves: of these, lines are taken out when a document is let go of.
  static let changing: Set = [DocumentSeals.fileName, WaitingLeaves.fileName]

  /// By their paths, relative to the folder.
  private(set) var digests: [String: Digest] = [:]

  /// What is there now.
  ///
  /// - Throws: where a folder cannot be listed; a file that cannot be read is left out, and told by whoever compares.
  init(listing folder: FilePath) throws {
    for place in try FileIndex.files(in: folder) {
      var file = place
      _ = file.removePrefix(folder)
      // What was being written when somebody was cut off is no part of it.
      guard file.string != Self.fileName, !file.string.hasSuffix(".new") else { continue }
      digests[file.string] = try? FileDigest(of: place).value
    }
  }

  /// Reads a list; nil where it is none.
  init?(_ text: String) {
    for line in text.split(separator: "\n") {
      guard let line = ChecksumManifest.Line(line), digests[line.file] == nil else { return nil }
      digests[line.file] = line.digest
    }
  }

  var text: String {
    digests.sorted { $0.key < $1.key }
      .map { ChecksumManifest.Line(digest: $1, file: $0).text }.joined()
  }
}
