// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import SystemPackage

/// When each document was last read whole, and found to be as it was kept: `checked.txt`.
///
///     6b86b273ff34fce1  2026-11-28T02:00:09Z
///
/// It follows from nothing else, so making the catalogue again does not touch it; and it may be lost: what it does not know is
/// read first. A document stands in it under a part of the digest of its folder's name.
struct ReadingMemory {
  static let fileName = "checked.txt"

  private(set) var dates: [UInt64: Date] = [:]
  private let path: FilePath

  /// What is no line of ours says nothing.
  init(of archive: Archive) {
    path = archive.path.appending(Self.fileName)
    try? TextLines(of: path, longest: TextLines.longestPair).forEach { line in
      let parts = line.text.split(separator: " ", omittingEmptySubsequences: true)
      guard line.isWhole, parts.count == 2, parts[0].utf8.count == 16,
        let key = UInt64(parts[0], radix: 16),
        let date = try? Date(String(parts[1]), strategy: .iso8601)
      else { return }
      dates[key] = date
    }
  }

  /// By which a document is known, by its folder relative to the archive.
  static func key(ofFolder folder: String) -> UInt64 {
    Digest.of(folder, by: .sha256).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Notes that documents were read.
  ///
  /// - Parameters:
  ///   - read: their keys.
  ///   - all: those of all documents that there are; nil where not all were looked at.
  ///   - now: what time it is.
  /// - Throws: where it cannot be written: the archive may be there to be read only.
  mutating func note(_ read: some Sequence<UInt64>, among all: Set<UInt64>?, at now: Date)
    throws(FilingError)
  {
    for key in read { dates[key] = now }
    if let all { dates = dates.filter { all.contains($0.key) } }
    try write()
  }

  /// Forgets a document.
  mutating func forget(folder: String) throws(FilingError) {
    guard dates.removeValue(forKey: Self.key(ofFolder: folder)) != nil else { return }
    try write()
  }

  private func write() throws(FilingError) {
    let lines = dates.sorted { $0.key < $1.key }.map { key, date in
      let digits = String(key, radix: 16)
      let zeros = String(repeating: "0", count: 16 - digits.utf8.count)
      return "\(zeros)\(digits)  \(date.formatted(.iso8601))\n"
    }
    try Disk().replace(path, with: lines.joined())
  }
}
