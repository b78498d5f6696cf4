// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// Why something could not be done to a storage root.
///
/// Damage that a verification sees is not among these: it is a ``Finding``.
package enum StorageError: Error, Sendable {
  case filing(FilingError)
  /// The directory is no OCFL storage root of a version we read.
  case notAStorageRoot(FilePath, reason: String)
  /// The layout's configuration states so many tuples, and all objects lie below so many others.
  case contradictedLayout(FilePath, stated: Int, found: Int)
  case unknownObject(ObjectID)
  /// A link stands in the place of the object's directory, or of one above it: what it leads to is not the archive's.
  case link(FilePath)
  /// An inventory cannot be trusted: it is no JSON, or its sidecar disagrees.
  case unreadableInventory(FilePath, reason: String)
  /// The object lacks something that its inventory speaks of, so nothing may be added to it.
  case incompleteObject(FilePath, reason: String)
  /// What an interrupted batch was about to do cannot be read, and it may have begun.
  case unreadableIntent(FilePath, reason: String)
  /// It is written in a way that this program does not know.
  case otherIntent(FilePath, found: String, known: String)
  /// Somebody else changed the object between the start and the commit of a version.
  case changedUnderneath(ObjectID)
}

extension StorageError {
  /// Whether this is about something kept that is not as it was, rather than about what could not be
  /// written: then it is one object's affair, and the others can be gone on with.
  package var isUnreadable: Bool {
    switch self {
    case .filing(let error): error.isUnreadable
    case .unreadableInventory, .incompleteObject, .unreadableIntent, .otherIntent, .unknownObject,
      .link:
      true
    case .notAStorageRoot, .contradictedLayout, .changedUnderneath: false
    }
  }
}

extension StorageError: CustomStringConvertible {
  private static func folders(_ count: Int) -> String {
    count == 1 ? "1 folder leads" : "\(count) folders lead"
  }

  package var description: String {
    switch self {
    case .filing(let error): error.description
    case .notAStorageRoot(let path, let reason): "\(path) is not an OCFL storage root: \(reason)"
    case .contradictedLayout(let file, let stated, let found):
      "\(file) says that \(Self.folders(stated)) to each document, and \(Self.folders(found)) to those that "
        + "are there; nothing was written"
    case .link(let path):
      "\(path) is a link, and no part of an archive is one: what it leads to is not gone by"
    case .unknownObject(let id): "no object \(id) in this storage root"
    case .unreadableInventory(let path, let reason):
      "the inventory \(path) cannot be used: \(reason)"
    case .incompleteObject(let path, let reason): "the object \(path) is not whole: \(reason)"
    case .unreadableIntent(let path, let reason):
      "what an interrupted run was about to do cannot be read from \(path): \(reason)"
    case .otherIntent(let path, let found, let known):
      "what an interrupted run was about to do cannot be read from \(path): it says that it is “\(found)”, "
        + "and this program knows “\(known)”"
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
