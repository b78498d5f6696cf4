// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The directories between a storage root and its objects.
///
/// Source: OCFL 1.1 §4.1, §4.3, §4.4 <https://ocfl.io/1.1/spec/#root-hierarchies>
struct StorageHierarchy {
  private(set) var objects: [FilePath] = []
  /// What is in the directory of each of them.
  private(set) var entries: [[DirectoryEntry]] = []
  private(set) var specification: Specification?
  private(set) var layout: LayoutFile.Layout?
  private(set) var findings = FindingList()
  /// How many directories could not be looked into, so that nothing can be said of what is in them.
  private var unread = 0

  /// - Parameters:
  ///   - root: the storage root.
  ///   - known: the layout of a root that is known to be one of ours, whatever its own files say; they are
  ///     then not looked at.
  init(of root: FilePath, by known: StorageLayout? = nil) {
    do throws(FilingError) {
      let directory = try OpenDirectory(root)
      if let known {
        specification = .v1_1
        layout = .tuples(known)
      } else {
        readLayout(of: root, directory.entries)
      }
      walkRoot(directory)
    } catch {
      findings.add(Finding.unread, "", "it could not be listed: \(error)")
      unread += 1
    }
  }

  private mutating func readLayout(of root: FilePath, _ entries: [DirectoryEntry]) {
    let declaration = Declaration(Declaration.ofStorageRoot, of: root, among: entries)
    specification = declaration.specification
    findings.add(declaration.findings)
    if entries.contains(where: { $0.name == LayoutFile.name && $0.kind != .directory }) {
      let file = LayoutFile(of: root)
      layout = file.layout
      findings.add(file.findings)
    }
  }

  private mutating func walkRoot(_ root: borrowing OpenDirectory) {
    var depths: (top: Int, below: Int) = (0, 0)
    for entry in root.entries {
      let directory = root.path.appending(entry.component)
      switch entry.kind {
      case .link, .other: findings.add("E090", entry.name, "it is neither a file nor a directory")
      case .file: continue
      case .directory where entry.name == "extensions": checkExtensions(in: directory, of: root)
      case .directory:
        let before = objects.count
        let unreadBefore = unread
        let isObject = walk(directory, at: entry.name, in: root)
        if isObject { depths.top += 1 } else { depths.below += objects.count - before }
        if objects.count == before, unread == unreadBefore {
          findings.add("E088", entry.name, "there is no object in this directory")
        }
      }
    }
    if depths.top > 0, depths.below > 0 {
      findings.add(
        "W015",
        "",
        "\(depths.top) of the objects are right in the storage root, \(depths.below) further below"
      )
    }
  }

  /// Looks for objects below a directory.
  ///
  /// - Returns: whether the directory is an object itself.
  private mutating func walk(
    _ directory: FilePath,
    at place: String,
    in root: borrowing OpenDirectory
  ) -> Bool {
    guard let entries = list(directory, at: place, in: root) else { return false }
    if Declaration.isObject(entries) || entries.contains(where: Self.isOfObject) {
      objects.append(directory)
      // Hardly any two objects have other names in them, and of a hundred thousand that are the same one list is enough.
      self.entries.append(
        entries == self.entries.last ? self.entries[self.entries.count - 1] : entries
      )
      findObjects(inObject: directory, entries, at: place)
      return true
    }
    if entries.isEmpty { findings.add("E073", place, "it is an empty directory") }
    var hasDirectory = false
    for entry in entries {
      let path = "\(place)/\(entry.name)"
      switch entry.kind {
      case .directory:
        hasDirectory = true
        _ = walk(directory.appending(entry.component), at: path, in: root)
      case .file:
        findings.add("E072", path, "a file between the storage root and its objects")
        findings.add("E084", path, "a file in a directory that only leads to objects")
      case .link, .other: findings.add("E090", path, "it is neither a file nor a directory")
      }
    }
    if !hasDirectory, !entries.isEmpty {
      findings.add("E085", place, "the directory does not lead to an object")
    }
    return false
  }

  // A directory that has lost its declaration is still an object, and is told what it lacks.
  private static func isOfObject(_ entry: DirectoryEntry) -> Bool {
    entry.kind == .file && entry.name == Inventory.fileName
  }

  /// Finds objects in directories that do not belong into an object.
  private mutating func findObjects(
    inObject object: FilePath,
    _ entries: [DirectoryEntry],
    at place: String
  ) {
    for entry in entries where entry.kind == .directory {
      guard VersionName(entry.name) == nil, entry.name != "logs", entry.name != "extensions",
        let inner = try? Disk().list(object.appending(entry.component)), Declaration.isObject(inner)
      else { continue }
      findings.add("E082", "\(place)/\(entry.name)", "an object within an object")
    }
  }

  private mutating func checkExtensions(
    in directory: FilePath,
    of root: borrowing OpenDirectory
  ) {
    guard let entries = list(directory, at: "extensions", in: root) else { return }
    if entries.isEmpty { findings.add("E073", "extensions", "it is an empty directory") }
    for entry in entries {
      let path = "extensions/\(entry.name)"
      switch entry.kind {
      case .directory:
        if !RegisteredExtension.names.contains(entry.name) {
          findings.add("W016", path, "no extension of that name is registered")
        }
        walkExtension(directory.appending(entry.component), at: path, in: root)
      case .link: findings.add("E090", path, "it is a link")
      case .file, .other: findings.add("E112", path, "only directories belong into extensions")
      }
    }
  }

  private mutating func walkExtension(
    _ directory: FilePath,
    at place: String,
    in root: borrowing OpenDirectory
  ) {
    guard let entries = list(directory, at: place, in: root) else { return }
    if entries.isEmpty { findings.add("E073", place, "it is an empty directory") }
    for entry in entries {
      let path = "\(place)/\(entry.name)"
      switch entry.kind {
      case .directory: walkExtension(directory.appending(entry.component), at: path, in: root)
      case .link: findings.add("E090", path, "it is a link")
      case .file, .other: continue
      }
    }
  }

  private mutating func list(
    _ directory: FilePath,
    at place: String,
    in root: borrowing OpenDirectory
  ) -> [DirectoryEntry]? {
    do throws(FilingError) {
      // A name that is no text does not lead there by its text.
      return try directory.isUTF8 ? root.list(place) : Disk().list(directory)
    } catch {
      findings.add(Finding.unread, place, "it could not be listed: \(error)")
      unread += 1
      return nil
    }
  }
}
