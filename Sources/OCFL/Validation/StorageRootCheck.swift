// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import SystemPackage

/// Everything that is wrong with a storage root and with the objects in it.
///
/// The hierarchy is walked first; then each object is checked, by ``init(of:fixity:)`` one after the
/// other, or by whoever has more than one core and hands the checks in through ``add(_:)``.
///
/// Source: OCFL 1.1 §4 <https://ocfl.io/1.1/spec/#storage-root>
package struct StorageRootCheck: Sendable {
  /// The directories of all objects, in the order of their names.
  package let objects: [FilePath]
  /// What is in the directory of each of them.
  package let entries: [[DirectoryEntry]]
  package let path: FilePath
  private let specification: Specification
  private let layout: LayoutFile.Layout?

  private var list: FindingList
  private var ofObjects: [Finding] = []
  /// Identifiers seen, in eight bytes each.
  private var identifiers: Set<Int> = []
  private var linkedFiles: Set<FileIdentity> = []

  /// How many objects were checked, and what was read for it.
  package private(set) var checked = 0
  package private(set) var files = 0
  package private(set) var bytes: Int64 = 0
  package private(set) var sparedBytes: Int64 = 0

  /// Checks the hierarchy alone.
  package init(hierarchyOf path: FilePath) {
    self.init(StorageHierarchy(of: path), of: path)
  }

  /// Checks the hierarchy of a root that is known to be one of ours, whatever its declaration and its
  /// layout's files say: these are not looked at, and a fault in them makes no other of every object.
  package init(hierarchyOf root: StorageRoot) {
    self.init(StorageHierarchy(of: root.path, by: root.layout), of: root.path)
  }

  private init(_ hierarchy: StorageHierarchy, of path: FilePath) {
    self.path = path
    objects = hierarchy.objects
    entries = hierarchy.entries
    specification = hierarchy.specification ?? .v1_1
    layout = hierarchy.layout
    list = hierarchy.findings
  }

  /// Checks a storage root with all its objects.
  package init(of path: FilePath, fixity: Bool = true) {
    self.init(hierarchyOf: path)
    for object in objects { add(ObjectCheck(of: object, fixity: fixity)) }
  }

  /// What was found: about the storage root first, then object by object.
  package var findings: [Finding] { rootFindings + ofObjects }

  /// What was found about the storage root, and about objects as parts of it; `path` is the place.
  package var rootFindings: [Finding] { list.findings(of: "", specification) }

  /// Takes in what was found in one object, and holds the object against the root and the others.
  package mutating func add(_ check: ObjectCheck) {
    ofObjects += check.findings
    checked += 1
    files += check.files
    bytes += check.bytes
    sparedBytes += check.sparedBytes
    let place = relative(check.object)
    if let declared = check.specification, declared > specification {
      list.add(
        "E081",
        place,
        "the object follows OCFL \(declared.rawValue), its storage root \(specification.rawValue)"
      )
    }
    if let id = check.id, !id.isEmpty {
      var hasher = Hasher()
      hasher.combine(ExactText(id))
      if !identifiers.insert(hasher.finalize()).inserted {
        list.add("E037", place, "another object has the id “\(id)” as well")
        list.add("E083", place, "the id “\(id)” leads to more than one place")
      }
      if let expected = layout?.path(of: ObjectID(id)), expected.string != place {
        list.add("W014", place, "the layout has its place for “\(id)” at \(expected)")
      }
    }
    for file in check.linkedFiles where !linkedFiles.insert(file).inserted {
      list.add("E090", place, "a file of it is a hard link to one of another object")
    }
  }

  private func relative(_ object: FilePath) -> String {
    var components = object
    _ = components.removePrefix(path)
    return components.string
  }
}
