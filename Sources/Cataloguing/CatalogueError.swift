// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import GRDB
public import SystemPackage

/// Why the catalogue cannot be used; whatever it is, `hanaper reindex` mends it.
public enum CatalogueError: Error, Sendable {
  /// Made by a version of Hanaper with other tables.
  case otherVersion(FilePath)
  /// Not an SQLite file, or a damaged one.
  case damaged(FilePath, reason: String)
  /// The file system refuses.
  case unreachable(FilePath, reason: String)

  init(_ error: DatabaseError, at path: FilePath) {
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
  public var description: String {
    switch self {
    case .otherVersion(let path):
      "the catalogue \(path) was made by another version; make it again with `hanaper reindex`"
    case .damaged(let path, let reason):
      "the catalogue \(path) is damaged (\(reason)); make it again with `hanaper reindex`"
    case .unreachable(let path, let reason):
      "the catalogue \(path) cannot be opened: \(reason)"
    }
  }
}
