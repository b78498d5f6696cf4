// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import GRDB
package import SystemPackage

/// Why the catalogue cannot be used; whatever it is, `hanaper reindex` mends it.
package enum CatalogueError: Error, Sendable {
  /// Made by a version of Hanaper with other tables, by their numbers.
  case otherSchema(FilePath, found: Int, known: Int)
  /// Not an SQLite file, or a damaged one.
  case damaged(FilePath, reason: String)
  /// The file system refuses.
  case unreachable(FilePath, reason: String)

  /// Whether only a new catalogue helps; else the same one may be used again, when there is room say.
  package var isMendedByReindexing: Bool {
    switch self {
    case .otherSchema, .damaged: true
    case .unreachable: false
    }
  }

  /// Does something to a catalogue; what the database complains of becomes an error of ours.
  static func naming<Value>(_ path: FilePath, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw CatalogueError(error, at: path)
    } catch is RowDecodingError {
      throw CatalogueError.damaged(path, reason: "a value in it is not of its kind")
    }
  }

  /// The same, for whoever cannot be thrown at.
  static func result<Value>(
    _ path: FilePath,
    _ work: () throws -> Value
  ) -> Result<Value, any Error> {
    Result { try naming(path, work) }
  }

  private init(_ error: DatabaseError, at path: FilePath) {
    let reason = error.message ?? "error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_FULL, .SQLITE_IOERR,
      .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .unreachable(path, reason: reason)
    default:
      self = .damaged(path, reason: reason)
    }
  }
}

extension CatalogueError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherSchema(let path, let found, let known) where found > known:
      "the catalogue \(path) was made by a newer Hanaper (schema \(found); this program knows "
        + "\(known))"
    case .otherSchema(let path, let found, let known):
      "the catalogue \(path) was made by an older Hanaper or by another program (schema \(found); "
        + "this program knows \(known))"
    case .damaged(let path, let reason):
      "the catalogue \(path) is damaged (\(reason))"
    case .unreachable(let path, let reason):
      "the catalogue \(path) cannot be used: \(reason)"
    }
  }
}
