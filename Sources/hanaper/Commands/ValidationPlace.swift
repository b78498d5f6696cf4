// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Reporting
import SystemPackage

/// What a path that is to be validated leads to, and what to name instead where that is nothing of its
/// own in OCFL.
struct ValidationPlace {
  let path: FilePath
  let subject: ValidationSubject
  /// Why another path is looked at than the one that was named, or that nothing is there.
  let remark: CleanText?

  /// Looks at a path.
  ///
  /// - Parameters:
  ///   - name: the path, as it was typed.
  ///   - subject: what it is to be taken for, whatever it is.
  /// - Throws: a sentence that says what to name instead.
  init(_ name: String, as subject: ValidationSubject?) throws {
    let path = Disk().resolved(FilePath(name))
    guard try Disk().entry(at: path) == .directory else { throw try Self.refusal(of: name, path) }
    if let subject {
      (self.path, self.subject, remark) = (path, subject, nil)
      return
    }
    // One that cannot be listed is told as a finding, like all that cannot be read.
    guard (try? Disk().list(path)) != nil else {
      (self.path, self.subject, remark) = (path, .object, nil)
      return
    }
    let isDeclared =
      try Self.isObject(path) || Self.isStorageRoot(path) || Self.hasVersions(path)
    if !isDeclared, try Self.isArchive(path) {
      (self.path, self.subject) = (path.appending(Self.storageRoot), .storageRoot)
      remark = """
        \(name) is an archive; its storage root, \(Self.storageRoot)/, is validated. \
        `hanaper verify` looks at the rest too.
        """
      return
    }
    if !isDeclared, let neighbour = Self.neighbour(above: path) {
      throw CommandFailure("\(name) is only a part of \(neighbour); name that")
    }
    if !isDeclared, let below = Self.root(below: path) {
      throw CommandFailure("\(name) is no storage root, but holds one; name \(below)")
    }
    (self.path, self.subject) = (path, try ValidationSubject(of: path))
    remark = try Disk().list(path).isEmpty ? "\(name) is empty; \(Self.wanted)." : nil
  }

  private static let storageRoot = "ocfl"
  private static let wanted = "name an object's directory, a storage root, or an archive"

  private static func refusal(of name: String, _ path: FilePath) throws -> CommandFailure {
    guard try Disk().entry(at: path) != nil else {
      return CommandFailure("\(name) is no directory, and nothing at all; \(wanted)")
    }
    let advice = neighbour(above: path).map { "name \($0)" } ?? wanted
    return CommandFailure("\(name) is no directory but a file; \(advice)")
  }

  // MARK: What directories are

  private static func isObject(_ path: FilePath) throws -> Bool {
    if try has(StorageRoot.objectDeclarationNames, in: path) { return true }
    // A version's directory has an inventory too.
    let isVersion = VersionNumber(directory: path.lastComponent?.string ?? "") != nil
    return try !isVersion && has(["inventory.json"], in: path)
  }

  private static func hasVersions(_ path: FilePath) throws -> Bool {
    try Disk().list(path).contains {
      $0.kind == .directory && VersionNumber(directory: $0.name) != nil
    }
  }

  private static func isStorageRoot(_ path: FilePath) throws -> Bool {
    try has(StorageRoot.declarationNames + ["ocfl_layout.json"], in: path)
  }

  /// An archive of ours, also one whose storage root has lost what says so.
  private static func isArchive(_ path: FilePath) throws -> Bool {
    guard try Disk().entry(at: path.appending(storageRoot)) == .directory else { return false }
    return try has(["manifest-sha512.txt", "catalogue.sqlite"], in: path)
  }

  // Asked for by name, because what is above may hold any number of files.
  private static func has(_ names: [String], in path: FilePath) throws -> Bool {
    try names.contains { try Disk().entry(at: path.appending($0)) != nil }
  }

  // MARK: What to name instead

  /// The object, or else the storage root or archive, in which something is.
  private static func neighbour(above path: FilePath) -> String? {
    var place = path.removingLastComponent()
    repeat {
      // What may not be looked at is not ours to name.
      if (try? isObject(place)) == true { return "the object \(place)" }
      if (try? isStorageRoot(place)) == true { return "the storage root \(place)" }
      if (try? isArchive(place)) == true { return "the archive \(place)" }
    } while place.removeLastComponent()
    return nil
  }

  /// The first storage root or archive up to two folders down.
  private static func root(below path: FilePath, levels: Int = 2) -> FilePath? {
    guard levels > 0 else { return nil }
    // Links are not followed, and what may not be looked at holds nothing for us.
    let folders = ((try? Disk().list(path)) ?? []).filter { $0.kind == .directory }
      .map { path.appending($0.component) }
    for folder in folders {
      if (try? isStorageRoot(folder)) == true { return folder }
      if (try? isArchive(folder)) == true { return folder.appending(storageRoot) }
    }
    for folder in folders {
      if let root = root(below: folder, levels: levels - 1) { return root }
    }
    return nil
  }
}
