// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import Archiving
package import Filing

/// How much of its disk an archive leaves free: policy, as a pure function of what the disk has.
package struct SpaceBudget: Hashable, Sendable {
  /// So much stays free by default, or this part of the disk, whichever is less.
  package static let defaultFreeBytes: Int64 = 1_000_000_000
  package static let defaultFreePart: Int64 = 50
  /// So many files have room still, or this part of all, whichever is less; but no fewer than a batch needs
  /// that is written at once.
  package static let leastFreeFiles: Int64 = 10_000
  package static let leastFreeFilesPart: Int64 = 100

  /// How many bytes stay free; nil means the default.
  package var freeBytes: Int64?
  /// A body of up to so many bytes that does not fit says that the disk is full, and stops the run.
  ///
  /// A longer one is passed over: no server may end the night for all others by what it says or sends.
  var ordinaryBytes: Int64 = 50_000_000

  package init(freeBytes: Int64? = nil) {
    self.freeBytes = freeBytes
  }

  /// How many bytes stay free of a disk.
  func limit(of space: DiskSpace) -> Int64 {
    freeBytes ?? min(Self.defaultFreeBytes, space.totalBytes / Self.defaultFreePart)
  }

  /// Why a run may not go on, or nil if it may.
  package func shortage(in space: DiskSpace) -> SpaceShortage? {
    let limit = limit(of: space)
    if space.freeBytes < limit {
      return SpaceShortage(.bytes, free: space.freeBytes, limit: limit)
    }
    guard let files = space.files else { return nil }
    let part = min(Self.leastFreeFiles, files.total / Self.leastFreeFilesPart)
    let leastFiles = max(part, Intake.filesPerBatch)
    guard files.free < leastFiles else { return nil }
    return SpaceShortage(.files, free: files.free, limit: leastFiles)
  }

  /// Whether a body may be fetched.
  ///
  /// - Parameters:
  ///   - bytes: how much of it is still to be written.
  ///   - promised: how much of others is.
  ///   - space: what the disk has.
  /// - Returns: false where too little would then be free.
  func fits(_ bytes: Int64, besides promised: Int64, in space: DiskSpace) -> Bool {
    let (sum, isTooMuch) = bytes.addingReportingOverflow(promised)
    return !isTooMuch && sum <= space.freeBytes - limit(of: space)
  }
}
