// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// A look at whether an object has all that its inventory speaks of, without reading what it holds.
///
/// Nothing is added to an object that lacks something: a version more would make it look sound.
enum ObjectPresence {
  /// Looks for the declaration, the versions' folders and every content file.
  ///
  /// - Parameters:
  ///   - inventory: the object's.
  ///   - object: its directory.
  /// - Returns: what is missing or in the place of something else, in words; nil where nothing is.
  /// - Throws: where it cannot be looked at.
  static func firstFault(
    of inventory: Inventory,
    at object: FilePath
  ) throws(StorageError) -> String? {
    try onDisk { () throws(FilingError) in
      let entries = try Disk().list(object)
      if let fault = declarationFault(at: object, among: entries) { return fault }
      let folders = Set(entries.filter { $0.kind == .directory }.map(\.name))
      for (number, _) in inventory.numberedVersions where !folders.contains("\(number)") {
        return "the folder \(number) of version \(number.value) is missing"
      }
      if let fault = try headFault(of: inventory, at: object) { return fault }
      for path in inventory.manifest.values.joined().sorted()
      where try Disk().entry(at: object.pushing(FilePath(path))) != .file {
        return "the file \(path) is missing"
      }
      return nil
    }
  }

  private static func declarationFault(
    at object: FilePath,
    among entries: [DirectoryEntry]
  ) -> String? {
    let declaration = Declaration(Declaration.ofObject, of: object, among: entries)
    guard !declaration.findings.isEmpty else { return nil }
    guard let specification = declaration.specification else {
      return "the declaration \(StorageRoot.objectDeclaration) is missing"
    }
    return "the declaration 0=\(Declaration.ofObject.prefix)\(specification.rawValue) has changed"
  }

  /// The newest version has the same inventory as the object, which its sidecar is enough to tell.
  private static func headFault(
    of inventory: Inventory,
    at object: FilePath
  ) throws(FilingError) -> String? {
    let version = object.appending(inventory.head)
    let names = [Inventory.fileName, Inventory.sidecarName]
    var there = 0
    for name in names where try Disk().entry(at: version.appending(name)) == .file { there += 1 }
    // OCFL lets a version do without (W010); one without the other is damage.
    guard there > 0 else { return nil }
    guard there == names.count else {
      return "the inventory of \(inventory.head) is not whole"
    }
    for name in names
    where try Disk().read(version.appending(name)) != Disk().read(object.appending(name)) {
      return "the inventory of \(inventory.head) is not that of the object"
    }
    return nil
  }
}
