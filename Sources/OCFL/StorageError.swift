// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Filing
public import SystemPackage

/// Why something could not be done to a storage root.
///
/// Damage that a verification sees is not among these: it is a ``Finding``.
public enum StorageError: Error, Sendable {
  case filing(FilingError)
  /// The directory is no OCFL storage root of a version we read.
  case notAStorageRoot(FilePath, reason: String)
  case unknownObject(ObjectID)
  /// An inventory cannot be trusted: it is no JSON, or its sidecar disagrees.
  case unreadableInventory(FilePath, reason: String)
  /// Somebody else changed the object between the start and the commit of a version.
  case changedUnderneath(ObjectID)
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .filing(let error): error.description
    case .notAStorageRoot(let path, let reason): "\(path) is not an OCFL storage root: \(reason)"
    case .unknownObject(let id): "no object \(id) in this storage root"
    case .unreadableInventory(let path, let reason):
      "the inventory \(path) cannot be used: \(reason); run `hanaper verify`"
    case .changedUnderneath(let id):
      "the object \(id) was changed by another program during the commit; nothing was written"
    }
  }
}

/// Does something to the disk; what goes wrong there is a storage error here.
func onDisk<Value>(
  _ work: () throws(FilingError) -> Value
) throws(StorageError) -> Value {
  do {
    return try work()
  } catch {
    throw .filing(error)
  }
}
