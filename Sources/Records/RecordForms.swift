// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Synchronization

/// Records by their forms, as far as they were met lately: of thousands that are like one another, one is decoded.
final class RecordForms<Record: Sendable>: Sendable {
  /// So many forms are remembered.
  private static var capacity: Int { 256 }

  private let known = Mutex<[ByteString: Record]>([:])

  /// Reads a record.
  ///
  /// - Parameters:
  ///   - bytes: what it is read from.
  ///   - fill: makes of a record of the same form the one that this is; nil where it cannot.
  ///   - decode: reads it in full.
  /// - Returns: what `decode` makes of it, or would.
  /// - Throws: as `decode`.
  func record(
    in bytes: [UInt8],
    filling fill: (RecordForm, Record) -> Record?,
    else decode: ([UInt8]) throws -> Record
  ) throws -> Record {
    guard let form = RecordForm(of: bytes), !form.hasEscapes else { return try decode(bytes) }
    let key = ByteString(form.skeleton)
    if let model = known.withLock({ $0[key] }), let record = fill(form, model) {
      return record
    }
    let record = try decode(bytes)
    guard !form.hasRepeatedNames else { return record }
    known.withLock { known in
      if known.count >= Self.capacity { known = [:] }
      known[key] = record
    }
    return record
  }
}
