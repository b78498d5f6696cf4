// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import Fixity
package import SystemPackage

/// An OCFL 1.1 storage root: the directory under which every object of an archive lives.
///
///     <path>/0=ocfl_1.1         what this directory is
///     <path>/ocfl_layout.json   how an object's identifier becomes its directory
///     <path>/extensions/…       the layout's parameters
///
/// A storage root is a value. It keeps no file open and caches nothing, so it may be read from any
/// task; one process at a time writes, by a lock that is its owner's business.
///
/// Source: OCFL 1.1 §4 <https://ocfl.io/1.1/spec/#storage-root>
package struct StorageRoot: Hashable, Sendable {
  static let declaration = "0=ocfl_1.1"
  /// The file by which an object of ours says what it is.
  package static let objectDeclaration = "0=ocfl_object_1.1"

  /// The files by which any storage root says what it is, and any object.
  package static let declarationNames = Declaration.names(of: Declaration.ofStorageRoot)
  package static let objectDeclarationNames = Declaration.names(of: Declaration.ofObject)

  /// What stands in the declaration of that name.
  package static func text(ofDeclaration name: String) -> String { "\(name.dropFirst(2))\n" }

  package let path: FilePath
  /// Where its objects lie.
  package let layout: StorageLayout
  /// Where its configuration says that they do; nil where it is lost or changed.
  package let statedLayout: StorageLayout?

  /// Opens a storage root.
  ///
  /// - Parameters:
  ///   - path: its directory.
  ///   - recalled: the layout that records beside it tell; asked where its own configuration is lost.
  /// - Throws: where it is none.
  package init(
    opening path: FilePath,
    recalling recalled: () -> StorageLayout? = { nil }
  ) throws(StorageError) {
    self.init(presumedAt: path, recalling: recalled)
    let declaration = path.appending(Self.declaration)
    guard try onDisk({ () throws(FilingError) in try Disk().entry(at: path) }) == .directory else {
      throw .notAStorageRoot(path, reason: "there is no such directory")
    }
    guard try onDisk({ () throws(FilingError) in try Disk().entry(at: declaration) }) == .file
    else {
      throw .notAStorageRoot(path, reason: "the file \(Self.declaration) is missing")
    }
  }

  /// Makes an empty storage root in a directory that does not exist yet.
  package static func create(at path: FilePath) throws(FilingError) -> StorageRoot {
    let disk = Disk()
    try disk.makeDirectory(path)
    let extensionPath = path.appending("extensions").appending(StorageLayout.name)
    try disk.makeDirectories(extensionPath)
    let layout = StorageLayout.new
    try disk.create(extensionPath.appending("config.json"), holding: layout.configuration)
    try disk.create(path.appending(LayoutFile.name), holding: layout.description)
    // Last, because it is what makes the directory a storage root.
    try disk.create(path.appending(declaration), holding: "ocfl_1.1\n")
    try disk.syncFileSystem(of: path)
    return StorageRoot(path, layout, stated: layout)
  }

  private init(_ path: FilePath, _ layout: StorageLayout, stated: StorageLayout?) {
    self.path = path
    self.layout = layout
    statedLayout = stated
  }

  /// Takes a directory for a storage root without looking, as a verification has to: what is missing of
  /// one is what it is to tell.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - recalled: the layout that records beside it tell; asked where its own configuration is lost.
  package init(presumedAt path: FilePath, recalling recalled: () -> StorageLayout? = { nil }) {
    let stated = Self.statedLayout(of: path)
    self.init(path, Self.layout(of: path, stating: stated, recalling: recalled), stated: stated)
  }

  /// The layout that a storage root's own configuration states; nil where it is lost or changed.
  private static func statedLayout(of path: FilePath) -> StorageLayout? {
    let file = path.appending("extensions").appending(StorageLayout.name).appending("config.json")
    let stated = try? Disk().read(file, limit: 1 << 20)
    return StorageLayout.known.first { Array($0.configuration.utf8) == stated }
  }

  /// Where a storage root's objects lie: what its configuration states unless all of them lie otherwise;
  /// where it states nothing, what is recalled of them, or else where they are.
  private static func layout(
    of path: FilePath,
    stating stated: StorageLayout?,
    recalling recalled: () -> StorageLayout?
  ) -> StorageLayout {
    if stated == nil, let recalled = recalled() { return recalled }
    return LayoutSurvey(of: path, expecting: stated).found ?? stated ?? .new
  }

  /// Whether one of its files states another layout than its objects have.
  package func isContradicted(by file: String) -> Bool {
    statedLayout != nil && statedLayout != layout && file.hasSuffix("/config.json")
  }

  /// Refuses a storage root of which the configuration states another layout than its objects have: who goes by
  /// the one finds none of them, and who goes by the other is not understood by other programs.
  ///
  /// - Throws: `.contradictedLayout`.
  package func requireTrueConfiguration() throws(StorageError) {
    guard let statedLayout, statedLayout != layout else { return }
    throw .contradictedLayout(
      path.appending("extensions").appending(StorageLayout.name).appending("config.json"),
      stated: statedLayout.tuples,
      found: layout.tuples
    )
  }

  static func isObject(_ entries: [DirectoryEntry]) -> Bool {
    entries.contains { $0.name.hasPrefix("0=ocfl_object_") || $0.name == Inventory.fileName }
  }

  /// The files by which a storage root of ours says what it is, relative to it, and what they say.
  package var identifyingFiles: [(path: String, text: String)] {
    [
      (Self.declaration, "ocfl_1.1\n"), (LayoutFile.name, layout.description),
      ("extensions/\(StorageLayout.name)/config.json", layout.configuration),
    ]
  }

  /// The directory of an object, whether or not it exists.
  package func directory(of id: ObjectID) -> FilePath {
    path.pushing(layout.path(of: id))
  }

  /// The link that stands in the place of a directory below the storage root, or of one above it; nil where none does.
  ///
  /// Source: OCFL 1.1 §3.1 <https://ocfl.io/1.1/spec/#E090>
  package func link(onTheWayTo directory: FilePath) throws(FilingError) -> FilePath? {
    try Disk().link(below: path, onTheWayTo: directory)
  }

  /// Refuses what is not in the storage root, though a link leads there from it.
  ///
  /// - Throws: `.link`.
  package func requireNoLink(onTheWayTo directory: FilePath) throws(StorageError) {
    let found = try onDisk { () throws(FilingError) in try link(onTheWayTo: directory) }
    if let found { throw .link(found) }
  }

  /// The inventory in an object's directory, of whatever object it is.
  ///
  /// - Parameter object: a directory of the storage root, which no link may stand for.
  /// - Returns: what it states, after its sidecar has been compared.
  /// - Throws: as `Inventory` where it is read; `.link`.
  package func inventory(at object: FilePath) throws(StorageError) -> Inventory {
    try requireNoLink(onTheWayTo: object)
    return try Inventory(readFrom: object)
  }

  /// Whether there is something of an object: one that has lost its declaration is one all the same, and
  /// nothing may begin in its place.
  ///
  /// - Throws: `.link` where one stands in its place, or on the way there.
  package func contains(_ id: ObjectID) throws(StorageError) -> Bool {
    let object = directory(of: id)
    switch try onDisk({ () throws(FilingError) in try Disk().way(below: path, to: object) }) {
    case .over(let link): throw .link(link)
    // Of what is new, mostly not even the directory above it is there.
    case .closed: return false
    case .open: break
    }
    return try onDisk { () throws(FilingError) in
      for name in [Self.objectDeclaration, Inventory.fileName]
      where try Disk().entry(at: object.appending(name)) == .file {
        return true
      }
      return false
    }
  }

  /// The inventory of an object, after its sidecar has been compared.
  ///
  /// A reader takes no lock, so it may come while a version is committed, or after a commit was cut
  /// off: where the root inventory and its sidecar disagree, the newest version whose own inventory
  /// and sidecar agree is the answer.
  package func inventory(of id: ObjectID) throws(StorageError) -> Inventory {
    guard try contains(id) else { throw .unknownObject(id) }
    do {
      return try rootInventory(of: id)
    } catch {
      let found = try newestVersion(in: directory(of: id))
      guard let found, found.isOf(id) else { throw error }
      return found
    }
  }

  /// The inventory at the root of an object, and no other.
  ///
  /// - Parameter id: the object's identifier.
  /// - Returns: the inventory, which is of this object.
  /// - Throws: `.unreadableInventory` too where it is of another object, whose directory was moved here.
  package func rootInventory(of id: ObjectID) throws(StorageError) -> Inventory {
    let object = directory(of: id)
    let inventory = try inventory(at: object)
    guard inventory.isOf(id) else {
      throw .unreadableInventory(object, reason: "it is the record of “\(inventory.id)”")
    }
    return inventory
  }

  /// The inventory in an object's directory, of whatever object it is, as readers go by it.
  ///
  /// - Parameter object: a directory as ``ObjectDirectories`` gives it.
  /// - Returns: the inventory at its root; where that is lost, the newest version's own, and what is wrong.
  /// - Throws: where no inventory can be trusted, or none that belongs into this directory.
  package func inventory(
    in object: FilePath
  ) throws(StorageError) -> (inventory: Inventory, fault: StorageError?) {
    do {
      return (try Inventory(readFrom: object), nil)
    } catch {
      let found = try newestVersion(in: object)
      guard let found, directory(of: ObjectID(found.id)) == object else { throw error }
      return (found, error)
    }
  }

  /// The digest of the inventory that came with a version, by the sidecar beside it.
  ///
  /// - Parameters:
  ///   - number: the version.
  ///   - object: the object's directory.
  ///   - algorithm: by which the object's sidecars are.
  /// - Returns: nil where the version has no inventory of its own, or it cannot be read.
  package func inventoryDigest(
    of number: VersionNumber,
    in object: FilePath,
    by algorithm: DigestAlgorithm = .sha512
  ) -> Digest? {
    let name = Inventory.sidecarName(by: algorithm)
    let file = object.appending(number.description).appending(name)
    return (try? Disk().read(file, limit: Sidecar.longest)).flatMap {
      Inventory.digest(statedBy: $0, algorithm: algorithm)
    }
  }

  /// The inventory of the newest version that has one to be trusted.
  private func newestVersion(in object: FilePath) throws(StorageError) -> Inventory? {
    let entries = try onDisk { () throws(FilingError) in try Disk().list(object) }
    let numbers = entries.compactMap { VersionNumber(directory: $0.name) }.sorted(by: >)
    for number in numbers {
      guard let inventory = try? Inventory(readFrom: object.appending(number.description)),
        inventory.head == number.description
      else { continue }
      return inventory
    }
    return nil
  }

  /// The directories of all objects.
  ///
  /// - Throws: where the storage root cannot be listed.
  package func objects() throws(FilingError) -> ObjectDirectories {
    try ObjectDirectories(of: self)
  }
}

extension Inventory {
  /// Whether it is the inventory of this object; compared byte by byte, as identifiers are.
  func isOf(_ object: ObjectID) -> Bool { id.utf8.elementsEqual(object.text.utf8) }
}
