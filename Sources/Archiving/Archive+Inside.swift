// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
package import SystemPackage

extension Archive {
  /// Whether a file of that name would be in this archive, or in any other OCFL object or storage root.
  ///
  /// Directories are told by what they are and not by how they are called, because links, bind mounts
  /// and another case of letters give the same place other names.
  package func isAbove(_ file: FilePath) throws -> Bool {
    let disk = Disk()
    let archive = disk.resolved(path)
    var ours = [try FileIdentity(of: archive)]
    for entry in try disk.list(archive) where entry.kind == .directory {
      ours.append(try FileIdentity(of: archive.appending(entry.component)))
    }
    let parent = file.removingLastComponent()
    return try Self.isInside(disk.resolved(parent.isEmpty ? "." : parent), or: ours)
  }

  /// Whether a new archive at that place would be in another, or in an OCFL object or storage root.
  static func wouldBeInside(_ path: FilePath) throws -> Bool {
    let disk = Disk()
    guard try disk.entryMeant(by: path) == nil else {
      return try isInside(disk.resolved(path).removingLastComponent())
    }
    var parent = path.removingLastComponent()
    var missing = [path.lastComponent].compactMap(\.self)
    while !parent.isEmpty, try disk.entryMeant(by: parent) == nil {
      missing += [parent.lastComponent].compactMap(\.self)
      parent.removeLastComponent()
    }
    let folder = disk.resolved(parent.isEmpty ? "." : parent)
    // What is not there yet is no link, so to go back from it is what it seems.
    guard missing.allSatisfy({ $0.kind == .regular }) else {
      return try wouldBeInside(folder.appending(missing.reversed()).lexicallyNormalized())
    }
    return try isInside(folder)
  }

  /// Whether a directory is one of some, or an archive, object or storage root, or in one of these.
  private static func isInside(_ directory: FilePath, or ours: [FileIdentity] = []) throws -> Bool {
    let disk = Disk()
    var place = directory
    repeat {
      guard try disk.entry(at: place) == .directory else { continue }
      let identity = try FileIdentity(of: place)
      if ours.contains(where: identity.isSame) { return true }
      // Asked for by name, because what is above may hold any number of files.
      if try holds(storageRootDeclarations + objectDeclarations, in: place) { return true }
      if try holds(storageRootDeclarations, in: place.appending(storageRoot)),
        try holds([ChecksumManifest.fileName, runs], in: place)
      {
        return true
      }
    } while place.removeLastComponent()
    return false
  }

  private static func holds(_ names: [String], in directory: FilePath) throws -> Bool {
    try names.contains { try Disk().entry(at: directory.appending($0)) != nil }
  }

  /// The files by which storage roots and objects of any program say what they are; of the version to
  /// come, too, which we cannot read.
  private static let storageRootDeclarations = StorageRoot.declarationNames + ["0=ocfl_2.0"]
  private static let objectDeclarations =
    StorageRoot.objectDeclarationNames + ["0=ocfl_object_2.0"]
}
